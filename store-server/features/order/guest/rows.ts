/**
 * Who an order is for. What it says of its guest is sealed under the order's own id before it becomes an event; the name of a customer
 * is taken over as it stands sealed with them. Whoever reads the order opens both at the edge.
 */
import type { PaymentInput } from "@tillbox/shared/contract/order.ts";
import { conflict } from "@tillbox/shared/refusal.ts";
import { seal, sealMaybe, unseal } from "../../../kernel/personal.ts";
import type { Reads } from "../../../kernel/types.ts";
import { linkable } from "../../customer/rows.ts";
import type { OrderState } from "../order.ts";
import { orderView } from "../view.ts";

type Guest = Pick<OrderState, "customerName" | "notes"> & { customerId: string | null };
type Given = { [K in keyof Guest]?: Guest[K] | undefined };

/** A new order's guest. Throws `invalid` for a customer that there is none of. */
export const guestOf = (reads: Reads, id: string, given: Given): Guest => {
  const { customerId = null, customerName = null, notes = null } = given;
  const customer = customerId === null ? null : linkable(reads, customerId);
  return {
    customerId,
    customerName: sealMaybe(reads.db, id, customerName) ?? customer?.name ?? null,
    notes: sealMaybe(reads.db, id, notes),
  };
};

/** What differs from the order's guest as it is: the same word sealed twice would be another text. */
export const changedGuest = (reads: Reads, order: OrderState, given: Given): Partial<Guest> => ({
  ...changedCustomer(reads, order, given),
  ...changedWords(reads, order, given),
});

const changedWords = ({ db }: Reads, order: OrderState, given: Given): Partial<Guest> =>
  Object.fromEntries(
    (["customerName", "notes"] as const).flatMap((name) => {
      const [old, wanted] = [order[name], given[name]];
      if (wanted === undefined || wanted === (old === null ? null : unseal(db, old))) return [];
      return [[name, sealMaybe(db, order.id, wanted)]];
    }),
  );

/** The customer's name comes and goes with them, unless the order has a name of its own. */
const changedCustomer = (reads: Reads, order: OrderState, { customerId }: Given): Partial<Guest> => {
  const known = order.customerId ?? null;
  if (customerId === undefined || customerId === known) return {};
  if (order.discounts.some(({ reward }) => reward?.customerId === known))
    throw conflict("A reward of this customer is on the order. Take it off first.", orderView(order));
  if (customerId !== null) return { customerId, customerName: linkable(reads, customerId).name };
  const isTheirs = order.customerName?.startsWith(`sealed:v1:${known}:`) === true;
  return isTheirs ? { customerId, customerName: null } : { customerId };
};

/** Who pays for a part of the bill may be named. */
export const sealPayer = ({ db }: Reads, person: string, payment: PaymentInput): PaymentInput => {
  if (payment.split?.splitType !== "item") return payment;
  const { customerName, ...details } = payment.split.splitDetails;
  if (customerName === undefined) return payment;
  const splitDetails = { ...details, customerName: sealMaybe(db, person, customerName) };
  return { ...payment, split: { splitType: "item", splitDetails } };
};

const maxNote = 1000;
/** Two notes as one, sealed for `person`. What was erased of them stays away. */
export const joinNotes = ({ db }: Reads, person: string, notes: readonly string[]): string =>
  seal(
    db,
    person,
    [...new Set(notes.map((note) => unseal(db, note)).filter((note) => note !== null && note !== ""))]
      .join("\n")
      .slice(0, maxNote),
  );
