/**
 * The journal: gap-free seq, a SHA-256 chain over the stored bytes, header included. `append` may only run inside the
 * writer's transaction; after any rollback `reload` reads the head again, so memory never runs ahead of the disk.
 */
import { createHash } from "node:crypto";
import { genesisHash, type JournalEntry } from "@tillbox/shared/protocol/journal.ts";
import type { Database } from "better-sqlite3";
import { query } from "./database.ts";
import { freezeDeep, isPlain } from "./plain.ts";
import type { Glance, StoredEvent } from "./types.ts";

export type Head = { seq: number; hash: Buffer; at: string | null };
export type EntryRow = { seq: number; entity: string; id: string; bytes: string };
export type JournalRow = EntryRow & { hash: Buffer };

const insert = query<[number, string, string, string, Buffer]>(
  "INSERT INTO journal (seq, entity, id, bytes, hash) VALUES (?, ?, ?, ?, ?)",
);
const last = query<[], JournalRow>(
  "SELECT seq, entity, id, bytes, hash FROM journal ORDER BY seq DESC LIMIT 1",
);
const since = query<[number, number], JournalRow>(
  "SELECT seq, entity, id, bytes, hash FROM journal WHERE seq > ? ORDER BY seq LIMIT ?",
);
const entriesSince = query<[number, number], EntryRow>(
  "SELECT seq, entity, id, bytes FROM journal WHERE seq > ? ORDER BY seq LIMIT ?",
);
const oneEntry = query<[number], EntryRow>("SELECT seq, entity, id, bytes FROM journal WHERE seq = ?");
const sinceOf = query<[number, string, number], JournalRow>(
  "SELECT seq, entity, id, bytes, hash FROM journal WHERE seq > ? AND entity = ? ORDER BY seq LIMIT ?",
);
const ofEntity = query<[string, string], JournalRow>(
  "SELECT seq, entity, id, bytes, hash FROM journal WHERE id = ? AND entity = ? ORDER BY seq",
);

export const readSince = (db: Database, seq: number, limit: number): JournalRow[] =>
  since.all(db, seq, limit);
/** The same for entries of one kind only. */
export const readSinceOf = (db: Database, entity: string, seq: number, limit: number): JournalRow[] =>
  sinceOf.all(db, seq, entity, limit);
export const readOfEntity = (db: Database, entity: string, id: string): JournalRow[] =>
  ofEntity.all(db, id, entity);
export const parseEntry = (row: EntryRow): StoredEvent => JSON.parse(row.bytes) as StoredEvent;

/** Entries without their hashes, which cost as much as all the rest of a row. One is asked for often, and costs less than a list. */
export const readEntries = (db: Database, seq: number, limit: number): EntryRow[] => {
  if (limit !== 1) return entriesSince.all(db, seq, limit);
  const row = oneEntry.get(db, seq + 1);
  return row ? [row] : [];
};

/** The first fields of an entry as `append` lays them out, in a text that escapes nothing. */
const header =
  /^\{"store":"[^"\\]*","epoch":\d+,"seq":\d+,"at":"([^"\\]*)","entity":"[^"\\]*","id":"[^"\\]*","base":(\d+),"type":"([^"\\]*)",/;

type Header = Omit<Glance, "data">;
/** Shared by all, so that a glance costs no function and no shape of its own. */
const reading = {
  get data(): Glance["data"] {
    return parseEntry((this as unknown as { row: EntryRow }).row).data;
  },
};

/** Whoever only hears of a change mostly wants its header: the data is parsed when it is asked for, each time. */
export const glanceAt = (row: EntryRow): Glance => {
  const [, at, base, type] = header.exec(row.bytes) ?? [];
  if (at === undefined || type === undefined) return parseEntry(row);
  const { seq, entity, id } = row;
  return { __proto__: reading, row, seq, at, entity, id, base: Number(base), type } as Header as Glance;
};

/** The next link of the chain. */
export const chainHash = (previous: Buffer, bytes: string): Buffer =>
  createHash("sha256").update(previous).update(bytes, "utf8").digest();

/** The head on disk; seq 0 with 32 zero bytes for an empty journal. */
export const readHead = (db: Database): Head => {
  const row = last.get(db);
  if (!row) return { seq: 0, hash: Buffer.from(genesisHash, "hex"), at: null };
  return { seq: row.seq, hash: row.hash, at: parseEntry(row).at };
};

export type Journal = {
  head(): Head;
  /** Returns the entry as a replay will read it, whatever the draft held that JSON does not. */
  append(entry: Omit<JournalEntry, "seq">): StoredEvent;
  /** Back to what the disk says, after a rollback. */
  reload(): void;
  /** Remembers the head, to return to when one command of a batch is rolled back. */
  mark(): Head;
  restore(mark: Head): void;
};

export type JournalOptions = {
  /** Freezes every entry, so that changing one in place throws. For tests. */
  strict?: boolean;
};

export const openJournal = (db: Database, { strict = false }: JournalOptions = {}): Journal => {
  let head = readHead(db);
  return {
    head: () => head,
    append: (entry) => {
      const stored = {
        store: entry.store,
        epoch: entry.epoch,
        seq: head.seq + 1,
        at: entry.at,
        entity: entry.entity,
        id: entry.id,
        base: entry.base,
        type: entry.type,
        v: entry.v,
        actor: entry.actor,
        device: entry.device,
        deviceAt: entry.deviceAt,
        command: entry.command,
        ...(entry.approvedBy === undefined ? {} : { approvedBy: entry.approvedBy }),
        ...(entry.sentBy === undefined ? {} : { sentBy: entry.sentBy }),
        data: entry.data,
      };
      const bytes = JSON.stringify(stored);
      const hash = chainHash(head.hash, bytes);
      insert.run(db, stored.seq, stored.entity, stored.id, bytes, hash);
      head = { seq: stored.seq, hash, at: stored.at };
      const event = isPlain(stored.data) ? stored : (JSON.parse(bytes) as StoredEvent);
      return strict ? freezeDeep(event) : event;
    },
    reload: () => {
      head = readHead(db);
    },
    mark: () => head,
    restore: (mark) => {
      head = mark;
    },
  };
};
