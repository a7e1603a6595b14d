/**
 * Cash that was taken on a device is never refused. What its check can take is a payment of it; the rest is unallocated, in the drawer
 * and the day of now, and stands in the inbox until a manager books it on a check or gives it back. Each of these is one command, so
 * the money is counted once.
 */
import { createHash } from "node:crypto";
import { checked } from "@tillbox/shared/checked.ts";
import type { AllocateInput } from "@tillbox/shared/contract/inbox.ts";
import type { TenderInput as TenderSchema } from "@tillbox/shared/contract/ledger.ts";
import { PaymentInput } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { conflict, invalid, notFound } from "@tillbox/shared/refusal.ts";
import type { z } from "zod";
import { parseEntry, readOfEntity } from "../../../kernel/journal.ts";
import type { Command, Context, Instead, Reads, RefusedChange } from "../../../kernel/types.ts";
import { openDrawerFor } from "../../drawer/rows.ts";
import {
  checkOpenCash,
  decideAllocated,
  decideReturned,
  decideTaken,
  type InboxState,
  inbox,
  maySee,
  sealChange,
} from "../../inbox/rows.ts";
import { setting } from "../../settings/rows.ts";
import { orderMoney } from "../bill.ts";
import { orderDecision } from "../effects/rows.ts";
import { dayOf, findOrder } from "../facts/rows.ts";
import type { OrderState } from "../order.ts";
import { decidePay, handedBy } from "../payment.ts";
import { orders } from "../rows.ts";
import { orderText } from "../view.ts";
import { bookable, cashFacts, goodsIn, type TakenCash } from "./rows.ts";

type TenderInput = Partial<z.infer<typeof TenderSchema>>;

/** A payment is counted once, under whatever change it comes. */
const itemIdOf = ({ refused, payment }: TakenCash, deviceId: string | null): string => {
  const subject =
    payment.id === undefined ? `change ${deviceId ?? ""} ${refused.changeId}` : `payment ${payment.id}`;
  return createHash("sha256").update(`cash ${subject}`).digest("hex").slice(0, 32);
};

/** Throws `conflict` where the very payment stands on its check already: then nothing more was taken. */
const checkNotBooked = (reads: Reads, { refused, payment }: TakenCash): void => {
  const order = reads.get(orders, refused.entityId);
  if (payment.id !== undefined && order?.payments.some(({ id }) => id === payment.id))
    throw conflict("This payment is booked already.");
};

/** What was due on the check as the device saw it: what it knew of others, and what it did itself. Null where it cannot be known. */
const dueAsSeen = ({ refused }: TakenCash, { reads, actor }: Context): number | null => {
  const { basedOn, entityId, entityType } = refused;
  if (basedOn === null || entityType !== "order") return null;
  const seen = readOfEntity(reads.db, "order", entityId)
    .map(parseEntry)
    .filter(({ seq, device }) => seq <= basedOn || device === actor.deviceId);
  try {
    const order = seen.reduce<OrderState | undefined>(
      (state, event) => orders.evolve(state, event),
      undefined,
    );
    return order ? orderMoney(order).due : null;
  } catch {
    // Its own entries stand on others' that it had not seen.
    return null;
  }
};

/** How much it was: as the device said, else what it saw due, else what was handed over. */
const totalOf = (taken: TakenCash, context: Context): number => {
  const { tip = 0, tendered, split } = taken.payment;
  const due = taken.total === null && !split ? dueAsSeen(taken, context) : null;
  const fits = due !== null && due > 0 && (tendered === undefined || due + tip <= tendered);
  const total = taken.total ?? (fits ? due + tip : tendered);
  if (total === undefined || total <= 0) throw invalid("taken", "is missing: say how much cash was taken");
  return total;
};

export const takeCash: Command<TakenCash> = {
  name: "order.take-cash",
  // A device alone takes no cash; what a person took is there, whatever they may do by now.
  permission: (_input, { actor }) => (actor.userId === null ? "payment.take" : null),
  decide: (input, context) => {
    const { refused, payment } = input;
    const { reads, actor } = context;
    const id = itemIdOf(input, actor.deviceId);
    if (reads.get(inbox, id)) return { events: [], answer: () => JSON.stringify({ id }) };
    checkNotBooked(reads, input);
    const paymentId = payment.id ?? newId();
    const total = totalOf(input, context);
    const booking = bookable(input, total, paymentId, context);
    const booked = handedBy(booking);
    const rest = total - booked;
    const kept = { ...refused, data: sealChange(reads, refused, id), paymentId, booked };
    const where = { businessDay: dayOf(context), drawerId: openDrawerFor(reads, actor) };
    const currency = setting(reads, "currency.code");
    const taken = rest > 0 ? [decideTaken(id, rest, { ...kept, currency }, where)] : [];
    return { events: [...booking, ...taken], answer: () => JSON.stringify({ id: rest > 0 ? id : null }) };
  },
};

