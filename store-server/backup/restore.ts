/**
 * Puts a backup in the place of the data. The backup is unpacked beside the data and checked before anything is touched; the old data
 * is kept under another name; the change itself is one rename, so that a power cut leaves either the old or the restored store. The
 * restored journal begins a new epoch, because what came after the backup may live on at the hub and on tablets. Jobs that waited at
 * the time of the backup are marked unknown: they may have been done since, and a person decides.
 */
import { existsSync, linkSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Database } from "better-sqlite3";
import { claimWriter } from "../kernel/claim.ts";
import { codeOf, openDatabase } from "../kernel/database.ts";
import { peekIdentity } from "../kernel/identity.ts";
import { type Migration, migrationsFolder, missingMigrations, readMigrations } from "../kernel/migrate.ts";
import { BackupError, type CopyFacts, checkCopy, withCopy } from "./copy-check.ts";
import { expandFile, placeFile, syncFolder } from "./durable-file.ts";

export type RestoreRequest = {
  backup: string;
  dataFile: string;
  /** Those of this program: a backup of a newer one is refused. */
  migrations?: readonly Migration[];
};
export type Restored = CopyFacts & {
  /** Where the data is that was there before; null when there was none. */
  setAside: string | null;
};

/** The box must not be running. Rejects with `BackupError` or `StartupError`, changing nothing. */
export const restoreBackup = async (request: RestoreRequest): Promise<Restored> => {
  const { backup, dataFile, migrations = readMigrations(migrationsFolder) } = request;
  const release = claimWriter(dataFile);
  const unpacked = `${dataFile}.restoring`;
  try {
    rmSync(unpacked, { force: true });
    await unpack(backup, unpacked);
    const facts = checkCopy(unpacked);
    withCopy(unpacked, (db) => missingMigrations(db, migrations));
    const old = prepareOld(dataFile);
    const epoch = Math.max(facts.epoch, old.epoch) + 1;
    withCopy(unpacked, (db) => beginEpoch(db, epoch));
    keepOld(dataFile, old.aside);
    placeFile(unpacked, dataFile);
    return { ...facts, epoch, setAside: old.aside };
  } finally {
    for (const rest of ["", "-journal"]) rmSync(`${unpacked}${rest}`, { force: true });
    release();
  }
};

const unpack = async (backup: string, to: string): Promise<void> => {
  try {
    await expandFile(backup, to);
  } catch (cause) {
    throw new BackupError(`${backup} cannot be unpacked (${String(cause)}). Try an older backup.`);
  }
};

const beginEpoch = (db: Database, epoch: number): void => {
  db.transaction(() => {
    db.prepare("UPDATE meta SET value = ? WHERE key = 'epoch'").run(String(epoch));
    db.prepare(
      "UPDATE jobs SET status = 'unknown', lease_until = NULL, error = ? WHERE status IN ('queued', 'printing')",
    ).run(JSON.stringify({ code: "restored", message: "The box was restored from a backup of that time." }));
  })();
};

/** What becomes of the old data. A WAL that stayed in place would be read as part of the restored data. */
type Old = { epoch: number; aside: string | null };

const prepareOld = (dataFile: string): Old => {
  if (!existsSync(dataFile)) return { epoch: 0, aside: null };
  const aside = `${dataFile}.before-restore-${new Date().toISOString().replace(/[:.]/g, "-")}`;
  // SQLite throws away the WAL of a file that it cannot read, so a second name keeps it.
  if (existsSync(`${dataFile}-wal`)) linkSync(`${dataFile}-wal`, `${aside}-wal`);
  const epoch = foldWal(dataFile);
  if (epoch !== null) rmSync(`${aside}-wal`, { force: true });
  return { epoch: epoch ?? 0, aside };
};

/** Brings what is only in the WAL into the file; returns the epoch, or null for data too damaged to be opened. */
const foldWal = (dataFile: string): number | null => {
  let db: Database | undefined;
  try {
    db = openDatabase(dataFile);
    const epoch = peekIdentity(db)?.epoch ?? 0;
    db.pragma("journal_mode = DELETE");
    return epoch;
  } catch (cause) {
    if (/^SQLITE_(BUSY|LOCKED)/.test(codeOf(cause)))
      throw new BackupError("Another program is reading the data. Stop it, then restore again.");
    return null;
  } finally {
    db?.close();
  }
};

const keepOld = (dataFile: string, aside: string | null): void => {
  for (const rest of ["-wal", "-shm"]) rmSync(`${dataFile}${rest}`, { force: true });
  if (aside !== null) linkSync(dataFile, aside);
  syncFolder(dirname(dataFile));
};
