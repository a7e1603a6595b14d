/** Areas and tables. A table's status is derived: occupied while an open order sits there, else what a person set. */
import type { Table, tableShapes } from "@tillbox/shared/contract/floor.ts";
import { conflict, invalid, notFound } from "@tillbox/shared/refusal.ts";
import type { Database } from "better-sqlite3";
import { query } from "../../kernel/database.ts";
import { type RecordState, recordFeature } from "../../kernel/record.ts";
import type { Command, EventDraft, Reads } from "../../kernel/types.ts";

export type ManualStatus = "available" | "reserved" | "cleaning";
type AreaFields = { name: string; sort: number };
type TableFields = {
  name: string;
  areaId: string;
  seats: number;
  x: number;
  y: number;
  width: number;
  height: number;
  shape: (typeof tableShapes)[number];
  rotation: number;
  status: ManualStatus;
  sort: number;
};
export type TableState = RecordState<TableFields>;

const tableInArea = query<[string], { name: string }>(
  "SELECT name FROM dining_tables WHERE area_id = ? LIMIT 1",
);
const areaExists = query<[string], { id: string }>("SELECT id FROM areas WHERE id = ?");
const fitting = query<[number], { id: string }>(
  "SELECT t.id FROM dining_tables t LEFT JOIN table_occupancy o ON o.table_id = t.id WHERE t.seats >= ? AND (o.order_ids IS NULL OR o.order_ids = '[]') ORDER BY t.seats, t.sort, t.name, t.id",
);
const occupancy = query<[string], { order_ids: string; seq: number }>(
  "SELECT order_ids, seq FROM table_occupancy WHERE table_id = ?",
);
const writeOccupancy = query<[string, string, number]>(
  "INSERT INTO table_occupancy (table_id, order_ids, seq) VALUES (?, ?, ?) ON CONFLICT (table_id) DO UPDATE SET order_ids = excluded.order_ids, seq = excluded.seq",
);

/** The open orders at a table, oldest first, and the seq at which they last changed. */
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

export const areas = recordFeature<AreaFields>({
  name: "area",
  label: "area",
  table: "areas",
  permission: "table.manage",
  defaults: { name: "", sort: 0 },
  columns: { name: (state) => state.name, sort: (state) => state.sort },
  checkRemoval: (state, { db }) => {
    const table = tableInArea.get(db, state.id);
    if (table) throw conflict(`Table ${table.name} stands in this area. Move it first.`);
  },
  announce: { event: "table:update", rooms: () => ["tables"] },
});

export const tableView = (state: TableState, { db }: Pick<Reads, "db">): Table => {
  const { orderIds, seq } = occupancyOf(db, state.id);
  const { sort: _sort, ...fields } = state;
  return {
    ...fields,
    version: Math.max(state.version, seq),
    status: orderIds.length > 0 ? "occupied" : state.status,
    orderIds,
  };
};

export const tables = recordFeature<TableFields>({
  name: "table",
  label: "table",
  table: "dining_tables",
  permission: "table.manage",
  defaults: {
    name: "",
    areaId: "",
    seats: 2,
    x: 0,
    y: 0,
    width: 100,
    height: 100,
    shape: "rect",
    rotation: 0,
    status: "available",
    sort: 0,
  },
  columns: {
    name: (state) => state.name,
    sort: (state) => state.sort,
    area_id: (state) => state.areaId,
    seats: (state) => state.seats,
  },
  check: (fields, _id, { db }) => {
    if (!areaExists.get(db, fields.areaId)) throw invalid("areaId", `there is no area ${fields.areaId}`);
  },
  checkRemoval: (state, { db }) => {
    if (occupancyOf(db, state.id).orderIds.length > 0)
      throw conflict(`Table ${state.name} has an open order. Close or move it first.`);
  },
  view: (state, reads) => JSON.stringify(tableView(state, reads)),
  announce: { event: "table:update", rooms: () => ["tables"] },
});

export const setTableStatus: Command<{ id: string; status: ManualStatus }> = {
  name: "table.set-status",
  permission: "table.status",
  target: ({ id }) => ({ entity: "table", id }),
  decide: ({ id, status }, { reads }) => {
    const state = reads.get(tables.entity, id);
    if (!state) throw notFound("table", id);
    if (occupancyOf(reads.db, id).orderIds.length > 0)
      throw conflict("The table has an open order. Close or move it first.", tableView(state, reads));
    return { events: statusEvents(state, status), answer: { entity: "table", id } };
  },
};

/** The event that sets what a person (or the end of an order) says of a table; none when it says so already. */
export const statusEvents = (state: TableState, status: ManualStatus): EventDraft[] =>
  state.status === status ? [] : [{ entity: "table", id: state.id, type: "Changed", data: { status } }];

/** Free tables with enough seats, the smallest first. */
export const availableTables = (reads: Reads, guests: number): Table[] =>
  fitting
    .all(reads.db, guests)
    .map(({ id }) => reads.get(tables.entity, id))
    .filter((state) => state?.status === "available")
    .map((state) => tableView(state as TableState, reads));
