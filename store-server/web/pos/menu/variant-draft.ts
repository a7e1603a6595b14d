/** Sizes of an item while they are edited. Pure. */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { newId } from "@tillbox/shared/id.ts";

type Variant = MenuItem["variants"][number];
export type VariantDraft = { id: string; name: string; price: number | null; sku: string; barcode: string };

export const draftOf = ({ id, name, price, sku, barcode }: Variant): VariantDraft => ({
  id,
  name,
  price,
  sku: sku ?? "",
  barcode: barcode ?? "",
});
export const newVariant = (): VariantDraft => ({ id: newId(), name: "", price: null, sku: "", barcode: "" });

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

/** A code that was never there is not named, so that an untouched size stays as it was. */
export const variantOf = (draft: VariantDraft): Variant => {
  const { id, name, price, sku, barcode } = draft;
  return {
    id,
    name: name.trim(),
    price: price ?? 0,
    ...(orNull(sku) === null ? {} : { sku: orNull(sku) }),
    ...(orNull(barcode) === null ? {} : { barcode: orNull(barcode) }),
  };
};

/** By `<id> name`, `<id> price`. */
export const errorsOf = (drafts: readonly VariantDraft[]): ReadonlyMap<string, string> => {
  const errors = new Map<string, string>();
  const names = drafts.map(({ name }) => name.trim().toLocaleLowerCase());
  drafts.forEach(({ id, price }, index) => {
    const own = names[index] ?? "";
    if (own === "") errors.set(`${id} name`, "Give it a name, like Large.");
    else if (names.indexOf(own) < index) errors.set(`${id} name`, "This name is there already.");
    if (price === null) errors.set(`${id} price`, "Enter its price.");
  });
  return errors;
};
