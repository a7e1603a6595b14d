/** Lines and discounts of an order: add, change, void, discount. Pure. */

import type { DiscountInput } from "@tillbox/shared/contract/order.ts";
import { percentToPpm } from "@tillbox/shared/decimal.ts";
import { mulDiv } from "@tillbox/shared/money.ts";
import { conflict, invalid, notFound } from "@tillbox/shared/refusal.ts";
import type { EventDraft } from "../../kernel/types.ts";
import { orderMoney } from "./bill.ts";
import { decideSend } from "./courses.ts";
import { priceOfModifiers } from "./modifiers.ts";
import {
  activeLines,
  type Discount,
  type Line,
  type LineModifier,
  type OrderEvents,
  type OrderState,
  together,
} from "./order.ts";
import { checkLineTotal, quantityMilli } from "./pricing.ts";
import { checkChangeable, orderEvent } from "./status.ts";
import { orderView } from "./view.ts";

const maxLines = 500;

/** `send` also tells the kitchen, and what is held only where `showHeld` says so. */
export const decideAddLines = (
  order: OrderState,
  lines: readonly Line[],
  { send, showHeld }: { send: boolean; showHeld: boolean },
): EventDraft[] => {
  checkChangeable(order);
  checkNewLines(order.lines, lines);
  const added = orderEvent(order.id, "LinesAdded", { lines: [...lines] });
  return send ? [added, ...decideSend({ ...order, lines: [...order.lines, ...lines] }, showHeld)] : [added];
};

export const checkNewLines = (present: readonly Line[], added: readonly Line[]): void => {
  const ids = new Set(present.flatMap(({ id, combo }) => (combo ? [id, combo.id] : [id])));
  const combos = new Set(added.flatMap(({ combo }) => (combo ? [combo.id] : [])));
  if (present.length + added.length > maxLines)
    throw conflict(`An order holds at most ${maxLines} lines. Open another check.`);
  added.forEach((line, index) => {
    if (ids.has(line.id)) throw conflict(`There is a line ${line.id} already.`, { index });
    ids.add(line.id);
  });
  for (const id of combos) if (ids.has(id)) throw conflict(`There is a line ${id} already.`);
};

export const findLine = (order: OrderState, lineId: string): Line => {
  const line = together(order.lines, lineId)[0];
  if (!line) throw notFound("line", lineId);
  return order.lines.find((candidate) => candidate.id === lineId) ?? line;
};

export type LineChange = {
  quantity?: number | undefined;
  notes?: string | null | undefined;
  seat?: number | null | undefined;
  course?: number | null | undefined;
  /** Priced by the menu; the base price of the line stays. */
  modifiers?: LineModifier[] | undefined;
};

/** What one of the line costs with these options instead of its own. */
export const unitPriceWith = (line: Line, modifiers: readonly LineModifier[]): number =>
  line.unitPrice - priceOfModifiers(line.modifiers) + priceOfModifiers(modifiers);

/** Quantity and seat of a part of a combo are those of the whole combo; its note and course are its own. */
export const decideChangeLine = (order: OrderState, lineId: string, change: LineChange): EventDraft[] => {
  checkChangeable(order);
  const line = findLine(order, lineId);
  if (line.status === "voided")
    throw conflict("This line was voided by somebody. Add it again if it is wanted.", orderView(order));
  const all = together(order.lines, lineId);
  const milli = change.quantity === undefined ? undefined : checkedQuantity(line, change.quantity);
  const dish = change.modifiers && changedDish(line, lineId, change.modifiers, milli);
  if (milli !== undefined || dish)
    checkPaidFits(
      order,
      order.lines.map((each) => ({
        ...each,
        ...(milli !== undefined && all.includes(each) ? { quantityMilli: milli } : {}),
        ...(each.id === lineId ? dish : {}),
      })),
    );
  return all.flatMap((each) => {
    const isNamed = each.id === lineId || line.id !== lineId;
    const data: OrderEvents["LineChanged"] = { lineId: each.id };
    if (milli !== undefined) data.quantityMilli = milli;
    if (change.seat !== undefined) data.seat = change.seat;
    if (isNamed && change.notes !== undefined) data.notes = change.notes;
    if (isNamed && change.course !== undefined) data.course = change.course;
    if (each.id === lineId) Object.assign(data, dish);
    return Object.keys(data).length > 1 ? [orderEvent(order.id, "LineChanged", data)] : [];
  });
};

