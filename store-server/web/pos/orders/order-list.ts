/** Which orders a list shows, and the one word that says how each stands. Pure. */
import type { Order } from "@tillbox/shared/contract/order.ts";
import { formatMinor } from "@tillbox/shared/money.ts";
import type { Tone } from "@tillbox/shared/ui/tone.ts";
import { type FloorFacts, isCooking, isReady, lateBy } from "../floor/table-state.ts";

export type Scope = "open" | "today";

export const isOpen = ({ status }: Order): boolean => status !== "completed" && status !== "cancelled";

/** How a paid check stands: what was given back is no longer paid. */
export const settledWord = ({ refunded, total }: Pick<Order, "refunded" | "total">): string => {
  if (refunded === 0) return "Paid";
  return refunded >= total ? "Refunded" : "Partly refunded";
};

export const orderBadge = (order: Order, facts: FloorFacts): { tone: Tone; words: string } => {
  if (order.mergedInto) return { tone: "plain", words: `On check ${order.mergedInto.number}` };
  if ("isPaidHere" in order && order.isPaidHere === true) return { tone: "attention", words: "Paid here" };
  if (order.status === "cancelled") return { tone: "bad", words: "Cancelled" };
  if (order.status === "completed") return { tone: "plain", words: settledWord(order) };
  if (lateBy(order, facts) !== null) return { tone: "bad", words: "Late" };
  if (isReady(order)) return { tone: "good", words: "Ready" };
  if (order.receiptNumber !== null) return { tone: "good", words: "Paid, to hand over" };
  if (order.proformaAt !== null) return { tone: "printed", words: "Check printed" };
  if (order.items.some(isCooking)) return { tone: "good", words: "In the kitchen" };
  return order.sentAt === null ? { tone: "new", words: "Open" } : { tone: "good", words: "Served" };
};

/** "42", "000042" and "r1-42" may be the number of a receipt, which the box finds on any day; null for anything else. */
export const receiptAsked = (query: string): string | null => {
  const number = query.trim().toUpperCase();
  return /^([A-Z]+\d*-)?\d{1,12}$/.test(number) ? number : null;
};

const namedItems = 3;

/** "2 Aperol spritz, 1 Bruschetta, 1 Ribeye and 2 more": the first few lines of a check. */
export const itemsInShort = ({ items }: Order): string => {
  const living = items.filter(({ status }) => status !== "voided");
  const named = living.slice(0, namedItems).map(({ quantity, name }) => `${quantity} ${name}`);
  const rest = living.length - named.length;
  return named.join(", ") + (rest > 0 ? ` and ${rest} more` : "");
};

/** Each word of the query in its number, place, name, receipt or amounts. */
export const matchesOrder = (order: Order, query: string, place: string): boolean => {
  const text = [
    order.number,
    place,
    order.customerName ?? "",
    order.receiptNumber ?? "",
    formatMinor(order.total, order.currency),
  ]
    .join(" ")
    .toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};
