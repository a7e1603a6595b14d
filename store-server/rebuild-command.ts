/**
 * `verify`, `rebuild --check` and `rebuild` of the command line. The first two only read, so they may run beside a box at work; a
 * repair needs the box to be stopped, makes a backup first, and refuses to trust a journal whose chain is broken.
 */
import { dirname, join } from "node:path";
import type { Database } from "better-sqlite3";
import { backupDatabase } from "./backup/backup.ts";
import { claimWriter } from "./kernel/claim.ts";
import { openDatabase, openReadOnly } from "./kernel/database.ts";
import {
  type Migration,
  migrationsFolder,
  missingMigrations,
  readMigrations,
  schemaVersion,
} from "./kernel/migrate.ts";
import { businessTables, compareTables, type Difference, verifyJournal } from "./kernel/rebuild.ts";
import { openRebuilt, repairTables } from "./kernel/repair.ts";
import type { Feature } from "./kernel/types.ts";

/** What a command says, a line each, and whether its exit code is 0. */
export type CommandResult = { ok: boolean; lines: string[] };

export type RebuildOptions = {
  migrations?: readonly Migration[];
  /** Where the backup before a repair goes; `backups` beside the data otherwise. */
  backupFolder?: string;
};

const ownMigrations = (): Migration[] => readMigrations(migrationsFolder);

/** Reads within one snapshot, whatever the box writes meanwhile. */
const reading = <T>(dataFile: string, work: (db: Database) => T): T => {
  const db = openReadOnly(dataFile);
  try {
    return db.transaction(() => work(db)).deferred();
  } finally {
    db.close();
  }
};

/** Recomputes the hash chain of the journal; needs nothing but the file. Throws `StartupError` when it cannot be opened. */
export const verifyCommand = (dataFile: string): CommandResult =>
  reading(dataFile, (db) => {
    const { entries, headHash, error } = verifyJournal(db);
    return error === null
      ? { ok: true, lines: [`The chain holds: ${entries} entries, head ${headHash}.`] }
      : { ok: false, lines: [`The chain is broken: ${error}. ${entries} entries before it hold.`] };
  });

/** Says what to do where the data is of an older version of the program; null where it is of this one. Throws for a newer one. */
const outdated = (db: Database, migrations: readonly Migration[]): CommandResult | null =>
  missingMigrations(db, migrations) === 0
    ? null
    : {
        ok: false,
        lines: [
          `The data was written by an older Tillbox (schema ${schemaVersion(db)}; this one has ${migrations.length}), so its tables cannot be compared yet.`,
          "Start the box once, or run `npm run migration:run`: it makes a backup and brings the data up to date. Then run this again.",
        ],
      };

/** Replays the journal into a fresh schema and compares every business table with the live one. */
export const rebuildCheck = (
  dataFile: string,
  features: readonly Feature[],
  { migrations = ownMigrations() }: RebuildOptions = {},
): CommandResult =>
  reading(dataFile, (live) => {
    const chain = verifyJournal(live);
    if (chain.error !== null) return broken(chain.error);
    const old = outdated(live, migrations);
    if (old) return old;
    const rebuilt = openRebuilt(live, features, migrations);
    try {
      const tables = businessTables(features);
      const differences = compareTables(live, rebuilt, tables);
      return differences.length === 0
        ? {
            ok: true,
            lines: [`${chain.entries} entries give ${tables.length} tables, all the same as live.`],
          }
        : {
            ok: false,
            lines: [...differences.map(describe), "Run `rebuild` with the box stopped to repair."],
          };
    } finally {
      rebuilt.close();
    }
  });

const broken = (error: string): CommandResult => ({
  ok: false,
  lines: [`The chain is broken: ${error}. Nothing can be rebuilt from it; restore a backup.`],
});

const describe = ({ table, key, live, rebuilt }: Difference): string => {
  if (live === null) return `${table} ${key}: missing; the journal says ${rebuilt}`;
  if (rebuilt === null) return `${table} ${key}: ${live} is not in the journal`;
  return `${table} ${key}: is ${live}; the journal says ${rebuilt}`;
};

/** Repairs business tables from the journal in one transaction, after a backup. The box must be stopped. */
export const rebuildRepair = async (
  dataFile: string,
  features: readonly Feature[],
  options: RebuildOptions = {},
): Promise<CommandResult> => {
  const release = claimWriter(dataFile);
  try {
    const db = openDatabase(dataFile);
    try {
      return await repair(db, features, options);
    } finally {
      db.close();
    }
  } finally {
    release();
  }
};

const repair = async (
  db: Database,
  features: readonly Feature[],
  options: RebuildOptions,
): Promise<CommandResult> => {
  const chain = verifyJournal(db);
  if (chain.error !== null) return broken(chain.error);
  const migrations = options.migrations ?? ownMigrations();
  const old = outdated(db, migrations);
  if (old) return old;
  const rebuilt = openRebuilt(db, features, migrations);
  try {
    if (compareTables(db, rebuilt, businessTables(features), 1).length === 0)
      return { ok: true, lines: ["Every table is as the journal says; nothing to repair."] };
    const { file } = await backupDatabase(db, options.backupFolder ?? join(dirname(db.name), "backups"));
    const rows = repairTables(db, rebuilt, features);
    return { ok: true, lines: [`Backup: ${file}`, `${rows} rows repaired from ${chain.entries} entries.`] };
  } finally {
    rebuilt.close();
  }
};
