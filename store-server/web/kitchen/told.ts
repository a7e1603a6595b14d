/**
 * What this screen has told the cooks: per line the quantity and note that it showed first, how many were already done, and whether a void
 * was seen. By this a change is marked as new, a void stays until somebody saw it, and what was bumped does not come back with what is
 * added later. It survives a reload. Pure; `kitchen.ts` keeps it on the device.
 */
import type { Order, OrderLine } from "@tillbox/shared/contract/order.ts";

export type ToldLine = {
  orderId: string;
  /** As it was when the screen first showed it. */
  quantity: number;
  notes: string | null;
  /** So many were done when the last of them was bumped. */
  done?: number;
  /** So many of it went to other checks; they are cooked all the same. */
  moved?: number;
  /** The void was seen; it is not shown again. */
  seen?: true;
};
/** By line. */
export type Told = Readonly<Record<string, ToldLine>>;

/** It was shown as to be cooked, and neither was it done nor seen that it was taken back. */
export const isAwaited = (known: ToldLine | undefined): boolean =>
  known !== undefined && known.done === undefined && !known.seen;

/** How many of a line are still to be cooked: not those that were done before more were added. */
export const openQuantity = (line: Pick<OrderLine, "id" | "sentQuantity">, told: Told): number => {
  const done = told[line.id]?.done;
  return done !== undefined && done < line.sentQuantity
    ? Math.round((line.sentQuantity - done) * 1000) / 1000
    : line.sentQuantity;
};

const originOf = (orderId: string, { menuItemId, name, variantId, sentAt }: OrderLine): string =>
  [orderId, menuItemId ?? name, variantId, sentAt].join(" ");

/** How many of each dish of each check went on to other checks after they were sent. */
const movedParts = (orders: ReadonlyMap<string, Order>): ReadonlyMap<string, number> => {
  const parts = new Map<string, number>();
  for (const { items } of orders.values())
    for (const line of items) {
      if (line.movedFrom === null) continue;
      const origin = originOf(line.movedFrom.orderId, line);
      parts.set(origin, (parts.get(origin) ?? 0) + line.sentQuantity);
    }
  return parts;
};

/** Fewer, because the rest is on another check: no change for who cooks it. */
const withoutMoved = (known: ToldLine, line: OrderLine, moved: number): ToldLine => {
  const fewer = known.quantity - line.sentQuantity;
  const accounted = known.moved ?? 0;
  return fewer > 0 && fewer <= moved - accounted
    ? { ...known, quantity: line.sentQuantity, moved: accounted + fewer }
    : known;
};

const next = (
  line: OrderLine,
  order: Order,
  known: ToldLine | undefined,
  moved: number,
): ToldLine | undefined => {
  const orderId = order.id;
  // A cancelled order brings nothing new; what was shown of it waits to be seen.
  if (line.sentAt === null || order.status === "cancelled") return known;
  switch (line.status) {
    case "sent":
    case "preparing": {
      if (!known || known.seen) return { orderId, quantity: line.sentQuantity, notes: line.notes };
      // Recalled: all of it is to be cooked again.
      if (known.done !== undefined && known.done >= line.sentQuantity) {
        const { done: _done, ...rest } = known;
        return rest;
      }
      return withoutMoved(known, line, moved);
    }
    case "ready":
    case "served":
      return known?.done === line.sentQuantity
        ? known
        : { orderId, quantity: line.sentQuantity, notes: line.notes, done: line.sentQuantity };
    default:
      return known;
  }
};

const isOver = (order: Order): boolean =>
  order.status === "completed" &&
  !order.items.some(({ status }) => status === "sent" || status === "preparing");

/** What was told once these orders have been shown. The same object comes back when nothing changed. */
export const tell = (told: Told, orders: ReadonlyMap<string, Order>): Told => {
  const after: Record<string, ToldLine> = {};
  const moved = movedParts(orders);
  let isChanged = false;
  for (const order of orders.values()) {
    if (isOver(order)) continue;
    for (const line of order.items) {
      const known = told[line.id];
      const entry = next(line, order, known, moved.get(originOf(order.id, line)) ?? 0);
      if (entry) after[line.id] = entry;
      isChanged ||= entry !== known;
    }
  }
  return isChanged || Object.keys(after).length !== Object.keys(told).length ? after : told;
};

/** The voids of a ticket were seen. */
export const markSeen = (
  told: Told,
  orderId: string,
  lines: readonly { id: string; quantity: number }[],
): Told => {
  if (lines.length === 0) return told;
  const seen = lines.map(({ id, quantity }) => [
    id,
    { ...(told[id] ?? { orderId, quantity, notes: null }), seen: true as const },
  ]);
  return { ...told, ...(Object.fromEntries(seen) as Told) };
};

/** Orders of which this screen showed something that it has not seen the end of. */
export const ordersUnfinished = (told: Told): Set<string> =>
  new Set(
    Object.values(told)
      .filter(isAwaited)
      .map(({ orderId }) => orderId),
  );
