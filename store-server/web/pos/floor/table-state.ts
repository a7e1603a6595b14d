/** What a table shows: derived from its open orders by one rule for the plan, the list and the side. Pure. */
import type { Table } from "@tillbox/shared/contract/floor.ts";
import type { Order, OrderLine } from "@tillbox/shared/contract/order.ts";
import { formatElapsed } from "@tillbox/shared/ui/format.ts";
import type { FloorTable, TableState } from "@tillbox/shared/ui/table-shape.tsx";
import { minutesSince } from "../../common/figures.ts";

export type FloorFacts = {
  now_ms: number;
  /** `order.delay_threshold` */
  lateAfter_min: number;
  moneyWhole(minor: number): string;
  time(at: string): string;
};

/** The kitchen was told of it and has not brought it to the pass. */
export const isCooking = ({ status }: OrderLine): boolean => status === "sent" || status === "preparing";

/** Since when the kitchen has owed its oldest line; null when it owes nothing. */
export const cookingSince = (order: Order): string | null =>
  order.items
    .filter(isCooking)
    .flatMap(({ sentAt }) => (sentAt === null ? [] : [sentAt]))
    .sort()[0] ?? null;

/** The box says that an order is late within seconds; a screen that hears nothing for so much longer says it by itself. */
export const silence = 1.25;

/** How many minutes the kitchen is over the store's limit, by the box's flag; null when it is within. */
export const lateBy = (order: Order, { now_ms, lateAfter_min }: FloorFacts): number | null => {
  const since = cookingSince(order);
  if (since === null) return null;
  const minutes = minutesSince(since, now_ms);
  const isLate = order.delayed || minutes > lateAfter_min * silence;
  return isLate ? Math.max(1, minutes - lateAfter_min) : null;
};

/** Three quarters of the store's limit are gone, and the kitchen still owes something. */
export const isLateSoon = (order: Order, { now_ms, lateAfter_min }: FloorFacts): boolean => {
  const since = cookingSince(order);
  return since !== null && minutesSince(since, now_ms) * 4 >= lateAfter_min * 3;
};

export const isReady = (order: Order): boolean => order.items.some(({ status }) => status === "ready");
const isSent = (order: Order): boolean => order.items.some(({ sentQuantity }) => sentQuantity > 0);

const stateOfOrders = (orders: readonly Order[], facts: FloorFacts): TableState => {
  if (orders.some((order) => lateBy(order, facts) !== null)) return "late";
  if (orders.some(({ proformaAt }) => proformaAt !== null)) return "printed";
  return orders.some(isSent) ? "ordered" : "seated";
};

const resting = {
  available: "free",
  occupied: "seated",
  reserved: "reserved",
  cleaning: "cleaning",
} as const;

export const tableState = (table: Table, orders: readonly Order[], facts: FloorFacts): TableState =>
  orders.length > 0 ? stateOfOrders(orders, facts) : resting[table.status];

/** "26 m · $88"; nothing to say of a table without orders. */
export const tableDetail = (orders: readonly Order[], facts: FloorFacts): string | undefined => {
  const oldest = orders.map(({ createdAt }) => createdAt).sort()[0];
  if (oldest === undefined) return undefined;
  const minutes = formatElapsed(minutesSince(oldest, facts.now_ms));
  const total = orders.reduce((sum, order) => sum + order.total, 0);
  return total === 0 ? minutes : `${minutes} · ${facts.moneyWhole(total)}`;
};

/** "20:15 · 4 p", for a table that is kept. */
const holdDetail = ({ heldFor, status }: Table, facts: FloorFacts): string | undefined =>
  heldFor && status === "reserved" ? `${facts.time(heldFor.at)} · ${heldFor.guests} p` : undefined;

/** Who else works on it now. What a lock says of itself counts: a frame that tells its end may be late. */
const otherHolder = ({ lockedBy }: Table, me: string | null, { now_ms }: FloorFacts): string | undefined =>
  lockedBy && lockedBy.userId !== me && Date.parse(lockedBy.until) > now_ms ? lockedBy.name : undefined;

/** `me`: the person on this device, whose own lock is no news. */
export const floorTable = (
  table: Table,
  orders: readonly Order[],
  facts: FloorFacts,
  me: string | null = null,
): FloorTable => {
  const detail = tableDetail(orders, facts) ?? holdDetail(table, facts);
  const heldBy = otherHolder(table, me, facts);
  const { id, name, x, y, width, height, shape, rotation, seats } = table;
  return {
    id,
    name,
    x,
    y,
    width,
    height,
    shape,
    rotation,
    seats,
    state: tableState(table, orders, facts),
    ...(detail === undefined ? {} : { detail }),
    ...(heldBy === undefined ? {} : { heldBy }),
  };
};

/** The open orders at a table and at those that it is pushed together with. */
export const ordersOf = (table: Table, byTable: ReadonlyMap<string, Order[]>): Order[] =>
  (table.joinedTableIds.length > 0 ? table.joinedTableIds : [table.id]).flatMap(
    (id) => byTable.get(id) ?? [],
  );

/** The open orders at each table. */
export const ordersByTable = (orders: Iterable<Order>): Map<string, Order[]> => {
  const byTable = new Map<string, Order[]>();
  for (const order of orders) {
    if (order.tableId === null || order.status === "completed" || order.status === "cancelled") continue;
    byTable.set(order.tableId, [...(byTable.get(order.tableId) ?? []), order]);
  }
  return byTable;
};
