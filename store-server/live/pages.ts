/**
 * Reads the journal in bounded pages and turns entries into frames. An entry whose entity changed again leaves the view to the last
 * entry of that entity, in this page or a later one; what only it tells (a payment, a table that an order left) it does tell. So
 * intermediate states are skipped, the last never. Pages for sockets that are behind start at fixed places and the latest few are
 * kept, so that many sockets that fell behind together cost one reading.
 */
import { type EntryRow, readEntries } from "../kernel/journal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { erasures, unsealJson } from "../kernel/personal.ts";
import type { Announcement, BaseState, Entity } from "../kernel/types.ts";
import { type Told, toldFrame } from "./frame.ts";
import { openTelling } from "./telling.ts";
import type { LiveConfig, Log } from "./types.ts";

export type Page = {
  since: number;
  /** seq of the last entry that was read; all entries up to it are told, or superseded by one that follows. */
  end: number;
  frames: readonly Told[];
};
export type Pages = {
  /** Entries after `since`, up to `until`, as far as the limits of a page allow. */
  read(since: number, until: number): Page;
  /** The same, aligned and remembered. */
  catchUp(since: number, until: number): Page;
};

const maxKept = 8;

const union = (one: readonly string[], other: readonly string[]): readonly string[] =>
  other.every((room) => one.includes(room)) ? one : [...new Set([...one, ...other])];

/** Collects what is told, each view once, in the order of the last seq that told it. */
const openCollection = () => {
  const byEvent = new Map<string, Map<string, number>>();
  const frames: (Told | null)[] = [];
  let bytes = 0;
  const add = (seq: number, { event, rooms, data }: Announcement): void => {
    const places = byEvent.get(event) ?? new Map<string, number>();
    byEvent.set(event, places);
    const place = places.get(data);
    const earlier = place === undefined ? null : frames[place];
    if (place !== undefined) frames[place] = null;
    else bytes += data.length;
    places.set(data, frames.length);
    frames.push(toldFrame(seq, event, earlier ? union(earlier.rooms, rooms) : rooms, data));
  };
  return {
    add,
    bytes: () => bytes,
    frames: (): Told[] => frames.filter((told): told is Told => told !== null),
  };
};

export const openPages = (kernel: Kernel, config: LiveConfig, log: Log): Pages => {
  const entities = new Map<string, Entity>(
    kernel.features.flatMap(({ entities }) => entities).map((entity) => [entity.name, entity]),
  );
  const telling = openTelling(kernel, entities, log);
  let kept: Page[] = [];
  let erased = erasures(kernel.db);

  /** Of one entry what memory has; of many all at once, and memory is left to those who work. */
  const statesOf = (rows: readonly EntryRow[]): ((row: EntryRow) => BaseState | undefined) => {
    const found = new Map<string, Map<string, BaseState>>();
    if (rows.length > 1)
      for (const [name, entries] of Map.groupBy(rows, ({ entity }) => entity)) {
        const entity = entities.get(name);
        if (entity?.announce) found.set(name, kernel.look(entity, [...new Set(entries.map(({ id }) => id))]));
      }
    return ({ entity, id }) => {
      const kind = entities.get(entity);
      return rows.length === 1 && kind ? kernel.get(kind, id) : found.get(entity)?.get(id);
    };
  };
  const readTo = (since: number, until: number, bytes: number): Page => {
    const collection = openCollection();
    let end = since;
    const limit = Math.max(0, Math.min(config.page_entries, until - since));
    const rows = readEntries(kernel.db, since, limit);
    const stateOf = statesOf(rows);
    const tell = telling(rows);
    for (const row of rows) {
      if (collection.bytes() >= bytes) break;
      for (const told of tell(row, stateOf(row)))
        collection.add(row.seq, { ...told, data: unsealJson(kernel.db, told.data) });
      end = row.seq;
    }
    return { since, end, frames: collection.frames() };
  };
  const keep = (page: Page): Page => {
    kept.unshift(page);
    kept.length = Math.min(kept.length, maxKept);
    return page;
  };
  return {
    read: (since, until) => readTo(since, until, config.page_bytes),
    catchUp: (since, until) => {
      if (erased !== erasures(kernel.db)) kept = [];
      erased = erasures(kernel.db);
      const known = kept.find((page) => page.since <= since && since < page.end);
      if (known) return known;
      const aligned = Math.floor(since / config.page_entries) * config.page_entries;
      const end = aligned + config.page_entries;
      if (end > until) return readTo(since, until, config.page_bytes);
      const follows = kept.some((page) => page.end === since);
      const page = readTo(follows ? since : aligned, end, config.page_bytes);
      return keep(page.end > since ? page : readTo(since, end, config.page_bytes));
    },
  };
};
