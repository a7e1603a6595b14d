/** What managers edit: categories, tax classes, items; and what is left of an item, which is shown with it. */

import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import { conflict, type FieldError, invalid, notFound } from "@tillbox/shared/refusal.ts";
import { query } from "../../../kernel/database.ts";
import { type RecordFeature, type RecordState, recordFeature } from "../../../kernel/record.ts";
import type { Command, Entity, EventDraft, Reads } from "../../../kernel/types.ts";
import { setting } from "../../settings/rows.ts";
import { checkItem, codesOf } from "../item.ts";
import { checkNamed } from "../named/rows.ts";
import { isOverlay, statesWhere } from "../overlay.ts";
import {
  type Counts,
  decideStock,
  evolveStock,
  forgetStock,
  isOut,
  type StockInput,
  type StockState,
} from "../stock.ts";
import { dayparts } from "../times/rows.ts";

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
type CategoryFields = {
  name: string;
  parentId: string | null;
  color: string | null;
  orderTypes?: OrderType[];
  dayparts?: string[];
  sort: number;
};

type Row = { id: string; state: string };
const itemsOfCategory = query<[string], Row>("SELECT id, state FROM menu_items WHERE category_id = ?");
const itemsOfTaxClass = query<[string], Row>("SELECT id, state FROM menu_items WHERE tax_class_id = ?");
const childCategories = query<[string], Row>("SELECT id, state FROM categories WHERE parent_id = ?");
const combosWith = query<[string], Row>(
  "SELECT DISTINCT i.id, i.state FROM menu_items i, json_each(i.state, '$.parts') p, json_each(p.value, '$.choices') c WHERE c.value ->> 'menuItemId' = ?",
);
const codeOwners = query<[string, string, string], Row>(
  "SELECT i.id, i.state FROM menu_codes c JOIN menu_items i ON i.id = c.item_id WHERE c.kind = ? AND c.code = ? AND c.item_id <> ?",
);
const itemsWhere = (
  reads: Reads,
  rows: readonly Row[],
  matches: (item: MenuItemState) => boolean,
): MenuItemState[] => statesWhere<MenuItemState>(reads, "menu-item", rows, matches);
const menuRoom = { event: "menu:update" as const, rooms: () => ["menu"] };

const checkDayparts = ({ dayparts: ids }: { dayparts?: string[] | undefined }, reads: Reads): void => {
  (ids ?? []).forEach((id, index) => {
    if (!reads.get(dayparts.entity, id)) throw invalid(`dayparts.${index}`, `there is no daypart ${id}`);
  });
};

/** A code leads to one thing, or a scanner would sell another. */
export const codeProblems = (
  fields: MenuItemFields,
  id: string,
  reads: Reads,
): (FieldError & { ownerId: string })[] => {
  const codes = codesOf(fields);
  return codes.flatMap(({ kind, code, path }, index) => {
    const isSame = (each: { kind: string; code: string }): boolean =>
      each.kind === kind && each.code === code;
    const [other] = itemsWhere(
      reads,
      codeOwners.all(reads.db, kind, code, id),
      (item) => item.id !== id && codesOf(item).some(isSame),
    );
    if (other) return [{ path, message: `${other.name} has this code already`, ownerId: other.id }];
    return codes.findIndex(isSame) === index ? [] : [{ path, message: "is given twice", ownerId: id }];
  });
};
const checkCodes = (fields: MenuItemFields, id: string, reads: Reads): void => {
  const [problem] = isOverlay(reads) ? [] : codeProblems(fields, id, reads);
  if (problem) throw invalid(problem.path, problem.message);
};

