/** A box that replicates, for tests: in memory, with short waits. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSince } from "../kernel/journal.ts";
import { quietLog, until } from "../live/toy-live.ts";
import { openToyStore, type ToyStore } from "../live/toy-store.ts";
import { type Replication, type ReplicationOptions, startReplication } from "./replicator.ts";
import type { ToyHub } from "./toy-hub.ts";
import type { Secrets } from "./types.ts";

const inMemory = (): Secrets & { values: Map<string, string> } => {
  const values = new Map<string, string>();
  return {
    values,
    read: (name) => values.get(name) ?? null,
    write: (name, value) => void (value === null ? values.delete(name) : values.set(name, value)),
  };
};

export type Box = ToyStore & {
  secrets: ReturnType<typeof inMemory>;
  log: ReturnType<typeof quietLog>;
  close(): void;
};
export const openBox = (file?: string, secrets = inMemory()): Box => {
  const store = openToyStore(file);
  return { ...store, secrets, log: quietLog(), close: store.kernel.close };
};

/** No deadline of its own: on a machine at work an answer may take its time, and only a test of late answers may give up on one. */
const quick = { linger_ms: 0, backOff_ms: 2, backOffCap_ms: 10, batchEntries: 20 };

export const startBox = (box: Box, options: Partial<ReplicationOptions> = {}): Replication =>
  startReplication({
    kernel: box.kernel,
    secrets: box.secrets,
    log: box.log,
    store: () => ({ storeName: "Corner", currency: "EUR", timeZone: "Europe/Vienna" }),
    ...options,
    config: { ...quick, ...options.config },
  });

/** Enrols without a deadline; then it can be started with a short one. */
export const enrolled = async (box: Box, hub: ToyHub): Promise<void> => {
  const replication = startBox(box);
  await replication.enrol({ hubUrl: hub.url, code: "CODE-1" });
  await replication.stop();
};

/** So many entries. */
export const write = async (box: Box, count: number, name = "o"): Promise<void> => {
  const from = box.kernel.headSeq();
  const filler = (n: number): string => "ü".repeat(n);
  await Promise.all(
    Array.from({ length: count }, (_, n) => box.run("create", `${name}${from + n}`, { filler: filler(n) })),
  );
};

type Held = { seq: number; bytes: string; hash: string };
export const journalOf = ({ kernel }: Box): Held[] =>
  readSince(kernel.db, 0, 1_000_000).map(({ seq, bytes, hash }) => ({
    seq,
    bytes,
    hash: hash.toString("hex"),
  }));
export const heldBy = (hub: ToyHub): Held[] =>
  hub.entries.map(({ seq, bytes, hash }) => ({ seq, bytes, hash }));

const isCaughtUp = ({ kernel }: Box, replication: Replication): boolean => {
  const { state, ackedSeq } = replication.status();
  return state === "idle" && ackedSeq === kernel.headSeq();
};
export const caughtUp = (box: Box, replication: Replication, limit_ms?: number): Promise<true> =>
  until(() => isCaughtUp(box, replication), limit_ms);

/** The box after a restore of its state at `seq`: the same journal up to there, another epoch from there on. */
export const restored = (box: Box, seq: number, epoch: number): Box => {
  const folder = mkdtempSync(join(tmpdir(), "tillbox-"));
  const file = join(folder, "box.db");
  const { kernel } = openToyStore(file);
  const { db } = kernel;
  const set = db.prepare("UPDATE meta SET value = ? WHERE key = ?");
  set.run(String(epoch), "epoch");
  set.run(box.kernel.storeId, "store_id");
  const insert = db.prepare("INSERT INTO journal (seq, entity, id, bytes, hash) VALUES (?, ?, ?, ?, ?)");
  for (const row of readSince(box.kernel.db, 0, seq))
    insert.run(row.seq, row.entity, row.id, row.bytes, row.hash);
  kernel.close();
  const again = openBox(file, box.secrets);
  return {
    ...again,
    close: () => {
      again.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
