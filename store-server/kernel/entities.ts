/**
 * The saved fold of each entity: one row with its state as JSON, and a cache of parsed states. A state is never changed in
 * place, so the cache is right as long as what a rollback undid is dropped from it: `mark` and `forget` do that. What is cached is
 * what a restart would read: a value that JSON would change is kept as JSON gives it back. That there is no row is remembered too: settings
 * at their default and an order that is just being opened are asked for again and again.
 */
import type { Database } from "better-sqlite3";
import { type Query, query } from "./database.ts";
import { freezeDeep, isPlain } from "./plain.ts";
import type { BaseState, ColumnValue, Entity } from "./types.ts";

type Row = { state: string };
type Table = {
  load: Query<[string], Row>;
  loadAll: Query<[string], Row>;
  save: Query<ColumnValue[], never>;
  remove: Query<[string], never>;
  columns: ((state: never) => ColumnValue)[];
};

/** Of one kind, where the entity does not say. */
const maxCached = 4000;
/** Of one kind; beyond it all are asked for again. They are apart from the states, so that nobody drives those out by asking for nothing. */
const maxAbsent = 1000;

const tableOf = (entity: Entity): Table => {
  const extra = Object.keys(entity.columns ?? {});
  const names = ["id", "state", "version", "created_at", "updated_at", ...extra];
  const updates = names.slice(1).map((name) => `${name} = excluded.${name}`);
  const marks = names.map(() => "?").join(", ");
  return {
    load: query<[string], Row>(`SELECT state FROM ${entity.table} WHERE id = ?`),
    loadAll: query<[string], Row>(
      `SELECT state FROM json_each(?) wanted CROSS JOIN ${entity.table} found ON found.id = wanted.value`,
    ),
    save: query<ColumnValue[]>(
      `INSERT INTO ${entity.table} (${names.join(", ")}) VALUES (${marks}) ON CONFLICT (id) DO UPDATE SET ${updates.join(", ")}`,
    ),
    remove: query<[string]>(`DELETE FROM ${entity.table} WHERE id = ?`),
    columns: Object.values(entity.columns ?? {}),
  };
};

const writeRow = (db: Database, table: Table, id: string, state: BaseState | undefined): void => {
  if (state === undefined) {
    table.remove.run(db, id);
    return;
  }
  const extra = table.columns.map((column) => column(state as never));
  table.save.run(db, id, JSON.stringify(state), state.version, state.createdAt, state.updatedAt, ...extra);
};

/** A state as a reader after a restart would find it. */
export const storedForm = <S extends BaseState | undefined>(state: S): S =>
  state === undefined || isPlain(state) ? state : (JSON.parse(JSON.stringify(state)) as S);

export type States = {
  get(entity: Entity, id: string): BaseState | undefined;
  /**
   * The states of many by their ids, for a reading that passes by: what memory does not hold is read at once and not remembered, so
   * that a device that was away does not drive out what everybody works on.
   */
  look(entity: Entity, ids: readonly string[]): Map<string, BaseState>;
  /**
   * Remembers the new state; its row is written by `flush`, once for all events of a command. Returns the state as a reader
   * after a restart would find it.
   */
  put(entity: Entity, id: string, state: BaseState | undefined): BaseState | undefined;
  /** Writes the rows of what was put; before the savepoint is released. */
  flush(): void;
  /** Starts to note what is put; the returned function drops it from the cache again. */
  mark(): () => void;
  clear(): void;
};

export type StatesOptions = {
  /** Freezes every state, so that changing one in place throws. For tests. */
  strict?: boolean;
};

type Known = { state: BaseState | undefined };
type Cache = {
  /** What memory knows of it; undefined when the disk has to be asked. */
  find(name: string, id: string): Known | undefined;
  remember(name: string, id: string, state: BaseState | undefined): void;
  forget(name: string, id: string): void;
  clear(): void;
};

const nothing: Known = { state: undefined };

