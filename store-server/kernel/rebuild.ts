/**
 * The proof that the journal is the truth: replay it into a fresh schema and compare every business table with the live one, row by
 * row. `verifyJournal` recomputes the hash chain from the stored bytes; it needs nothing but the journal table.
 */
import { genesisHash } from "@tillbox/shared/protocol/journal.ts";
import type { Database } from "better-sqlite3";
import { openStates } from "./entities.ts";
import { createApply } from "./execute.ts";
import { chainHash, type JournalRow, parseEntry, readSince } from "./journal.ts";
import type { BaseState, Entity, Feature, Reads } from "./types.ts";

const pageSize = 2000;

export type Verification = { entries: number; headHash: string; error: string | null };

/** Walks the whole chain: seq without a gap, header equal to the columns, each hash over the one before. */
export const verifyJournal = (db: Database): Verification => {
  let seq = 0;
  let hash: Buffer = Buffer.from(genesisHash, "hex");
  for (let rows = readSince(db, 0, pageSize); rows.length > 0; rows = readSince(db, seq, pageSize)) {
    for (const row of rows) {
      const error = linkError(row, seq, hash);
      if (error) return { entries: seq, headHash: hash.toString("hex"), error };
      seq = row.seq;
      hash = row.hash;
    }
  }
  return { entries: seq, headHash: hash.toString("hex"), error: null };
};

const linkError = (row: JournalRow, before: number, hash: Buffer): string | null => {
  if (row.seq !== before + 1) return `entry ${before + 1} is missing`;
  if (!chainHash(hash, row.bytes).equals(row.hash))
    return `entry ${row.seq} was changed: its hash does not match`;
  const entry = parseEntry(row);
  if (entry.seq !== row.seq || entry.entity !== row.entity || entry.id !== row.id)
    return `entry ${row.seq} has a header that differs from its row`;
  return null;
};

export const businessTables = (features: readonly Feature[]): string[] =>
  [
    ...new Set([
      ...features.flatMap((feature) => feature.entities.map((entity) => entity.table)),
      ...features.flatMap((feature) => feature.tables ?? []),
      "counters",
    ]),
  ].sort();

/** Replays the journal of `from` into `into`, a fresh database with the same schema; returns the number of entries. */
export const replay = (
  from: Database,
  into: Database,
  features: readonly Feature[],
  identity: { storeId: string; epoch: number },
): number => {
  const entities = features.flatMap((feature) => feature.entities) as unknown as Entity[];
  const states = openStates(into, entities);
  const byName = new Map(entities.map((entity) => [entity.name, entity]));
  const entity = (name: string): Entity => {
    const known = byName.get(name);
    if (!known) throw new Error(`the journal speaks of ${name}, which no feature knows`);
    return known;
  };
  let seq = 0;
  const reads: Reads = {
    db: into,
    ...identity,
    get: <S extends BaseState>(of: Entity<S>, id: string) =>
      states.get(of as unknown as Entity, id) as S | undefined,
    headSeq: () => seq,
  };
  const apply = createApply({ reads, states, entity, features });
  for (let rows = readSince(from, 0, pageSize); rows.length > 0; rows = readSince(from, seq, pageSize)) {
    const page = rows;
    into.transaction(() => {
      for (const row of page) {
        seq = row.seq;
        apply(parseEntry(row));
      }
      states.flush();
    })();
  }
  return seq;
};

export type Difference = { table: string; key: string; live: string | null; rebuilt: string | null };

/** Every row that differs, table by table, at most `limit` of them. */
export const compareTables = (
  live: Database,
  rebuilt: Database,
  tables: readonly string[],
  limit = 50,
): Difference[] => {
  const differences: Difference[] = [];
  for (const table of tables) {
    const left = rowTexts(live, table);
    const right = rowTexts(rebuilt, table);
    for (const key of new Set([...left.keys(), ...right.keys()])) {
      if (left.get(key) === right.get(key)) continue;
      differences.push({ table, key, live: left.get(key) ?? null, rebuilt: right.get(key) ?? null });
      if (differences.length >= limit) return differences;
    }
  }
  return differences;
};

const rowTexts = (db: Database, table: string): Map<string, string> => {
  const columns = db.pragma(`table_info(${table})`) as { name: string; pk: number }[];
  const keys = columns
    .filter((column) => column.pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map((column) => column.name);
  const texts = new Map<string, string>();
  for (const row of db.prepare(`SELECT * FROM ${table}`).iterate() as IterableIterator<
    Record<string, unknown>
  >) {
    texts.set(JSON.stringify(keys.map((key) => row[key])), JSON.stringify(row));
  }
  return texts;
};
