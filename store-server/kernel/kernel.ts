/**
 * The heart: the one way to write. `execute` takes a command and answers after its events are on disk; `operate` writes
 * operational rows (sessions, jobs, cursors) in the same group commits. After a commit there are only wake-ups: whoever
 * listens reads a table from its own cursor, so that a crash at any line loses nothing.
 */
import type { Database } from "better-sqlite3";
import { type Clock, boxClock } from "./clock.ts";
import { createExecute, type Execute } from "./execute.ts";
import { openStates } from "./entities.ts";
import { openJournal } from "./journal.ts";
import { type Identity, readIdentity } from "./identity.ts";
import type { BaseState, Entity, Feature, Reads } from "./types.ts";
import { openWriter, type WriterOptions } from "./writer.ts";

export type KernelOptions = {
  wall?: () => number;
  limits?: Pick<WriterOptions, "maxBatch" | "maxQueue">;
  /** Something the operator should see: a lost batch, a poisonous command. */
  report?(message: string, error: unknown, details?: Record<string, unknown>): void;
  /** Told after each commit with the number of units of work in it. */
  measured?(units: number): void;
};

export type Kernel = Reads & {
  clock: Clock;
  features: readonly Feature[];
  entity(name: string): Entity;
  execute: Execute;
  /** Runs `work` in the next group commit. For operational tables only. */
  operate<T>(work: () => T): Promise<T>;
  /** Calls `wake` after every commit; returns what stops it. */
  onCommit(wake: () => void): () => void;
  /** Commands and operations that wait for their commit. */
  waiting(): number;
  close(): void;
};

const collectEntities = (features: readonly Feature[]): Map<string, Entity> => {
  const entities = new Map<string, Entity>();
  for (const entity of features.flatMap((feature) => feature.entities)) {
    if (entities.has(entity.name)) throw new Error(`two entities are called ${entity.name}`);
    entities.set(entity.name, entity as unknown as Entity);
  }
  return entities;
};

export const openKernel = (
  db: Database,
  features: readonly Feature[],
  options: KernelOptions = {},
): Kernel => {
  const identity: Identity = readIdentity(db);
  const entities = collectEntities(features);
  const states = openStates(db, [...entities.values()]);
  const journal = openJournal(db);
  const clock = boxClock(journal.head().at, options.wall);
  const listeners = new Set<() => void>();
  let committedSeq = journal.head().seq;
  let waking = false;

  const entity = (name: string): Entity => {
    const known = entities.get(name);
    if (!known) throw new Error(`no entity is called ${name}`);
    return known;
  };
  const reads: Reads = {
    db,
    storeId: identity.storeId,
    epoch: identity.epoch,
    get: <S extends BaseState>(of: Entity<S>, id: string) =>
      states.get(of as unknown as Entity, id) as S | undefined,
    headSeq: () => committedSeq,
  };
  const wake = (): void => {
    waking = false;
    for (const listener of listeners) listener();
  };
  const writer = openWriter(db, {
    ...options.limits,
    mark: () => {
      const forget = states.mark();
      const head = journal.mark();
      return () => {
        forget();
        journal.restore(head);
      };
    },
    lost: (cause) => {
      states.clear();
      journal.reload();
      options.report?.("a transaction was lost; nothing of it was acknowledged", cause);
    },
    committed: (units) => {
      committedSeq = journal.head().seq;
      options.measured?.(units);
      if (waking || listeners.size === 0) return;
      waking = true;
      setImmediate(wake);
    },
  });
  const execute = createExecute({
    reads,
    states,
    journal,
    writer,
    clock,
    entity,
    features,
    report: options.report ?? (() => undefined),
  });
  return {
    ...reads,
    clock,
    features,
    entity,
    execute,
    operate: writer.run,
    onCommit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    waiting: writer.waiting,
    close: () => {
      writer.close();
      listeners.clear();
      db.close();
    },
  };
};
