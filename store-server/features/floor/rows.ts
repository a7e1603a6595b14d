/**
 * Areas and tables. A table's status is derived: occupied while an open order sits there or at a table that it is pushed together
 * with, else what a person said of it, else reserved while it is kept for a reservation.
 */
import { maxJoinedTables, type Table } from "@tillbox/shared/contract/floor.ts";
import { conflict, invalid, notFound } from "@tillbox/shared/refusal.ts";
import type { Database } from "better-sqlite3";
import { query } from "../../kernel/database.ts";
import { type RecordFeature, recordFeature } from "../../kernel/record.ts";
import type { Announcement, Command, Entity, EventDraft, Reads } from "../../kernel/types.ts";
import { isConnected, type Place } from "./combinations.ts";
import { type Locks, openLocks } from "./locks.ts";
import { occupancyOf, ordersAt } from "./occupancy/rows.ts";
import {
  derivedStatus,
  groupIdsOf,
  holdEvents,
  holdsOf,
  isJoined,
  joinedEvents,
  joinsWithOf,
  type ManualStatus,
  neighbourEvents,
  separatedEvents,
  statusEvents,
  type TableFields,
  type TableState,
} from "./table.ts";

export { type Combination, type Place, placesFor } from "./combinations.ts";
export { occupancyOf, ordersAt, seatOrder, unseatOrder } from "./occupancy/rows.ts";
export { holdEvents, type ManualStatus, statusEvents, type TableState };

type AreaFields = { name: string; sort: number };

const tableInArea = query<[string], { name: string }>(
  "SELECT name FROM dining_tables WHERE area_id = ? LIMIT 1",
);
const expectedAt = query<[string], { id: string }>(
  "SELECT r.id FROM reservations r, json_each(r.state, '$.tableIds') t WHERE r.expected = 1 AND t.value = ? LIMIT 1",
);
const areaExists = query<[string], { id: string }>("SELECT id FROM areas WHERE id = ?");
const allIds = query<[], { id: string }>("SELECT id FROM dining_tables ORDER BY seats, sort, name, id");
const locksByBox = new WeakMap<Database, Locks>();
/** The courtesy locks of the box on this database. */
export const locksOf = (db: Database): Locks => {
  const known = locksByBox.get(db) ?? openLocks();
  locksByBox.set(db, known);
  return known;
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
  const { sort: _sort, holds: _holds, ...fields } = state;
  const group = groupIdsOf(state).map((id) => occupancyOf(db, id));
  const orderIds = group.flatMap((at) => at.orderIds);
  return {
    ...fields,
    version: Math.max(state.version, ...group.map(({ seq }) => seq)),
    status: derivedStatus(state, orderIds),
    orderIds,
    joinsWith: joinsWithOf(state),
    joinedTableIds: isJoined(state) ? groupIdsOf(state) : [],
    heldFor: holdsOf(state)[0] ?? null,
    lockedBy: locksOf(db).of(state.id),
  };
};

/** Throws `invalid` for a neighbour that is not there, or that stands elsewhere. */
const checkNeighbours = (fields: TableFields, id: string, reads: Reads): void => {
  for (const [index, other] of joinsWithOf(fields).entries()) {
    const path = `joinsWith.${index}`;
    const table = reads.get(tables.entity, other);
    if (other === id) throw invalid(path, "is the table itself");
    if (!table) throw invalid(path, `there is no table ${other}`);
    if (table.areaId !== fields.areaId) throw invalid(path, `table ${table.name} stands in another area`);
  }
};

export const tables: RecordFeature<TableFields> = recordFeature<TableFields>({
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
  check: (fields, id, reads) => {
    if (!areaExists.get(reads.db, fields.areaId))
      throw invalid("areaId", `there is no area ${fields.areaId}`);
    checkNeighbours(fields, id, reads);
  },
  checkRemoval: (state, { db }) => {
    if (ordersAt(db, state).length > 0)
      throw conflict(`Table ${state.name} has an open order. Close or move it first.`);
    if (isJoined(state)) throw conflict(`Table ${state.name} is joined with another. Separate them first.`);
    if (expectedAt.get(db, state.id))
      throw conflict(`Table ${state.name} has reservations. Move them to other tables first.`);
  },
  follow: (id, before, after, reads) =>
    neighbourEvents(id, before ? joinsWithOf(before) : [], after ? joinsWithOf(after) : [], (other) =>
      reads.get(tables.entity, other),
    ),
  view: (state, reads) => JSON.stringify(tableView(state, reads)),
  announce: { event: "table:update", rooms: () => ["tables"] },
});
const tableEntity: Entity<TableState> = tables.entity;

export const findTable = (reads: Reads, id: string): TableState => {
  const table = reads.get(tableEntity, id);
  if (!table) throw notFound("table", id);
  return table;
};
/** The tables that it is pushed together with, itself included, as they stand. */
export const groupOf = (reads: Reads, table: TableState): TableState[] =>
  groupIdsOf(table).flatMap((id) => reads.get(tableEntity, id) ?? []);

