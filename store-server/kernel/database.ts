/**
 * Opens the one SQLite file. Promise: WAL with `synchronous=FULL`, proven by reading it back after a first write, because
 * better-sqlite3 is built with a WAL default of NORMAL that replaces FULL on first use. The file is never opened
 * by any other means: a second descriptor closed elsewhere in this process would drop SQLite's locks.
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Sqlite, { type Database, type Statement } from "better-sqlite3";

const fullSync = 2;
/** A WAL that grew behind a long reader is cut back to this. */
const walLimit_bytes = 64 * 1024 * 1024;

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
  try {
    configure(db, options);
    proveFullSync(db, options);
    return db;
  } catch (cause) {
    db.close();
    throw cause instanceof StartupError ? cause : unwritable(codeOf(cause));
  }
};

/** Opens an existing file for reading only, beside the box that writes it. Throws `StartupError` with what to do. */
export const openReadOnly = (path: string): Database =>
  connect(path, { readonly: true, fileMustExist: true });

/** A second connection of the box, for a thread that only brings the WAL into the file; as safe as the first. */
export const openForCheckpoints = (path: string): Database => {
  const db = connect(path, { fileMustExist: true });
  db.pragma("synchronous = FULL");
  db.pragma("cache_size = -500");
  return db;
};

const configure = (db: Database, options: DatabaseOptions): void => {
  db.pragma("busy_timeout = 2000");
  db.pragma("journal_mode = WAL");
  db.pragma(`synchronous = ${options.synchronous ?? "FULL"}`);
  db.pragma("foreign_keys = ON");
  db.pragma("cache_size = -32000");
  db.pragma("temp_store = MEMORY");
  db.pragma("wal_autocheckpoint = 4000");
  db.pragma(`journal_size_limit = ${walLimit_bytes}`);
};

const unwritable = (code: string): StartupError =>
  new StartupError(
    `The database cannot be written (${code}). Check the rights of the data folder, and that the disk is not full.`,
  );

const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new StartupError(
      `The data folder ${folder} cannot be made (${codeOf(cause)}). Give DATA_DIR a folder that you may write.`,
    );
  }
};

const connect = (path: string, options: Sqlite.Options = {}): Database => {
  let db: Database | undefined;
  try {
    db = new Sqlite(path, options);
    checkOwner(db, path);
    return db;
  } catch (cause) {
    db?.close();
    throw cause instanceof StartupError ? cause : openingFault(path, codeOf(cause));
  }
};

const openingFault = (path: string, code: string): StartupError => {
  if (code === "SQLITE_NOTADB") return notOurs(path);
  if (/^SQLITE_(CORRUPT|IOERR)/.test(code))
    return new StartupError(`The database ${path} is damaged or unreadable (${code}). Restore a backup.`);
  return new StartupError(
    `The database ${path} cannot be opened (${code}). Check that the folder exists and that you may write it.`,
  );
};

const notOurs = (path: string): StartupError =>
  new StartupError(`${path} is not a Tillbox database. Point DATA_DIR elsewhere, or restore a backup.`);

/** Another program's file is left untouched. */
const checkOwner = (db: Database, path: string): void => {
  const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  if (tables.length === 0 || tables.includes("meta")) return;
  throw notOurs(path);
};

const proveFullSync = (db: Database, options: DatabaseOptions): void => {
  db.exec("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
  db.exec(
    "INSERT INTO meta (key, value) VALUES ('opened', '1') ON CONFLICT (key) DO UPDATE SET value = value + 1",
  );
  const level = db.pragma("synchronous", { simple: true });
  if (options.synchronous !== "NORMAL" && level !== fullSync)
    throw new StartupError(
      `SQLite reads synchronous ${String(level)} after the first write, not FULL. Report this: answers would not be safe.`,
    );
};

/** The code of a system or SQLite error, else its text. */
export const codeOf = (cause: unknown): string =>
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
