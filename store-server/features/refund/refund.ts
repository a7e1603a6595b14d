/** A refund: a document that is issued once and never changes. Pure. */
import type { Refund, RefundIssued } from "@tillbox/shared/contract/refund.ts";
import type { BaseState, EventDraft, StoredEvent } from "../../kernel/types.ts";

export type RefundState = BaseState & RefundIssued;

export const refundIssued = (id: string, data: RefundIssued): EventDraft => ({
  entity: "refund",
  id,
  type: "RefundIssued",
  data: { ...data },
});

export const evolve = (refund: RefundState | undefined, event: StoredEvent): RefundState => {
  if (refund || event.type !== "RefundIssued") throw new Error(`a refund cannot fold ${event.type}`);
  const base = { id: event.id, version: event.seq, createdAt: event.at, updatedAt: event.at };
  return { ...(event.data as unknown as RefundIssued), ...base };
};

export const refundView = ({ items, tenders, ...refund }: RefundState): Refund => ({
  ...refund,
  amount: refund.total,
  tenders: tenders.map((tender) => ({
    ...tender,
    payout: 0 - (tender.amount + tender.tip + tender.rounding),
  })),
  items: items.map(({ quantityMilli, ...item }) => ({ ...item, quantity: quantityMilli / 1000 })),
});
