/** The facts of a provisional bill, from the settings and tax classes that this device knows. */
import type { BillTaxClass } from "@tillbox/shared/bill.ts";
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import { parsePpm } from "@tillbox/shared/decimal.ts";
import type { BillFacts } from "./effects.ts";
import type { Store } from "./store.ts";

/** The id that the box gives the class of items without one. */
export const defaultClassId = "default";

export const billFacts = (store: Store): BillFacts => {
  const classes = store.taxClasses.all.value;
  const fallback: BillTaxClass = {
    id: defaultClassId,
    name: "Tax",
    inclusive: store.setting("tax.inclusive", false),
    rates: [{ name: "Tax", ratePpm: parsePpm(store.setting("tax.rate", "0")) }],
  };
  const taxClassFor = (id: string, type: OrderType): BillTaxClass => {
    const known = classes.get(id);
    if (!known) return fallback;
    const rates = known.byOrderType?.[type] ?? known.rates;
    return {
      id: known.id,
      name: known.name,
      inclusive: known.inclusive,
      rates: rates.map(({ name, rate }) => ({ name, ratePpm: parsePpm(rate) })),
    };
  };
  const ratePpm = parsePpm(store.setting("service.rate", "0"));
  const classId = store.setting("service.tax_class", null);
  return {
    taxClassFor,
    taxRounding: store.setting("rounding.tax", "group"),
    service: (type) =>
      ratePpm > 0 && store.setting("service.order_types", ["dine-in"]).includes(type)
        ? { ratePpm, taxClass: classId === null ? null : taxClassFor(classId, type) }
        : null,
  };
};