const cashOf = (payment: unknown, refused: RefusedChange, taken: number | null): TakenCash => {
  const input = checked(PaymentInput, payment, "payment");
  if (input.method !== "cash") throw invalid("method", "is not cash");
  const { amount, tip = 0 } = input;
  return { refused, payment: input, total: taken ?? (amount === undefined ? null : amount + tip) };
};

/** For a payment of a check, and for one that is a part of a sale at the counter. */
export const cashInstead: Instead = {
  command: takeCash,
  parse: ({ taken, ...refused }) => cashOf(refused.data, refused, taken),
};
export const saleCashInstead: Instead = {
  command: takeCash,
  parse: ({ taken, ...refused }) => ({
    ...cashOf(refused.data.payment, refused, taken),
    goods: taken === null ? null : goodsIn(refused.data),
  }),
};

/** For a card that is sold or filled, and an account that is settled: what was paid for it, in cash. */
export const ledgerCashInstead: Instead = {
  command: takeCash,
  parse: ({ taken, ...refused }) => {
    const { amount, tender } = refused.data;
    const { method, tendered } = typeof tender === "object" && tender !== null ? (tender as TenderInput) : {};
    return cashOf({ method, tendered, amount }, refused, taken);
  },
};

/** What a manager approves on somebody's screen is of that person or that device: another's does not exist for them. */
const findCash = ({ reads, actor }: Context, id: string): InboxState => {
  const item = reads.get(inbox, id);
  if (!item || !maySee(actor, item)) throw notFound("inbox item", id);
  checkOpenCash(item);
  return item;
};
const target = ({ id }: { id: string }) => ({ entity: "refused-change", id });
/** Minor units that lie there; what is at stake where nobody said how much of them. */
const leftOf = ({ reads, actor }: Context, id: string): number => {
  const item = reads.get(inbox, id);
  return item?.cash && maySee(actor, item) ? item.cash.left : 0;
};
const withOrder = (reads: Reads, id: string, orderId: string): string => {
  const item = reads.get(inbox, id);
  return `{"item":${item ? inbox.view(item, reads) : "null"},"order":${orderText(findOrder(reads, orderId))}}`;
};

export type Allocate = { id: string; paymentId: string; allocation: AllocateInput };
/** Books cash that lies there as a payment of a check. It was counted when it was taken; here it changes its name only. */
export const allocateCash: Command<Allocate> = {
  name: "inbox.allocate",
  permission: "inbox.manage",
  approvable: true,
  approvalAmount: ({ id, allocation: { amount, tip = 0 } }, context) =>
    amount === undefined ? leftOf(context, id) : amount + tip,
  approvalAbout: ({ allocation }) => allocation.orderId,
  target,
  decide: ({ id, paymentId, allocation }, context) => {
    const { reads } = context;
    const item = findCash(context, id);
    const { orderId, tip = 0 } = allocation;
    const order = findOrder(reads, orderId);
    const { left } = checkOpenCash(item);
    const amount = allocation.amount ?? Math.min(left - tip, orderMoney(order).due);
    if (order.payments.some((payment) => payment.id === paymentId))
      throw conflict("There is a payment with this id already.");
    const payment = { method: "cash" as const, amount, tip };
    const booking = decidePay(order, payment, cashFacts(context, order, paymentId, null));
    const businessDay = dayOf(context);
    const allocated = decideAllocated(item, { orderId, paymentId, amount: amount + tip, businessDay });
    const decision = orderDecision(context, orderId, booking, (after) => withOrder(after, id, orderId));
    return { ...decision, events: [...decision.events, allocated] };
  },
};

export const giveBackCash: Command<{ id: string; reason: string | null }> = {
  name: "inbox.give-back",
  permission: "inbox.manage",
  approvable: true,
  approvalAmount: ({ id }, context) => leftOf(context, id),
  target,
  decide: ({ id, reason }, context) => {
    const { reads, actor } = context;
    const where = { businessDay: dayOf(context), drawerId: openDrawerFor(reads, actor) };
    return { events: [decideReturned(findCash(context, id), reason, where)], answer: target({ id }) };
  },
};
