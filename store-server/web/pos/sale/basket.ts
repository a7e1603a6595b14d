/** What is being sold without a check, before anything of it reaches the box. Pure. */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { LineInput } from "@tillbox/shared/contract/order.ts";
import type { FindItem } from "../order/combo-choice.ts";
import { type Choice, inputOf } from "../order/lines.ts";

export type BasketLine = { id: string; item: MenuItem; choice: Choice };
export type Basket = {
  /** Of the sale that it becomes: the same through every attempt to pay. */
  id: string;
  lines: readonly BasketLine[];
  customer: { id: string; name: string | null } | null;
};

export const emptyBasket = (id: string): Basket => ({ id, lines: [], customer: null });

const isPlain = ({ variantId, options, parts, notes }: Choice): boolean =>
  variantId === null && options.size === 0 && parts.size === 0 && notes.trim() === "";

/** The same thing again makes its line longer; what was weighed or chosen stands by itself. */
export const withItem = (basket: Basket, item: MenuItem, choice: Choice, id: string): Basket => {
  const same =
    item.unit === "each" && isPlain(choice)
      ? basket.lines.find((line) => line.item.id === item.id && isPlain(line.choice))
      : undefined;
  if (!same) return { ...basket, lines: [...basket.lines, { id, item, choice }] };
  const quantityMilli = same.choice.quantityMilli + choice.quantityMilli;
  return withChoice(basket, same.id, { ...same.choice, quantityMilli });
};

export const withChoice = (basket: Basket, id: string, choice: Choice): Basket => ({
  ...basket,
  lines: basket.lines.map((line) => (line.id === id ? { ...line, choice } : line)),
});

export const without = (basket: Basket, id: string): Basket => ({
  ...basket,
  lines: basket.lines.filter((line) => line.id !== id),
});

/** As the box is asked for them; it prices them itself. */
export const linesOf = (
  { lines }: Basket,
  menuVersion: number,
  find: FindItem,
): (LineInput & { id: string })[] =>
  lines.map(({ id, item, choice }) => inputOf(item, choice, id, menuVersion, find));
