/** How far the hub has acknowledged, kept in the database now and then: what is lost of it is sent twice, and the hub counts it once. */
import { query } from "../kernel/database.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Log } from "./types.ts";

const read = query<[], { seq: number; data: string | null }>(
  "SELECT seq, data FROM cursors WHERE name = 'replication'",
);
const save = query<[number, string]>(
  "INSERT INTO cursors (name, seq, data) VALUES ('replication', ?, ?) ON CONFLICT (name) DO UPDATE SET seq = excluded.seq, data = excluded.data",
);

export type Cursor = {
  acked(): number;
  moved(seq: number): void;
  /** Writes what is not written yet. */
  write(): Promise<void>;
};

/** It counts only for the hub that it was kept for. */
export const openCursor = (kernel: Kernel, hubUrl: string, every_ms: number, log: Log): Cursor => {
  const kept = read.get(kernel.db);
  let acked = kept?.data === hubUrl ? kept.seq : 0;
  let written = acked;
  let writtenAt = Number.NEGATIVE_INFINITY;
  const write = async (): Promise<void> => {
    if (acked === written) return;
    written = acked;
    writtenAt = performance.now();
    try {
      await kernel.operate(() => save.run(kernel.db, written, hubUrl));
    } catch (error) {
      log.warn({ err: error }, "the replication cursor was not written; some entries may be sent twice");
    }
  };
  return {
    acked: () => acked,
    moved: (seq) => {
      acked = seq;
      if (performance.now() - writtenAt >= every_ms) void write();
    },
    write,
  };
};
