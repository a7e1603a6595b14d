/**
 * What changed since a seq, as current views. Entries of one entity are one change; an entity that changed again after the page comes
 * in a later one, so reading page after page gives each its last state, at least once. Only what somebody may hear is shown: the
 * rooms that an entry is announced to decide, so an entity that is announced to nobody is never shown. Pages start at fixed places
 * and the latest few are kept, so that devices that were away together cost one reading.
 */
import { parseEntry, readSince } from "../kernel/journal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Announcement, BaseState, Entity, StoredEvent } from "../kernel/types.ts";
import { wireNameOf } from "../kernel/vocabulary.ts";
import type { Log } from "./types.ts";

export type ChangePage = {
  /** A JSON array. */
  changes: string;
  /** Everything up to this seq is in this page, or in one before, or comes in a later one with its latest state. */
  syncVersion: number;
  hasMore: boolean;
};
export type Changes = (
  since: number,
  until: number,
  hears: (rooms: readonly string[]) => boolean,
  /** Only changes of this type. */
  entityType?: string,
) => ChangePage;

type Item = { seq: number; entityType: string; rooms: readonly string[]; text: string };
type Page = { since: number; end: number; items: readonly Item[] };
type Draft = {
  seq: number;
  entityType: string;
  entityId: string;
  created: boolean;
  /** JSON text; null for what was deleted. */
  view: string | null;
  version: number;
  at: string;
  rooms: readonly string[];
};

const pageEntries = 500;
const pageBytes = 256 * 1024;
const maxKept = 8;

const union = (one: readonly string[], other: readonly string[]): readonly string[] =>
  other.every((room) => one.includes(room)) ? one : [...new Set([...one, ...other])];

const itemOf = (draft: Draft): Item => {
  const { seq, entityType, entityId, view, version, at } = draft;
  const action = view === null ? "delete" : draft.created ? "create" : "update";
  const head = JSON.stringify({ seq, entityType, entityId, action }).slice(0, -1);
  return {
    seq,
    entityType,
    rooms: draft.rooms,
    text: `${head},"data":${view ?? "null"},"version":${version},"timestamp":"${at}"}`,
  };
};

/** The thing that an announcement is about, when it is another one than its entry's: a table that an order sat down at. */
const aside = (told: Announcement, event: StoredEvent): Draft | null => {
  const value: unknown = JSON.parse(told.data);
  if (typeof value !== "object" || value === null || !("id" in value)) return null;
  const entityId = String(value.id);
  if (entityId === event.id) return null;
  const version = "version" in value && typeof value.version === "number" ? value.version : event.seq;
  return {
    seq: event.seq,
    entityType: told.event.split(":", 1)[0] ?? told.event,
    entityId,
    created: false,
    view: told.data,
    version,
    at: event.at,
    rooms: told.rooms,
  };
};

const openReading = (kernel: Kernel, log: Log) => {
  const entities = new Map<string, Entity>(
    kernel.features.flatMap(({ entities }) => entities).map((entity) => [entity.name, entity]),
  );
  const own = (entity: Entity, event: StoredEvent, state: BaseState | undefined): Omit<Draft, "rooms"> => ({
    seq: event.seq,
    entityType: wireNameOf(entity),
    entityId: event.id,
    created: event.base === 0,
    view: state ? entity.view(state, kernel) : null,
    version: state?.version ?? event.seq,
    at: event.at,
  });
  /** What one entry shows; of an entity that changes again after `end` nothing, it comes later. */
  return (row: Parameters<typeof parseEntry>[0], end: number): Draft[] => {
    const entity = entities.get(row.entity);
    if (!entity?.announce) return [];
    try {
      const event = parseEntry(row);
      const state = kernel.get(entity, row.id);
      const draft = own(entity, event, state);
      const told = entity.announce(event, state, kernel);
      const others = told
        .filter(({ data }) => data !== draft.view)
        .map((announcement) => aside(announcement, event))
        .filter((other) => other !== null);
      if (told.length === 0 || (state && state.version > end)) return others;
      const main = told.filter(({ data }) => !others.some(({ view }) => view === data));
      return [{ ...draft, rooms: (main.length > 0 ? main : told).flatMap(({ rooms }) => rooms) }, ...others];
    } catch (error) {
      log.error({ err: error, seq: row.seq, entity: row.entity }, "an entry could not be shown");
      return [];
    }
  };
};

const collect = (drafts: Map<string, Draft>, draft: Draft): void => {
  const key = `${draft.entityType} ${draft.entityId}`;
  const earlier = drafts.get(key);
  drafts.delete(key);
  if (!earlier) drafts.set(key, draft);
  else {
    const rooms = union(earlier.rooms, draft.rooms);
    drafts.set(key, { ...draft, created: draft.created || earlier.created, rooms });
  }
};

/** Items in order until they are too many bytes; never cut within a seq. */
const withinBytes = (drafts: Iterable<Draft>, end: number): { items: Item[]; end: number } => {
  const items: Item[] = [];
  let bytes = 0;
  for (const draft of drafts) {
    const before = items.at(-1);
    if (before && bytes >= pageBytes && before.seq !== draft.seq) return { items, end: before.seq };
    const item = itemOf(draft);
    bytes += item.text.length;
    items.push(item);
  }
  return { items, end };
};

export const openChanges = (kernel: Kernel, log: Log): Changes => {
  const show = openReading(kernel, log);
  const kept: Page[] = [];
  const readTo = (since: number, until: number): Page => {
    const rows = readSince(kernel.db, since, Math.max(0, Math.min(pageEntries, until - since)));
    const last = rows.at(-1)?.seq ?? since;
    const drafts = new Map<string, Draft>();
    for (const row of rows) for (const draft of show(row, last)) collect(drafts, draft);
    return { since, ...withinBytes(drafts.values(), last) };
  };
  const keep = (page: Page): Page => {
    kept.unshift(page);
    kept.length = Math.min(kept.length, maxKept);
    return page;
  };
  const pageAt = (since: number, until: number): Page => {
    const known = kept.find((page) => page.since <= since && since < page.end && page.end <= until);
    if (known) return known;
    const aligned = Math.floor(since / pageEntries) * pageEntries;
    const end = aligned + pageEntries;
    if (end > until) return readTo(since, until);
    const follows = kept.some((page) => page.end === since);
    const page = readTo(follows ? since : aligned, end);
    return keep(page.end > since ? page : readTo(since, end));
  };
  return (since, until, hears, entityType) => {
    const page = pageAt(since, until);
    const shown = page.items.filter(
      (item) =>
        item.seq > since && (entityType === undefined || item.entityType === entityType) && hears(item.rooms),
    );
    const syncVersion = Math.max(since, page.end);
    return {
      changes: `[${shown.map(({ text }) => text).join(",")}]`,
      syncVersion,
      hasMore: syncVersion < until,
    };
  };
};
