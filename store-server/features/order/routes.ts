import { computeBill } from "@tillbox/shared/bill.ts";
import { BusinessDay, Id, listOf } from "@tillbox/shared/contract/common.ts";
import {
  BillPreview,
  BillPreviewInput,
  DiscountInput,
  LineChangeInput,
  LinesAddInput,
  Order,
  OrderChangeInput,
  OrderOpenInput,
  Payment,
  PaymentInput,
  ReasonInput,
  SendInput,
  StatusInput,
  TransferInput,
} from "@tillbox/shared/contract/order.ts";
import { lineStatuses, orderStatuses, orderTypes } from "@tillbox/shared/contract/order-words.ts";
import { newId } from "@tillbox/shared/id.ts";
import { z } from "zod";
import { action, type Route, read, write } from "../../http/route.ts";
import { parseEntry, readOfEntity } from "../../kernel/journal.ts";
import { readPage } from "../../kernel/keyset.ts";
import type { ColumnValue } from "../../kernel/types.ts";
import { toBillDiscount } from "./bill.ts";
import { openOrder, toOpenOrder, changeOrder, transferOrder } from "./commands.ts";
import { addLines, changeLine, voidLine, giveDiscount } from "./lines/commands.ts";
import { payOrder } from "./money/commands.ts";
import { sendOrder, moveOrder, moveLines } from "./workflow/commands.ts";
import { findOrder, policyFor, priceLines } from "./facts/rows.ts";
import { toDiscount } from "./lines.ts";
import type { OrderState } from "./order.ts";
import { complete } from "./pricing.ts";
import { orders } from "./rows.ts";
import { orderText } from "./view.ts";

const tag = "Orders";
const OrderQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).optional(),
  cursor: z.string().max(200).optional(),
  status: z.enum(orderStatuses).optional(),
  type: z.enum(orderTypes).optional(),
  tableId: Id.optional(),
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

const filters = (query: OrderQuery): { sql: string; values: ColumnValue[] }[] => [
  ...(query.status ? [{ sql: "status = ?", values: [query.status] }] : []),
  ...(query.type ? [{ sql: "type = ?", values: [query.type] }] : []),
  ...(query.tableId ? [{ sql: "table_id = ?", values: [query.tableId] }] : []),
  ...(query.from ? [{ sql: "business_day >= ?", values: [query.from] }] : []),
  ...(query.to ? [{ sql: "business_day <= ?", values: [query.to] }] : []),
];

const PageQuery = OrderQuery.pick({ limit: true, cursor: true });
const reads: Route[] = [
  read<OrderQuery>({
    path: "/orders",
    tag,
    permission: "order.read",
    summary: "Orders, newest first",
    query: OrderQuery,
    answers: listOf(Order),
    run: ({ kernel, query }) => ({ json: listJson(readPage(kernel.db, newestFirst, filters(query), query)) }),
  }),
  read<OrderQuery>({
    path: "/orders/active",
    tag,
    permission: "order.read",
    summary: "Open orders, newest first",
    query: PageQuery as z.ZodType<OrderQuery>,
    answers: listOf(Order),
    run: ({ kernel, query }) => ({
      json: listJson(readPage(kernel.db, newestFirst, [{ sql: "open = 1", values: [] }], query)),
    }),
  }),
  read<OrderQuery>({
    path: "/orders/kitchen",
    tag,
    permission: "order.read",
    summary: "Orders that the kitchen still works on, newest first",
    query: PageQuery as z.ZodType<OrderQuery>,
    answers: listOf(Order),
    run: ({ kernel, query }) => ({
      json: listJson(readPage(kernel.db, newestFirst, [{ sql: "in_kitchen = 1", values: [] }], query)),
    }),
  }),
  read({
    path: "/orders/:id",
    tag,
    permission: "order.read",
    summary: "One order",
    answers: Order,
    run: ({ kernel, params }) => {
      const order = findOrder(kernel, params.id ?? "");
      return { json: orderText(order), version: order.version };
    },
  }),
  read({
    path: "/orders/:id/timeline",
    tag,
    permission: "order.read",
    summary: "Who did what, when, from which device",
    answers: z.object({
      items: z.array(
        z.object({
          seq: z.int(),
          at: z.string(),
          type: z.string(),
          actor: z.string().nullable(),
          device: z.string().nullable(),
          deviceAt: z.string().nullable(),
          data: z.unknown(),
        }),
      ),
      nextCursor: z.null(),
    }),
    run: ({ kernel, params }) => {
      const order = findOrder(kernel, params.id ?? "");
      const entries = readOfEntity(kernel.db, orders.name, order.id).map(parseEntry);
      return {
        items: entries.map(({ seq, at, type, actor, device, deviceAt, data }) => ({
          seq,
          at,
          type,
          actor,
          device,
          deviceAt,
          data,
        })),
        nextCursor: null,
      };
    },
  }),
  action({
    method: "post",
    path: "/bills/preview",
    tag,
    permission: "order.open",
    status: 200,
    summary: "What lines would cost; writes nothing",
    body: BillPreviewInput,
    answers: BillPreview,
    run: ({ kernel, body }) => {
      const lines = priceLines(kernel, complete(body.items), body.type);
      const policy = policyFor(kernel, body.type);
      const discounts = (body.discounts ?? []).map((discount) =>
        toBillDiscount(toDiscount("", discount, null)),
      );
      const bill = computeBill({
        lines,
        discounts,
        service: policy.service,
        taxRounding: policy.taxRounding,
      });
      const { lines: amounts, discounts: _taken, ...totals } = bill;
      const items = lines.map((line, index) => ({
        id: line.id,
        name: line.name,
        quantity: line.quantityMilli / 1000,
        unitPrice: line.unitPrice,
        lineTotal: amounts[index]?.lineTotal ?? 0,
        discountAmount: amounts[index]?.discountAmount ?? 0,
      }));
      return { ...totals, currency: policy.currency, items };
    },
  }),
];

