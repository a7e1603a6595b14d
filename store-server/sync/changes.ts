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

/** How long the views of each kind have been of late; a reading takes no more entries than are likely to fill a page. */
const openForecast = () => {
  const lengths = new Map<string, number>();
  return {
    of: (entity: string): number => lengths.get(entity) ?? 0,
    learn: (entity: string, length: number): void => {
      const known = lengths.get(entity) ?? length;
      lengths.set(entity, known + (length - known) / 8);
    },
  };
};

/** The first rows whose views are likely to fill a page; the last seq of them, and the rows by what they are about. */
const group = (
  rows: readonly EntryRow[],
  likely: (entity: string) => number,
): { groups: Groups; end: number | undefined } => {
  const groups: Groups = new Map();
  let bytes = 0;
  let end: number | undefined;
  for (const row of rows) {
    const ofKind = groups.get(row.entity) ?? new Map<string, Group>();
    const known = ofKind.get(row.id);
    if (!known && bytes >= pageBytes) break;
    if (known) known.push(row);
    else {
      groups.set(row.entity, ofKind.set(row.id, [row]));
      bytes += likely(row.entity);
    }
    end = row.seq;
  }
  return { groups, end };
};

const openReading = (kernel: Kernel, log: Log) => {
  const entities = new Map<string, Entity>(
    kernel.features.flatMap(({ entities }) => entities).map((entity) => [entity.name, entity]),
  );
  const forecast = openForecast();
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
  /** What the rows show, in the order of their seqs, and the last seq that was looked at. */
  return (rows: readonly EntryRow[], since: number): { drafts: Draft[]; end: number } => {
    const { groups, end = since } = group(rows, forecast.of);
    const drafts: Draft[] = [];
    for (const [name, ofKind] of groups) {
      const entity = entities.get(name);
      if (!entity?.announce) continue;
      const states = kernel.look(entity, [...ofKind.keys()]);
      for (const [id, entries] of ofKind) {
        const first = drafts.length;
        for (const row of entries) drafts.push(...show(entity, row, states.get(id), end));
        const view = drafts[first]?.view;
        if (view) forecast.learn(name, view.length);
      }
    }
    return { drafts: latest(drafts.sort((one, other) => one.seq - other.seq)), end };
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
  let kept: Page[] = [];
  const readTo = (since: number, until: number): Page[] => {
    const rows = readEntries(kernel.db, since, Math.max(0, Math.min(pageEntries, until - since)));
    const { drafts, end } = show(rows, since);
    return cut(drafts, since, end);
  };
  const firstOf = ([first]: readonly Page[]): Page => {
    if (!first) throw new Error("a reading has at least one page");
    return first;
  };
  const find = (since: number, until: number): Page | undefined =>
    kept.find((page) => page.since <= since && since < page.end && page.end <= until);
  const pageAt = (since: number, until: number): Page => {
    const known = find(since, until);
    if (known) return known;
    const follows = kept.some((page) => page.end === since);
    const from = follows ? since : Math.floor(since / pageEntries) * pageEntries;
    const end = from + pageEntries;
    if (end > until) return firstOf(readTo(since, until));
    // The first ones of a reading are asked for next.
    kept = [...readTo(from, end), ...kept].slice(0, maxKept);
    return find(since, until) ?? firstOf(readTo(since, end));
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
