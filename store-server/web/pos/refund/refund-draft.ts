/** What is being refunded, while a person decides; and what the box is asked for. Pure. */
import type { Order, OrderLine } from "@tillbox/shared/contract/order.ts";
import type { RefundInput } from "@tillbox/shared/contract/refund.ts";

type Returned = NonNullable<RefundInput["items"]>[number];

/** What comes back of a receipt. */
export type Goods = {
  /** Line id → thousandths that come back. */
  chosen: ReadonlyMap<string, number>;
  /** Ids of lines that can be sold again. */
  shelved: ReadonlySet<string>;
};
export const nothing: Goods = { chosen: new Map(), shelved: new Set() };

export type RefundDraft = Goods & {
  kind: "items" | "amount";
  amount: number | null;
  withTip: boolean;
  /** "own": each payment gets back its own. */
  method: "own" | "cash" | "external";
  reason: string;
};

export const emptyDraft: RefundDraft = {
  ...nothing,
  kind: "items",
  amount: null,
  withTip: false,
  method: "own",
  reason: "",
};

/** Lines of which something can still come back; a combo stands as one, under its first part. */
export const refundableLines = (order: Pick<Order, "items">): OrderLine[] => {
  const combos = new Set<string>();
  return order.items.filter((line) => {
    if (line.status === "voided" || leftMilli(line) <= 0) return false;
    if (!line.combo) return true;
    const isFirst = !combos.has(line.combo.id);
    combos.add(line.combo.id);
    return isFirst;
  });
};

export const leftMilli = ({ quantity, refundedQuantity }: OrderLine): number =>
  Math.round(quantity * 1000) - Math.round(refundedQuantity * 1000);

/** All that is left of every line. */
export const everything = (order: Pick<Order, "items">): Map<string, number> =>
  new Map(refundableLines(order).map((line) => [line.id, leftMilli(line)]));

export const tipLeft = (order: Pick<Order, "tipTotal" | "refunds">): number =>
  order.refunds.reduce((left, refund) => left - refund.tip, order.tipTotal);

/** A line as the box is asked for it. */
export const returnOf = (itemId: string, { chosen, shelved }: Goods): Returned => ({
  itemId,
  quantity: (chosen.get(itemId) ?? 0) / 1000,
  ...(shelved.has(itemId) ? { restock: true } : {}),
});

/** Null while nothing is chosen. Everything that is left is asked for as that, unless some of it goes back on the shelf. */
export const refundOf = (order: Order, draft: RefundDraft): RefundInput | null => {
  const tip = draft.withTip ? tipLeft(order) : 0;
  const common = {
    reason: draft.reason.trim(),
    ...(tip > 0 ? { tip } : {}),
    ...(draft.method === "own" ? {} : { method: draft.method }),
  };
  if (draft.kind === "amount") return draft.amount ? { ...common, amount: draft.amount } : null;
  const chosen = [...draft.chosen].filter(([, milli]) => milli > 0);
  if (chosen.length === 0) return null;
  const all = everything(order);
  const isAll = all.size === chosen.length && chosen.every(([id, milli]) => all.get(id) === milli);
  if (isAll && !chosen.some(([id]) => draft.shelved.has(id))) return common;
  return { ...common, items: chosen.map(([itemId]) => returnOf(itemId, draft)) };
};
