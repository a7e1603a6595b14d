/** What the commands of an order read inside the transaction, and how they answer. */
import { parsePpm } from "@tillbox/shared/decimal.ts";
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import { invalid, notFound } from "@tillbox/shared/refusal.ts";
import { businessDay } from "@tillbox/shared/time.ts";
import type { Context, Decision, EventDraft, Reads } from "../../../kernel/types.ts";
import { itemAsOf, menuItems, taxClassFor } from "../../menu/rows.ts";
import { setting } from "../../settings/rows.ts";
import type { Line, OrderPolicy, OrderState } from "../order.ts";
import { type CompleteLineInput, priceLine, priceOpenItem } from "../pricing.ts";
import { orders } from "../rows.ts";

export const findOrder = (reads: Reads, id: string): OrderState => {
  const order = reads.get(orders, id);
  if (!order) throw notFound("order", id);
  return order;
};

export const policyFor = (reads: Reads, type: OrderType): OrderPolicy => {
  const ratePpm = parsePpm(setting(reads, "service.rate"));
  const charged = ratePpm > 0 && setting(reads, "service.order_types").includes(type);
  const classId = setting(reads, "service.tax_class");
  return {
    currency: setting(reads, "currency.code"),
    taxRounding: setting(reads, "rounding.tax"),
    service: charged
      ? { ratePpm, taxClass: classId === null ? null : (taxClassFor(reads, classId, type) ?? null) }
      : null,
  };
};

/** Prices what a client named, from the box's own menu. Paths in refusals start at `items`. */
export const priceLines = (reads: Reads, inputs: readonly CompleteLineInput[], type: OrderType): Line[] =>
  inputs.map((input, index) => {
    const path = `items.${index}`;
    if (input.openItem) {
      const taxClass = taxClassFor(reads, input.openItem.taxClassId, type);
      if (!taxClass)
        throw invalid(`${path}.openItem.taxClassId`, `there is no tax class ${input.openItem.taxClassId}`);
      return priceOpenItem(input, taxClass, path);
    }
    const id = input.menuItemId ?? "";
    const now = reads.get(menuItems.entity, id);
    const item = itemAsOf(reads, id, input.menuVersion);
    if (!now || !item) throw invalid(`${path}.menuItemId`, `there is no menu item ${id}`);
    const taxClass =
      taxClassFor(reads, item.taxClassId, type, input.menuVersion) ?? taxClassFor(reads, null, type);
    if (!taxClass) throw invalid(`${path}.menuItemId`, "has no tax class");
    return priceLine(input, { item, taxClass, soldOut: !now.available || now.stock === 0 }, path);
  });

export const hasOpenItem = (items: readonly CompleteLineInput[]): boolean =>
  items.some((item) => item.openItem !== undefined);
export const orderTarget = ({ id }: { id: string }) => ({ entity: "order", id });
export const orderAnswer = (id: string, events: EventDraft[]): Decision => ({
  events,
  answer: { entity: "order", id },
});
/** The business day of this moment. */
export const dayOf = (context: Context): string =>
  businessDay(
    context.at,
    setting(context.reads, "store.time_zone"),
    setting(context.reads, "business_day.cutover"),
  );
