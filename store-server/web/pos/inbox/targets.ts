/** Where something that was meant for a check can go now. Pure. */
import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";

export type Target =
  | { kind: "same" }
  | { kind: "other"; order: Order }
  | { kind: "new"; type: OrderType; tableId: string | null };

export const keyOf = (target: Target): string => (target.kind === "other" ? target.order.id : target.kind);

/** Nothing was paid in full, and it is not over: it takes lines. */
export const takesLines = (order: Order): boolean =>
  order.status !== "completed" && order.status !== "cancelled" && order.receiptNumber === null;

const toOther = (order: Order): Target => ({ kind: "other", order });

const isAtTableOf = (order: Order, other: Order): boolean =>
  order.tableId !== null && other.tableId === order.tableId;

/** Open checks at the table of this one; of one that was merged, where its lines went. */
const othersOf = (item: InboxItem, order: Order, all: Iterable<Order>): Order[] =>
  [...all].filter(
    (other) =>
      other.id !== item.entityId &&
      takesLines(other) &&
      (other.id === order.mergedInto?.id || (item.action === "add-items" && isAtTableOf(order, other))),
  );

/**
 * The best first: the check itself while it takes lines, else an open one at its table, else a new one there. Only lines can go anywhere;
 * what is about a line goes where the line went.
 */
export const targetsOf = (item: InboxItem, order: Order | null, all: Iterable<Order>): Target[] => {
  if (item.entityType !== "order" || order === null) return [{ kind: "same" }];
  if (item.action === "create" || item.action === "sell") return [{ kind: "same" }];
  const isOpen = takesLines(order);
  const others = othersOf(item, order, all);
  const { type, tableId } = order;
  // A table has one check at a time, but for what devices opened without knowing.
  const isFree = item.action === "add-items" && !(isOpen && tableId !== null);
  const hasCheck = others.some((other) => isAtTableOf(order, other));
  const fresh: Target[] = isFree && !hasCheck ? [{ kind: "new", type, tableId }] : [];
  const elsewhere = [...others.map(toOther), ...fresh];
  return isOpen ? [{ kind: "same" }, ...elsewhere] : [...elsewhere, { kind: "same" }];
};

/** Checks that cash can be booked on: the one it was meant for first, then those of its table, then the rest. */
export const payableChecks = (item: InboxItem, meant: Order | null, all: Iterable<Order>): Order[] => {
  const rank = (order: Order): number => {
    if (order.id === item.entityId) return 0;
    return meant !== null && meant.tableId !== null && order.tableId === meant.tableId ? 1 : 2;
  };
  return [...all]
    .filter((order) => takesLines(order) && order.due > 0)
    .sort((a, b) => rank(a) - rank(b) || b.number - a.number);
};
