/** Items by the codes that a scanner reads: a table that each change of an item keeps current. */
import { notFound } from "@tillbox/shared/refusal.ts";
import { query } from "../../../kernel/database.ts";
import type { Projection, Reads } from "../../../kernel/types.ts";
import { setting } from "../../settings/rows.ts";
import { labelMilli, readLabel } from "../barcode.ts";
import { codesOf } from "../item.ts";
import { type MenuItemState, menuItems } from "../records/rows.ts";

type Found = { item_id: string; variant_id: string };
const find = query<[string, string], Found>(
  "SELECT item_id, variant_id FROM menu_codes WHERE kind = ? AND code = ? ORDER BY item_id, variant_id LIMIT 1",
);
const forget = query<[string]>("DELETE FROM menu_codes WHERE item_id = ?");
const remember = query<[string, string, string, string]>(
  "INSERT OR IGNORE INTO menu_codes (kind, code, item_id, variant_id) VALUES (?, ?, ?, ?)",
);

export const codeProjection: Projection = {
  entity: menuItems.entity.name,
  project: ({ event, after }, { db }) => {
    forget.run(db, event.id);
    if (!after) return;
    for (const { kind, code, variantId } of codesOf(after as MenuItemState))
      remember.run(db, kind, code, event.id, variantId ?? "");
  },
};

export type Scanned = { item: MenuItemState; variantId: string | null; quantity: number };

/** What a scanned code means: a barcode, a label of the shop's scale, or a SKU that was typed. Throws `not_found`. */
export const scan = (reads: Reads, code: string): Scanned => {
  const plain = find.get(reads.db, "barcode", code);
  if (plain) return scanned(reads, plain, () => 1);
  const label = readLabel(code, setting(reads, "barcode.embedded"));
  const goods = label ? find.get(reads.db, "barcode", label.goods) : undefined;
  if (label && goods)
    return scanned(reads, goods, ({ unit }, price) => (labelMilli(label, unit, price) ?? 0) / 1000);
  const sku = find.get(reads.db, "sku", code);
  if (sku) return scanned(reads, sku, () => 1);
  throw notFound("menu item with the code", code);
};

const scanned = (
  reads: Reads,
  { item_id, variant_id }: Found,
  quantityOf: (item: MenuItemState, price: number) => number,
): Scanned => {
  const item = reads.get(menuItems.entity, item_id);
  if (!item) throw new Error(`menu_codes names ${item_id}, which there is not`);
  const variant = item.variants.find(({ id }) => id === variant_id);
  const quantity = quantityOf(item, variant?.price ?? item.price);
  if (quantity <= 0) throw notFound("quantity on the label of", item.name);
  return { item, variantId: variant?.id ?? null, quantity };
};

/** Ids of the items with exactly this code. */
export const itemsWithCode = (reads: Reads, kind: "barcode" | "sku", code: string): string[] => {
  const found = find.get(reads.db, kind, code);
  if (found) return [found.item_id];
  const label = kind === "barcode" ? readLabel(code, setting(reads, "barcode.embedded")) : null;
  const goods = label ? find.get(reads.db, kind, label.goods) : undefined;
  return goods ? [goods.item_id] : [];
};
