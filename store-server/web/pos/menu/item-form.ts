/** An item while it is edited, and what of it was touched. Pure. */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { ItemFields } from "./menu-intents.ts";

export type ItemDraft = {
  name: string;
  price: number | null;
  categoryId: string;
  description: string;
  available: boolean;
  allergens: MenuItem["allergens"];
  diets: NonNullable<MenuItem["diets"]>;
  variants: MenuItem["variants"];
  modifierGroups: MenuItem["modifierGroups"];
  parts: NonNullable<MenuItem["parts"]>;
  unit: MenuItem["unit"];
  taxClassId: string | null;
  stations: string[];
  orderTypes: NonNullable<MenuItem["orderTypes"]>;
  dayparts: string[];
  sort: number;
  image: string | null;
  sku: string;
  barcode: string;
};

/** What a new item takes over from its neighbours in the category: where it is cooked and taxed is nearly always the same. */
export type Usual = Pick<ItemDraft, "categoryId" | "taxClassId" | "stations">;

export const newDraft = (usual: Usual): ItemDraft => ({ ...draftOf(null, usual.categoryId), ...usual });

export const draftOf = (item: MenuItem | null, categoryId: string): ItemDraft => ({
  name: item?.name ?? "",
  price: item?.price ?? null,
  categoryId: item?.categoryId ?? categoryId,
  description: item?.description ?? "",
  // Off by itself, because nothing is left, is not off by a person.
  available: item === null || item.available || item.stock === 0,
  allergens: item?.allergens ?? [],
  diets: item?.diets ?? [],
  variants: item?.variants ?? [],
  modifierGroups: item?.modifierGroups ?? [],
  parts: item?.parts ?? [],
  unit: item?.unit ?? "each",
  taxClassId: item?.taxClassId ?? null,
  stations: item?.stations ?? [],
  orderTypes: item?.orderTypes ?? [],
  dayparts: item?.dayparts ?? [],
  sort: item?.sort ?? 0,
  image: item?.image ?? null,
  sku: item?.sku ?? "",
  barcode: item?.barcode ?? "",
});

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

const fieldsOf = (draft: ItemDraft): ItemFields => ({
  name: draft.name.trim(),
  price: draft.price ?? 0,
  categoryId: draft.categoryId,
  description: orNull(draft.description),
  available: draft.available,
  allergens: draft.allergens,
  diets: draft.diets,
  variants: draft.variants.map(({ stock: _stock, ...variant }) => variant),
  modifierGroups: draft.modifierGroups,
  parts: draft.parts,
  unit: draft.unit,
  taxClassId: draft.taxClassId,
  stations: draft.stations,
  orderTypes: draft.orderTypes,
  dayparts: draft.dayparts,
  sort: draft.sort,
  image: draft.image,
  sku: orNull(draft.sku),
  barcode: orNull(draft.barcode),
});

/** Only what the person touched; everything of a new one. */
export const touched = (draft: ItemDraft, item: MenuItem | null): ItemFields => {
  const fields = fieldsOf(draft);
  if (item === null) return fields;
  const before = fieldsOf(draftOf(item, item.categoryId));
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof ItemFields]),
    ),
  );
};

export const isComplete = (draft: ItemDraft): boolean =>
  draft.name.trim() !== "" && draft.price !== null && draft.categoryId !== "";

export const toggledIn = <T>(list: readonly T[], value: T): T[] =>
  list.includes(value) ? list.filter((each) => each !== value) : [...list, value];
