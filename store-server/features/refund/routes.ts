/** Reading refunds. They are issued by `POST /orders/:id/refunds`, beside the other commands of an order. */
import { BusinessDay, Id, ListQuery, listOf } from "@tillbox/shared/contract/common.ts";
import { Refund } from "@tillbox/shared/contract/refund.ts";
import { notFound } from "@tillbox/shared/refusal.ts";
import type { z } from "zod";
import { type Route, read } from "../../http/route.ts";
import { readPage } from "../../kernel/keyset.ts";
import type { ColumnValue } from "../../kernel/types.ts";
import { type RefundState, refundView } from "./refund.ts";
import { refunds } from "./rows.ts";

const tag = "Refunds";
const RefundQuery = ListQuery.extend({
  orderId: Id.optional(),
  from: BusinessDay.optional(),
  to: BusinessDay.optional(),
});
type RefundQuery = z.infer<typeof RefundQuery>;

const newestFirst = {
  select: "SELECT version, state FROM refunds",
  order: ["version"],
  direction: "DESC",
} as const;

const conditions = ({ orderId, from, to }: RefundQuery): { sql: string; values: ColumnValue[] }[] => [
  ...(orderId === undefined ? [] : [{ sql: "order_id = ?", values: [orderId] }]),
  ...(from === undefined ? [] : [{ sql: "business_day >= ?", values: [from] }]),
  ...(to === undefined ? [] : [{ sql: "business_day <= ?", values: [to] }]),
];

export const refundRoutes: Route[] = [
  read<RefundQuery>({
    path: "/refunds",
    tag,
    permission: "payment.take",
    summary: "Refunds, newest first",
    query: RefundQuery,
    answers: listOf(Refund),
    run: ({ kernel, query }) => {
      const { items, nextCursor } = readPage(kernel.db, newestFirst, conditions(query), query);
      const views = items.map((row) => refundView(JSON.parse(String(row.state)) as RefundState));
      return { items: views, nextCursor };
    },
  }),
  read({
    path: "/refunds/:id",
    tag,
    permission: "payment.take",
    summary: "One refund",
    answers: Refund,
    run: ({ kernel, params }) => {
      const refund = kernel.get(refunds, params.id ?? "");
      if (!refund) throw notFound("refund", params.id ?? "");
      return { json: refunds.view(refund, kernel), version: refund.version };
    },
  }),
];
