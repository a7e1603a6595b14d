/**
 * Group commit. Units of work that wait at the same moment share one transaction and one fsync; each has a savepoint, so one
 * that fails disturbs no other. Before a commit the event loop looks at its sockets once more, without waiting: whoever asked while the
 * last commit held the thread is in this one. A promise settles only after the commit. The queue and the batch are bounded: beyond them the
 * answer is `unavailable`, at once. When the transaction itself fails (disk full, I/O error) every unit of it is refused and
 * nothing of it stays; memory is told to read itself again from the disk. Where even that fails the error ends the process. What waits
 * behind a lost transaction is refused with it: it may build on what was lost, and would be decided as if that had never been meant.
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
  /** Calls in the next turn of the event loop, after its sockets were read; tests count these. */
  later?(work: () => void): void;
};

export type Writer = {
  /** Runs `work`, which must be synchronous, inside the next transaction; resolves after its commit. */
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
  /^SQLITE_(FULL|IOERR|READONLY|CORRUPT|NOTADB|CANTOPEN|NOMEM)/.test(String(error.code));

const isBusy = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^SQLITE_(BUSY|LOCKED)/.test(String(error.code));

const lostRefusal = (cause: unknown): Refusal =>
  new Refusal(
    "unavailable",
    isBusy(cause)
      ? "Another program holds the box's database. Nothing was changed. Try again in a moment."
      : "The box could not write to its disk. Nothing was changed. Check that the disk is not full, then try again.",
    { retryAfter_s: 5 },
  );

const stopping = (): Refusal =>
  new Refusal("unavailable", "The box is stopping. Try again in a moment.", { retryAfter_s: 5 });
const overfull = (): Refusal =>
  new Refusal("unavailable", "The box has more work than it can take. Try again in a moment.", {
    retryAfter_s: 1,
  });

/** A promise's work would go on outside of the transaction. */
const mustBeDone = <T>(value: T): T => {
  if (!(value instanceof Promise)) return value;
  value.catch(() => undefined);
  throw new Error("work in a transaction must be synchronous, this returned a promise");
};

/** Runs a unit inside its savepoint. Throws when the transaction itself is lost. */
const createRunOne = (db: Database, options: WriterOptions): ((unit: Unit) => Outcome) => {
  const save = db.prepare("SAVEPOINT unit");
  const release = db.prepare("RELEASE unit");
  const undo = db.prepare("ROLLBACK TO unit");
  return (unit) => {
    const forget = options.mark();
    save.run();
    try {
      const value = mustBeDone(unit.work());
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
};

/** `behind` empties the queue of what waits behind the batch. */
type Commit = (batch: readonly Unit[], behind: () => readonly Unit[]) => void;

const createCommit = (db: Database, options: WriterOptions): Commit => {
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  const rollback = db.prepare("ROLLBACK");
  const runOne = createRunOne(db, options);
  const lose = (units: readonly Unit[], cause: unknown): void => {
    const error = lostRefusal(cause);
    for (const unit of units) unit.settle({ error });
    if (db.inTransaction) rollback.run();
    options.lost(cause);
  };
  return (batch, behind) => {
    const outcomes: Outcome[] = [];
    try {
      begin.run();
      for (const unit of batch) outcomes.push(runOne(unit));
      commit.run();
    } catch (cause) {
      lose([...batch, ...behind()], cause);
      return;
    }
    for (const [index, outcome] of outcomes.entries()) batch[index]?.settle(outcome);
    options.committed(batch.length);
  };
};

export const openWriter = (db: Database, options: WriterOptions): Writer => {
  const { maxQueue = 4096, maxBatch = 256, later = setImmediate } = options;
  const commitUnits = createCommit(db, options);
  const queue: Unit[] = [];
  let scheduled = false;
  let closed = false;

  const commitBatch = (): void => commitUnits(queue.splice(0, maxBatch), () => queue.splice(0));
  const turn = (): void => {
    scheduled = queue.length > maxBatch;
    if (scheduled) later(turn);
    if (queue.length > 0) commitBatch();
  };
  // What the loop read together with the first unit was on its way before the last commit's answers were; those who got these answers
  // have asked again by now, and the second reading finds them. With one reading the guests part into two halves that take turns.
  const schedule = (): void => {
    scheduled = true;
    later(() => later(turn));
  };
  const flush = (): void => {
    while (queue.length > 0) commitBatch();
  };
  const run = <T>(work: () => T): Promise<T> => {
    if (closed) return Promise.reject(stopping());
    if (queue.length >= maxQueue) return Promise.reject(overfull());
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
