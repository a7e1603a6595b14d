/**
 * Keeps the WAL short without holding up an order. What is in the WAL is brought into the database file by a thread of its own, on a
 * connection that does nothing else: no command waits for the many writes of a checkpoint and its syncs. The thread starts when it is
 * first needed. Should it fall behind or die, the box's own connection brings the WAL in, later than SQLite would by itself
 * but as surely: the WAL is bounded whatever happens here.
 */
import { Worker } from "node:worker_threads";
import { query } from "./database.ts";
import type { Kernel } from "./kernel.ts";

export type CheckpointOptions = {
  /** Pages in the WAL that are not in the file yet, at which the thread is told. */
  pages?: number;
  /** Commits from one look at the size of the WAL to the next. */
  every?: number;
  /** The thread's program; tests give one that fails. */
  program?: URL;
  report?(message: string, error: unknown): void;
};
export type Checkpoints = {
  /** Checkpoints that the thread has made. */
  made(): number;
  /** Ends the thread. Before the kernel is closed, so that the last connection is the kernel's. */
  stop(): Promise<void>;
};

/** Pages in the WAL, and how many of them are in the file already. */
export type WalState = { busy: number; log: number; checkpointed: number };

/** When the box's own connection brings the WAL in, in pages: 48 MB beside the thread, 16 MB without it. */
const bound = { withThread: 12_000, alone: 4000 };
const walState = query<[], WalState>("PRAGMA wal_checkpoint(NOOP)");
const threadProgram = new URL("./checkpoint-worker.ts", import.meta.url);

type Thread = { work(): void; stop(): Promise<void> };

const startThread = (
  program: URL,
  file: string,
  done: () => void,
  failed: (error: unknown) => void,
): Thread => {
  const worker = new Worker(program, {
    workerData: { file },
    resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 },
  });
  const ended = new Promise<void>((resolve) => {
    worker.once("exit", () => resolve());
  });
  worker.unref();
  worker.on("message", done);
  worker.on("error", failed);
  return {
    work: () => worker.postMessage("work"),
    stop: () => {
      worker.ref();
      worker.postMessage("stop");
      return ended;
    },
  };
};

/** Follows the commits of a kernel. One whose database is in memory has no WAL. */
export const keepWalShort = (
  { db, onCommit }: Pick<Kernel, "db" | "onCommit">,
  options: CheckpointOptions = {},
): Checkpoints => {
  const { pages = 2000, every = 16, program = threadProgram, report = () => undefined } = options;
  let thread: Thread | null = null;
  let isWorking = false;
  let made = 0;
  let commits = 0;
  const done = (): void => {
    isWorking = false;
    made += 1;
  };
  const failed = (error: unknown): void => {
    leave();
    db.pragma(`wal_autocheckpoint = ${bound.alone}`);
    report("the thread that keeps the WAL short ended; the box does its work until the next start", error);
  };
  const look = (): void => {
    commits += 1;
    if (isWorking || commits % every !== 0) return;
    const state = walState.get(db);
    if (!state || state.log - state.checkpointed < pages) return;
    isWorking = true;
    thread ??= startThread(program, db.name, done, failed);
    thread.work();
  };
  if (db.memory) return { made: () => 0, stop: () => Promise.resolve() };
  db.pragma(`wal_autocheckpoint = ${bound.withThread}`);
  const leave = onCommit(look);
  return {
    made: () => made,
    stop: async () => {
      leave();
      await thread?.stop();
    },
  };
};
