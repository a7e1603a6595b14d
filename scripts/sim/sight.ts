/** What a person sees on a device: the views that it holds, with what was tapped there and not answered laid over them. */
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Device } from "./device.ts";

export type SeenLine = { id: string; status: string };
export type SeenOrder = {
  id: string;
  isOver: boolean;
  lines: readonly SeenLine[];
  payments: readonly { id: string }[];
  discounts: readonly { id: string }[];
  due: number;
  version: number;
};
export type Sight = {
  /** Latest last. */
  orders: readonly SeenOrder[];
  drawers: readonly { id: string; status: string }[];
  reservations: readonly { id: string; status: string }[];
};

const seen = (order: Order): SeenOrder => ({
  id: order.id,
  isOver: order.closedAt !== null,
  lines: order.items,
  payments: order.payments,
  discounts: order.discounts,
  due: order.due,
  version: order.version,
});

const linesIn = (data: Record<string, unknown>): SeenLine[] =>
  ((data.items ?? []) as { id?: string }[]).flatMap(({ id }) => (id ? [{ id, status: "pending" }] : []));

export const sightOf = (device: Device): Sight => {
  const { orders, drawers, reservations } = device.client().store;
  const known = new Map([...orders.all.peek().values()].map((order) => [order.id, seen(order)]));
  for (const { change, state } of device.client().outbox.entries.peek()) {
    if (change?.entityType !== "order" || state === "refused") continue;
    const { entityId, action, data } = change;
    const order = known.get(entityId);
    if (action === "create" && !order)
      known.set(entityId, {
        id: entityId,
        isOver: false,
        lines: linesIn(data),
        payments: [],
        discounts: [],
        due: 5000,
        version: 0,
      });
    if (action === "add-items" && order)
      known.set(entityId, { ...order, lines: [...order.lines, ...linesIn(data)] });
  }
  return {
    orders: [...known.values()].toSorted((left, right) => (left.id < right.id ? -1 : 1)),
    drawers: [...drawers.all.value.values()],
    reservations: [...reservations.all.value.values()],
  };
};
