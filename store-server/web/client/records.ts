/**
 * One kind of thing, as far as this device knows it. Views come by three ways (snapshot, live frame, answer of a tap) in any order;
 * the version decides, so an older view never overwrites a newer one, and what was removed does not come back.
 */
import { type ReadonlySignal, signal } from "@preact/signals";

export type Versioned = { id: string; version: number };

export type Records<T extends Versioned> = {
  readonly all: ReadonlySignal<ReadonlyMap<string, T>>;
  get(id: string): T | undefined;
  put(view: T): void;
  remove(id: string, version: number): void;
  /** Drops it from memory; the next view of it is welcome. */
  forget(id: string): void;
  /** Nothing is known any more. */
  clear(): void;
  /** Another journal begins: what is known stays for the eye until something of it comes, whatever its version. */
  begin(): void;
  /** Drops what is of a journal before. */
  dropOld(): void;
  /** A snapshot that holds everything as of `asOf` or later: what it lacks and was not told since is gone. */
  reset(views: readonly T[], asOf: number): void;
  /** A view from before the last snapshot of what that did not hold: it is over since, and nothing would say so again. */
  isPast(view: Versioned): boolean;
};

/** Records of whatever kind, for who only brings views: each view belongs to its kind by the name it came under. */
export type Sink = {
  readonly all: ReadonlySignal<ReadonlyMap<string, Versioned>>;
  put(view: never): void;
  remove(id: string, version: number): void;
  begin(): void;
  dropOld(): void;
  reset(views: readonly never[], asOf: number): void;
  isPast(view: Versioned): boolean;
};

export type RecordsOptions = {
  /** For what shows more than the journal knows (who works on a table): a view of the same version is news too. */
  retold?: boolean;
};

export const openRecords = <T extends Versioned>({ retold = false }: RecordsOptions = {}): Records<T> => {
  const all = signal<ReadonlyMap<string, T>>(new Map());
  const removed = new Map<string, number>();
  /** Of a journal before. */
  const old = new Set<string>();
  let lastSnapshot = 0;
  const isNews = (view: Versioned): boolean => {
    if (old.has(view.id)) return true;
    const known = all.value.get(view.id)?.version ?? removed.get(view.id);
    if (known === undefined || view.version > known) return true;
    return retold && view.version === known && all.value.has(view.id);
  };
  const drop = (id: string): void => {
    const rest = new Map(all.value);
    if (rest.delete(id)) all.value = rest;
  };
  return {
    all,
    get: (id) => all.value.get(id),
    forget: drop,
    clear: () => {
      lastSnapshot = 0;
      removed.clear();
      old.clear();
      all.value = new Map();
    },
    begin: () => {
      lastSnapshot = 0;
      removed.clear();
      for (const id of all.value.keys()) old.add(id);
    },
    dropOld: () => {
      if (old.size === 0) return;
      all.value = new Map([...all.value].filter(([id]) => !old.has(id)));
      old.clear();
    },
    put: (view) => {
      if (!isNews(view)) return;
      removed.delete(view.id);
      old.delete(view.id);
      all.value = new Map(all.value).set(view.id, view);
    },
    remove: (id, version) => {
      if (!isNews({ id, version })) return;
      removed.set(id, version);
      old.delete(id);
      drop(id);
    },
    reset: (views, asOf) => {
      const next = new Map<string, T>();
      for (const view of views) {
        const known = old.has(view.id) ? undefined : all.value.get(view.id);
        if (known && known.version > view.version) next.set(view.id, known);
        else if (known || isNews(view)) next.set(view.id, view);
      }
      for (const view of all.value.values())
        if (view.version > asOf && !next.has(view.id) && !old.has(view.id)) next.set(view.id, view);
      old.clear();
      all.value = next;
      lastSnapshot = Math.max(lastSnapshot, asOf);
    },
    isPast: ({ id, version }) => version <= lastSnapshot && !all.value.has(id),
  };
};
