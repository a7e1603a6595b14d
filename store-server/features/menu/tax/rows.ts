/** Tax classes as the bill wants them. */
import type { BillRate, BillTaxClass } from "@tillbox/shared/bill.ts";
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import { parsePpm } from "@tillbox/shared/decimal.ts";
import type { Reads } from "../../../kernel/types.ts";
import { setting } from "../../settings/rows.ts";
import { taxClasses } from "../records/rows.ts";
import { asOf, type Shown } from "../versions/rows.ts";

const toRates = (rates: readonly { name: string; rate: string }[]): BillRate[] =>
  rates.map(({ name, rate }) => ({ name, ratePpm: parsePpm(rate) }));

const resolved = new WeakMap<object, Map<OrderType, BillTaxClass>>();

/** A tax class with its rates for this type of order; null: the store's default class, made of the settings. */
export const taxClassFor = (
  reads: Reads,
  id: string | null,
  type: OrderType,
  shown?: Shown,
): BillTaxClass | undefined => {
  if (id === null) return defaultTaxClass(reads);
  const state = asOf(reads, taxClasses.entity, id, shown);
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
