/**
 * What one entry of the journal tells. The view of an entity that changed again is left to its last entry, in this page or a later one;
 * only rooms that the last entry does not tell hear it already here, so that nobody who has to hear of a change is left out.
 */
import { type EntryRow, glanceAt, readEntries } from "../kernel/journal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Announcement, BaseState, Entity } from "../kernel/types.ts";
import type { Log } from "./types.ts";

type Tell = (row: EntryRow, state: BaseState | undefined) => Announcement[];

/** The rooms that the last entry of an entity tells its view to. */
const lastRooms = (
  kernel: Kernel,
  rows: readonly EntryRow[],
  entity: Entity,
  state: BaseState,
  view: string,
): readonly string[] => {
  const here = rows[state.version - (rows[0]?.seq ?? 0)];
  const last = here ?? readEntries(kernel.db, state.version - 1, 1)[0];
  const told = last && entity.announce ? entity.announce(glanceAt(last), state, kernel) : [];
  return told.filter(({ data }) => data === view).flatMap(({ rooms }) => rooms);
};

/** A station that lines went away from, before the order changed once more. */
const leftOver = (told: Announcement, known: readonly string[]): Announcement[] => {
  const rooms = told.rooms.filter((room) => !known.includes(room));
  return rooms.length > 0 ? [{ ...told, rooms }] : [];
};

/** For one reading of the journal, whose seqs follow each other: what was looked up of an entity counts for all its entries there. */
export const openTelling =
  (kernel: Kernel, entities: ReadonlyMap<string, Entity>, log: Log) =>
  (rows: readonly EntryRow[]): Tell => {
    const roomsOf = new Map<BaseState, readonly string[]>();
    const tell = (entity: Entity, row: EntryRow, state: BaseState | undefined): Announcement[] => {
      const told = entity.announce?.(glanceAt(row), state, kernel) ?? [];
      if (!state || state.version <= row.seq) return told;
      const view = entity.view(state, kernel);
      const rooms = roomsOf.get(state) ?? lastRooms(kernel, rows, entity, state, view);
      roomsOf.set(state, rooms);
      return told.flatMap((one) => (one.data === view ? leftOver(one, rooms) : one));
    };
    return (row, state) => {
      const entity = entities.get(row.entity);
      if (!entity?.announce) return [];
      try {
        return tell(entity, row, state);
      } catch (error) {
        log.error({ err: error, seq: row.seq, entity: row.entity }, "an entry could not be announced");
        return [];
      }
    };
  };
