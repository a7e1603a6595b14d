/** Orders for the tests of the kitchen screen. */
import type { Order, OrderLine } from "@tillbox/shared/contract/order.ts";

export const lineOf = (id: string, name: string, change: Partial<OrderLine> = {}): OrderLine => ({
  id,
  menuItemId: `item-${name}`,
  name,
  variantId: null,
  variantName: null,
  quantity: 1,
  unitPrice: 1000,
  modifiers: [],
  notes: null,
  seat: null,
  course: null,
  station: "kitchen",
  status: "sent",
  sentQuantity: change.quantity ?? 1,
  refundedQuantity: 0,
  sentAt: "2026-11-20T19:00:00.000Z",
  lineTotal: 1000,
  discountAmount: 0,
  taxClassId: "default",
  allergens: [],
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

export const orderOf = (id: string, items: OrderLine[], change: Partial<Order> = {}): Order => ({
  id,
  version: 1,
  createdAt: "2026-11-20T18:58:00.000Z",
  updatedAt: "2026-11-20T19:00:00.000Z",
  number: 81,
  type: "dine-in",
  status: "confirmed",
  tableId: "table-7",
  guests: null,
  customerName: null,
  notes: null,
  openedBy: "waiter",
  items,
  discounts: [],
  payments: [],
  refunds: [],
  refunded: 0,
  subtotal: 0,
  discountTotal: 0,
  serviceCharge: 0,
  taxTotal: 0,
  taxes: [],
  tipTotal: 0,
  total: 0,
  paid: 0,
  due: 0,
  currency: "USD",
  businessDay: "2026-11-20",
  sentAt: "2026-11-20T19:00:00.000Z",
  readyAt: null,
  proformaAt: null,
  paidAt: null,
  closedAt: null,
  receiptNumber: null,
  ...change,
});

export const byId = (...orders: Order[]): Map<string, Order> =>
  new Map(orders.map((order) => [order.id, order]));
