/**
 * Opens the one SQLite file. Promise: WAL with `synchronous=FULL`, proven by reading it back after a first write, because
 * better-sqlite3 is built with a WAL default of NORMAL that replaces FULL on first use. The file is never opened
 * by any other means: a second descriptor closed elsewhere in this process would drop SQLite's locks.
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Sqlite, { type Database, type Statement } from "better-sqlite3";

const fullSync = 2;

/** A start-up problem with one sentence that says what to do. */
export class StartupError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "StartupError";
  }
}

export type DatabaseOptions = {
  /** Only for the control of the power-cut proof: what happens without FULL. */
  synchronous?: "FULL" | "NORMAL";
};

/** Opens (and makes) the file; `:memory:` for tests. Throws `StartupError` with what to do. */
export const openDatabase = (path: string, options: DatabaseOptions = {}): Database => {
  if (path !== ":memory:") makeFolder(dirname(path));
  const db = connect(path);
  db.pragma("journal_mode = WAL");
  db.pragma(`synchronous = ${options.synchronous ?? "FULL"}`);
  db.pragma("foreign_keys = ON");
  db.pragma("busy_timeout = 2000");
  db.pragma("cache_size = -32000");
  db.pragma("temp_store = MEMORY");
  db.pragma("wal_autocheckpoint = 4000");
  proveFullSync(db, options);
  return db;
};

const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new StartupError(
      `The data folder ${folder} cannot be made (${codeOf(cause)}). Give DATA_DIR a folder that you may write.`,
    );
  }
};

const connect = (path: string): Database => {
  try {
    const db = new Sqlite(path);
    db.pragma("user_version");
    return db;
  } catch (cause) {
    const code = codeOf(cause);
    if (code === "SQLITE_NOTADB")
      throw new StartupError(
        `${path} is not a Tillbox database. Point DATA_DIR elsewhere, or restore a backup.`,
      );
    throw new StartupError(
      `The database ${path} cannot be opened (${code}). Check that the folder exists and that you may write it.`,
    );
  }
};

const proveFullSync = (db: Database, options: DatabaseOptions): void => {
  try {
    db.exec("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
    db.exec(
      "INSERT INTO meta (key, value) VALUES ('opened', '1') ON CONFLICT (key) DO UPDATE SET value = value + 1",
    );
  } catch (cause) {
    throw new StartupError(
      `The database cannot be written (${codeOf(cause)}). Check the rights of the data folder, and that the disk is not full.`,
    );
  }
  const level = db.pragma("synchronous", { simple: true });
  if (options.synchronous === undefined && level !== fullSync)
    throw new Error(`synchronous is ${String(level)} after the first write, not FULL`);
};

const codeOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);

export type Query<P extends unknown[], R> = {
  get(db: Database, ...parameters: P): R | undefined;
  all(db: Database, ...parameters: P): R[];
  run(db: Database, ...parameters: P): number;
};

/**
 * A statement that is prepared once for each connection, at its first use, and kept as long as the connection lives.
 * `P` are its parameters in order, `R` is a row.
 */
export const query = <P extends unknown[], R = never>(sql: string): Query<P, R> => {
  const prepared = new WeakMap<Database, Statement<unknown[], R>>();
  const on = (db: Database): Statement<unknown[], R> => {
    const known = prepared.get(db);
    if (known) return known;
    const made = db.prepare<unknown[], R>(sql);
    prepared.set(db, made);
    return made;
  };
  return {
    get: (db, ...parameters) => on(db).get(...parameters),
    all: (db, ...parameters) => on(db).all(...parameters),
    run: (db, ...parameters) => on(db).run(...parameters).changes,
  };
};
