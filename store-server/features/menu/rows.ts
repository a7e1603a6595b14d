/** The facts of the menu that other features read: an item and a tax class at a version, what is left, what an order does to it. */
import type { BillRate, BillTaxClass } from "@tillbox/shared/bill.ts";
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import { parsePpm } from "@tillbox/shared/decimal.ts";
import { parseEntry, readOfEntity } from "../../kernel/journal.ts";
import type { BaseState, Entity, EventDraft, Reads } from "../../kernel/types.ts";
import { setting } from "../settings/rows.ts";
import { countsOf, type MenuItemState, menuItems, taxClasses } from "./records/rows.ts";
import { decideMovement, isOut, type StockDemand } from "./stock.ts";

export {
  categories,
  countsOf,
  type MenuItemFields,
  type MenuItemState,
  menuItems,
  stocks,
  taxClasses,
} from "./records/rows.ts";

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

/** Why an item is not sold now; null where it is. */
export const soldOutText = (reads: Reads, item: MenuItemState, variantId: string | null): string | null =>
  item.available && !isOut(countsOf(item, reads), variantId) ? null : `${item.name} is sold out.`;

/** What orders take of counted goods and give back. Throws `conflict`, naming the item and what is left. */
export const stockEvents = (reads: Reads, demands: readonly StockDemand[]): EventDraft[] =>
  [...Map.groupBy(demands, ({ menuItemId }) => menuItemId)].flatMap(([id, ofItem]) => {
    const item = reads.get(menuItems.entity, id);
    return item ? decideMovement(id, item.name, countsOf(item, reads), ofItem) : [];
  });
