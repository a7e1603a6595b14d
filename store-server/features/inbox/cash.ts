/**
 * Cash that a device took and that could not be booked as it was meant. It lies in the drawer, so it is money of the day that accepted
 * it, whatever becomes of it: a tender of its own purpose, until somebody books it on a check or gives it back. Pure.
 */
import type { InboxCash } from "@tillbox/shared/contract/inbox.ts";
import type { Tender } from "@tillbox/shared/contract/tender.ts";
import { conflict } from "@tillbox/shared/refusal.ts";
import { handedOf } from "@tillbox/shared/tender.ts";
import type { EventDraft, StoredEvent } from "../../kernel/types.ts";
import type { InboxState } from "./inbox.ts";

type Taken = {
  entityType: string;
  entityId: string;
  action: string;
  data: Record<string, unknown>;
  changeId: string;
  basedOn: number | null;
  code: string;
  detail: string;
  paymentId: string;
  /** Minor units of the same cash that were booked on the check. */
  booked: number;
  currency: string;
  late: true;
  tender: Tender;
};
export type CashEvents = {
  UnallocatedTaken: Taken;
  UnallocatedAllocated: { orderId: string; paymentId: string; tender: Tender };
  UnallocatedReturned: { reason: string | null; tender: Tender };
};

const cashOf = (item: InboxState): InboxCash => {
  if (item.cash === null) throw new Error(`${item.id} holds no cash`);
  return item.cash;
};

export const senderOf = ({ sentBy }: StoredEvent): Pick<InboxState, "sentBy"> =>
  sentBy === undefined ? {} : { sentBy };

/** What is left after a tender took some of it away. */
const lessen = (item: InboxState, tender: Tender): InboxCash => {
  const cash = cashOf(item);
  return { ...cash, left: cash.left + handedOf(tender) };
};

type Folds = {
  [T in keyof CashEvents]: (state: InboxState, data: CashEvents[T], event: StoredEvent) => InboxState;
};
export const cashFolds: Folds = {
  UnallocatedTaken: (state, { tender, paymentId, booked, currency, late, ...change }, at) => ({
    ...state,
    ...change,
    ...senderOf(at),
    kind: "unallocated-cash",
    cash: {
      amount: handedOf(tender),
      left: handedOf(tender),
      booked,
      currency,
      paymentId,
      businessDay: tender.businessDay,
      drawerId: tender.drawerId,
      late,
      allocations: [],
    },
  }),
  UnallocatedAllocated: (state, { orderId, paymentId, tender }, { at, actor }) => {
    const cash = lessen(state, tender);
    const allocation = { orderId, paymentId, amount: 0 - handedOf(tender), by: actor, at };
    const after = { ...state, cash: { ...cash, allocations: [...cash.allocations, allocation] } };
    if (cash.left > 0) return after;
    return { ...after, status: "allocated", settled: { at, by: actor, reason: null, entityId: orderId } };
  },
  UnallocatedReturned: (state, { reason, tender }, { at, actor }) => ({
    ...state,
    cash: lessen(state, tender),
    status: "returned",
    settled: { at, by: actor, reason, entityId: null },
  }),
};

const event = <T extends keyof CashEvents>(id: string, type: T, data: CashEvents[T]): EventDraft => ({
  entity: "refused-change",
  id,
  type,
  data: { ...data },
});

type Where = Pick<Tender, "businessDay" | "drawerId">;
/** `amount`: minor units, positive into the drawer. */
const unallocated = (amount: number, { businessDay, drawerId }: Where): Tender => ({
  purpose: "unallocated",
  method: "cash",
  amount,
  tip: 0,
  rounding: 0,
  tendered: null,
  change: 0,
  reference: null,
  businessDay,
  drawerId,
});

export const decideTaken = (
  id: string,
  amount: number,
  taken: Omit<Taken, "tender" | "late">,
  where: Where,
): EventDraft => event(id, "UnallocatedTaken", { ...taken, late: true, tender: unallocated(amount, where) });

export const checkOpenCash = (item: InboxState): InboxCash => {
  if (item.cash === null || item.status !== "open")
    throw conflict("There is no cash left here that nobody booked.", item);
  return item.cash;
};

/** `amount` of it became a payment of a check. No cash moves: both are booked outside of any drawer and cancel out there. */
export const decideAllocated = (
  item: InboxState,
  {
    orderId,
    paymentId,
    amount,
    businessDay,
  }: { orderId: string; paymentId: string; amount: number; businessDay: string },
): EventDraft => {
  const { left } = checkOpenCash(item);
  if (amount > left) throw conflict(`There are only ${left} left of this cash.`, item);
  const tender = unallocated(0 - amount, { businessDay, drawerId: null });
  return event(item.id, "UnallocatedAllocated", { orderId, paymentId, tender });
};

/** All that is left goes back to the guest, out of the drawer of whoever gives it. */
export const decideReturned = (item: InboxState, reason: string | null, where: Where): EventDraft => {
  const { left } = checkOpenCash(item);
  return event(item.id, "UnallocatedReturned", { reason, tender: unallocated(0 - left, where) });
};
