import { computeBill } from "@tillbox/shared/bill.ts";
import { Id } from "@tillbox/shared/contract/common.ts";
import {
  BillPreview,
  BillPreviewInput,
  type DiscountInput,
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
import { CoursesInput } from "@tillbox/shared/contract/order-moves.ts";
import { lineStatuses } from "@tillbox/shared/contract/order-words.ts";
import { newId } from "@tillbox/shared/id.ts";
import { invalid } from "@tillbox/shared/refusal.ts";
import { z } from "zod";
import { action, type Route, write } from "../../http/route.ts";
import { toBillDiscount } from "./bill.ts";
import { changeOrder, openOrder, toOpenOrder, transferOrder } from "./commands.ts";
import { orderDiscountRoutes } from "./discount-routes.ts";
import { policyFor, priceLines } from "./facts/rows.ts";
import { orderInvoiceRoutes } from "./invoices/routes.ts";
import { addLines, changeLine, voidLine } from "./lines/commands.ts";
import { toDiscount } from "./lines.ts";
import { payOrder } from "./money/commands.ts";
import { orderMoveRoutes } from "./move-routes.ts";
import type { Line } from "./order.ts";
import { orderPaymentRoutes } from "./payments/routes.ts";
import { complete } from "./pricing.ts";
import { orderReadRoutes } from "./read-routes.ts";
import { orderRefundRoutes } from "./refunds/routes.ts";
import { orderSaleRoutes } from "./sales/routes.ts";
import { orderTermsRoutes } from "./terms/routes.ts";
import { fireOrder, holdOrder, moveLines, moveOrder, sendOrder } from "./workflow/commands.ts";

const tag = "Orders";

/** A discount of an item that is not there would be left out without a word. */
const checkDiscounted = (discounts: readonly DiscountInput[], lines: readonly Line[]): void => {
  for (const [index, { scope, itemId }] of discounts.entries())
    if (scope === "item" && !lines.some(({ id, combo }) => id === itemId || combo?.id === itemId))
      throw invalid(`discounts.${index}.itemId`, "is not one of the items");
};

const preview: Route = action({
  method: "post",
  path: "/bills/preview",
  tag,
  permission: "order.open",
  status: 200,
  summary: "What lines would cost; writes nothing",
  body: BillPreviewInput,
  answers: BillPreview,
  run: ({ kernel, body, deviceAt }) => {
    const lines = priceLines(
      { reads: kernel, at: new Date().toISOString(), deviceAt },
      complete(body.items),
      body.type,
    );
    const policy = policyFor(kernel, body.type);
    checkDiscounted(body.discounts ?? [], lines);
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
});

const writes: Route[] = [
  write({
    method: "post",
    path: "/orders",
    tag,
    status: 201,
    summary: "Open an order, with lines if there are any",
    body: OrderOpenInput,
    answers: Order,
    prepare: ({ body }) => ({ command: openOrder, input: toOpenOrder(body.id ?? newId(), body) }),
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
    path: "/orders/:id/hold",
    tag,
    status: 200,
    summary: "Hold courses or lines: send leaves them out until they are fired",
    body: CoursesInput,
    answers: Order,
    prepare: ({ body, params }) => ({
      command: holdOrder,
      input: { id: params.id ?? "", courses: body.courses, itemIds: body.itemIds },
    }),
  }),
  write({
    method: "post",
    path: "/orders/:id/fire",
    tag,
    status: 200,
    summary: "Fire courses or lines: the kitchen cooks them now. Without either: all that is held",
    body: CoursesInput.optional(),
    answers: Order,
    prepare: ({ body, params }) => ({
      command: fireOrder,
      input: { id: params.id ?? "", courses: body?.courses, itemIds: body?.itemIds },
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

export const orderRoutes: Route[] = [
  ...orderReadRoutes,
  ...orderRefundRoutes,
  ...orderTermsRoutes,
  ...orderInvoiceRoutes,
  ...orderSaleRoutes,
  ...orderPaymentRoutes,
  preview,
  ...writes,
  ...orderDiscountRoutes,
  ...orderMoveRoutes,
];