/** Of one kind of entity. */
type Shelf = { states: Map<string, Known>; absent: Set<string>; limit: number };

const openCache = (entities: readonly Entity[], strict: boolean): Cache => {
  const shelves = new Map<string, Shelf>(
    entities.map(({ name, cached = maxCached }) => [
      name,
      { states: new Map(), absent: new Set(), limit: cached },
    ]),
  );
  const keep = ({ states, limit }: Shelf, id: string, state: BaseState): void => {
    states.set(id, { state: strict ? freezeDeep(state) : state });
    if (states.size <= limit) return;
    const oldest = states.keys().next().value;
    if (oldest !== undefined) states.delete(oldest);
  };
  const forget = (name: string, id: string): void => {
    const shelf = shelves.get(name);
    shelf?.states.delete(id);
    shelf?.absent.delete(id);
  };
  return {
    // Asked ten times and more for each command, so it makes no text and no object.
    find: (name, id) => {
      const shelf = shelves.get(name);
      const known = shelf?.states.get(id);
      if (known) return known;
      return shelf?.absent.has(id) ? nothing : undefined;
    },
    remember: (name, id, state) => {
      const shelf = shelves.get(name);
      if (!shelf) return;
      forget(name, id);
      if (state) {
        keep(shelf, id, state);
        return;
      }
      if (shelf.absent.size >= maxAbsent) shelf.absent.clear();
      shelf.absent.add(id);
    },
    forget,
    clear: () => {
      for (const { states, absent } of shelves.values()) {
        states.clear();
        absent.clear();
      }
    },
  };
};

export const openStates = (
  db: Database,
  entities: readonly Entity[],
  { strict = false }: StatesOptions = {},
): States => {
  const tables = new Map(entities.map((entity) => [entity.name, tableOf(entity)]));
  const cache = openCache(entities, strict);
  const unsaved = new Map<string, { entity: Entity; id: string; state: BaseState | undefined }>();
  let touched: [string, string][] = [];
  const tableFor = (entity: Entity): Table => {
    const table = tables.get(entity.name);
    if (!table) throw new Error(`no entity is called ${entity.name}`);
    return table;
  };
  const load = (entity: Entity, id: string): BaseState | undefined => {
    const waiting = unsaved.get(`${entity.name}/${id}`);
    if (waiting) return waiting.state;
    const row = tableFor(entity).load.get(db, id);
    const state = row && (JSON.parse(row.state) as BaseState);
    cache.remember(entity.name, id, state);
    return state;
  };
  return {
    get: (entity, id) => {
      const known = cache.find(entity.name, id);
      return known ? known.state : load(entity, id);
    },
    look: (entity, ids) => {
      const found = new Map<string, BaseState>();
      const wanted: string[] = [];
      for (const id of ids) {
        const known = cache.find(entity.name, id) ?? unsaved.get(`${entity.name}/${id}`);
        if (known?.state) found.set(id, known.state);
        else if (!known) wanted.push(id);
      }
      if (wanted.length === 0) return found;
      for (const row of tableFor(entity).loadAll.all(db, JSON.stringify(wanted))) {
        const state = JSON.parse(row.state) as BaseState;
        found.set(state.id, strict ? freezeDeep(state) : state);
      }
      return found;
    },
    put: (entity, id, state) => {
      const kept = storedForm(state);
      touched.push([entity.name, id]);
      unsaved.set(`${entity.name}/${id}`, { entity, id, state: kept });
      cache.remember(entity.name, id, kept);
      return kept;
    },
    flush: () => {
      for (const { entity, id, state } of unsaved.values()) writeRow(db, tableFor(entity), id, state);
      unsaved.clear();
    },
    mark: () => {
      touched = [];
      return () => {
        unsaved.clear();
        for (const [name, id] of touched) cache.forget(name, id);
      };
    },
    clear: () => {
      unsaved.clear();
      cache.clear();
    },
  };
};
