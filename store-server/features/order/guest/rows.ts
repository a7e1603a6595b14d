/** What an order says of its guest is sealed for them before it becomes an event; whoever reads the order opens it at the edge. */
import type { PaymentInput } from "@tillbox/shared/contract/order.ts";
import { sealMaybe, unseal } from "../../../kernel/personal.ts";
import type { Reads } from "../../../kernel/types.ts";
import type { OrderState } from "../order.ts";

export type GuestWords = { customerName: string | null; notes: string | null };

export const sealGuest = (
  { db }: Reads,
  person: string,
  { customerName, notes }: GuestWords,
): GuestWords => ({
  customerName: sealMaybe(db, person, customerName),
  notes: sealMaybe(db, person, notes),
});

/** The words that differ from those of the order, sealed: the same word sealed twice is another text. */
export const changedWords = (
  { db }: Reads,
  order: OrderState,
  person: string,
  words: { [K in keyof GuestWords]?: string | null | undefined },
): Partial<GuestWords> =>
  Object.fromEntries(
    (["customerName", "notes"] as const).flatMap((name) => {
      const [old, wanted] = [order[name], words[name]];
      if (wanted === undefined || wanted === (old === null ? null : unseal(db, old))) return [];
      return [[name, sealMaybe(db, person, wanted)]];
    }),
  );

/** Who pays for a part of the bill may be named. */
export const sealPayer = ({ db }: Reads, person: string, payment: PaymentInput): PaymentInput => {
  if (payment.split?.splitType !== "item") return payment;
  const { customerName, ...details } = payment.split.splitDetails;
  if (customerName === undefined) return payment;
  const splitDetails = { ...details, customerName: sealMaybe(db, person, customerName) };
  return { ...payment, split: { splitType: "item", splitDetails } };
};