const writes: Route[] = [
  write({
    method: "post",
    path: "/orders",
    tag,
    status: 201,
    summary: "Open an order, with lines if there are any",
    body: OrderOpenInput,
    answers: Order,
    prepare: ({ body }) => ({
      command: openOrder,
      input: toOpenOrder(body.id ?? newId(), body),
    }),
  }),
  write({
    method: "put",
    path: "/orders/:id",
    tag,
    status: 200,
    summary: "Change guests, name or note",
    body: OrderChangeInput,
    answers: Order,
    prepare: ({ body: { commandId: _commandId, ...fields }, params }) => ({
      command: changeOrder,
      input: { id: params.id ?? "", ...fields },
    }),
  }),
  write({
    method: "delete",
    path: "/orders/:id",
    tag,
    status: 200,
    summary: "Cancel an order that nobody paid for",
    body: ReasonInput.optional(),
    answers: Order,
    prepare: ({ body, params }) => ({
      command: moveOrder,
      input: { id: params.id ?? "", status: "cancelled" as const, reason: body?.reason ?? null },
    }),
  }),
  write({
    method: "put",
    path: "/orders/:id/status",
    tag,
    status: 200,
    summary: "Move an order through its workflow",
    body: StatusInput,
    answers: Order,
    prepare: ({ body, params }) => ({
      command: moveOrder,
      input: { id: params.id ?? "", status: body.status, reason: body.reason ?? null },
    }),
  }),
  write({
    method: "put",
    path: "/orders/:id/kitchen",
    tag,
    status: 200,
    summary: "Move lines through the kitchen: bump, recall, serve",
    answers: Order,
    body: z.strictObject({
      commandId: Id.optional(),
      itemIds: z.array(Id).min(1).max(500),
      status: z.enum(lineStatuses),
    }),
    prepare: ({ body, params }) => ({
      command: moveLines,
      input: { id: params.id ?? "", itemIds: body.itemIds, status: body.status },
    }),
  }),
  write({
    method: "post",
    path: "/orders/:id/items",
    tag,
    status: 201,
    summary: "Add lines",
    body: LinesAddInput,
    answers: Order,
    prepare: ({ body, params }) => ({
      command: addLines,
      input: { id: params.id ?? "", items: complete(body.items), send: body.send ?? false },
    }),
  }),
  write({
    method: "put",
    path: "/orders/:id/items/:itemId",
    tag,
    status: 200,
    summary: "Change quantity, note, seat or course of a line",
    body: LineChangeInput,
    answers: Order,
    prepare: ({ body: { commandId: _commandId, ...change }, params }) => ({
      command: changeLine,
      input: { id: params.id ?? "", itemId: params.itemId ?? "", change },
    }),
  }),
  write({
    method: "delete",
    path: "/orders/:id/items/:itemId",
    tag,
    status: 204,
    summary: "Void a line",
    body: ReasonInput.optional(),
    answers: null,
    prepare: ({ body, params }) => ({
      command: voidLine,
      input: { id: params.id ?? "", itemId: params.itemId ?? "", reason: body?.reason ?? null },
    }),
  }),
  write({
    method: "post",
    path: "/orders/:id/send",
    tag,
    status: 200,
    summary: "Tell the kitchen what it was not told yet",
    body: SendInput.optional(),
    answers: Order,
    prepare: ({ body, params }) => ({
      command: sendOrder,
      input: { id: params.id ?? "", courses: body?.courses },
    }),
  }),
  write({
    method: "post",
    path: "/orders/:id/discounts",
    tag,
    status: 201,
    summary: "Give a discount",
    body: DiscountInput,
    answers: Order,
    prepare: ({ body, params }) => ({
      command: giveDiscount,
      input: { id: params.id ?? "", discountId: newId(), discount: body },
    }),
  }),
  write({
    method: "post",
    path: "/orders/:id/transfer",
    tag,
    status: 200,
    summary: "Move an order to another table or person",
    body: TransferInput,
    answers: Order,
    prepare: ({ body, params }) => ({
      command: transferOrder,
      input: { id: params.id ?? "", tableId: body.tableId, userId: body.userId },
    }),
  }),
  write({
    method: "post",
    path: "/orders/:id/payments",
    tag,
    status: 201,
    summary: "Take a payment",
    body: PaymentInput,
    answers: z.object({ payment: Payment, order: Order }),
    prepare: ({ body, params }) => ({
      command: payOrder,
      input: { id: params.id ?? "", paymentId: body.id ?? newId(), payment: body },
    }),
  }),
];

export const orderRoutes: Route[] = [...reads, ...writes];
