/** What guests of the demo's history choose from the menu. Pure: chance is given. */
import type { LineInput } from "@tillbox/shared/contract/order.ts";
import type { DemoItem } from "./menu.ts";
import type { Random } from "./random.ts";

/** What sells more than the usual 4, and what sells less. */
const popular: Readonly<Record<string, number>> = {
  "burrata-peach": 9,
  bruschetta: 8,
  caprese: 6,
  "antipasti-for-two": 2,
  margherita: 14,
  diavola: 9,
  "prosciutto-rucola": 7,
  napoli: 2,
  "truffle-tagliatelle": 8,
  carbonara: 10,
  "trofie-pesto": 6,
  ribeye: 9,
  salmon: 6,
  fiorentina: 1,
  "osso-buco": 2,
  fries: 8,
  "rosemary-potatoes": 7,
  tiramisu: 12,
  gelato: 7,
  espresso: 12,
  cappuccino: 8,
  "house-wine": 8,
  chianti: 6,
  prosecco: 6,
  barolo: 1,
  "sparkling-water": 12,
  "still-water": 8,
  cola: 6,
  "aperol-spritz": 14,
  "draft-lager": 9,
  negroni: 5,
};
const popularity = (item: DemoItem): number => popular[item.id] ?? 4;

export type PlannedLine = LineInput & { id: string };
export type Chooser = { line(category: string, seat: number | null): PlannedLine };

/** Chooses lines from what is sold; ids are made by `newLineId`. */
export const chooser = (menu: readonly DemoItem[], random: Random, newLineId: () => string): Chooser => {
  const byCategory = Map.groupBy(menu, (item) => item.categoryId);
  const options = (item: DemoItem): { optionId: string }[] =>
    item.modifierGroups.flatMap((group) => {
      const count = Math.max(group.min, random.chance(0.18) ? 1 : 0);
      const from = random.between(0, Math.max(0, group.options.length - count));
      return group.options.slice(from, from + count).map((option) => ({ optionId: option.id }));
    });
  return {
    line: (category, seat) => {
      const offered = (byCategory.get(category) ?? menu).map((item) => [item, popularity(item)] as const);
      const item = random.weighted(offered);
      const variant = item.variants.length > 0 && random.chance(0.3) ? random.pick(item.variants) : undefined;
      const modifiers = options(item);
      return {
        id: newLineId(),
        menuItemId: item.id,
        quantity: item.unit === "each" ? 1 : random.between(9, 15) / 10,
        ...(variant ? { variantId: variant.id } : {}),
        ...(modifiers.length > 0 ? { modifiers } : {}),
        ...(seat === null ? {} : { seat }),
      };
    },
  };
};
