/**
 * Numbered, forward-only migrations, each in its own transaction. `user_version` is the number of the last one. Before the
 * first that touches an existing database a backup is made beside it; a schema newer than this program is refused. A migration that
 * fails leaves the data at the one before it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { StartupError } from "./database.ts";

/** The migrations of the box. */
export const migrationsFolder = join(import.meta.dirname, "migrations");

export type Migration = { number: number; name: string; sql: string };

/** Reads `NNNN_name.sql` files in order; throws when a number is missing or doubled. */
export const readMigrations = (folder: string): Migration[] => {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort();
  return files.map((file, index) => {
    const number = Number(file.slice(0, 4));
    if (number !== index + 1) throw new Error(`migration ${file} should have number ${index + 1}`);
    return { number, name: file.slice(5, -4), sql: readFileSync(join(folder, file), "utf8") };
  });
};

export const schemaVersion = (db: Database): number => Number(db.pragma("user_version", { simple: true }));

/** How many migrations are missing. Throws `StartupError` for a schema that is newer than this program. */
export const missingMigrations = (db: Database, migrations: readonly Migration[]): number => {
  const current = schemaVersion(db);
  if (current > migrations.length) {
    throw new StartupError(
      `The data was written by a newer Tillbox (schema ${current}, this one knows ${migrations.length}). Install the newer version, or restore an older backup.`,
    );
  }
  return migrations.length - current;
};

/**
 * Applies what is missing; returns how many. `backup` is called once, before the first change of a database that has a schema
 * already, and must be done when it returns; where it cannot be (SQLite's backup API is asynchronous) use `migrateSafely`.
 */
export const migrate = (
  db: Database,
  migrations: readonly Migration[],
  backup: (fromVersion: number) => void,
): number => {
  const missing = missingMigrations(db, migrations);
  const current = schemaVersion(db);
  if (missing > 0 && current > 0) backup(current);
  for (const migration of migrations.slice(current)) apply(db, migration);
  return missing;
};

/** The same, waiting for the backup; a backup that fails stops it before anything changed. */
export const migrateSafely = async (
  db: Database,
  migrations: readonly Migration[],
  backup: (fromVersion: number) => Promise<unknown>,
): Promise<number> => {
  const missing = missingMigrations(db, migrations);
  const current = schemaVersion(db);
  if (missing > 0 && current > 0) await backup(current);
  return migrate(db, migrations, () => undefined);
};

const apply = (db: Database, migration: Migration): void => {
  const step = db.transaction(() => {
    // Another program may have been here first.
    if (schemaVersion(db) >= migration.number) return;
    db.exec(migration.sql);
    db.pragma(`user_version = ${migration.number}`);
  });
  try {
    step.immediate();
  } catch (cause) {
    throw new StartupError(
      `Migration ${migration.number} (${migration.name}) failed: ${String(cause)}. The data is as it was before it; report this, or install the version you came from.`,
    );
  }
};