/** Other options of one line, which is named by its own id. */
const changedDish = (
  line: Line,
  lineId: string,
  modifiers: LineModifier[],
  milli = line.quantityMilli,
): Pick<Line, "modifiers" | "unitPrice"> => {
  if (line.id !== lineId) throw invalid("modifiers", "belong to a part of the combo: name the part");
  const unitPrice = unitPriceWith(line, modifiers);
  checkLineTotal(unitPrice, milli, "line");
  return { modifiers, unitPrice };
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
export const wasTold = (order: OrderState, lineId: string): boolean =>
  together(order.lines, lineId).some((line) => line.sentMilli > 0 || order.proformaAt !== null);

/** True when the change lowers what the kitchen or the guest was told. */
export const takesBack = (order: OrderState, lineId: string, change: LineChange): boolean =>
  together(order.lines, lineId).some((line) => {
    const told = order.proformaAt === null ? line.sentMilli : line.quantityMilli;
    const fewer = change.quantity !== undefined && quantityMilli(change.quantity) < told;
    const cheaper =
      change.modifiers !== undefined &&
      line.id === lineId &&
      unitPriceWith(line, change.modifiers) < line.unitPrice;
    return fewer || (told > 0 && cheaper);
  });

/** A part of a combo goes with all the others: nobody takes the drink alone off a menu's price. */
export const decideVoidLine = (order: OrderState, lineId: string, reason: string | null): EventDraft[] => {
  checkChangeable(order);
  const line = findLine(order, lineId);
  if (line.status === "voided") throw conflict("This line was voided already.", orderView(order));
  const all = together(order.lines, lineId);
  checkPaidFits(
    order,
    order.lines.filter((each) => !all.includes(each)),
  );
  return all.map((each) => orderEvent(order.id, "LineVoided", { lineId: each.id, reason }));
};

export const decideDiscount = (order: OrderState, discount: Discount): EventDraft[] => {
  checkChangeable(order);
  if (order.discounts.some(({ id }) => id === discount.id))
    throw conflict("There is a discount with this id already.", orderView(order));
  if (discount.scope === "item" && together(activeLines(order), discount.itemId ?? "").length === 0)
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
  const ids = together(order.lines, discount.itemId ?? "").map(({ id }) => id);
  const lines = bill.lines.filter(({ id }) =>
    ids.includes(discount.itemId ?? "") ? id === discount.itemId : ids.includes(id),
  );
  const sum = (of: "discountAmount" | "lineTotal") => lines.reduce((all, line) => all + line[of], 0);
  return sum("discountAmount") <= mulDiv(sum("lineTotal"), limitPpm, 1_000_000);
};

/** What a line, or all of a combo, costs the guest, discounts taken off; minor units. */
export const worthOf = (order: OrderState, lineId: string): number => {
  const ids = new Set(together(order.lines, lineId).map(({ id }) => id));
  return orderMoney(order)
    .bill.lines.filter(({ id }) => ids.has(id))
    .reduce((sum, { lineTotal, discountAmount }) => sum + lineTotal - discountAmount, 0);
};

/** What of that a change of the line takes away; minor units. */
export const worthTaken = (
  order: OrderState,
  lineId: string,
  { quantity, modifiers }: Pick<LineChange, "quantity" | "modifiers">,
): number => {
  const all = together(order.lines, lineId);
  const lines = order.lines.map((line) => ({
    ...line,
    ...(quantity !== undefined && all.includes(line) ? { quantityMilli: quantityMilli(quantity) } : {}),
    ...(modifiers !== undefined && line.id === lineId ? { unitPrice: unitPriceWith(line, modifiers) } : {}),
  }));
  return Math.max(0, worthOf(order, lineId) - worthOf({ ...order, lines }, lineId));
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
