/** What an item must be in itself: ids that are unique, a combo that can be sold. Pure. */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { invalid } from "@tillbox/shared/refusal.ts";

type Item = Pick<MenuItem, "name" | "unit" | "variants" | "modifierGroups" | "parts">;
type Other = Item & { id: string };

/** Throws `invalid` with the field. `find` gives another item of the menu. */
export const checkItem = (item: Item, id: string, find: (id: string) => Other | undefined): void => {
  checkUnique("variants", "variants", item.variants);
  const groups = [...item.modifierGroups, ...item.modifierGroups.flatMap(innerGroups)];
  checkUnique("modifierGroups", "groups", groups);
  checkUnique(
    "modifierGroups",
    "options",
    groups.flatMap((group): { id: string }[] => group.options),
  );
  checkCombo(item, id, find);
};

const innerGroups = (group: Item["modifierGroups"][number]) =>
  group.options.flatMap((option) => option.modifierGroups ?? []);

const checkUnique = (path: string, what: string, things: readonly { id: string }[]): void => {
  if (new Set(things.map(({ id }) => id)).size < things.length)
    throw invalid(path, `two ${what} have the same id`);
};

const checkCombo = (item: Item, id: string, find: (id: string) => Other | undefined): void => {
  const parts = item.parts ?? [];
  if (parts.length === 0) return;
  checkUnique("parts", "parts", parts);
  if (item.variants.length > 0) throw invalid("variants", "a combo has parts instead of variants");
  if (item.modifierGroups.length > 0)
    throw invalid("modifierGroups", "a combo has none of its own; those of its parts hold");
  if (item.unit !== "each") throw invalid("unit", "a combo is sold by the piece");
  parts.forEach((part, index) => {
    part.choices.forEach(({ menuItemId, variantId }, at) => {
      const path = `parts.${index}.choices.${at}`;
      const other = menuItemId === id ? undefined : find(menuItemId);
      if (!other) throw invalid(`${path}.menuItemId`, `there is no menu item ${menuItemId} to be a part`);
      if ((other.parts ?? []).length > 0)
        throw invalid(`${path}.menuItemId`, `${other.name} is a combo itself`);
      if (other.unit !== "each")
        throw invalid(`${path}.menuItemId`, `${other.name} is not sold by the piece`);
      if (variantId !== null && !other.variants.some((variant) => variant.id === variantId))
        throw invalid(`${path}.variantId`, `${other.name} has no variant ${variantId}`);
    });
  });
};

export type ItemCode = { kind: "barcode" | "sku"; code: string; variantId: string | null; path: string };

/** Every code that a scanner may find the item by, with the path of its field. */
export const codesOf = (item: Pick<MenuItem, "sku" | "barcode" | "variants">): ItemCode[] => {
  const places = [
    { ...item, variantId: null, at: "" },
    ...item.variants.map((variant, index) => ({
      ...variant,
      variantId: variant.id,
      at: `variants.${index}.`,
    })),
  ];
  return (["barcode", "sku"] as const).flatMap((kind) =>
    places.flatMap((place) => {
      const code = place[kind];
      return code ? [{ kind, code, variantId: place.variantId, path: `${place.at}${kind}` }] : [];
    }),
  );
};
