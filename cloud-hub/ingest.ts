/**
 * The heart of the hub: a batch of a store's journal becomes durable in one Postgres transaction (lock the store's row,
 * decide, append, project, move the watermark, commit) and only then is it acknowledged. Batches of one store take
 * turns in the order they arrived; while one is in the database the next is unpacked and its chain followed.
 * What waits is bounded per store and in all; beyond that the box is asked to come again.
 */
import { promisify } from "node:util";
import { zstdDecompress } from "node:zlib";
import { type BatchAck, maxBatchBytes } from "@tillbox/shared/protocol/replication.ts";
import { invalid, Refusal } from "@tillbox/shared/refusal.ts";
import type { Database, Sql } from "./database.ts";
import {
  type Decision,
  decide,
  diverged,
  readBatch,
  type VerifiedBatch,
  type Watermark,
} from "./ingest-core.ts";
import { addSales, appendJournal, noteUnreadable, type StoreKey } from "./projections.ts";

/** One transaction before it, one in it, and a retry of a lost answer. */
const MAX_WAITING_PER_STORE = 4;
const MAX_WAITING = 64;
/** With the default of 16 kB a batch hops between threads thirty times. */
const UNPACK_CHUNK_BYTES = 1024 * 1024;

/** A store that showed its token; the hash is compared again when its row is locked. */
export type Sender = StoreKey & { tokenHash: Buffer };
export type IngestResult = BatchAck & { stored: number; duplicates: number; unreadable: number };
/** Takes a compressed body. Throws Refusal; then nothing of the batch is stored. */
export type Ingest = (sender: Sender, body: Buffer) => Promise<IngestResult>;

const decompress = promisify(zstdDecompress);

/** Unpacks a body to at most `maxBatchBytes`. Throws Refusal `too_large` or `invalid`. */
export const unpack = async (body: Buffer): Promise<Buffer> => {
  try {
    return await decompress(body, { maxOutputLength: maxBatchBytes, chunkSize: UNPACK_CHUNK_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      throw new Refusal(
        "too_large",
        `The batch unpacks to more than ${maxBatchBytes} bytes: send fewer entries.`,
      );
    }
    throw invalid("body", "is not zstd");
  }
};

export const openIngest = (database: Database): Ingest => {
  const takeTurn = openTurns();
  return (sender, body) =>
    takeTurn(`${sender.orgId}/${sender.storeId}`, async (myTurn) => {
      const batch = readBatch(await unpack(body));
      if (batch.storeId !== sender.storeId) throw invalid("header.storeId", "is not the store of this token");
      await myTurn;
      return database.tenant(sender.orgId, (sql) => store(sql, sender, batch));
    });
};

type StoreRow = {
  epoch: number;
  opened_epoch: number;
  acked_seq: number;
  head_hash: Buffer;
  token_hash: Buffer;
};

/** The watermark of a store, its row locked for the rest of the transaction; null for a store that is not there. */
export const lockStore = async (
  sql: Sql,
  { orgId, storeId }: StoreKey,
): Promise<{ watermark: Watermark; tokenHash: Buffer } | null> => {
  const row = await sql.row<StoreRow>(
    `SELECT epoch, opened_epoch, acked_seq, head_hash, token_hash FROM stores
      WHERE org_id = $1 AND id = $2 FOR NO KEY UPDATE`,
    [orgId, storeId],
  );
  if (row === null) return null;
  const watermark = {
    epoch: row.epoch,
    openedEpoch: row.opened_epoch,
    ackedSeq: row.acked_seq,
    headHash: row.head_hash.toString("hex"),
  };
  return { watermark, tokenHash: row.token_hash };
};

async function store(sql: Sql, sender: Sender, batch: VerifiedBatch): Promise<IngestResult> {
  const locked = await lockStore(sql, sender);
  if (locked === null || !locked.tokenHash.equals(sender.tokenHash)) {
    throw new Refusal("unauthorized", "This store has a newer token: enrol it again with a new code.");
  }
  const decision = decide(locked.watermark, batch);
  if (decision.kind === "duplicate") {
    await proveDuplicate(sql, sender, batch.epoch, decision);
    touchStore(sql, sender);
  } else {
    appendJournal(sql, sender, batch.epoch, decision.entries);
    addSales(sql, sender, salesIn(decision.entries));
    moveWatermark(sql, sender, decision.watermark, decision.entries.at(-1)?.at_ms ?? 0);
  }
  const entries = decision.kind === "store" ? decision.entries : [];
  return {
    ackedSeq: decision.watermark.ackedSeq,
    epoch: decision.watermark.epoch,
    stored: entries.length,
    duplicates: batch.entries.length - entries.length,
    unreadable: noteUnreadable(sql, sender, batch.epoch, entries),
  };
}

function* salesIn(entries: Iterable<{ sales: VerifiedBatch["entries"][number]["sales"] }>) {
  for (const entry of entries) if (entry.sales !== null) yield* entry.sales;
}

async function proveDuplicate(
  sql: Sql,
  { orgId, storeId }: StoreKey,
  epoch: number,
  { seq, hash }: Decision & { kind: "duplicate" },
): Promise<void> {
  const stored = await sql.row<{ hash: Buffer }>(
    "SELECT hash FROM journal WHERE org_id = $1 AND store_id = $2 AND epoch = $3 AND seq = $4",
    [orgId, storeId, epoch, seq],
  );
  if (stored?.hash.toString("hex") !== hash) throw diverged(seq);
}

const touchStore = (sql: Sql, { orgId, storeId }: StoreKey): void =>
  sql.send("UPDATE stores SET last_contact_at = now() WHERE org_id = $1 AND id = $2", [orgId, storeId]);

const moveWatermark = (sql: Sql, { orgId, storeId }: StoreKey, to: Watermark, at_ms: number): void =>
  sql.send(
    `UPDATE stores SET epoch = $3, acked_seq = $4, head_hash = $5, last_entry_at = $6, last_contact_at = now()
      WHERE org_id = $1 AND id = $2`,
    [orgId, storeId, to.epoch, to.ackedSeq, Buffer.from(to.headHash, "hex"), new Date(at_ms).toISOString()],
    "move-watermark",
  );

type Turn = <T>(key: string, work: (myTurn: Promise<void>) => Promise<T>) => Promise<T>;

/** Work starts at once; `myTurn` comes when all earlier work of the same key has ended, well or badly. */
function openTurns(): Turn {
  const lines = new Map<string, { waiting: number; last: Promise<void> }>();
  let waiting = 0;
  return async (key, work) => {
    const line = lines.get(key) ?? { waiting: 0, last: Promise.resolve() };
    if (line.waiting >= MAX_WAITING_PER_STORE || waiting >= MAX_WAITING) {
      throw new Refusal("unavailable", "Too many batches are waiting: send this one again in a moment.", {
        retryAfter_s: 1,
      });
    }
    lines.set(key, line);
    line.waiting += 1;
    waiting += 1;
    const result = work(line.last);
    line.last = Promise.allSettled([line.last, result]).then(() => undefined);
    try {
      return await result;
    } finally {
      waiting -= 1;
      line.waiting -= 1;
      if (line.waiting === 0) lines.delete(key);
    }
  };
}