export const taxClasses: RecordFeature<TaxClassFields> = recordFeature<TaxClassFields>({
  name: "tax-class",
  label: "tax class",
  table: "tax_classes",
  permission: "menu.manage",
  defaults: { name: "", inclusive: false, rates: [], byOrderType: {}, sort: 0 },
  columns: { name: (state) => state.name, sort: (state) => state.sort },
  checkRemoval: (state, reads) => {
    const rows = itemsOfTaxClass.all(reads.db, state.id);
    const [item] = itemsWhere(reads, rows, ({ taxClassId }) => taxClassId === state.id);
    if (item) throw conflict(`The item ${item.name} has this tax class. Give its items another class first.`);
    if (setting(reads, "service.tax_class") === state.id)
      throw conflict("The service charge has this tax class. Give it another one under Settings first.");
  },
  view: ({ sort: _sort, ...state }) => JSON.stringify(state),
  announce: menuRoom,
});

export const categories: RecordFeature<CategoryFields> = recordFeature<CategoryFields>({
  name: "category",
  label: "category",
  table: "categories",
  permission: "menu.manage",
  defaults: { name: "", parentId: null, color: null, sort: 0 },
  columns: { name: (state) => state.name, sort: (state) => state.sort, parent_id: (state) => state.parentId },
  check: (fields, id, reads) => {
    checkDayparts(fields, reads);
    for (let parent = fields.parentId, depth = 0; parent !== null; depth += 1) {
      if (parent === id || depth > 10) throw invalid("parentId", "a category cannot be inside itself");
      const above: RecordState<CategoryFields> | undefined = reads.get(categories.entity, parent);
      if (!above) throw invalid("parentId", `there is no category ${parent}`);
      parent = above.parentId;
    }
  },
  checkRemoval: ({ id }, reads) => {
    const inside = [
      ...itemsWhere(reads, itemsOfCategory.all(reads.db, id), ({ categoryId }) => categoryId === id),
      ...statesWhere<RecordState<CategoryFields>>(
        reads,
        "category",
        childCategories.all(reads.db, id),
        ({ parentId }) => parentId === id,
      ),
    ];
    if (inside.length > 0) throw conflict(`${inside[0]?.name} is in this category. Move it first.`);
  },
  view: (category) =>
    JSON.stringify({
      ...category,
      orderTypes: category.orderTypes ?? [],
      dayparts: category.dayparts ?? [],
    }),
  announce: menuRoom,
});

const items: RecordFeature<MenuItemFields> = recordFeature<MenuItemFields>({
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
    checkDayparts(fields, reads);
    checkCodes(fields, id, reads);
    checkNamed(fields, reads.get(items.entity, id), reads);
    checkItem(fields, id, (other): MenuItemState | undefined => reads.get(items.entity, other));
  },
  checkRemoval: ({ id }, reads) => {
    const [combo] = itemsWhere(reads, combosWith.all(reads.db, id), ({ parts }) =>
      (parts ?? []).some(({ choices }) => choices.some(({ menuItemId }) => menuItemId === id)),
    );
    if (combo) throw conflict(`${combo.name} is a combo with this item. Take it out there first.`);
  },
  view: (item, reads) => JSON.stringify(itemView(item, reads)),
  announce: menuRoom,
});

/** What is left of an item. Devices see it as a part of the item, and hear of it as a change of the item. */
export const stocks: Entity<StockState> = {
  name: "menu-stock",
  wireName: "menu-item",
  table: "menu_stock",
  evolve: evolveStock,
  view: (stock, reads) => {
    const item = reads.get(items.entity, stock.id);
    return item ? items.entity.view(item, reads) : JSON.stringify(stock);
  },
  announce: (event, _stock, reads) => {
    const item = reads.get(items.entity, event.id);
    return item
      ? [{ event: menuRoom.event, rooms: menuRoom.rooms(), data: items.entity.view(item, reads) }]
      : [];
  },
};

export const countsOf = (item: MenuItemState, reads: Reads): Counts =>
  reads.get(stocks, item.id) ?? {
    leftMilli: item.stock === null ? null : item.stock * 1000,
    countedAt: "",
    variants: {},
  };

