/** What the menu offers for an order of a type at a moment: the item as the device showed it, its tax, if it is sold, its time price. */
import type { BillTaxClass } from "@tillbox/shared/bill.ts";
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import type { Context, Reads } from "../../../kernel/types.ts";
import { limitText, type Moment, ruledPrice, ruleFor } from "../daypart.ts";
import { priceRules, rulesInOrder } from "../price-rules/rows.ts";
import { categories, countsOf, type MenuItemState, menuItems } from "../records/rows.ts";
import { isOut } from "../stock.ts";
import { taxClassFor } from "../tax/rows.ts";
import { dayparts, saleTime, storeClock } from "../times/rows.ts";
import { asOf, type Shown, shownAt } from "../versions/rows.ts";

export type Offered = {
  item: MenuItemState;
  taxClass: BillTaxClass;
  /** Why it is not sold now, for people. */
  refusal: string | null;
  rule: { id: string; name: string; priceOf(listPrice: number, isVariant: boolean): number } | null;
  /** Box time. */
  at: string;
};
/** undefined for an item that there is not. */
export type Offer = (
  id: string,
  variantId: string | null,
  version: number | undefined,
) => Offered | undefined;

export const openOffer = (context: Pick<Context, "reads" | "at" | "deviceAt">, type: OrderType): Offer => {
  const { reads, at } = context;
  const moments = openMoments(context, type);
  return (id, variantId, version) => {
    const shown = shownAt(context, version);
    const now = reads.get(menuItems.entity, id);
    const item = asOf(reads, menuItems.entity, id, shown);
    const taxClass =
      taxClassFor(reads, item?.taxClassId ?? null, type, shown) ?? taxClassFor(reads, null, type);
    if (!now || !item || !taxClass) return undefined;
    const chain = categoriesOf(reads, item.categoryId, shown);
    const refusal = soldOutText(reads, now, variantId) ?? limitOf(item, chain, () => moments.at(shown));
    const rule = moments.rule(item, chain, shown);
    return { item, taxClass, refusal, rule, at };
  };
};

type CategoryState = NonNullable<ReturnType<typeof categoriesOf>[number]>;

/** From the item's own category up. */
const categoriesOf = (reads: Reads, id: string, shown: Shown | undefined) => {
  const chain = [];
  for (let next: string | null = id; next !== null && chain.length < 12; ) {
    const category: ReturnType<typeof categories.entity.evolve> = asOf(reads, categories.entity, next, shown);
    if (!category) break;
    chain.push(category);
    next = category.parentId;
  }
  return chain;
};

const soldOutText = (reads: Reads, item: MenuItemState, variantId: string | null): string | null =>
  item.available && !isOut(countsOf(item, reads), variantId) ? null : `${item.name} is sold out.`;

const limitOf = (
  item: MenuItemState,
  chain: readonly CategoryState[],
  moment: () => Moment,
): string | null => {
  for (const limits of [item, ...chain]) {
    const { orderTypes, dayparts: times } = limits;
    if ((orderTypes ?? []).length === 0 && (times ?? []).length === 0) continue;
    const text = limitText(limits, moment());
    if (text !== null) return `${item.name} is sold ${text}.`;
  }
  return null;
};

/** The wall clock and the rules are asked for once for all lines, and only where something goes by them. */
const openMoments = (context: Pick<Context, "reads" | "at" | "deviceAt">, type: OrderType) => {
  const { reads } = context;
  let clock: Moment["clock"] | undefined;
  let current: ReturnType<typeof rulesInOrder> | undefined;
  const at = (shown: Shown | undefined): Moment => {
    clock ??= storeClock(reads, saleTime(context));
    return { type, clock, daypart: (id) => asOf(reads, dayparts.entity, id, shown) };
  };
  return {
    at,
    rule: (item: MenuItemState, chain: readonly CategoryState[], shown: Shown | undefined) => {
      current ??= rulesInOrder(reads);
      if (current.length === 0) return null;
      const rules = current.flatMap(({ id }) => asOf(reads, priceRules.entity, id, shown) ?? []);
      const subject = { id: item.id, categoryIds: chain.map(({ id }) => id) };
      const rule = ruleFor(rules, subject, at(shown));
      return rule
        ? {
            id: rule.id,
            name: rule.name,
            priceOf: (listPrice: number, isVariant: boolean) => ruledPrice(listPrice, isVariant, rule),
          }
        : null;
    },
  };
};
