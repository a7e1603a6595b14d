/** Reading orders: lists, one of them, its timeline. Who sees them all, and who only what was opened on their device. */
import { BusinessDay, Id, listOf } from "@tillbox/shared/contract/common.ts";
import { Order } from "@tillbox/shared/contract/order.ts";
import { type OrderStatus, orderStatuses, orderTypes } from "@tillbox/shared/contract/order-words.ts";
import { z } from "zod";
import { type Route, type RouteRequest, read } from "../../http/route.ts";
import { readPage } from "../../kernel/keyset.ts";
import type { ColumnValue } from "../../kernel/types.ts";
import { dayAt, findVisible, seesOwnOnly } from "./facts/rows.ts";
import type { OrderState } from "./order.ts";
import { receiptsMeant } from "./rows.ts";
import { timelineRoute } from "./timeline-routes.ts";
import { orderText } from "./view.ts";

const tag = "Orders";
const OrderQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).optional(),
  cursor: z.string().max(200).optional(),
  status: z.enum(orderStatuses).optional(),
  type: z.enum(orderTypes).optional(),
  tableId: Id.optional(),
  customerId: Id.optional(),
  receiptNumber: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .optional()
    .meta({ description: "As it stands on the paper" }),
  receipt: z
    .string()
    .trim()
    .regex(/^([A-Za-z0-9]+-)?\d{1,12}$/, "must be a number, with or without its series")
    .optional()
    .meta({ description: "The number without its zeros, in this series or in any: `42` finds `R1-000042`" }),
  from: BusinessDay.optional(),
  to: BusinessDay.optional(),
});
type OrderQuery = z.infer<typeof OrderQuery>;

const newestFirst = {
  select: "SELECT number, state FROM orders",
  order: ["number"],
  direction: "DESC",
} as const;
const viewsOf = (rows: readonly Record<string, ColumnValue>[]): string =>
  rows.map((row) => orderText(JSON.parse(String(row.state)) as OrderState)).join(",");
const listJson = (page: { items: Record<string, ColumnValue>[]; nextCursor: string | null }): string =>
  `{"items":[${viewsOf(page.items)}],"nextCursor":${JSON.stringify(page.nextCursor)}}`;

type Condition = { sql: string; values: ColumnValue[] };
type ListRequest = Pick<RouteRequest<undefined, OrderQuery>, "kernel" | "actor" | "query">;

/** A kiosk lists what was opened on it today; that keeps the list short where the journal is long. */
const ownOnly = ({ kernel, actor }: ListRequest): Condition[] =>
  seesOwnOnly(actor)
    ? [
        { sql: "business_day >= ?", values: [dayAt(kernel, kernel.clock.now())] },
        {
          sql: "(SELECT json_extract(bytes, '$.device') FROM journal WHERE journal.id = orders.id AND entity = 'order' ORDER BY seq LIMIT 1) = ?",
          values: [actor.deviceId],
        },
      ]
    : [];

const pageOfOrders = (request: ListRequest, where: readonly Condition[]) => ({
  json: listJson(readPage(request.kernel.db, newestFirst, [...where, ...ownOnly(request)], request.query)),
});

/** Says what the planner cannot know: only an order that is over is completed or cancelled. */
const statusFilter = (status: OrderStatus): string => {
  if (status === "cancelled") return "status = 'cancelled' AND status = ?";
  return status === "completed" ? "status = ?" : "open = 1 AND status = ?";
};

const receiptFilter = ({ kernel }: Pick<ListRequest, "kernel">, asked: string): Condition => {
  const values = receiptsMeant(kernel, asked);
  return { sql: `receipt_number IN (${values.map(() => "?").join(", ")})`, values };
};

const filters = ({ kernel, query }: ListRequest): Condition[] => [
  ...(query.status ? [{ sql: statusFilter(query.status), values: [query.status] }] : []),
  ...(query.type ? [{ sql: "type = ?", values: [query.type] }] : []),
  ...(query.tableId ? [{ sql: "table_id = ?", values: [query.tableId] }] : []),
  ...(query.customerId ? [{ sql: "customer_id = ?", values: [query.customerId] }] : []),
  ...(query.receiptNumber
    ? [{ sql: "receipt_number = ?", values: [query.receiptNumber.toUpperCase()] }]
    : []),
  ...(query.receipt ? [receiptFilter({ kernel }, query.receipt)] : []),
  ...(query.from ? [{ sql: "business_day >= ?", values: [query.from] }] : []),
  ...(query.to ? [{ sql: "business_day <= ?", values: [query.to] }] : []),
];

const PageQuery = OrderQuery.pick({ limit: true, cursor: true });
export const orderReadRoutes: Route[] = [
  read<OrderQuery>({
    path: "/orders",
    tag,
    permission: null,
    summary: "Orders, newest first; a kiosk sees what was opened on it today",
    query: OrderQuery,
    answers: listOf(Order),
    run: (request) => pageOfOrders(request, filters(request)),
  }),
  read<OrderQuery>({
    path: "/orders/active",
    tag,
    permission: null,
    summary: "Open orders, newest first",
    query: PageQuery,
    answers: listOf(Order),
    run: (request) => pageOfOrders(request, [{ sql: "open = 1", values: [] }]),
  }),
  read<OrderQuery>({
    path: "/orders/kitchen",
    tag,
    permission: "order.read",
    summary: "Orders that the kitchen still works on, newest first",
    query: PageQuery,
    answers: listOf(Order),
    run: (request) => pageOfOrders(request, [{ sql: "in_kitchen = 1", values: [] }]),
  }),
  read({
    path: "/orders/:id",
    tag,
    permission: null,
    summary: "One order",
    answers: Order,
    run: ({ kernel, actor, params }) => {
      const order = findVisible(kernel, actor, params.id ?? "");
      return { json: orderText(order), version: order.version };
    },
  }),
  timelineRoute,
];
