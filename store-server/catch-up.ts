/**
 * After an update: tables that are new, and figures that are counted in a new way, hold nothing of what happened before it. So once the
 * schema of a store has grown, every business table is made what the journal says, before the box takes its first command: the day's
 * report of an update in the middle of a day holds the whole day. `migrateSafely` has made its backup by then. A store whose journal
 * cannot be trusted or replayed opens as it is, says so, and tries again at the next start: a restaurant has to sell.
 */
import type { Database } from "better-sqlite3";
import { claimWriter } from "./kernel/claim.ts";
import { type Migration, schemaVersion } from "./kernel/migrate.ts";
import { verifyJournal } from "./kernel/rebuild.ts";
import { openRebuilt, repairTables } from "./kernel/repair.ts";
import { noteTablesOfSchema, tablesOfSchema } from "./kernel/tables-of-schema.ts";
import type { Feature } from "./kernel/types.ts";

export type CaughtUp = { entries: number; rows: number } | { error: unknown };

const repair = (db: Database, features: readonly Feature[], migrations: readonly Migration[]): CaughtUp => {
  const { entries, error } = verifyJournal(db);
  if (error !== null) return { error: new Error(`the chain of the journal is broken: ${error}`) };
  try {
    const rebuilt = openRebuilt(db, features, migrations);
    try {
      return { entries, rows: repairTables(db, rebuilt, features) };
    } finally {
      rebuilt.close();
    }
  } catch (cause) {
    return { error: cause };
  }
};

/** How many rows the journal added or changed; nothing is changed where it returns an error. Null where nothing was to be done. */
export const catchUp = (
  db: Database,
  features: readonly Feature[],
  migrations: readonly Migration[],
): CaughtUp | null => {
  const schema = schemaVersion(db);
  if (tablesOfSchema(db) >= schema) return null;
  const release = claimWriter(db.name);
  try {
    const done = repair(db, features, migrations);
    if (!("error" in done)) noteTablesOfSchema(db, schema);
    return done;
  } finally {
    release();
  }
};
