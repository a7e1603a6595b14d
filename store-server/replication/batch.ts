/** A batch of the journal as it travels: entries of one epoch, in order, the stored bytes untouched. */
import { promisify } from "node:util";
import { constants, zstdCompress } from "node:zlib";
import { genesisHash } from "@tillbox/shared/protocol/journal.ts";
import { type BatchHeader, replicationVersion } from "@tillbox/shared/protocol/replication.ts";
import type { Database } from "better-sqlite3";
import { type JournalRow, readSince } from "../kernel/journal.ts";

export type Batch = { header: BatchHeader; lines: string[]; lastSeq: number; at: string };
export type BatchLimits = { entries: number; bytes: number };

const compress = promisify(zstdCompress);
/** Rows are read in small portions, so that a few large entries cannot fill the memory. */
const portion = 25;

const rowAt = (db: Database, seq: number): JournalRow | undefined => readSince(db, seq - 1, 1)[0];

/** 64 hex digits; of seq 0 the hash that the chain begins with. */
export const hashAt = (db: Database, seq: number): string => {
  if (seq === 0) return genesisHash;
  const row = rowAt(db, seq);
  if (row?.seq !== seq) throw new Error(`the journal has no entry ${seq}`);
  return row.hash.toString("hex");
};

const head = (bytes: string): { epoch: number; at: string } =>
  JSON.parse(bytes) as { epoch: number; at: string };
export const epochAt = (db: Database, seq: number): number => head(rowAt(db, seq)?.bytes ?? "{}").epoch;
/** Box time of an entry; null when there is none. */
export const timeAt = (db: Database, seq: number): string | null => {
  const row = rowAt(db, seq);
  return row?.seq === seq ? head(row.bytes).at : null;
};

/** Where an epoch leaves the one before: its first entry, or the next one to come, and the hash before it. */
export const forkOf = (
  db: Database,
  epoch: number,
  lastSeq: number,
): { fromSeq: number; prevHash: string } => {
  let [low, high] = [1, lastSeq + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (epochAt(db, middle) >= epoch) high = middle;
    else low = middle + 1;
  }
  return { fromSeq: low, prevHash: hashAt(db, low - 1) };
};

/** Rows from `fromSeq` on, of one epoch, within the limits but at least one. */
const rowsFrom = (db: Database, fromSeq: number, limits: BatchLimits): JournalRow[] => {
  const rows: JournalRow[] = [];
  let bytes = 0;
  let epoch = 0;
  for (let since = fromSeq - 1; rows.length < limits.entries; since += portion) {
    const more = readSince(db, since, Math.min(portion, limits.entries - rows.length));
    for (const row of more) {
      const length = Buffer.byteLength(row.bytes) + 1;
      const { epoch: own } = head(row.bytes);
      if (rows.length > 0 && (bytes + length > limits.bytes || own !== epoch)) return rows;
      epoch = own;
      bytes += length;
      rows.push(row);
    }
    if (more.length < portion) break;
  }
  return rows;
};

/** The next batch, or null when the journal has nothing from `fromSeq` on. */
export const nextBatch = (
  db: Database,
  storeId: string,
  fromSeq: number,
  limits: BatchLimits,
): Batch | null => {
  const rows = rowsFrom(db, fromSeq, limits);
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return null;
  if (first.seq !== fromSeq) throw new Error(`the journal has no entry ${fromSeq}`);
  const { epoch, at } = head(first.bytes);
  const header: BatchHeader = {
    v: replicationVersion,
    storeId,
    epoch,
    fromSeq,
    count: rows.length,
    prevHash: hashAt(db, fromSeq - 1),
    headHash: last.hash.toString("hex"),
  };
  return { header, lines: rows.map((row) => row.bytes), lastSeq: last.seq, at };
};

/** zstd, level 1, off the main thread. */
export const packBatch = ({ header, lines }: Batch): Promise<Buffer> =>
  compress([JSON.stringify(header), ...lines].join("\n"), {
    params: { [constants.ZSTD_c_compressionLevel]: 1 },
  });
