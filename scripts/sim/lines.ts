/** Lines as a tablet sends them, with choices and parts; mostly right, sometimes not. */
import { newId } from "@tillbox/shared/id.ts";
import type { Random } from "../crash/random.ts";
import { type Item, items } from "./shop.ts";

const choices = ({ optionIds, variantIds }: Item, random: Random) => ({
  ...(optionIds.length > 0 && random.chance(0.7)
    ? { modifiers: [{ optionId: random.pick(optionIds) }] }
    : {}),
  ...(variantIds.length > 0 && random.chance(0.95) ? { variantId: random.pick(variantIds) } : {}),
});

const partsOf = ({ parts }: Item, random: Random) =>
  parts === undefined
    ? {}
    : { parts: parts.map(({ partId, choices: all }) => ({ partId, menuItemId: random.pick(all) })) };

/** A tenth of the lines have no id of their own: nothing but the change's id then keeps them from coming twice. */
const lineOf = (random: Random) => {
  const item = random.pick(items);
  return {
    ...(random.chance(0.9) ? { id: newId() } : {}),
    menuItemId: random.chance(0.01) ? "nothing" : item.id,
    quantity: random.between(1, 4),
    ...choices(item, random),
    ...partsOf(item, random),
    ...(random.chance(0.3) ? { course: random.between(1, 3) } : {}),
    ...(random.chance(0.3) ? { seat: random.between(1, 4) } : {}),
    ...(random.chance(0.1) ? { notes: "no garlic" } : {}),
  };
};

export const linesOf = (random: Random) => Array.from({ length: random.between(1, 3) }, () => lineOf(random));
