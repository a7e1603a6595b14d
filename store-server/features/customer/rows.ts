/** Customers as rows, what they spent in their life, and what other features ask of them. */
import { invalid } from "@tillbox/shared/refusal.ts";
import { query } from "../../kernel/database.ts";
import type { Entity, Projection, Reads } from "../../kernel/types.ts";
import type { OrderState } from "../order/rows.ts";
import { type CustomerState, evolve, unknownCustomer } from "./customer.ts";

export { type CustomerState, checkKnown } from "./customer.ts";
export { type PointsMoved, type PointsRule, pointsKindOf, pointsMoved } from "./points.ts";

export type Figures = {
  orders: number;
  spent: number;
  refunded: number;
  firstOrderAt: string | null;
  lastOrderAt: string | null;
};
type FiguresRow = { orders: number; spent: number; refunded: number; first_at: string; last_at: string };
const figuresOfOne = query<[string], FiguresRow>(
  "SELECT orders, spent, refunded, first_at, last_at FROM customer_figures WHERE customer_id = ?",
);
const addOrder = query<[string, number, string, string]>(
  "INSERT INTO customer_figures (customer_id, orders, spent, refunded, first_at, last_at) VALUES (?, 1, ?, 0, ?, ?) ON CONFLICT (customer_id) DO UPDATE SET orders = orders + 1, spent = spent + excluded.spent, last_at = excluded.last_at",
);
const takeBack = query<[number, number, string]>(
  "UPDATE customer_figures SET spent = spent - ?, refunded = refunded + ? WHERE customer_id = ?",
);

export const figuresOf = (reads: Reads, id: string): Figures => {
  const row = figuresOfOne.get(reads.db, id);
  if (!row) return { orders: 0, spent: 0, refunded: 0, firstOrderAt: null, lastOrderAt: null };
  const { orders, spent, refunded, first_at: firstOrderAt, last_at: lastOrderAt } = row;
  return { orders, spent, refunded, firstOrderAt, lastOrderAt };
};

/** A customer's life in figures: each order once it is paid, less what was given back. */
export const customerProjection: Projection = {
  entity: "order",
  project: ({ event, after }, { db }) => {
    const { customerId } = after as OrderState;
    if (!customerId) return;
    if (event.type === "OrderFinalised")
      addOrder.run(db, customerId, (event.data as { total: number }).total, event.at, event.at);
    if (event.type !== "OrderRefunded") return;
    const { total } = (event.data as { refund: { total: number } }).refund;
    takeBack.run(db, total, total, customerId);
  },
};

export const customers: Entity<CustomerState> = {
  name: "customer",
  table: "customers",
  evolve,
  columns: { erased: (customer) => Number(customer.erasedAt !== null) },
  view: (customer, reads) => {
    const { points = 0, pointsExpireAt = null } = customer;
    return JSON.stringify({ ...customer, points, pointsExpireAt, figures: figuresOf(reads, customer.id) });
  },
  announce: (event, customer, reads) => [
    {
      event: "customer:update",
      rooms: ["customers"],
      data: customer
        ? customers.view(customer, reads)
        : JSON.stringify({ id: event.id, deleted: true, version: event.seq, entityType: "customer" }),
    },
  ],
};

export const findCustomer = (reads: Reads, id: string): CustomerState => {
  const customer = reads.get(customers, id);
  if (!customer) throw unknownCustomer(id);
  return customer;
};

/** A customer that an order, a card or a reservation may be linked to. Throws `invalid` for `path`. */
export const linkable = (reads: Reads, id: string, path = "customerId"): CustomerState => {
  const customer = reads.get(customers, id);
  if (!customer) throw invalid(path, `there is no customer ${id}`);
  if (customer.erasedAt !== null) throw invalid(path, "this person was erased");
  return customer;
};
