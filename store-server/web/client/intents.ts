/**
 * What a person may do with an order, as intents for the outbox: the request, the words for it, and what the screen shows until the
 * box has answered. Screens call these and never build paths themselves.
 */
import type {
  DiscountInput,
  LineInput,
  Order,
  OrderDiscount,
  OrderLine,
  OrderOpenInput,
  PaymentInput,
} from "@tillbox/shared/contract/order.ts";
import type { LineStatus } from "@tillbox/shared/contract/order-words.ts";
import { newId } from "@tillbox/shared/id.ts";
import type { OrderEffect } from "./effects.ts";
import { takenBy } from "./taken.ts";
import type { Intent } from "./tap.ts";

export type OrderIntent = Intent<OrderEffect>;
type Ids = { id: string };

const to = (order: Ids, rest = ""): { chain: string; path: string } => ({
  chain: order.id,
  path: `/api/orders/${encodeURIComponent(order.id)}${rest}`,
});
const toLine = (order: Ids, itemId: string) => to(order, `/items/${encodeURIComponent(itemId)}`);

/** Opens an order with the id that the screen made. `shown` is how it looks until the box has answered. */
export const openOrder = (body: OrderOpenInput & { id: string }, shown: Order): OrderIntent => ({
  label: "Open the check",
  chain: body.id,
  method: "POST",
  path: "/api/orders",
  body,
  effect: { kind: "open", order: shown },
  opens: true,
});

export const addLines = (
  order: Ids,
  /** `shown`: one line, or one for each part of a combo. */
  lines: readonly { input: LineInput & { id: string }; shown: readonly OrderLine[] }[],
  label: string,
): OrderIntent => ({
  label,
  ...to(order, "/items"),
  method: "POST",
  body: { items: lines.map(({ input }) => input) },
  effect: { kind: "add", lines: lines.flatMap(({ shown }) => shown) },
  keeps: true,
});

export const changeLine = (
  order: Ids,
  line: Pick<OrderLine, "id" | "name">,
  fields: Partial<Pick<OrderLine, "quantity" | "notes" | "seat" | "course">>,
  /** All options that it has from now on, and how the line looks with them. */
  options?: { input: LineInput["modifiers"]; shown: Pick<OrderLine, "modifiers" | "unitPrice"> },
): OrderIntent => ({
  label: `Change ${line.name}`,
  ...toLine(order, line.id),
  method: "PUT",
  body: options ? { ...fields, modifiers: options.input } : fields,
  effect: { kind: "change-line", itemId: line.id, fields: { ...fields, ...options?.shown } },
  name: `${line.id} ${[...Object.keys(fields), ...(options ? ["options"] : [])].join(" ")}`,
});

export const voidLine = (
  order: Ids,
  line: Pick<OrderLine, "id" | "name">,
  reason: string | null,
  approval?: string,
): OrderIntent => ({
  label: `Void ${line.name}`,
  ...toLine(order, line.id),
  method: "DELETE",
  ...(reason === null ? {} : { body: { reason } }),
  effect: { kind: "void", itemId: line.id },
  ...(approval === undefined ? {} : { approval }),
});

export const sendOrder = (order: Ids, courses?: readonly number[]): OrderIntent => ({
  label: "Send to the kitchen",
  ...to(order, "/send"),
  method: "POST",
  body: courses === undefined ? {} : { courses },
  effect: { kind: "send", courses },
});

export const holdCourse = (order: Ids, course: number): OrderIntent => ({
  label: "Hold the course",
  ...to(order, "/hold"),
  method: "POST",
  body: { courses: [course] },
  effect: { kind: "hold", course },
});
export const fireCourse = (order: Ids, course: number): OrderIntent => ({
  label: "Fire the course",
  ...to(order, "/fire"),
  method: "POST",
  body: { courses: [course] },
  effect: { kind: "send", courses: [course] },
});

export type Portion = { itemId: string; quantity: number; newItemId: string };
/** Lines, or a part of them, on a new check; `id` is the new one's. */
export const splitOrder = (order: Ids, id: string, items: readonly Portion[]): OrderIntent => ({
  label: "Split the check",
  ...to(order, "/split"),
  method: "POST",
  body: { id, items },
});
export const moveItems = (order: Ids, toOrderId: string, items: readonly Portion[]): OrderIntent => ({
  label: "Move lines to another check",
  ...to(order, "/move-items"),
  method: "POST",
  body: { toOrderId, items },
});
export const mergeOrders = (order: Ids, fromOrderId: string): OrderIntent => ({
  label: "Merge the checks",
  ...to(order, "/merge"),
  method: "POST",
  body: { fromOrderId },
});

