/**
 * The proof that the journal is the truth: replay it into a fresh schema and compare every business table with the live one, row by
 * row. `verifyJournal` recomputes the hash chain from the stored bytes; it needs nothing but the journal table. Both walk in pages
 * and by key, so that a journal of years needs no more memory than one of a day.
 */
import { genesisHash } from "@tillbox/shared/protocol/journal.ts";
import type { Database } from "better-sqlite3";
import { openStates, type States } from "./entities.ts";
import { createApply } from "./execute.ts";
import { chainHash, type JournalRow, parseEntry, readSince } from "./journal.ts";
import type { BaseState, Entity, Feature, Reads, StoredEvent } from "./types.ts";

const pageSize = 2000;

export type Verification = { entries: number; headHash: string; error: string | null };
type Link = { seq: number; hash: Buffer; entry: StoredEvent | null };

/**
 * Walks the whole chain: seq without a gap, each hash over the one before, header equal to the columns, one store, and neither
 * epoch nor time running backwards. A tail that was cut off cannot be seen here: hold `headHash` against a printed one.
 */
export const verifyJournal = (db: Database): Verification => {
  let link: Link = { seq: 0, hash: Buffer.from(genesisHash, "hex"), entry: null };
  for (let rows = readSince(db, 0, pageSize); rows.length > 0; rows = readSince(db, link.seq, pageSize)) {
    for (const row of rows) {
      const next = follow(row, link);
      if (typeof next === "string")
        return { entries: link.seq, headHash: link.hash.toString("hex"), error: next };
      link = next;
    }
  }
  return { entries: link.seq, headHash: link.hash.toString("hex"), error: null };
};

/** The next link, or what is wrong with it. */
const follow = (row: JournalRow, before: Link): Link | string => {
  if (row.seq !== before.seq + 1) return `entry ${before.seq + 1} is missing`;
  if (!chainHash(before.hash, row.bytes).equals(row.hash))
    return `entry ${row.seq} was changed: its hash does not match`;
  const entry = readEntry(row);
  if (!entry || entry.seq !== row.seq || entry.entity !== row.entity || entry.id !== row.id)
    return `entry ${row.seq} has a header that differs from its row`;
  if (before.entry && entry.store !== before.entry.store)
    return `entry ${row.seq} belongs to another store, ${entry.store}`;
  if (before.entry && (entry.epoch < before.entry.epoch || entry.at < before.entry.at))
    return `entry ${row.seq} is older than the one before it`;
  return { seq: row.seq, hash: row.hash, entry };
};

const readEntry = (row: JournalRow): StoredEvent | null => {
  try {
    return parseEntry(row);
  } catch {
    return null;
  }
};

export const businessTables = (features: readonly Feature[]): string[] =>
  [
    ...new Set([
      ...features.flatMap((feature) => feature.entities.map((entity) => entity.table)),
      ...features.flatMap((feature) => feature.tables ?? []),
      "counters",
    ]),
  ].sort();

/**
 * Replays the journal of `from` into `into`, a fresh database with the same schema; returns the number of entries. Throws with the
 * number of the entry that no feature can fold.
 */
export const replay = (
  from: Database,
  into: Database,
  features: readonly Feature[],
  identity: { storeId: string; epoch: number },
): number => {
  const entities = features.flatMap((feature) => feature.entities) as unknown as Entity[];
  const states = openStates(into, entities);
  let seq = 0;
  const reads: Reads = {
    db: into,
    ...identity,
    get: <S extends BaseState>(of: Entity<S>, id: string) => states.get(of, id) as S | undefined,
    headSeq: () => seq,
  };
  const fold = createFold(states, createApply({ reads, states, features, entity: finder(entities) }));
  for (let rows = readSince(from, 0, pageSize); rows.length > 0; rows = readSince(from, seq, pageSize)) {
    const page = rows;
    into.transaction(() => {
      for (const row of page) {
        seq = row.seq;
        fold(parseEntry(row));
      }
    })();
  }
  into.transaction(() => states.flush())();
  return seq;
};

