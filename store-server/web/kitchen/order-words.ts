/** The words over a ticket: where it goes and what it is. Pure. */
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";

const types: Readonly<Record<OrderType, string>> = {
  "dine-in": "Dine-in",
  takeaway: "Takeaway",
  delivery: "Delivery",
  kiosk: "Kiosk",
};
const courses = ["Starters", "Mains", "Desserts"];

export const typeWord = (type: OrderType): string => types[type];
export const courseWord = (course: number): string => courses[course - 1] ?? `Course ${course}`;

/** "T7" for table 7, "Bar 2" for the table of that name, "#81" for an order without a table. */
export const placeWord = (
  order: Pick<Order, "tableId" | "number">,
  tableName: (id: string) => string | null,
): string => {
  const name = order.tableId === null ? null : tableName(order.tableId);
  if (name === null) return `#${order.number}`;
  return /^\d+$/.test(name) ? `T${name}` : name;
};
