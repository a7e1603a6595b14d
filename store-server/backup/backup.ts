/**
 * Backups of a running box. SQLite's backup API copies one consistent state, the copy is checked (pages, references, hash chain),
 * compressed, read back, and only then gets its name: a file that ends in `.db.zst` is a good backup. All of it happens in a thread
 * with a connection of its own, so that no order waits for a slow stick. The live file is never opened by any other means.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { newId } from "@tillbox/shared/id.ts";
import Sqlite, { type Database } from "better-sqlite3";
import { BackupError, type CopyFacts, checkCopy } from "./copy-check.ts";
import { compressFile, expandFile, placeFile } from "./durable-file.ts";

export type Backup = CopyFacts & {
  /** Path of the backup. */
  file: string;
  bytes: number;
  /** RFC 3339 UTC. */
  at: string;
};

const suffix = ".db.zst";
const day_ms = 24 * 60 * 60 * 1000;

/** Backs up a database on a file into `folder`, made when it is not there. Rejects with `BackupError`. */
export const backupDatabase = (db: Database, folder: string): Promise<Backup> => {
  if (db.memory)
    return Promise.reject(new BackupError("A database in memory has no file to make a backup of."));
  return new Promise((resolve, reject) => {
    const workerData = { dataFile: db.name, folder };
    const worker = new Worker(new URL("./backup-worker.ts", import.meta.url), { workerData });
    worker.once("message", (outcome: { backup: Backup } | { error: string }) => {
      if ("backup" in outcome) resolve(outcome.backup);
      else reject(new BackupError(outcome.error));
    });
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new BackupError(`The backup stopped with code ${code}.`)));
  });
};

/** The same in this thread; it waits. For the worker and the command line. */
export const makeBackup = async (dataFile: string, folder: string): Promise<Backup> => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  removeLeftovers(folder);
  const at = new Date().toISOString();
  const partial = join(folder, `${newId()}.partial`);
  try {
    await copyDatabase(dataFile, partial);
    chmodSync(partial, 0o600);
    const facts = checkCopy(partial);
    const packed = `${partial}.zst`;
    const hash = await compressFile(partial, packed);
    if ((await expandFile(packed, null)) !== hash)
      throw new BackupError("The backup could not be read back as it was written. Use another disk.");
    const file = join(folder, nameOf(at, facts));
    placeFile(packed, file);
    return { ...facts, at, file, bytes: statSync(file).size };
  } finally {
    for (const rest of ["", ".zst", "-wal", "-shm", "-journal"]) rmSync(`${partial}${rest}`, { force: true });
  }
};

/** Sorts by time; the epoch and the last entry tell states apart. */
const nameOf = (at: string, { epoch, entries }: CopyFacts): string =>
  `tillbox-${at.replace(/[:.]/g, "-")}-${epoch}-${entries}${suffix}`;

/** One step, so that the copy is one state however busy the box is; a reader blocks no writer in WAL mode. */
const copyDatabase = async (from: string, to: string): Promise<void> => {
  const source = new Sqlite(from, { readonly: true, fileMustExist: true });
  try {
    await source.backup(to, { progress: () => 0x7fffffff });
  } finally {
    source.close();
  }
};

/** What a power cut left of a backup. */
const removeLeftovers = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    if (!name.includes(".partial")) continue;
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > day_ms) rmSync(path, { force: true });
  }
};

/** The backups of a folder, newest first; none where nobody has made one yet. */
export const listBackups = (folder: string): string[] =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.endsWith(suffix))
    .sort()
    .reverse()
    .map((name) => join(folder, name));