/** Sold out by a cook, or because nothing is left; it is back by itself when there is more. */
const itemView = (item: MenuItemState, reads: Reads): MenuItem => {
  const counts = countsOf(item, reads);
  const stock = reads.get(stocks, item.id);
  return {
    ...item,
    variants: item.variants.map((variant) => {
      const left = counts.variants[variant.id]?.leftMilli ?? null;
      return left === null ? variant : { ...variant, stock: left / 1000 };
    }),
    parts: item.parts ?? [],
    diets: item.diets ?? [],
    orderTypes: item.orderTypes ?? [],
    dayparts: item.dayparts ?? [],
    available: item.available && !isOut(counts, null),
    stock: counts.leftMilli === null ? null : counts.leftMilli / 1000,
    version: Math.max(item.version, stock?.version ?? 0),
    updatedAt: stock && stock.version > item.version ? stock.updatedAt : item.updatedAt,
  };
};

const milliOf = (quantity: number): number => Math.round(quantity * 1000);
const countEvents = (
  item: Pick<MenuItemFields, "name" | "unit"> & { id: string },
  counts: Counts,
  stock: number | null | undefined,
): EventDraft[] => {
  if (stock === undefined) return [];
  checkWhole(item, stock, "stock");
  const leftMilli = stock === null ? null : milliOf(stock);
  return leftMilli === counts.leftMilli
    ? []
    : decideStock(item.id, item.name, counts, { variantId: null, leftMilli, reason: null });
};

const checkWhole = (
  item: Pick<MenuItemFields, "unit">,
  value: number | null | undefined,
  path: string,
): void => {
  if (item.unit === "each" && value !== null && value !== undefined && !Number.isInteger(value))
    throw invalid(path, "must be a whole number for this item");
};

const uncounted: Counts = { leftMilli: null, countedAt: "", variants: {} };

/** Items, with `stock` among their fields though it is a thing of its own. */
export const menuItems: RecordFeature<MenuItemFields> = {
  ...items,
  create: {
    ...items.create,
    decide: ({ id, fields: { stock, ...fields } }, context) => {
      const decision = items.create.decide({ id, fields }, context);
      const item = { id, name: fields.name ?? "", unit: fields.unit ?? "each" };
      return { ...decision, events: [...decision.events, ...countEvents(item, uncounted, stock)] };
    },
  },
  change: {
    ...items.change,
    decide: ({ id, fields: { stock, ...fields } }, context) => {
      const decision = items.change.decide({ id, fields }, context);
      const item = context.reads.get(items.entity, id);
      const counted = item
        ? countEvents({ ...item, ...fields, id }, countsOf(item, context.reads), stock)
        : [];
      return { ...decision, events: [...decision.events, ...counted] };
    },
  },
  remove: {
    ...items.remove,
    decide: ({ id }, context) => {
      const decision = items.remove.decide({ id }, context);
      const forgotten = context.reads.get(stocks, id) ? [forgetStock(id)] : [];
      return { ...decision, events: [...forgotten, ...decision.events] };
    },
  },
};

/** A cook counts, or says how many came or went; of the item, or of one of its variants. */
export const setStock: Command<{ id: string } & StockChange> = {
  name: "menu-item.stock",
  permission: "menu.stock",
  target: ({ id }) => ({ entity: "menu-item", id }),
  decide: ({ id, ...input }, { reads }) => {
    const item = reads.get(items.entity, id);
    if (!item) throw notFound("menu item", id);
    const variant = item.variants.find((each) => each.id === input.variantId);
    if (input.variantId !== null && !variant)
      throw invalid("variantId", `${item.name} has no variant ${input.variantId}`);
    checkWhole(item, input.stock, "stock");
    checkWhole(item, input.delta, "delta");
    const name = variant ? `${item.name}, ${variant.name}` : item.name;
    return {
      events: decideStock(id, name, countsOf(item, reads), toStockInput(input)),
      answer: { entity: "menu-item", id },
    };
  },
};

export type StockChange = {
  variantId: string | null;
  stock?: number | null | undefined;
  delta?: number | undefined;
  reason: string | null;
};
const toStockInput = ({ variantId, stock, delta, reason }: StockChange): StockInput => ({
  variantId,
  reason,
  ...(delta === undefined
    ? { leftMilli: stock === null || stock === undefined ? null : milliOf(stock) }
    : { deltaMilli: milliOf(delta) }),
});
