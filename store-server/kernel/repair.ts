/**
 * Rebuild as a tool: a fresh database made from the journal alone, and the repair of business tables from it. A repair happens in one
 * transaction, touches only rows that differ, and is given back whole when the result is not exactly what the journal says.
 */
import Sqlite, { type Database } from "better-sqlite3";
import { peekIdentity } from "./identity.ts";
import { type Migration, migrate, schemaVersion } from "./migrate.ts";
import {
  businessTables,
  compareTables,
  type Difference,
  differencesOf,
  primaryKey,
  replay,
} from "./rebuild.ts";
import type { Feature } from "./types.ts";

/**
 * Replays the journal of `live` into a database of its own that SQLite keeps in a temporary file and removes when it is closed.
 * The schema is that of `live`, which may be older than this program's.
 */
export const openRebuilt = (
  live: Database,
  features: readonly Feature[],
  migrations: readonly Migration[],
): Database => {
  const rebuilt = new Sqlite("");
  try {
    rebuilt.exec("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
    migrate(rebuilt, migrations.slice(0, schemaVersion(live)), () => undefined);
    replay(live, rebuilt, features, peekIdentity(live) ?? { storeId: "", epoch: 1 });
    return rebuilt;
  } catch (error) {
    rebuilt.close();
    throw error;
  }
};

/** Makes every business table of `live` what `rebuilt` has; returns the number of rows that changed. Throws, changing nothing. */
export const repairTables = (live: Database, rebuilt: Database, features: readonly Feature[]): number => {
  const tables = businessTables(features);
  live.pragma("foreign_keys = OFF");
  try {
    return live.transaction(() => repairAll(live, rebuilt, tables)).immediate();
  } finally {
    live.pragma("foreign_keys = ON");
  }
};

const repairAll = (live: Database, rebuilt: Database, tables: readonly string[]): number => {
  let changed = 0;
  for (const table of tables) changed += repairTable(live, rebuilt, table);
  const left = compareTables(live, rebuilt, tables, 1);
  const orphans = live.pragma("foreign_key_check") as unknown[];
  if (left.length > 0 || orphans.length > 0)
    throw new Error(`the repair did not hold: ${JSON.stringify([...left, ...orphans].slice(0, 3))}`);
  return changed;
};

/** All rows that differ go first, so that a unique index never sees an old row beside a new one. */
const repairTable = (live: Database, rebuilt: Database, table: string): number => {
  const differences: Difference[] = [...differencesOf(live, rebuilt, table)];
  const where = primaryKey(live, table)
    .map((key) => `"${key}" IS ?`)
    .join(" AND ");
  const remove = live.prepare<unknown[]>(`DELETE FROM "${table}" WHERE ${where}`);
  const find = rebuilt.prepare<unknown[], unknown[]>(`SELECT * FROM "${table}" WHERE ${where}`).raw();
  for (const { key } of differences) remove.run(...keyValues(key));
  for (const { key, rebuilt: row } of differences) {
    if (row === null) continue;
    const values = find.get(...keyValues(key)) ?? [];
    live
      .prepare<unknown[]>(`INSERT INTO "${table}" VALUES (${values.map(() => "?").join(", ")})`)
      .run(...values);
  }
  return differences.length;
};

const keyValues = (key: string): unknown[] => JSON.parse(key) as unknown[];
