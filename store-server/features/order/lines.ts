/** Lines and discounts of an order: add, change, void, discount. Pure. */

import type { DiscountInput } from "@tillbox/shared/contract/order.ts";
import { percentToPpm } from "@tillbox/shared/decimal.ts";
import { mulDiv } from "@tillbox/shared/money.ts";
import { conflict, invalid, notFound } from "@tillbox/shared/refusal.ts";
import type { EventDraft } from "../../kernel/types.ts";
import { orderMoney } from "./bill.ts";
import { activeLines, type Discount, type Line, type OrderEvents, type OrderState } from "./order.ts";
import { checkLineTotal, quantityMilli } from "./pricing.ts";
import { checkChangeable, orderEvent, sendUnsent, statusAfterSending, statusChanged } from "./status.ts";
import { orderView } from "./view.ts";

const maxLines = 500;

export const decideAddLines = (order: OrderState, lines: readonly Line[], send: boolean): EventDraft[] => {
  checkChangeable(order);
  checkNewLines(order.lines, lines);
  const added = orderEvent(order.id, "LinesAdded", { lines: [...lines] });
  const sent = send ? sendUnsent({ ...order, lines: [...order.lines, ...lines] }) : [];
  return [added, ...sent, ...(sent.length > 0 ? statusChanged(order, statusAfterSending(order.status)) : [])];
};

export const checkNewLines = (present: readonly Line[], added: readonly Line[]): void => {
  const ids = new Set(present.map((line) => line.id));
  if (present.length + added.length > maxLines)
    throw conflict(`An order holds at most ${maxLines} lines. Open another check.`);
  added.forEach((line, index) => {
    if (ids.has(line.id)) throw conflict(`There is a line ${line.id} already.`, { index });
    ids.add(line.id);
  });
};

export const findLine = (order: OrderState, lineId: string): Line => {
  const line = order.lines.find((candidate) => candidate.id === lineId);
  if (!line) throw notFound("line", lineId);
  return line;
};

export type LineChange = {
  quantity?: number | undefined;
  notes?: string | null | undefined;
  seat?: number | null | undefined;
  course?: number | null | undefined;
};

export const decideChangeLine = (order: OrderState, lineId: string, change: LineChange): EventDraft[] => {
  checkChangeable(order);
  const line = findLine(order, lineId);
  if (line.status === "voided")
    throw conflict("This line was voided by somebody. Add it again if it is wanted.", orderView(order));
  const data: OrderEvents["LineChanged"] = { lineId };
  if (change.quantity !== undefined) {
    const milli = checkedQuantity(line, change.quantity);
    checkPaidFits(
      order,
      order.lines.map((each) => (each.id === lineId ? { ...each, quantityMilli: milli } : each)),
    );
    data.quantityMilli = milli;
  }
  if (change.notes !== undefined) data.notes = change.notes;
  if (change.seat !== undefined) data.seat = change.seat;
  if (change.course !== undefined) data.course = change.course;
  return Object.keys(data).length > 1 ? [orderEvent(order.id, "LineChanged", data)] : [];
};

/** What was paid stays paid: the bill cannot fall below it, or nobody could settle the order any more. */
const checkPaidFits = (order: OrderState, lines: Line[]): void => {
  const { paid } = orderMoney(order);
  if (paid > 0 && orderMoney({ ...order, lines }).bill.total < paid)
    throw conflict(
      "More than the rest of this bill is paid already. Take the payment back first.",
      orderView(order),
    );
};

const checkedQuantity = (line: Line, quantity: number): number => {
  const milli = quantityMilli(quantity);
  if (line.quantityMilli % 1000 === 0 && milli % 1000 !== 0)
    throw invalid("quantity", "must be a whole number for this item");
  checkLineTotal(line.unitPrice, milli, "line");
  return milli;
};

/** True when the kitchen was told of the line, or the guest saw it on a check: taking it back needs a permission. */
export const wasTold = (order: OrderState, lineId: string): boolean => {
  const line = order.lines.find((candidate) => candidate.id === lineId);
  return line !== undefined && (line.sentMilli > 0 || order.proformaAt !== null);
};

/** True when the change lowers what the kitchen or the guest was told. */
export const takesBack = (order: OrderState, lineId: string, change: LineChange): boolean => {
  const line = order.lines.find((candidate) => candidate.id === lineId);
  if (line === undefined || change.quantity === undefined) return false;
  const told = order.proformaAt === null ? line.sentMilli : line.quantityMilli;
  return quantityMilli(change.quantity) < told;
};

export const decideVoidLine = (order: OrderState, lineId: string, reason: string | null): EventDraft[] => {
  checkChangeable(order);
  const line = findLine(order, lineId);
  if (line.status === "voided") throw conflict("This line was voided already.", orderView(order));
  checkPaidFits(
    order,
    order.lines.filter((each) => each.id !== lineId),
  );
  return [orderEvent(order.id, "LineVoided", { lineId, reason })];
};

export const decideDiscount = (order: OrderState, discount: Discount): EventDraft[] => {
  checkChangeable(order);
  if (discount.scope === "item" && !activeLines(order).some((line) => line.id === discount.itemId))
    throw invalid("itemId", "the order has no such line");
  if (discount.kind === "percent" && discount.value > 1_000_000)
    throw invalid("value", "must be at most 100 per cent");
  if (orderMoney(order).paid > 0)
    throw conflict(
      "A part of this order is paid. Give discounts before the first payment.",
      orderView(order),
    );
  return [orderEvent(order.id, "DiscountGiven", { discount })];
};

/** Whether all discounts together, with this one, stay within the limit (ppm) that needs no manager. */
export const withinLimit = (order: OrderState, discount: Discount, limitPpm: number): boolean => {
  const { bill } = orderMoney({ ...order, discounts: [...order.discounts, discount] });
  if (discount.scope === "order") return bill.discountTotal <= mulDiv(bill.subtotal, limitPpm, 1_000_000);
  const line = bill.lines.find(({ id }) => id === discount.itemId);
  return line === undefined || line.discountAmount <= mulDiv(line.lineTotal, limitPpm, 1_000_000);
};

/** What a line costs the guest, discounts taken off; minor units. */
export const worthOf = (order: OrderState, lineId: string): number => {
  const line = orderMoney(order).bill.lines.find(({ id }) => id === lineId);
  return line === undefined ? 0 : line.lineTotal - line.discountAmount;
};

/** How much less the guest pays for the lines with one more discount; minor units. */
export const worthOfDiscount = (order: OrderState, discount: Discount): number =>
  orderMoney({ ...order, discounts: [...order.discounts, discount] }).bill.discountTotal -
  orderMoney(order).bill.discountTotal;

/** What a client asked for, with its percentage as ppm. */
export const toDiscount = (id: string, input: DiscountInput, by: string | null): Discount => ({
  id,
  scope: input.scope,
  itemId: input.scope === "item" ? (input.itemId ?? null) : null,
  kind: input.kind,
  value: input.kind === "percent" ? percentToPpm(input.value) : input.value,
  reason: input.reason,
  by,
});
