/** Parts of a combo while they are edited. Pure. */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { newId } from "@tillbox/shared/id.ts";

export type Parts = NonNullable<MenuItem["parts"]>;
export type ChoiceDraft = { menuItemId: string; variantId: string | null; surcharge: number | null };
export type PartDraft = { id: string; name: string; choices: readonly ChoiceDraft[] };

export const newPart = (): PartDraft => ({ id: newId(), name: "", choices: [] });

export const partsOf = (drafts: readonly PartDraft[]): Parts =>
  drafts.map(({ id, name, choices }) => ({
    id,
    name: name.trim(),
    choices: choices.map(({ menuItemId, variantId, surcharge }) => ({
      menuItemId,
      variantId,
      surcharge: surcharge ?? 0,
    })),
  }));

/** Everything that may be a part: sold by the piece, and no combo itself. */
export const mayBePart = (items: readonly MenuItem[], comboId: string | null): MenuItem[] =>
  items.filter(({ id, unit, parts }) => id !== comboId && unit === "each" && (parts ?? []).length === 0);

/** By `<part id> name`, `<part id> choices`, `<part id> <position> surcharge`. */
export const errorsOf = (drafts: readonly PartDraft[]): ReadonlyMap<string, string> => {
  const errors = new Map<string, string>();
  for (const { id, name, choices } of drafts) {
    if (name.trim() === "") errors.set(`${id} name`, "Give it a name, like Drink.");
    if (choices.length === 0) errors.set(`${id} choices`, "Add at least one item.");
    choices.forEach(({ surcharge }, at) => {
      if (surcharge === null) errors.set(`${id} ${at} surcharge`, "Enter an amount, 0 for none.");
    });
  }
  return errors;
};
