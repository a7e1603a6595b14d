/** A price that holds in some times, while it is edited. Pure. */
import type { PriceRule } from "@tillbox/shared/contract/daypart.ts";
import { percentToPpm, ppmToPercent } from "@tillbox/shared/decimal.ts";

export type RuleDraft = {
  name: string;
  dayparts: string[];
  categories: string[];
  menuItems: string[];
  orderTypes: PriceRule["orderTypes"];
  kind: "percent" | "price";
  percentPpm: number | null;
  price: number | null;
  active: boolean;
};

export const draftOf = (rule: PriceRule | null): RuleDraft => ({
  name: rule?.name ?? "",
  dayparts: rule?.dayparts ?? [],
  categories: rule?.categories ?? [],
  menuItems: rule?.menuItems ?? [],
  orderTypes: rule?.orderTypes ?? [],
  kind: rule !== null && rule.percentOff === null ? "price" : "percent",
  percentPpm: rule?.percentOff ? percentToPpm(rule.percentOff) : null,
  price: rule?.price ?? null,
  active: rule?.active ?? true,
});

/** As the box takes them: one of the two kinds, the other cleared. */
export const fieldsOf = ({ kind, percentPpm, price, ...draft }: RuleDraft) => ({
  ...draft,
  name: draft.name.trim(),
  percentOff: kind === "percent" ? ppmToPercent(percentPpm ?? 0) : null,
  price: kind === "price" ? price : null,
});

export const errorsOf = (draft: RuleDraft): ReadonlyMap<string, string> => {
  const errors = new Map<string, string>();
  if (draft.name.trim() === "") errors.set("name", "Give it a name: it stands on the guest's check.");
  if (draft.dayparts.length === 0) errors.set("dayparts", "choose at least one time");
  if (draft.categories.length + draft.menuItems.length === 0)
    errors.set("categories", "choose a category or an item");
  if (draft.kind === "percent" && (draft.percentPpm === null || draft.percentPpm === 0))
    errors.set("percentOff", "Enter a percentage above 0, up to 100.");
  if (draft.kind === "price" && draft.price === null) errors.set("price", "Enter the price of that time.");
  return errors;
};
