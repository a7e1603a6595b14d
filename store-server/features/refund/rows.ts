/** Refunds as rows, and their numbers: given by the box when a refund is issued, gap-free in each epoch. */
import { query } from "../../kernel/database.ts";
import type { Entity, Projection, Reads } from "../../kernel/types.ts";
import { evolve, type RefundState, refundView } from "./refund.ts";

export { type RefundState, refundIssued } from "./refund.ts";

const counter = query<[string], { value: number }>("SELECT value FROM counters WHERE series = ?");
const count = query<[string, number]>(
  "INSERT INTO counters (series, value) VALUES (?, ?) ON CONFLICT (series) DO UPDATE SET value = MAX(value, excluded.value)",
);
const seriesOf = (epoch: number): string => `refund-${epoch}`;

export const nextRefundNumber = (reads: Reads): string => {
  const next = (counter.get(reads.db, seriesOf(reads.epoch))?.value ?? 0) + 1;
  return `F${reads.epoch}-${String(next).padStart(6, "0")}`;
};

export const refunds: Entity<RefundState> = {
  name: "refund",
  table: "refunds",
  evolve,
  columns: {
    number: (refund) => refund.number,
    order_id: (refund) => refund.orderId,
    business_day: (refund) => refund.businessDay,
  },
  view: (refund) => JSON.stringify(refundView(refund)),
};

export const refundProjection: Projection = {
  entity: "refund",
  project: ({ event, after }, { db }) => {
    const { number } = after as RefundState;
    count.run(db, seriesOf(event.epoch), Number(number.split("-")[1]));
  },
};
