/** Orders for the tests of the kitchen screen. */
import type { Order, OrderLine } from "@tillbox/shared/contract/order.ts";
import { sampleAt, sampleLine, sampleOrder } from "../testing/samples.ts";

export const lineOf = (id: string, name: string, change: Partial<OrderLine> = {}): OrderLine =>
  sampleLine(id, {
    menuItemId: `item-${name}`,
    name,
    station: "kitchen",
    status: "sent",
    sentQuantity: change.quantity ?? 1,
    sentAt: sampleAt,
    taxClassId: "default",
    ...change,
  });

export const modifier = (
  name: string,
  groupName = "Extras",
  quantity = 1,
): OrderLine["modifiers"][number] => ({
  optionId: `option-${name}`,
  groupName,
  name,
  price: 0,
  quantity,
});

export const orderOf = (id: string, items: OrderLine[], change: Partial<Order> = {}): Order =>
  sampleOrder(items, {
    id,
    createdAt: "2026-11-20T18:58:00.000Z",
    number: 81,
    status: "confirmed",
    tableId: "table-7",
    sentAt: sampleAt,
    ...change,
  });

export const byId = (...orders: Order[]): Map<string, Order> =>
  new Map(orders.map((order) => [order.id, order]));
