/** What reservations and the waitlist read of the floor: who claims which table when, how long parties sit, and what fits whom. */
import type { TableSet } from "@tillbox/shared/contract/floor.ts";
import { conflict, invalid } from "@tillbox/shared/refusal.ts";
import { query } from "../../../kernel/database.ts";
import type { Reads } from "../../../kernel/types.ts";
import {
  allTables,
  type Combination,
  connected,
  ordersAt,
  placesFor,
  seatableTables,
  type TableState,
  tables,
  tableView,
} from "../../floor/rows.ts";
import { setting } from "../../settings/rows.ts";
import { reservations, reservationView } from "../entities/rows.ts";
import { minutesAfter, overlaps, type ReservationState } from "../reservation.ts";

/** Nobody sits longer, so no reservation that began earlier can reach into a time. */
const longest_minutes = 720;

const expectedBetween = query<[string, string], { id: string }>(
  "SELECT id FROM reservations WHERE expected = 1 AND starts_at > ? AND starts_at < ? ORDER BY starts_at, id",
);
const orderFacts = query<[string], { created_at: string; guests: number | null }>(
  "SELECT created_at, json_extract(state, '$.guests') AS guests FROM orders WHERE id = ?",
);
const turnsNear = query<[number, number], { turns: number | null; minutes: number | null }>(
  "SELECT SUM(turns) AS turns, SUM(minutes) AS minutes FROM table_turns WHERE guests BETWEEN ? AND ?",
);

export type Span = Pick<ReservationState, "at" | "until">;

/** Reservations with a claim to tables in this time, the earliest first. */
export const expectedIn = (reads: Reads, span: Span, except?: string): ReservationState[] =>
  expectedBetween
    .all(reads.db, minutesAfter(span.at, -longest_minutes), span.until)
    .flatMap(({ id }) => (id === except ? [] : (reads.get(reservations, id) ?? [])))
    .filter((other) => overlaps(other, span));

const enoughTurns = 10;
/** Minutes that a party of this size sits: as it was measured here, else as the setting says. In steps of five. */
export const typicalMinutes = (reads: Reads, guests: number): number => {
  const { turns, minutes } = turnsNear.get(reads.db, Math.max(guests - 1, 1), Math.min(guests + 1, 20)) ?? {};
  if (!turns || !minutes || turns < enoughTurns) return setting(reads, "reservation.duration_minutes");
  return Math.max(15, Math.ceil(minutes / turns / 5) * 5);
};

const leastLeft_minutes = 5;
const cleaning_minutes = 5;

/** Minutes until the table is likely to be free of whoever sits there, or of what a person said of it. */
export const freeInMinutes = (reads: Reads, table: TableState, now: string): number => {
  const sitting = ordersAt(reads.db, table).flatMap((id) => orderFacts.get(reads.db, id) ?? []);
  const left = sitting.map(({ created_at, guests }) => {
    const sat = (Date.parse(now) - Date.parse(created_at)) / 60_000;
    return Math.max(leastLeft_minutes, Math.ceil(typicalMinutes(reads, guests ?? table.seats) - sat));
  });
  if (left.length > 0) return Math.max(...left);
  if (table.status === "cleaning") return cleaning_minutes;
  return table.status === "reserved" ? setting(reads, "reservation.duration_minutes") : 0;
};

export const namedSet = (reads: Reads, { ids, seats }: Combination): TableSet => ({
  tableIds: ids,
  names: ids.map((id) => reads.get(tables.entity, id)?.name ?? id),
  seats,
});

export type Wanted = { guests: number; at: string; until: string; now: string; except?: string | undefined };

/** What fits a party at that time: tables that no reservation claims and that are likely to be free by then. */
export const suggestTables = (reads: Reads, wanted: Wanted): Combination[] => {
  const claimed = new Set(expectedIn(reads, wanted, wanted.except).flatMap(({ tableIds }) => tableIds));
  const isFree = (table: TableState): boolean =>
    !claimed.has(table.id) && minutesAfter(wanted.now, freeInMinutes(reads, table, wanted.now)) <= wanted.at;
  return placesFor(seatableTables(allTables(reads).filter(isFree)), wanted.guests);
};

const step_minutes = 15;
const reach_steps = 8;
const mostTimes = 4;

/** The nearest times, within two hours, at which something fits; in their order. */
export const otherTimes = (reads: Reads, wanted: Wanted): string[] => {
  const shifts = [...Array(reach_steps).keys()].flatMap((step) => [step + 1, -step - 1]);
  const fitting = shifts.flatMap((shift) => {
    const at = minutesAfter(wanted.at, shift * step_minutes);
    const until = minutesAfter(wanted.until, shift * step_minutes);
    return at >= wanted.now && suggestTables(reads, { ...wanted, at, until }).length > 0 ? [at] : [];
  });
  return fitting.slice(0, mostTimes).toSorted();
};

/** Throws `invalid` for tables that are not there or cannot stand together. */
export const checkTables = (reads: Reads, tableIds: readonly string[]): void => {
  for (const [index, id] of tableIds.entries()) {
    if (!reads.get(tables.entity, id)) throw invalid(`tableIds.${index}`, `there is no table ${id}`);
    if (tableIds.indexOf(id) !== index) throw invalid(`tableIds.${index}`, "is named twice");
  }
  if (tableIds.length > 1 && !connected(reads, tableIds))
    throw invalid("tableIds", "these tables cannot be pushed together");
};

/** Throws `conflict` with the reservation that has one of the tables in this time. */
export const checkOverlap = (
  reads: Reads,
  tableIds: readonly string[],
  span: Span,
  except?: string,
): void => {
  const other = expectedIn(reads, span, except).find((one) =>
    one.tableIds.some((id) => tableIds.includes(id)),
  );
  if (!other) return;
  const id = other.tableIds.find((tableId) => tableIds.includes(tableId)) ?? "";
  const name = reads.get(tables.entity, id)?.name ?? id;
  throw conflict(`Table ${name} is reserved at that time.`, reservationView(other));
};

/** Tables that are free now, as a party that stands in the door may take them. */
export const isFreeNow = (reads: Reads, table: TableState): boolean =>
  tableView(table, reads).status === "available";