/** The kitchen's moves, and serving: `ready` bumps, `preparing` or `sent` recalls, `served` closes. */
export const moveLines = (order: Ids, itemIds: readonly string[], status: LineStatus): OrderIntent => ({
  label: `Mark as ${status}`,
  ...to(order, "/kitchen"),
  method: "PUT",
  body: { itemIds, status },
  effect: { kind: "move-lines", itemIds, status },
});

export const changeOrder = (
  order: Ids,
  fields: Partial<Pick<Order, "guests" | "customerId" | "customerName" | "notes">>,
): OrderIntent => ({
  label: "Change the check",
  ...to(order),
  method: "PUT",
  body: fields,
  effect: { kind: "details", fields },
  name: `details ${Object.keys(fields).join(" ")}`,
});

export const transferOrder = (order: Ids, tableId: string): OrderIntent => ({
  label: "Move the check",
  ...to(order, "/transfer"),
  method: "POST",
  body: { tableId },
  effect: { kind: "details", fields: { tableId } },
});

const newDiscount = { amount: 0, comp: false, reward: null };
const shownDiscount = (id: string, given: DiscountInput): OrderDiscount => {
  const { scope, kind, value, reason, itemId = null } = given;
  return { ...newDiscount, id, scope, itemId, kind, value, reason };
};
const shownComp = (id: string, itemId: string | null, reason: string): OrderDiscount => ({
  ...newDiscount,
  id,
  scope: itemId === null ? "order" : "item",
  itemId,
  kind: "percent",
  value: "100",
  reason,
  comp: true,
});

/** Its id is made here, so that it can be changed and taken off before the box knows of it. */
export const giveDiscount = (order: Ids, discount: DiscountInput, approval?: string): OrderIntent => {
  const id = newId();
  return {
    label: "Give a discount",
    ...to(order, "/discounts"),
    method: "POST",
    body: { ...discount, id },
    effect: { kind: "discount", discount: shownDiscount(id, discount) },
    ...(approval === undefined ? {} : { approval }),
  };
};

const toDiscount = (order: Ids, discountId: string) =>
  to(order, `/discounts/${encodeURIComponent(discountId)}`);
export const changeDiscount = (
  order: Ids,
  known: OrderDiscount,
  { kind, value, reason }: Pick<DiscountInput, "kind" | "value" | "reason">,
): OrderIntent => ({
  label: "Change a discount",
  ...toDiscount(order, known.id),
  method: "PUT",
  body: { kind, value, reason },
  effect: { kind: "discount", discount: { ...known, kind, value, reason } },
});
export const removeDiscount = (order: Ids, discountId: string): OrderIntent => ({
  label: "Take a discount off",
  ...toDiscount(order, discountId),
  method: "DELETE",
  effect: { kind: "discount-off", discountId },
});
/** The house gives a line, or without one the whole check, away. */
export const giveComp = (order: Ids, itemId: string | null, reason: string): OrderIntent => {
  const id = newId();
  return {
    label: "Give it away",
    ...to(order, "/comps"),
    method: "POST",
    body: { id, itemId, reason },
    effect: { kind: "discount", discount: shownComp(id, itemId, reason) },
  };
};

export const cancelOrder = (order: Ids, reason: string, approval?: string): OrderIntent => ({
  label: "Cancel the check",
  ...to(order),
  method: "DELETE",
  body: { reason },
  effect: { kind: "cancel" },
  ...(approval === undefined ? {} : { approval }),
});

/** Prints the check for the guest; the order's view follows by live frame. */
export const printProforma = (order: Ids): OrderIntent => ({
  label: "Print the check",
  ...to(order, "/proforma"),
  method: "POST",
  body: {},
  asksOnce: true,
  isDirect: true,
});
export const printReceipt = (order: Ids): OrderIntent => ({
  label: "Print the receipt again",
  ...to(order, "/receipt"),
  method: "POST",
  body: {},
  asksOnce: true,
  isDirect: true,
});

/** `shown`: how the payment looks until the box has booked it, where it is money in the hand: that much is in the drawer. */
export const payOrder = (
  order: Ids,
  payment: PaymentInput,
  shown: Extract<OrderEffect, { kind: "pay" }> | null = null,
): OrderIntent => ({
  label: "Take the payment",
  ...to(order, "/payments"),
  method: "POST",
  body: payment,
  // Cash is in the hand. Of everything else only the box knows whether it is money.
  asksOnce: payment.method !== "cash",
  ...(shown ? { effect: shown } : {}),
  ...takenBy(shown?.payment),
});

export const setTableStatus = (
  table: Ids & { name: string },
  status: "available" | "reserved" | "cleaning",
): OrderIntent => ({
  label: `Table ${table.name}: ${status}`,
  chain: table.id,
  method: "PUT",
  path: `/api/tables/${encodeURIComponent(table.id)}/status`,
  body: { status },
});
