/** Whether a copy of a database is one that a store could live on. */
import Sqlite, { type Database } from "better-sqlite3";
import { StartupError } from "../kernel/database.ts";
import { peekIdentity } from "../kernel/identity.ts";
import { verifyJournal } from "../kernel/rebuild.ts";

export type CopyFacts = { storeId: string; epoch: number; entries: number; headHash: string };

/** A backup that cannot be made, or is none; the message says what to do. */
export class BackupError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BackupError";
  }
}

/**
 * Opens a copy, never the live file, and checks pages, references and the hash chain. Leaves one self-contained file without a WAL.
 * Throws `BackupError`.
 */
export const checkCopy = (file: string): CopyFacts => withCopy(file, factsOf);

/** Opens a copy, runs `work` and closes it as one file. */
export const withCopy = <T>(file: string, work: (db: Database) => T): T => {
  const db = openCopy(file);
  try {
    return work(db);
  } catch (cause) {
    if (cause instanceof BackupError || cause instanceof StartupError) throw cause;
    throw new BackupError(`The copy is damaged: ${String(cause)}.`);
  } finally {
    db.close();
  }
};

const openCopy = (file: string): Database => {
  try {
    const db = new Sqlite(file, { fileMustExist: true });
    db.pragma("journal_mode = DELETE");
    db.pragma("synchronous = FULL");
    return db;
  } catch (cause) {
    throw new BackupError(`The copy cannot be read: ${String(cause)}.`);
  }
};

const factsOf = (db: Database): CopyFacts => {
  const [page] = db.pragma("integrity_check(1)") as { integrity_check: string }[];
  if (page?.integrity_check !== "ok")
    throw new BackupError(`The copy is damaged: ${page?.integrity_check ?? "no answer"}.`);
  if ((db.pragma("foreign_key_check") as unknown[]).length > 0)
    throw new BackupError("The copy has rows that point at nothing.");
  const identity = peekIdentity(db);
  if (!identity) throw new BackupError("The copy belongs to no store.");
  const chain = verifyJournal(db);
  if (chain.error !== null) throw new BackupError(`The copy's journal is broken: ${chain.error}.`);
  return { ...identity, entries: chain.entries, headHash: chain.headHash };
};
