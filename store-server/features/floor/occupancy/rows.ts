/** Which open orders sit at which table: a projection of orders, kept here because tables show it. */
import type { Database } from "better-sqlite3";
import { query } from "../../../kernel/database.ts";
import { groupIdsOf, type TableState } from "../table.ts";

const occupancy = query<[string], { order_ids: string; seq: number }>(
  "SELECT order_ids, seq FROM table_occupancy WHERE table_id = ?",
);
const writeOccupancy = query<[string, string, number]>(
  "INSERT INTO table_occupancy (table_id, order_ids, seq) VALUES (?, ?, ?) ON CONFLICT (table_id) DO UPDATE SET order_ids = excluded.order_ids, seq = excluded.seq",
);

/** The open orders at this very table, oldest first, and the seq at which they last changed. */
export const occupancyOf = (db: Database, tableId: string): { orderIds: string[]; seq: number } => {
  const row = occupancy.get(db, tableId);
  return row ? { orderIds: JSON.parse(row.order_ids) as string[], seq: row.seq } : { orderIds: [], seq: 0 };
};

/** For projections of orders: an order sat down at a table, or left it. */
export const seatOrder = (db: Database, tableId: string, orderId: string, seq: number): void => {
  const { orderIds } = occupancyOf(db, tableId);
  writeOccupancy.run(db, tableId, JSON.stringify([...orderIds.filter((id) => id !== orderId), orderId]), seq);
};
export const unseatOrder = (db: Database, tableId: string, orderId: string, seq: number): void => {
  const { orderIds } = occupancyOf(db, tableId);
  writeOccupancy.run(db, tableId, JSON.stringify(orderIds.filter((id) => id !== orderId)), seq);
};

/** The open orders at the table and at those it is pushed together with. */
export const ordersAt = (db: Database, table: Pick<TableState, "id" | "joinedTableIds">): string[] =>
  groupIdsOf(table).flatMap((id) => occupancyOf(db, id).orderIds);
