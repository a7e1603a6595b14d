/** What was taken off a check, in words: a comp is the house's own and says why. Pure. */
import type { Order, OrderLine } from "@tillbox/shared/contract/order.ts";

type Discounted = Pick<Order, "discounts">;
const reasonsOf = ({ discounts }: Discounted): string =>
  [...new Set(discounts.map(({ reason }) => reason))].join(", ");

/** Of one line: "discount", or "comp · Staff meal" where the house gives it away. */
export const discountWords = (
  { discounts }: Discounted,
  { id, combo }: Pick<OrderLine, "id" | "combo">,
): string => {
  const touching = discounts.filter(
    ({ scope, itemId }) => scope === "order" || itemId === id || itemId === combo?.id,
  );
  const comps = touching.filter(({ comp }) => comp);
  if (comps.length === 0) return "discount";
  const isOnly = comps.length === touching.length || comps.some(({ scope }) => scope === "item");
  return `${isOnly ? "" : "discount and "}comp · ${reasonsOf({ discounts: comps })}`;
};

type Taken = { label: string; amount: number };

/** Of a whole bill: the discounts, and apart from them what the house gave away. */
export const takenOff = ({
  discountTotal,
  discounts,
}: Pick<Order, "discountTotal"> & Partial<Discounted>): Taken[] => {
  const comps = (discounts ?? []).filter(({ comp }) => comp);
  const given = comps.reduce((sum, { amount }) => sum + amount, 0);
  const rows = [
    { label: "Discount", amount: discountTotal - given },
    { label: `Comp · ${reasonsOf({ discounts: comps })}`, amount: given },
  ];
  return rows.filter(({ amount }) => amount > 0);
};
