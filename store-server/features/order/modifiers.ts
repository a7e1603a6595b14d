/**
 * The options that were chosen for a line, against the groups of the item: each group's min and max hold for the line, and those of a
 * group inside an option hold for each of that option. Prices come from the item; a client cannot name one. Pure.
 */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { LineInput } from "@tillbox/shared/contract/order.ts";
import { invalid } from "@tillbox/shared/refusal.ts";
import type { LineModifier } from "./order.ts";

type Choice = NonNullable<LineInput["modifiers"]>[number];
type Group = MenuItem["modifierGroups"][number];
type Option = Group["options"][number];

export const priceOfModifiers = (modifiers: readonly LineModifier[]): number =>
  modifiers.reduce((sum, { price, quantity }) => sum + price * quantity, 0);

/** Flat, in the menu's order; an option's own choices follow it. Throws `invalid` with the path of the choice. */
export const chosenModifiers = (
  choices: readonly Choice[],
  item: Pick<MenuItem, "name" | "modifierGroups">,
  path: string,
): LineModifier[] => {
  const known = item.modifierGroups.flatMap((group) => group.options.map(({ id }) => id));
  checkKnown(choices, known, item.name, path);
  return item.modifierGroups.flatMap((group) => {
    const chosen = choicesOf(group, choices);
    checkCount(group, sumOf(chosen.map(({ quantity }) => quantity)), path);
    return chosen.flatMap(({ option, quantity, inner, index }) => [
      { optionId: option.id, groupName: group.name, name: option.name, price: option.price, quantity },
      ...innerModifiers(inner, option, quantity, `${path}.${index}.modifiers`),
    ]);
  });
};

const innerModifiers = (
  choices: readonly Omit<Choice, "modifiers">[],
  option: Option,
  times: number,
  path: string,
): LineModifier[] =>
  chosenModifiers(choices, { name: option.name, modifierGroups: option.modifierGroups ?? [] }, path).map(
    (modifier) => ({ ...modifier, quantity: modifier.quantity * times, parentOptionId: option.id }),
  );

type Chosen = {
  option: Option;
  quantity: number;
  inner: readonly Omit<Choice, "modifiers">[];
  index: number;
};

/** An option that is named twice is one choice, unless what is inside it differs: two scoops, one with sprinkles. */
const choicesOf = (group: Group, choices: readonly Choice[]): Chosen[] =>
  group.options.flatMap((option) => {
    const named = choices.flatMap((choice, index) =>
      choice.optionId === option.id
        ? [{ option, quantity: choice.quantity ?? 1, inner: choice.modifiers ?? [], index }]
        : [],
    );
    const [first] = named;
    const isPlain =
      (option.modifierGroups ?? []).length === 0 && named.every(({ inner }) => inner.length === 0);
    if (!first || !isPlain) return named;
    return [{ ...first, quantity: sumOf(named.map(({ quantity }) => quantity)) }];
  });

const checkKnown = (
  choices: readonly Choice[],
  known: readonly string[],
  name: string,
  path: string,
): void => {
  choices.forEach(({ optionId }, index) => {
    if (!known.includes(optionId))
      throw invalid(`${path}.${index}.optionId`, `${name} has no option ${optionId}`);
  });
};

const checkCount = (
  { name, min, max }: Pick<Group, "name" | "min" | "max">,
  count: number,
  path: string,
): void => {
  if (count < min) throw invalid(path, `choose at least ${min} of ${name}`);
  if (count > max) throw invalid(path, `choose at most ${max} of ${name}`);
};

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