const finder =
  (entities: readonly Entity[]) =>
  (name: string): Entity => {
    const known = entities.find((entity) => entity.name === name);
    if (!known) throw new Error(`no feature knows the entity ${name}`);
    return known;
  };

/** Rows are written where a command ended, as they were live, so that projections read what they read then. */
const createFold = (states: States, apply: (event: StoredEvent) => unknown) => {
  let command = "";
  return (event: StoredEvent): void => {
    const next = `${event.actor ?? ""}/${event.device ?? ""}/${event.command}`;
    if (next !== command) states.flush();
    command = next;
    try {
      apply(event);
    } catch (cause) {
      throw new Error(`Entry ${event.seq} (${event.entity} ${event.type}) cannot be replayed.`, { cause });
    }
  };
};

export type Difference = { table: string; key: string; live: string | null; rebuilt: string | null };

/** Every row that differs, table by table, at most `limit` of them. Both need the same schema and primary keys. */
export const compareTables = (
  live: Database,
  rebuilt: Database,
  tables: readonly string[],
  limit = 50,
): Difference[] => {
  const differences: Difference[] = [];
  for (const table of tables) {
    for (const difference of differencesOf(live, rebuilt, table)) {
      differences.push(difference);
      if (differences.length >= limit) return differences;
    }
  }
  return differences;
};

type Values = Record<string, unknown>;

/** Every row of one table that differs, found as it is asked for. */
export const differencesOf = function* (
  live: Database,
  rebuilt: Database,
  table: string,
): Generator<Difference> {
  const keys = primaryKey(live, table);
  const where = keys.map((key) => `"${key}" IS ?`).join(" AND ");
  const find = (db: Database) => db.prepare<unknown[], Values>(`SELECT * FROM "${table}" WHERE ${where}`);
  const [inLive, inRebuilt] = [find(live), find(rebuilt)];
  const keyOf = (row: Values): unknown[] => keys.map((key) => row[key]);
  for (const row of rowsOf(live, table)) {
    const other = inRebuilt.get(...keyOf(row));
    const [left, right] = [JSON.stringify(row), other ? JSON.stringify(other) : null];
    if (left !== right) yield { table, key: JSON.stringify(keyOf(row)), live: left, rebuilt: right };
  }
  for (const row of rowsOf(rebuilt, table))
    if (!inLive.get(...keyOf(row)))
      yield { table, key: JSON.stringify(keyOf(row)), live: null, rebuilt: JSON.stringify(row) };
};

/** Names of the key columns, in order; throws where there are none. */
export const primaryKey = (db: Database, table: string): string[] => {
  const columns = db.pragma(`table_info("${table}")`) as { name: string; pk: number }[];
  const keys = columns.filter((column) => column.pk > 0).sort((a, b) => a.pk - b.pk);
  if (keys.length === 0)
    throw new Error(`the business table ${table} does not exist or has no primary key to compare by`);
  return keys.map((column) => column.name);
};

/** All rows, in pages by rowid or key order; a page is read whole, so that the connection stays free between rows. */
const rowsOf = function* (db: Database, table: string): Generator<Values> {
  const keys = primaryKey(db, table);
  const names = keys.map((key) => `"${key}"`).join(", ");
  const marks = keys.map(() => "?").join(", ");
  const first = db.prepare<unknown[], Values>(`SELECT * FROM "${table}" ORDER BY ${names} LIMIT ${pageSize}`);
  const next = db.prepare<unknown[], Values>(
    `SELECT * FROM "${table}" WHERE (${names}) > (${marks}) ORDER BY ${names} LIMIT ${pageSize}`,
  );
  let rows = first.all();
  while (rows.length > 0) {
    yield* rows;
    const last = rows.at(-1) ?? {};
    rows = next.all(...keys.map((key) => last[key]));
  }
};
