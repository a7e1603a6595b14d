/**
 * What this device keeps: one IndexedDB for each kind of page. The schema grows by numbered steps and never drops what people tapped:
 * each step only adds, so that an outbox which an older app wrote is there for the next. A browser that keeps nothing (storage is
 * denied, or full) is told in words, and the screens go on without.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, type OpenDBCallbacks, openDB } from "idb";
import { diskWait_ms, inTime } from "./in-time.ts";
import type { KeptEntry } from "./tap.ts";

/** An intent that the box has taken and that a restored box may not know. */
export type SentEntry = { key: string; kept: KeptEntry; version: number; epoch: number; sentAt: number };

export interface Schema extends DBSchema {
  outbox: { key: number; value: KeptEntry; indexes: { key: string } };
  sent: { key: string; value: SentEntry; indexes: { sentAt: number } };
  /** Views of the store, by type and id. */
  views: { key: [type: string, id: string]; value: unknown };
  /** Single values by name: the position in the journal, what signs people in offline, leases. */
  facts: { key: string; value: unknown };
}
export type StoreName = "outbox" | "sent" | "views" | "facts";
export type Db = IDBPDatabase<Schema>;
export type Writing = IDBPTransaction<Schema, StoreName[], "readwrite">;

export const schemaVersion = 2;

/** `db` as it was before; the last step is the schema of now. */
const steps: readonly ((db: Db) => void)[] = [
  (db) => {
    const outbox = db.createObjectStore("outbox", { keyPath: "place", autoIncrement: true });
    outbox.createIndex("key", "key", { unique: true });
  },
  (db) => {
    const sent = db.createObjectStore("sent", { keyPath: "key" });
    sent.createIndex("sentAt", "sentAt");
    db.createObjectStore("views");
    db.createObjectStore("facts");
  },
];

export type StorageTrouble = {
  /** `denied`: it keeps nothing at all. `full`: no more. `slow`: it does not answer. `outdated`: another tab runs a newer app. */
  kind: "denied" | "full" | "slow" | "outdated";
  /** For the person: cause and next step. */
  message: string;
};

const messages: Readonly<Record<StorageTrouble["kind"], string>> = {
  denied:
    "This browser keeps nothing on this device, so it works only while the box answers. Leave private browsing, or allow this site to store data.",
  full: "This device's storage is full: taps go through only while the box answers. Free some space on the device.",
  slow: "This device's storage does not answer: taps go through only while the box answers. Close other tabs of this screen.",
  outdated: "A newer version of this screen is open in another tab. Reload this one to go on.",
};
export const trouble = (kind: StorageTrouble["kind"]): StorageTrouble => ({ kind, message: messages[kind] });

export const troubleOf = (error: unknown): StorageTrouble => {
  if (isNamed(error, "QuotaExceededError")) return trouble("full");
  return trouble(isNamed(error, "TimeoutError") ? "slow" : "denied");
};

export type Database = {
  read<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** One transaction over `stores`; resolves when it is complete. `safe`: and on the disk, not only handed to the system. */
  write(stores: StoreName[], work: (tx: Writing) => void | Promise<void>, safe?: "safe"): Promise<void>;
};

/** Every schema has all that the ones before it had, so the app that a box went back to still finds what was tapped. */
const openNewest = (name: string, version: number, hooks: OpenDBCallbacks<Schema>): Promise<Db> =>
  openDB<Schema>(name, version, hooks).catch((error: unknown) => {
    if (!isNamed(error, "VersionError")) throw error;
    return openDB<Schema>(name, undefined, hooks);
  });
const isNamed = (error: unknown, ...names: string[]): boolean =>
  error instanceof DOMException && names.includes(error.name);

/** What failed is tried again so often. */
export const retryAfter_ms = 30_000;

/** Work that failed by itself leaves nothing half done; the browser undoes only what failed in the database. */
const undo = (tx: Writing): void => {
  try {
    tx.abort();
  } catch {
    // It is over already.
  }
};

export type DatabaseEvents = { onOutdated(): void };

/** `upTo`: for tests of an update, the schema of an older app. */
export const openDatabase = (
  kind: string,
  { onOutdated }: DatabaseEvents,
  upTo: number = schemaVersion,
): Database => {
  let opening: Promise<Db> | null = null;
  let isOutdated = false;
  /** A browser that would not open it is not waited for again and again. */
  let failed: { error: unknown; at: number } | null = null;
  const open = (): Promise<Db> => {
    if (failed && Math.abs(Date.now() - failed.at) < retryAfter_ms) return Promise.reject(failed.error);
    if (isOutdated) return Promise.reject(new DOMException("A newer app is open.", "VersionError"));
    opening ??= inTime(
      openNewest(`tillbox.${kind}`, upTo, {
        upgrade: (db, from) => {
          for (const step of steps.slice(from, upTo)) step(db);
        },
        blocking: (_current, _blocked, event) => {
          isOutdated = true;
          (event.target as IDBDatabase).close();
          onOutdated();
        },
        terminated: () => {
          opening = null;
        },
      }),
      diskWait_ms,
    ).catch((error: unknown) => {
      opening = null;
      failed = { error, at: Date.now() };
      throw error;
    });
    return opening;
  };
  /** Some systems take the connection of a page that slept, and do not say so. Nothing was begun on one that is closed. */
  const begin = async <T>(start: (db: Db) => T | Promise<T>): Promise<T> => {
    try {
      return await start(await open());
    } catch (error) {
      if (!isNamed(error, "InvalidStateError", "UnknownError") || isOutdated) throw error;
      opening = null;
      return await start(await open());
    }
  };
  return {
    read: async (work) => begin(work),
    write: async (stores, work, safe) => {
      const tx = await begin((db) =>
        db.transaction(stores, "readwrite", { durability: safe ? "strict" : "relaxed" }),
      );
      try {
        await work(tx);
        await tx.done;
      } catch (error) {
        // The first cause says more than the abort that follows it.
        tx.done.catch(() => undefined);
        const cause = tx.error ?? error;
        undo(tx);
        throw cause;
      }
    },
  };
};
