/** Options of an item and the ones inside them, as a person chooses them: each at most once. Pure. */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { LineInput, OrderLine } from "@tillbox/shared/contract/order.ts";
import type { Group } from "./item-choice.ts";

export type Options = ReadonlyMap<string, number>;
type Grouped = Pick<MenuItem, "modifierGroups">;

/** The groups to choose from now: those of the item, and behind each those inside of what was chosen. `of` is that option. */
export const openGroups = (item: Grouped, options: Options): { group: Group; of: string | null }[] =>
  item.modifierGroups.flatMap((group) => [
    { group, of: null },
    ...group.options.flatMap((option) =>
      options.has(option.id)
        ? (option.modifierGroups ?? []).map((inner) => ({ group: inner, of: option.name }))
        : [],
    ),
  ]);

/** Without what was chosen inside of an option that is not chosen any more. */
export const pruned = (item: Grouped, options: Options): Map<string, number> => {
  const open = new Set(openGroups(item, options).flatMap(({ group }) => group.options.map(({ id }) => id)));
  return new Map([...options].filter(([id]) => open.has(id)));
};

/** Group id → what is still to choose, in words. */
export const missingOptions = (item: Grouped, options: Options): [string, string][] =>
  openGroups(item, options).flatMap(({ group }) => {
    const count = group.options.reduce((sum, option) => sum + (options.get(option.id) ?? 0), 0);
    if (count >= group.min) return [];
    return [[group.id, group.min === 1 ? "choose one" : `choose ${group.min - count} more`]];
  });

/** As they stand on a line: flat, an inner one behind its own and counted for each of it. */
export const shownModifiers = (item: Grouped, options: Options): OrderLine["modifiers"] =>
  item.modifierGroups.flatMap((group) =>
    group.options.flatMap((option) => {
      const quantity = options.get(option.id);
      if (quantity === undefined) return [];
      const { id: optionId, name, price } = option;
      const inner = (option.modifierGroups ?? []).flatMap((within) =>
        shownModifiers({ modifierGroups: [within] }, options).map((modifier) => ({
          ...modifier,
          quantity: modifier.quantity * quantity,
          parentOptionId: optionId,
        })),
      );
      return [{ optionId, groupName: group.name, name, price, quantity }, ...inner];
    }),
  );

export const priceOfOptions = (item: Grouped, options: Options): number =>
  shownModifiers(item, options).reduce((sum, { price, quantity }) => sum + price * quantity, 0);

const counted = (optionId: string, quantity: number) =>
  quantity === 1 ? { optionId } : { optionId, quantity };

/** As the box is told them. */
export const modifiersOf = (item: Grouped, options: Options): NonNullable<LineInput["modifiers"]> =>
  item.modifierGroups.flatMap((group) =>
    group.options.flatMap((option) => {
      const quantity = options.get(option.id);
      if (quantity === undefined) return [];
      const inner = (option.modifierGroups ?? []).flatMap((within) =>
        within.options.flatMap(({ id }) => {
          const count = options.get(id);
          return count === undefined ? [] : [counted(id, count)];
        }),
      );
      return [{ ...counted(option.id, quantity), ...(inner.length > 0 ? { modifiers: inner } : {}) }];
    }),
  );

/** What was chosen, from the flat list of a line. */
export const optionsOf = (modifiers: OrderLine["modifiers"]): Map<string, number> => {
  const own = new Map(
    modifiers.flatMap((one) => (one.parentOptionId === undefined ? [[one.optionId, one.quantity]] : [])),
  );
  const inner = modifiers.flatMap(({ optionId, quantity, parentOptionId }): [string, number][] =>
    parentOptionId === undefined ? [] : [[optionId, quantity / (own.get(parentOptionId) ?? 1)]],
  );
  return new Map([...own, ...inner]);
};
