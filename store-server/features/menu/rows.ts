/** Menu rows: categories, tax classes, items; and the facts that other features price with. */

import type { BillRate, BillTaxClass } from "@tillbox/shared/bill.ts";
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import { parsePpm } from "@tillbox/shared/decimal.ts";
import { conflict, invalid } from "@tillbox/shared/refusal.ts";
import { query } from "../../kernel/database.ts";
import { parseEntry, readOfEntity } from "../../kernel/journal.ts";
import { type RecordState, recordFeature } from "../../kernel/record.ts";
import type { BaseState, Entity, Reads } from "../../kernel/types.ts";
import { setting } from "../settings/rows.ts";
import { checkItem } from "./item.ts";

type Fields<T> = Omit<T, "id" | "version" | "createdAt" | "updatedAt">;
export type MenuItemFields = Fields<MenuItem>;
export type MenuItemState = RecordState<MenuItemFields>;
type TaxRates = { name: string; rate: string }[];
type TaxClassFields = {
  name: string;
  inclusive: boolean;
  rates: TaxRates;
  byOrderType: Partial<Record<OrderType, TaxRates>>;
  sort: number;
};
type CategoryFields = { name: string; parentId: string | null; color: string | null; sort: number };

const itemOfCategory = query<[string], { name: string }>(
  "SELECT name FROM menu_items WHERE category_id = ? LIMIT 1",
);
const itemOfTaxClass = query<[string], { name: string }>(
  "SELECT name FROM menu_items WHERE tax_class_id = ? LIMIT 1",
);
const childCategory = query<[string], { name: string }>(
  "SELECT name FROM categories WHERE parent_id = ? LIMIT 1",
);
const comboWith = query<[string], { name: string }>(
  "SELECT i.name FROM menu_items i, json_each(i.state, '$.parts') p, json_each(p.value, '$.choices') c WHERE c.value ->> 'menuItemId' = ? LIMIT 1",
);
const menuRoom = { event: "menu:update", rooms: () => ["menu"] };

export const taxClasses = recordFeature<TaxClassFields>({
  name: "tax-class",
  label: "tax class",
  table: "tax_classes",
  permission: "menu.manage",
  defaults: { name: "", inclusive: false, rates: [], byOrderType: {}, sort: 0 },
  columns: { name: (state) => state.name, sort: (state) => state.sort },
  checkRemoval: (state, reads) => {
    const item = itemOfTaxClass.get(reads.db, state.id);
    if (item) throw conflict(`The item ${item.name} has this tax class. Give its items another class first.`);
    if (setting(reads, "service.tax_class") === state.id)
      throw conflict("The service charge has this tax class. Give it another one under Settings first.");
  },
  view: ({ sort: _sort, ...state }) => JSON.stringify(state),
  announce: menuRoom,
});

export const categories = recordFeature<CategoryFields>({
  name: "category",
  label: "category",
  table: "categories",
  permission: "menu.manage",
  defaults: { name: "", parentId: null, color: null, sort: 0 },
  columns: { name: (state) => state.name, sort: (state) => state.sort, parent_id: (state) => state.parentId },
  check: (fields, id, reads) => {
    for (let parent = fields.parentId, depth = 0; parent !== null; depth += 1) {
      if (parent === id || depth > 10) throw invalid("parentId", "a category cannot be inside itself");
      const above: RecordState<CategoryFields> | undefined = reads.get(categories.entity, parent);
      if (!above) throw invalid("parentId", `there is no category ${parent}`);
      parent = above.parentId;
    }
  },
  checkRemoval: (state, { db }) => {
    const item = itemOfCategory.get(db, state.id) ?? childCategory.get(db, state.id);
    if (item) throw conflict(`${item.name} is in this category. Move it first.`);
  },
  announce: menuRoom,
});

export const menuItems = recordFeature<MenuItemFields>({
  name: "menu-item",
  label: "menu item",
  table: "menu_items",
  permission: "menu.manage",
  lesser: { permission: "menu.stock", fields: ["available", "stock"] },
  defaults: {
    name: "",
    categoryId: "",
    price: 0,
    unit: "each",
    taxClassId: null,
    description: null,
    variants: [],
    modifierGroups: [],
    allergens: [],
    stations: [],
    available: true,
    stock: null,
    sku: null,
    barcode: null,
    image: null,
    sort: 0,
  },
  columns: {
    name: (state) => state.name,
    sort: (state) => state.sort,
    category_id: (state) => state.categoryId,
    tax_class_id: (state) => state.taxClassId,
  },
  check: (fields, id, reads) => {
    if (!reads.get(categories.entity, fields.categoryId))
      throw invalid("categoryId", `there is no category ${fields.categoryId}`);
    if (fields.taxClassId !== null && !reads.get(taxClasses.entity, fields.taxClassId))
      throw invalid("taxClassId", `there is no tax class ${fields.taxClassId}`);
    checkItem(fields, id, (other): MenuItemState | undefined => reads.get(menuItems.entity, other));
  },
  checkRemoval: ({ id }, { db }) => {
    const combo = comboWith.get(db, id);
    if (combo) throw conflict(`${combo.name} is a combo with this item. Take it out there first.`);
  },
  view: (item) => JSON.stringify({ ...item, parts: item.parts ?? [], diets: item.diets ?? [] }),
  announce: menuRoom,
});

/** The record as it was when the journal stood at `seq`; its first state when it is younger than that. */
const asOf = <S extends BaseState>(
  reads: Reads,
  entity: Entity<S>,
  id: string,
  seq: number,
): S | undefined => {
  const current = reads.get(entity, id);
  if (!current || current.version <= seq) return current;
  let state: S | undefined;
  for (const row of readOfEntity(reads.db, entity.name, id)) {
    if (state && row.seq > seq) break;
    state = entity.evolve(state, parseEntry(row));
  }
  return state;
};

export const itemAsOf = (
  reads: Reads,
  id: string,
  menuVersion: number | undefined,
): MenuItemState | undefined =>
  menuVersion === undefined
    ? reads.get(menuItems.entity, id)
    : asOf(reads, menuItems.entity, id, menuVersion);

const toRates = (rates: readonly { name: string; rate: string }[]): BillRate[] =>
  rates.map(({ name, rate }) => ({ name, ratePpm: parsePpm(rate) }));

const resolved = new WeakMap<object, Map<OrderType, BillTaxClass>>();

/** A tax class with its rates for this type of order; null: the store's default class, made of the settings. */
export const taxClassFor = (
  reads: Reads,
  id: string | null,
  type: OrderType,
  menuVersion?: number,
): BillTaxClass | undefined => {
  if (id === null) return defaultTaxClass(reads);
  const state =
    menuVersion === undefined
      ? reads.get(taxClasses.entity, id)
      : asOf(reads, taxClasses.entity, id, menuVersion);
  if (!state) return undefined;
  const known = resolved.get(state) ?? new Map<OrderType, BillTaxClass>();
  resolved.set(state, known);
  const made = known.get(type) ?? {
    id: state.id,
    name: state.name,
    inclusive: state.inclusive,
    rates: toRates(state.byOrderType[type] ?? state.rates),
  };
  known.set(type, made);
  return made;
};

const defaultTaxClass = (reads: Reads): BillTaxClass => ({
  id: "default",
  name: "Tax",
  inclusive: setting(reads, "tax.inclusive"),
  rates: [{ name: "Tax", ratePpm: parsePpm(setting(reads, "tax.rate")) }],
});
