/** Discounts and comps that stand on a check already: changed, taken off; and what the house gives away. Pure. */
import { checked } from "@tillbox/shared/checked.ts";
import { DiscountInput } from "@tillbox/shared/contract/order.ts";
import { ppmToPercent } from "@tillbox/shared/decimal.ts";
import { mulDiv } from "@tillbox/shared/money.ts";
import { conflict, notFound } from "@tillbox/shared/refusal.ts";
import type { EventDraft } from "../../kernel/types.ts";
import { orderMoney } from "./bill.ts";
import { decideDiscount, toDiscount, withinLimit } from "./lines.ts";
import type { Discount, OrderState } from "./order.ts";
import { checkChangeable, orderEvent } from "./status.ts";
import { orderView } from "./view.ts";

export type DiscountChange = {
  kind?: "percent" | "amount" | undefined;
  value?: string | number | undefined;
  reason?: string | undefined;
};

export const findDiscount = (order: OrderState, discountId: string): Discount => {
  const discount = order.discounts.find(({ id }) => id === discountId);
  if (!discount) throw notFound("discount", discountId);
  return discount;
};

/** The check as if this discount had never been given, so that a changed one is held against nothing but the others. */
export const withoutDiscount = (order: OrderState, discountId: string): OrderState => ({
  ...order,
  discounts: order.discounts.filter(({ id }) => id !== discountId),
});

/** What the discount becomes. Another kind needs another value. Throws `invalid` with the field. */
export const changedDiscount = (discount: Discount, change: DiscountChange, by: string | null): Discount => {
  const shown = discount.kind === "percent" ? ppmToPercent(discount.value) : discount.value;
  const kind = change.kind ?? discount.kind;
  const whole = {
    scope: discount.scope,
    ...(discount.itemId === null ? {} : { itemId: discount.itemId }),
    kind,
    value: change.value ?? (kind === discount.kind ? shown : undefined),
    reason: change.reason ?? discount.reason,
  };
  const input = checked(DiscountInput, whole, "discount");
  return { ...toDiscount(discount.id, input, by), ...(discount.comp ? { comp: true } : {}) };
};

/** It takes the place of the one that was there: 10 per cent that become 20 are 20, never 28. */
export const decideChangeDiscount = (
  order: OrderState,
  discountId: string,
  change: DiscountChange,
  by: string | null,
): EventDraft[] => {
  checkChangeable(order);
  const old = findDiscount(order, discountId);
  if (old.reward)
    throw conflict("A reward is what it is. Take it off, and give a discount instead.", orderView(order));
  if (old.comp && (change.kind !== undefined || change.value !== undefined))
    throw conflict("A comp is all or nothing. Take it off, and give a discount instead.", orderView(order));
  const discount = changedDiscount(old, change, by);
  decideDiscount(withoutDiscount(order, discountId), discount);
  const isSame = (["kind", "value", "reason"] as const).every((field) => discount[field] === old[field]);
  return isSame ? [] : [orderEvent(order.id, "DiscountChanged", { discount })];
};

/** The house gives a line, or the whole check, away. */
export const compOf = (
  id: string,
  { itemId, reason }: { itemId: string | null; reason: string },
  by: string | null,
): Discount => ({
  id,
  scope: itemId === null ? "order" : "item",
  itemId,
  kind: "percent",
  value: 1_000_000,
  reason,
  by,
  comp: true,
});

/** Which permission a discount needs. What a guest was shown is lowered with a manager's word only. */
export const discountPermission = (others: OrderState, discount: Discount, limitPpm: number): string => {
  if (discount.comp) return "order.comp";
  return others.proformaAt === null && withinLimit(others, discount, limitPpm)
    ? "order.discount"
    : "order.discount-any";
};

/** Whether what was taken off keeps within the limit: all of it together, and what a single line was given. Comps and rewards apart. */
const keepsWithin = (order: OrderState, limitPpm: number): boolean => {
  const given = order.discounts.filter(({ comp, reward }) => !comp && !reward);
  const billOf = (discounts: Discount[]) => orderMoney({ ...order, discounts }).bill;
  const isLittle = (part: number, whole: number): boolean => part <= mulDiv(whole, limitPpm, 1_000_000);
  const all = billOf(given);
  const single = billOf(given.filter(({ scope }) => scope === "item"));
  return (
    isLittle(all.discountTotal, all.subtotal) &&
    single.lines.every(({ discountAmount, lineTotal }) => isLittle(discountAmount, lineTotal))
  );
};

/**
 * Whether an amount that was little of the check is more than the limit of what is left of it: nobody gives a big check a discount
 * and then takes the lines off. What a manager gave beyond the limit stays as it was given.
 */
export const outgrowsLimit = (before: OrderState, after: OrderState, limitPpm: number): boolean =>
  after.discounts.some(({ kind, comp, reward }) => kind === "amount" && !comp && !reward) &&
  keepsWithin(before, limitPpm) &&
  !keepsWithin(after, limitPpm);
