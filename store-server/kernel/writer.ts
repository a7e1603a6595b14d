/**
 * Group commit. Units of work that wait at the same moment share one transaction and one fsync; each has a savepoint, so one
 * that fails disturbs no other. A promise settles only after the commit. The queue and the batch are bounded: beyond them the
 * answer is `unavailable`, at once. When the transaction itself fails (disk full, I/O error) every unit of it is refused and
 * nothing of it stays; memory is told to read itself again from the disk.
 */
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Database } from "better-sqlite3";

export type WriterOptions = {
  maxQueue?: number;
  maxBatch?: number;
  /** Before a unit's savepoint: returns what undoes its traces in memory. */
  mark(): () => void;
  /** The whole transaction is gone: read heads and caches again. */
  lost(cause: unknown): void;
  /** After a commit, with the number of units; answers have been settled. */
  committed(units: number): void;
};

export type Writer = {
  /** Runs `work` inside the next transaction; resolves after its commit. */
  run<T>(work: () => T): Promise<T>;
  /** Commits what waits, at once. */
  flush(): void;
  /** Refuses new work and commits what waits. */
  close(): void;
  waiting(): number;
};

type Unit = { work(): unknown; settle(outcome: Outcome): void };
type Outcome = { value: unknown } | { error: unknown };

const isStorageFault = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  /^SQLITE_(FULL|IOERR|READONLY|CORRUPT|NOMEM)/.test(String(error.code));

const storageFault = (): Refusal =>
  new Refusal(
    "unavailable",
    "The box could not write to its disk. Nothing was changed. Check that the disk is not full, then try again.",
    { retryAfter_s: 5 },
  );

export const openWriter = (db: Database, options: WriterOptions): Writer => {
  const { maxQueue = 4096, maxBatch = 256 } = options;
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  const rollback = db.prepare("ROLLBACK");
  const save = db.prepare("SAVEPOINT unit");
  const release = db.prepare("RELEASE unit");
  const undo = db.prepare("ROLLBACK TO unit");
  const queue: Unit[] = [];
  let scheduled = false;
  let closed = false;

  const runOne = (unit: Unit): Outcome => {
    const forget = options.mark();
    save.run();
    try {
      const value = unit.work();
      release.run();
      return { value };
    } catch (error) {
      forget();
      if (!db.inTransaction || isStorageFault(error)) throw error;
      undo.run();
      release.run();
      return { error };
    }
  };
  const runBatch = (batch: readonly Unit[]): Outcome[] => {
    try {
      begin.run();
      const outcomes = batch.map(runOne);
      commit.run();
      return outcomes;
    } catch (cause) {
      if (db.inTransaction) rollback.run();
      options.lost(cause);
      return batch.map(() => ({ error: storageFault() }));
    }
  };
  const commitOne = (): void => {
    const batch = queue.splice(0, maxBatch);
    const outcomes = runBatch(batch);
    batch.forEach((unit, index) => unit.settle(outcomes[index] ?? { error: storageFault() }));
    options.committed(batch.length);
  };
  const flush = (): void => {
    while (queue.length > 0) commitOne();
  };
  const schedule = (): void => {
    scheduled = true;
    setImmediate(turn);
  };
  const turn = (): void => {
    scheduled = false;
    if (queue.length > 0) commitOne();
    if (queue.length > 0) schedule();
  };
  const run = <T>(work: () => T): Promise<T> => {
    if (closed)
      return Promise.reject(
        new Refusal("unavailable", "The box is stopping. Try again in a moment.", { retryAfter_s: 5 }),
      );
    if (queue.length >= maxQueue)
      return Promise.reject(
        new Refusal("unavailable", "The box has more work than it can take. Try again in a moment.", {
          retryAfter_s: 1,
        }),
      );
    return new Promise<T>((resolve, reject) => {
      const settle = (outcome: Outcome): void =>
        "error" in outcome ? reject(outcome.error) : resolve(outcome.value as T);
      queue.push({ work, settle });
      if (!scheduled) schedule();
    });
  };
  const close = (): void => {
    closed = true;
    flush();
  };
  return { run, flush, close, waiting: () => queue.length };
};
