/** A tax class while it is edited: rates as parts per million, null while half typed. Pure. */
import type { TaxClass } from "@tillbox/shared/contract/menu.ts";
import { type OrderType, orderTypes } from "@tillbox/shared/contract/order-words.ts";
import { parsePpm, ppmToDecimal } from "@tillbox/shared/decimal.ts";
import { newId } from "@tillbox/shared/id.ts";

export type RateDraft = { id: string; name: string; ppm: number | null };
export type TaxDraft = {
  name: string;
  inclusive: boolean;
  rates: readonly RateDraft[];
  /** Types of order that are taxed otherwise. */
  own: Partial<Record<OrderType, readonly RateDraft[]>>;
};

export const newRate = (): RateDraft => ({ id: newId(), name: "", ppm: null });
const rateDraft = ({ name, rate }: { name: string; rate: string }): RateDraft => ({
  id: newId(),
  name,
  ppm: parsePpm(rate),
});

export const draftOf = (tax: TaxClass | null): TaxDraft => ({
  name: tax?.name ?? "",
  inclusive: tax?.inclusive ?? false,
  rates: tax === null ? [newRate()] : tax.rates.map(rateDraft),
  own: Object.fromEntries(
    orderTypes.flatMap((type) => {
      const rates = tax?.byOrderType?.[type];
      return rates === undefined ? [] : [[type, rates.map(rateDraft)]];
    }),
  ),
});

const rateOf = ({ name, ppm }: RateDraft): { name: string; rate: string } => ({
  name: name.trim(),
  rate: ppmToDecimal(ppm ?? 0),
});

export const fieldsOf = ({ name, inclusive, rates, own }: TaxDraft) => ({
  name: name.trim(),
  inclusive,
  rates: rates.map(rateOf),
  byOrderType: Object.fromEntries(
    orderTypes.flatMap((type) => {
      const of = own[type];
      return of === undefined ? [] : [[type, of.map(rateOf)]];
    }),
  ),
});

/** By `name`, `<rate id> name`, `<rate id> rate`. */
export const errorsOf = (draft: TaxDraft): ReadonlyMap<string, string> => {
  const errors = new Map<string, string>();
  if (draft.name.trim() === "") errors.set("name", "Give it a name, like Food.");
  for (const { id, name, ppm } of [draft.rates, ...Object.values(draft.own)].flat()) {
    if (name.trim() === "") errors.set(`${id} name`, "Say what it is called on the receipt.");
    if (ppm === null) errors.set(`${id} rate`, "Enter a percentage from 0 to 100.");
  }
  return errors;
};
