/** A table: what is kept of it, and what the events of its life are. Pure. */
import type { TableHold, tableShapes, tableStatuses } from "@tillbox/shared/contract/floor.ts";
import type { RecordState } from "../../kernel/record.ts";
import type { EventDraft } from "../../kernel/types.ts";

export type ManualStatus = "available" | "reserved" | "cleaning";
export type TableFields = {
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
  /** The three below are absent on tables of older journals until they are first set. */
  joinsWith?: string[] | null;
  joinedTableIds?: string[];
  holds?: TableHold[];
};
export type TableState = RecordState<TableFields>;

export const joinsWithOf = (table: Pick<TableFields, "joinsWith">): string[] => table.joinsWith ?? [];
/** The set that it is pushed together in now; itself alone where there is none. */
export const groupIdsOf = (table: Pick<TableState, "id" | "joinedTableIds">): string[] =>
  table.joinedTableIds?.length ? table.joinedTableIds : [table.id];
export const isJoined = (table: TableState): boolean => groupIdsOf(table).length > 1;
export const holdsOf = (table: TableState): TableHold[] => table.holds ?? [];

export const tableEvent = (id: string, type: string, data: Partial<TableFields>): EventDraft => ({
  entity: "table",
  id,
  type,
  data,
});

/** The event that sets what a person (or the end of an order) says of a table; none when it says so already. */
export const statusEvents = (state: TableState, status: ManualStatus): EventDraft[] =>
  state.status === status ? [] : [tableEvent(state.id, "Changed", { status })];

/** Orders come first, then what was said of the table, then reservations that it is kept for. */
export const derivedStatus = (
  table: TableState,
  orderIds: readonly string[],
): (typeof tableStatuses)[number] => {
  if (orderIds.length > 0) return "occupied";
  if (table.status !== "available") return table.status;
  return holdsOf(table).length > 0 ? "reserved" : "available";
};

/** Being neighbours holds both ways: what others have to be told when the list of one changes. */
export const neighbourEvents = (
  id: string,
  before: readonly string[],
  after: readonly string[],
  find: (id: string) => TableState | undefined,
): EventDraft[] => {
  const changed = [...new Set([...before, ...after])].filter(
    (other) => before.includes(other) !== after.includes(other),
  );
  return changed.flatMap((other) => {
    const table = find(other);
    if (!table) return [];
    const without = joinsWithOf(table).filter((known) => known !== id);
    const joinsWith = after.includes(other) ? [...without, id] : without;
    return joinsWith.length === joinsWithOf(table).length
      ? []
      : [tableEvent(other, "Changed", { joinsWith })];
  });
};

export const joinedEvents = (members: readonly TableState[]): EventDraft[] => {
  const joinedTableIds = members.map(({ id }) => id);
  return members
    .filter((table) => groupIdsOf(table).join(" ") !== joinedTableIds.join(" "))
    .map(({ id }) => tableEvent(id, "Joined", { joinedTableIds }));
};
export const separatedEvents = (members: readonly TableState[]): EventDraft[] =>
  members.filter(isJoined).map(({ id }) => tableEvent(id, "Separated", { joinedTableIds: [] }));

/** What a reservation's coming and going does to the tables that are kept for it. */
export const holdEvents = (
  table: TableState,
  reservationId: string,
  hold: TableHold | null,
): EventDraft[] => {
  const others = holdsOf(table).filter((known) => known.reservationId !== reservationId);
  const holds = hold === null ? others : [...others, hold].toSorted((a, b) => (a.at < b.at ? -1 : 1));
  if (JSON.stringify(holds) === JSON.stringify(holdsOf(table))) return [];
  return [tableEvent(table.id, hold === null ? "Released" : "Held", { holds })];
};