/** What everybody hears of tables whose orders changed, and of those that they are pushed together with. */
export const tableAnnouncements = (
  reads: Reads,
  ids: readonly (string | null | undefined)[],
): Announcement[] => {
  const touched = ids.flatMap((id) => (id ? (reads.get(tableEntity, id) ?? []) : []));
  const told = new Map(touched.flatMap((table) => groupOf(reads, table)).map((table) => [table.id, table]));
  return [...told.values()].map((table) => ({
    event: "table:update",
    rooms: ["tables"],
    data: tableEntity.view(table, reads),
  }));
};

export const setTableStatus: Command<{ id: string; status: ManualStatus }> = {
  name: "table.set-status",
  permission: "table.status",
  target: ({ id }) => ({ entity: "table", id }),
  decide: ({ id, status }, { reads }) => {
    const state = findTable(reads, id);
    if (ordersAt(reads.db, state).length > 0)
      throw conflict("The table has an open order. Close or move it first.", tableView(state, reads));
    if (status === "available" && state.status === "available" && holdsOf(state).length > 0)
      throw conflict("The table is kept for a reservation. Move or cancel that.", tableView(state, reads));
    return { events: statusEvents(state, status), answer: { entity: "table", id } };
  },
};

/** Whom the tables are for: what they are kept for may take them, and nobody else. */
type Party = { reservationId?: string | undefined; path?: string };

/** Throws where a table cannot be added to the set of `head`. */
const checkMember = (reads: Reads, head: TableState, table: TableState, party: Party): void => {
  const hold = holdsOf(table).find(({ reservationId }) => reservationId !== party.reservationId);
  if (isJoined(table) && !groupIdsOf(head).includes(table.id))
    throw conflict(
      `Table ${table.name} is joined with others. Separate them first.`,
      tableView(table, reads),
    );
  if (hold && ordersAt(reads.db, table).length === 0)
    throw conflict(`Table ${table.name} is kept for a reservation.`, tableView(table, reads));
};

/**
 * The events that push `tableIds` together with `head` and whatever stands with it already. Throws `invalid` for tables that are no
 * neighbours, `conflict` for one that stands in another set or is kept for somebody else.
 */
export const joinEvents = (
  reads: Reads,
  head: TableState,
  tableIds: readonly string[],
  party: Party = {},
): EventDraft[] => {
  const path = party.path ?? "tableIds";
  const others = tableIds.flatMap((id, index) => {
    const table = reads.get(tables.entity, id);
    if (!table) throw invalid(`${path}.${index}`, `there is no table ${id}`);
    if (!groupIdsOf(head).includes(id)) checkMember(reads, head, table, party);
    return table;
  });
  const byId = new Map([...groupOf(reads, head), ...others].map((table) => [table.id, table]));
  const members = [...byId.values()];
  if (members.length < 2) throw invalid(path, "name another table");
  if (members.length > maxJoinedTables)
    throw invalid(path, `at most ${maxJoinedTables} tables stand together`);
  const places = new Map(members.map((table) => [table.id, { ...table, joinsWith: joinsWithOf(table) }]));
  if (!isConnected([...places.keys()], places))
    throw invalid(path, `tables ${members.map(({ name }) => name).join(", ")} cannot be pushed together`);
  const seated = members.some(({ id }) => ordersAt(reads.db, { id }).length > 0);
  return [
    ...joinedEvents(members),
    ...(seated ? members.flatMap((table) => statusEvents(table, "available")) : []),
  ];
};

/** An order that leaves a table with the command, or comes to one. */
export type OrderMove = { orderId: string; from: string | null; to: string | null; ends: boolean };

/** What the last order of a table leaves behind: tables that stand apart again, and dishes where the store says so. */
export const vacatedEvents = (reads: Reads, moves: readonly OrderMove[], cleaning: boolean): EventDraft[] => {
  const left = moves.flatMap(({ from }) => (from === null ? [] : (reads.get(tableEntity, from) ?? [])));
  const groups = new Map(left.map((table) => [groupIdsOf(table).join(" "), table]));
  return [...groups.values()].flatMap((table) => {
    const ids = groupIdsOf(table);
    const gone = new Set(
      moves.filter(({ from }) => from && ids.includes(from)).map(({ orderId }) => orderId),
    );
    const stays = ordersAt(reads.db, table).some((id) => !gone.has(id));
    if (stays || moves.some(({ to }) => to !== null && ids.includes(to))) return [];
    const members = groupOf(reads, table);
    const ended = moves.some(({ from, ends }) => ends && from !== null && ids.includes(from));
    const dirty = cleaning && ended ? members.flatMap((member) => statusEvents(member, "cleaning")) : [];
    return [...separatedEvents(members), ...dirty];
  });
};

/** All tables, the smallest first. */
export const allTables = (reads: Reads): TableState[] =>
  allIds.all(reads.db).flatMap(({ id }) => reads.get(tableEntity, id) ?? []);

/** Tables as places for a party; those that stand in a set are none by themselves. */
export const seatableTables = (states: readonly TableState[]): Place[] =>
  states
    .filter((state) => !isJoined(state))
    .map((state) => ({ id: state.id, seats: state.seats, joinsWith: joinsWithOf(state) }));

/** Whether these tables can be pushed together. */
export const connected = (reads: Reads, ids: readonly string[]): boolean => {
  const members = ids.map((id) => findTable(reads, id));
  return isConnected(
    ids,
    new Map(members.map((table) => [table.id, { ...table, joinsWith: joinsWithOf(table) }])),
  );
};
