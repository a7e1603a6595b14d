/** The menu as it is at this minute for this type of order: what is sold, and at which price. The box decides by the same functions. */
import type { Category, MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import { wallClock } from "@tillbox/shared/time.ts";
import { limitText, type Moment, ruledPrice, ruleFor } from "../../../features/menu/daypart.ts";
import { usePos } from "../pos.ts";

/** `isOffered`: not limited to other times or types of order. `ruleName`: the time price that holds. */
export type ItemNow = { item: MenuItem; isOffered: boolean; ruleName: string | null };

const chainOf = (id: string, categories: ReadonlyMap<string, Category>): Category[] => {
  const chain: Category[] = [];
  for (let next: string | null = id; next !== null && chain.length < 12; ) {
    const category: Category | undefined = categories.get(next);
    if (!category) break;
    chain.push(category);
    next = category.parentId;
  }
  return chain;
};

/** With the prices of now in place of the list's, so that whoever shows or adds them up need not know of rules. */
export const useMenuNow = (type: OrderType): ((item: MenuItem) => ItemNow) => {
  const { store, clock } = usePos().client;
  const categories = store.categories.all.value;
  const dayparts = store.dayparts.all.value;
  const rules = [...store.priceRules.all.value.values()].sort(
    (a, b) => a.sort - b.sort || a.name.localeCompare(b.name) || a.id.localeCompare(b.id),
  );
  const at = new Date(clock.now.value).toISOString();
  const moment: Moment = {
    type,
    clock: wallClock(at, store.setting("store.time_zone", "UTC")),
    daypart: (id) => dayparts.get(id),
  };
  return (item) => {
    const chain = chainOf(item.categoryId, categories);
    const isOffered = [item, ...chain].every((limits) => limitText(limits, moment) === null);
    const rule = ruleFor(rules, { id: item.id, categoryIds: chain.map(({ id }) => id) }, moment);
    if (!rule) return { item, isOffered, ruleName: null };
    const variants = item.variants.map((variant) => ({
      ...variant,
      price: ruledPrice(variant.price, true, rule),
    }));
    return {
      item: { ...item, price: ruledPrice(item.price, false, rule), variants },
      isOffered,
      ruleName: rule.name,
    };
  };
};
