/**
 * A combo on a check: one line that a client names becomes a line for each of its parts, each with the tax class, station and kitchen
 * life of its own. They share the combo's price, which the bill allocates to them; paid options stay with their part. Pure.
 */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { LineInput } from "@tillbox/shared/contract/order.ts";
import { invalid } from "@tillbox/shared/refusal.ts";
import { priceOfModifiers } from "./modifiers.ts";
import type { Line } from "./order.ts";
import {
  basePrice,
  type CompleteLineInput,
  checkLineTotal,
  checkSold,
  type ItemFacts,
  priceLine,
  ruleOf,
} from "./pricing.ts";

type Part = NonNullable<MenuItem["parts"]>[number];
type PartInput = NonNullable<LineInput["parts"]>[number];
type Chosen = { part: Part; choice: Part["choices"][number]; input: PartInput | undefined; path: string };
export type ComboFacts = ItemFacts & {
  parts: readonly Part[];
  factsOf(menuItemId: string, variantId: string | null, path: string): ItemFacts;
};

/** The parts' lines have the ids of the combo with `.1`, `.2` behind it, so a device that is offline knows them too. */
const maxComboId = 60;

/** Throws like `priceLine`. */
export const priceCombo = (input: CompleteLineInput, facts: ComboFacts, path: string): Line[] => {
  checkSold(facts);
  checkComboInput(input, facts, path);
  const chosen = facts.parts.map((part) => chosenPart(part, input, path));
  const unitPrice = basePrice(facts) + chosen.reduce((sum, { choice }) => sum + choice.surcharge, 0);
  checkLineTotal(unitPrice, input.quantity * 1000, path);
  return chosen.map((each, index) => {
    const line = priceLine(
      partLine(input, each, index),
      facts.factsOf(each.choice.menuItemId, each.choice.variantId, each.path),
      each.path,
    );
    const options = priceOfModifiers(line.modifiers);
    return {
      ...line,
      ...ruleOf(facts),
      unitPrice: options,
      combo: {
        id: input.id,
        menuItemId: facts.item.id,
        name: facts.item.name,
        partName: each.part.name,
        unitPrice,
        singlePrice: line.unitPrice - options,
      },
    };
  });
};

const checkComboInput = (input: CompleteLineInput, { item, parts }: ComboFacts, path: string): void => {
  if (input.id.length > maxComboId)
    throw invalid(`${path}.id`, `of a combo must be at most ${maxComboId} characters`);
  if (!Number.isInteger(input.quantity))
    throw invalid(`${path}.quantity`, "must be a whole number for this item");
  if (input.variantId !== undefined) throw invalid(`${path}.variantId`, `${item.name} has no variants`);
  if ((input.modifiers?.length ?? 0) > 0)
    throw invalid(`${path}.modifiers`, `${item.name} is a combo: choose the options of its parts`);
  const named = (input.parts ?? []).map(({ partId }) => partId);
  named.forEach((partId, index) => {
    if (!parts.some(({ id }) => id === partId))
      throw invalid(`${path}.parts.${index}.partId`, `${item.name} has no part ${partId}`);
    if (named.indexOf(partId) !== index) throw invalid(`${path}.parts.${index}.partId`, "is named twice");
  });
};

const chosenPart = (part: Part, line: CompleteLineInput, path: string): Chosen => {
  const index = (line.parts ?? []).findIndex(({ partId }) => partId === part.id);
  const input = line.parts?.[index];
  const here = input ? `${path}.parts.${index}` : `${path}.parts`;
  const fixed = part.choices.length === 1 ? part.choices[0] : undefined;
  const wanted = input?.menuItemId;
  const choice =
    wanted === undefined
      ? fixed
      : part.choices.find(
          ({ menuItemId, variantId }) =>
            menuItemId === wanted && (input?.variantId === undefined || variantId === input.variantId),
        );
  if (choice) return { part, choice, input, path: here };
  if (wanted === undefined) throw invalid(here, `choose one of ${part.name}`);
  if (part.choices.some(({ menuItemId }) => menuItemId === wanted))
    throw invalid(`${here}.variantId`, `${part.name} has no such choice of variant ${input?.variantId}`);
  throw invalid(`${here}.menuItemId`, `${part.name} has no choice ${wanted}`);
};

const partLine = (combo: CompleteLineInput, { choice, input }: Chosen, index: number): CompleteLineInput => ({
  id: `${combo.id}.${index + 1}`,
  menuItemId: choice.menuItemId,
  quantity: combo.quantity,
  ...(choice.variantId === null ? {} : { variantId: choice.variantId }),
  ...(input?.modifiers ? { modifiers: input.modifiers } : {}),
  notes: input?.notes ?? combo.notes ?? null,
  seat: combo.seat ?? null,
  course: input?.course ?? combo.course ?? null,
});
