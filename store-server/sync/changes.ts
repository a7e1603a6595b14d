/**
 * What changed since a seq, as current views. Entries of one entity are one change; an entity that changed again after the page comes
 * in a later one, so reading page after page gives each its last state, at least once. Only what somebody may hear is shown: the
 * rooms that an entry is announced to decide, so an entity that is announced to nobody is never shown. Pages start at fixed places
 * and the latest few are kept, so that devices that were away together cost one reading.
 */
import { type EntryRow, glanceAt, readEntries } from "../kernel/journal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Announcement, BaseState, Entity, Glance } from "../kernel/types.ts";
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
const likelyBytes = pageBytes * 0.85;
const fewestEntries = 16;
const maxKept = 8;

const union = (one: readonly string[], other: readonly string[]): readonly string[] =>
  one === other || other.every((room) => one.includes(room)) ? one : [...new Set([...one, ...other])];

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
const aside = (told: Announcement, event: Glance): Draft | null => {
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

/** Entries of one entity, in order. */
type Group = EntryRow[];
/** By the name of the entity, then by id. */
type Groups = Map<string, Map<string, Group>>;

/**
 * How many entries are likely to fill a page, by what the readings before came to: where views are large a reading takes fewer. A little less
 * than a page, because what is guessed too low should still be one page, not one and a crumb.
 */
const openForecast = () => {
  let perEntry = likelyBytes / pageEntries;
  return {
    entries: (): number => Math.max(fewestEntries, Math.min(pageEntries, Math.floor(likelyBytes / perEntry))),
    learn: (entries: number, bytes: number): void => {
      if (entries > 0) perEntry += (bytes / entries - perEntry) / 4;
    },
  };
};

const groupsOf = (rows: readonly EntryRow[]): Groups => {
  const groups: Groups = new Map();
  for (const row of rows) {
    const ofKind = groups.get(row.entity) ?? new Map<string, Group>();
    const known = ofKind.get(row.id);
    if (known) known.push(row);
    else groups.set(row.entity, ofKind.set(row.id, [row]));
  }
  return groups;
};

const openReading = (kernel: Kernel, log: Log) => {
  const entities = new Map<string, Entity>(
    kernel.features.flatMap(({ entities }) => entities).map((entity) => [entity.name, entity]),
  );
  const own = (entity: Entity, event: Glance, state: BaseState | undefined): Omit<Draft, "rooms"> => ({
    seq: event.seq,
    entityType: wireNameOf(entity),
    entityId: event.id,
    created: event.base === 0,
    view: state ? entity.view(state, kernel) : null,
    version: state?.version ?? event.seq,
    at: event.at,
  });
  /** What one entry shows; of an entity that changes again after `end` nothing, it comes later. */
  const tell = (entity: Entity, event: Glance, state: BaseState | undefined, end: number): Draft[] => {
    const told = entity.announce?.(event, state, kernel) ?? [];
    const draft = own(entity, event, state);
    const isLater = state !== undefined && state.version > end;
    const [only] = told;
    // Most entries tell of their own entity and nothing else.
    if (told.length === 1 && only?.data === draft.view)
      return isLater ? [] : [{ ...draft, rooms: only.rooms }];
    const others = told
      .filter(({ data }) => data !== draft.view)
      .map((announcement) => aside(announcement, event))
      .filter((other) => other !== null);
    if (told.length === 0 || isLater) return others;
    const main = told.filter(({ data }) => !others.some(({ view }) => view === data));
    return [{ ...draft, rooms: (main.length > 0 ? main : told).flatMap(({ rooms }) => rooms) }, ...others];
  };
  const show = (entity: Entity, row: EntryRow, state: BaseState | undefined, end: number): Draft[] => {
    try {
      return tell(entity, glanceAt(row), state, end);
    } catch (error) {
      log.error({ err: error, seq: row.seq, entity: row.entity }, "an entry could not be shown");
      return [];
    }
  };
  /** What the rows show, in the order of their seqs, of what does not change again after `end`. */
  return (rows: readonly EntryRow[], end: number): Draft[] => {
    const drafts: Draft[] = [];
    for (const [name, ofKind] of groupsOf(rows)) {
      const entity = entities.get(name);
      if (!entity?.announce) continue;
      const states = kernel.look(entity, [...ofKind.keys()]);
      for (const [id, entries] of ofKind)
        for (const row of entries) drafts.push(...show(entity, row, states.get(id), end));
    }
    return latest(drafts.sort((one, other) => one.seq - other.seq));
  };
};

/** Each thing once, at the last seq that told of it. */
const latest = (drafts: readonly Draft[]): Draft[] => {
  const found = new Map<string, Draft>();
  for (const draft of drafts) {
    const key = `${draft.entityType} ${draft.entityId}`;
    const earlier = found.get(key);
    if (earlier) found.delete(key);
    found.set(key, earlier ? after(earlier, draft) : draft);
  }
  return [...found.values()];
};

const after = (earlier: Draft, draft: Draft): Draft => ({
  ...draft,
  created: draft.created || earlier.created,
  rooms: union(earlier.rooms, draft.rooms),
});

/** Pages of items in order, each until it is too many bytes; never cut within a seq. The last one reaches to `end`. */
const cut = (drafts: readonly Draft[], since: number, end: number): Page[] => {
  const pages: Page[] = [];
  let items: Item[] = [];
  let bytes = 0;
  for (const draft of drafts) {
    const before = items.at(-1);
    if (before && bytes >= pageBytes && before.seq !== draft.seq) {
      pages.push({ since: pages.at(-1)?.end ?? since, end: before.seq, items });
      [items, bytes] = [[], 0];
    }
    const item = itemOf(draft);
    bytes += item.text.length;
    items.push(item);
  }
  return [...pages, { since: pages.at(-1)?.end ?? since, end, items }];
};

export const openChanges = (kernel: Kernel, log: Log): Changes => {
  const show = openReading(kernel, log);
  const forecast = openForecast();
  let kept: Page[] = [];
  const readTo = (since: number, until: number): Page[] => {
    const rows = readEntries(kernel.db, since, Math.max(0, Math.min(forecast.entries(), until - since)));
    const end = rows.at(-1)?.seq ?? since;
    const drafts = show(rows, end);
    forecast.learn(
      rows.length,
      drafts.reduce((sum, { view }) => sum + (view?.length ?? 0), 0),
    );
    return cut(drafts, since, end);
  };
  const firstOf = ([first]: readonly Page[]): Page => {
    if (!first) throw new Error("a reading has at least one page");
    return first;
  };
  const find = (since: number, until: number): Page | undefined =>
    kept.find((page) => page.since <= since && since < page.end && page.end <= until);
  /** The first pages of a reading are asked for next. */
  const keep = (pages: readonly Page[]): void => {
    kept = [...pages, ...kept].slice(0, maxKept);
  };
  const pageAt = (since: number, until: number): Page => {
    const known = find(since, until);
    if (known) return known;
    const aligned = Math.floor(since / pageEntries) * pageEntries;
    const follows = kept.some((page) => page.end === since);
    const from = follows ? since : aligned;
    if (from + pageEntries > until) return firstOf(readTo(since, until));
    keep(readTo(from, from + pageEntries));
    // Where views are large the reading may end before it comes to what is asked for.
    if (!find(since, until)) keep(readTo(since, Math.min(since + pageEntries, until)));
    return find(since, until) ?? firstOf(readTo(since, until));
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
