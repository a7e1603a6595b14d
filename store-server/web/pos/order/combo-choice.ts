/** The parts of a combo as a person chooses them, and the lines that they become. Pure. */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { LineInput, OrderLine } from "@tillbox/shared/contract/order.ts";
import { missingOptions, modifiersOf, type Options, priceOfOptions, shownModifiers } from "./options.ts";

export type PartChoice = { menuItemId: string; variantId: string | null; options: Options };
export type PartChoices = ReadonlyMap<string, PartChoice>;
export type Part = NonNullable<MenuItem["parts"]>[number];
export type FindItem = (id: string) => MenuItem | undefined;

export const partsOf = (item: MenuItem): readonly Part[] => item.parts ?? [];

/** What has no choice is chosen from the start. */
export const fixedParts = (item: MenuItem): Map<string, PartChoice> =>
  new Map(
    partsOf(item).flatMap(({ id, choices }): [string, PartChoice][] => {
      const only = choices.length === 1 ? choices[0] : undefined;
      return only
        ? [[id, { menuItemId: only.menuItemId, variantId: only.variantId, options: new Map() }]]
        : [];
    }),
  );

export const isChosen = (choice: Part["choices"][number], chosen: PartChoice | undefined): boolean =>
  chosen?.menuItemId === choice.menuItemId && chosen.variantId === choice.variantId;

const surchargeOf = (part: Part, chosen: PartChoice | undefined): number =>
  part.choices.find((choice) => isChosen(choice, chosen))?.surcharge ?? 0;

export const comboPrice = (item: MenuItem, parts: PartChoices): number =>
  partsOf(item).reduce((sum, part) => sum + surchargeOf(part, parts.get(part.id)), item.price);

/** One of the combo, with paid options of its parts. */
export const comboUnitPrice = (item: MenuItem, parts: PartChoices, find: FindItem): number =>
  partsOf(item).reduce(
    (sum, part) => {
      const chosen = parts.get(part.id);
      const other = chosen && find(chosen.menuItemId);
      return sum + (chosen && other ? priceOfOptions(other, chosen.options) : 0);
    },
    comboPrice(item, parts),
  );

/** Part id, or part and group id → what is still to choose. */
export const missingParts = (item: MenuItem, parts: PartChoices, find: FindItem): [string, string][] =>
  partsOf(item).flatMap((part): [string, string][] => {
    const chosen = parts.get(part.id);
    if (!chosen) return [[part.id, "choose one"]];
    const other = find(chosen.menuItemId);
    return other ? missingOptions(other, chosen.options).map(([id, text]) => [`${part.id} ${id}`, text]) : [];
  });

export const partInputs = (
  item: MenuItem,
  parts: PartChoices,
  find: FindItem,
): NonNullable<LineInput["parts"]> =>
  partsOf(item).flatMap(({ id: partId }) => {
    const chosen = parts.get(partId);
    const other = chosen && find(chosen.menuItemId);
    if (!chosen || !other) return [];
    const { menuItemId, variantId, options } = chosen;
    const modifiers = modifiersOf(other, options);
    return [{ partId, menuItemId, variantId, ...(modifiers.length > 0 ? { modifiers } : {}) }];
  });

/** How the lines of a combo look until the box has priced them; `line` makes one of an item. */
export const shownParts = (
  item: MenuItem,
  parts: PartChoices,
  id: string,
  find: FindItem,
  line: (item: MenuItem, chosen: PartChoice, id: string) => OrderLine,
): OrderLine[] => {
  const unitPrice = comboPrice(item, parts);
  return partsOf(item).flatMap((part, index) => {
    const chosen = parts.get(part.id);
    const other = chosen && find(chosen.menuItemId);
    if (!chosen || !other) return [];
    const variant = other.variants.find((each) => each.id === chosen.variantId);
    const combo = {
      id,
      menuItemId: item.id,
      name: item.name,
      partName: part.name,
      unitPrice,
      singlePrice: variant?.price ?? other.price,
    };
    return [
      {
        ...line(other, chosen, `${id}.${index + 1}`),
        modifiers: shownModifiers(other, chosen.options),
        unitPrice: priceOfOptions(other, chosen.options),
        combo,
      },
    ];
  });
};
