/**
 * The heart: the one way to write. `execute` takes a command and answers after its events are on disk; `operate` writes
 * operational rows (sessions, jobs, cursors) in the same group commits. After a commit there are only wake-ups: whoever
 * listens reads a table from its own cursor, so that a crash at any line loses nothing.
 */

import type { Database } from "better-sqlite3";
import { openAnswers } from "./answers.ts";
import { claimWriter } from "./claim.ts";
import { boxClock, type Clock } from "./clock.ts";
import { openStates, type States } from "./entities.ts";
import { createExecute, type Execute } from "./execute.ts";
import { readIdentity } from "./identity.ts";
import { type Journal, openJournal } from "./journal.ts";
import { schemaVersion } from "./migrate.ts";
import { openVault, settleErasures } from "./personal.ts";
import { tellAgain } from "./shown.ts";
import { noteClosed, type Switch } from "./switches.ts";
import { noteTablesOfSchema } from "./tables-of-schema.ts";
import type { BaseState, Entity, Feature, Reads } from "./types.ts";
import { openVocabulary } from "./vocabulary.ts";
import { openWriter, type WriterOptions } from "./writer.ts";

export type KernelOptions = {
  wall?: () => number;
  limits?: Pick<WriterOptions, "maxBatch" | "maxQueue">;
  /** In tests: states and events are frozen, so that a fold or a decider that changes one in place throws. */
  strict?: boolean;
  /** Wraps the keys of personal data; without one they live as long as this process. */
  personalSecret?: string;
  /** What the environment switched off. */
  closed?: Iterable<Switch>;
  /** Something the operator should see: a lost batch, a poisonous command, a listener that failed. */
  report?(message: string, error: unknown, details?: Record<string, unknown>): void;
  /** Told after each commit with the number of units of work in it. */
  measured?(units: number): void;
};

export type Kernel = Reads & {
  clock: Clock;
  features: readonly Feature[];
  entity(name: string): Entity;
  /** The current states of many, by their ids; memory is left as it is. */
  look(entity: Entity, ids: readonly string[]): Map<string, BaseState>;
  execute: Execute;
  /** Runs `work`, synchronous, in the next group commit. For operational tables only. */
  operate<T>(work: () => T): Promise<T>;
  /** Calls `wake` after every commit; returns what stops it. */
  onCommit(wake: () => void): () => void;
  /** Commands and operations that wait for their commit. */
  waiting(): number;
  close(): void;
};

type Report = NonNullable<KernelOptions["report"]>;

const collectEntities = (features: readonly Feature[]): Map<string, Entity> => {
  const entities = new Map<string, Entity>();
  for (const entity of features.flatMap((feature) => feature.entities)) {
    if (entities.has(entity.name)) throw new Error(`two entities are called ${entity.name}`);
    entities.set(entity.name, entity);
  }
  return entities;
};

const finder =
  (entities: ReadonlyMap<string, Entity>) =>
  (name: string): Entity => {
    const known = entities.get(name);
    if (!known) throw new Error(`no entity is called ${name}`);
    return known;
  };

/** One wake-up of all listeners for the commits of one turn; a listener that fails disturbs no other. */
const createBell = (report: Report) => {
  const listeners = new Set<() => void>();
  let ringing = false;
  const tell = (listener: () => void): void => {
    try {
      listener();
    } catch (error) {
      report("a listener failed after a commit", error);
    }
  };
  const wake = (): void => {
    ringing = false;
    for (const listener of listeners) tell(listener);
  };
  return {
    ring: (): void => {
      if (ringing || listeners.size === 0) return;
      ringing = true;
      setImmediate(wake);
    },
    add: (listener: () => void): (() => void) => {
      const own = (): void => listener();
      listeners.add(own);
      return () => listeners.delete(own);
    },
    clear: (): void => listeners.clear(),
  };
};

const createMark = (states: States, journal: Journal) => (): (() => void) => {
  const forget = states.mark();
  const head = journal.mark();
  return () => {
    forget();
    journal.restore(head);
  };
};

/**
 * Takes over `db`, migrated, and closes it in the end. Throws `StartupError` when another program writes the same file.
 */
export const openKernel = (
  db: Database,
  features: readonly Feature[],
  options: KernelOptions = {},
): Kernel => {
  const release = claimWriter(db.memory ? ":memory:" : db.name);
  try {
    return buildKernel(db, features, options, release);
  } catch (error) {
    release();
    throw error;
  }
};

const buildKernel = (
  db: Database,
  features: readonly Feature[],
  options: KernelOptions,
  release: () => void,
): Kernel => {
  const report: Report = options.report ?? (() => undefined);
  const entities = collectEntities(features);
  const states = openStates(db, [...entities.values()], { strict: options.strict ?? false });
  const journal = openJournal(db, { strict: options.strict ?? false });
  // Whatever comes into an empty journal is projected by this program.
  if (journal.head().seq === 0) noteTablesOfSchema(db, schemaVersion(db));
  const bell = createBell(report);
  if (!openVault(db, options.personalSecret ?? null))
    report("names and contacts were sealed with another secrets file; restore it to read them", null);
  openVocabulary(db, features);
  noteClosed(db, options.closed ?? []);
  let committedSeq = journal.head().seq;
  const reads: Reads = {
    db,
    ...readIdentity(db),
    get: <S extends BaseState>(of: Entity<S>, id: string) => states.get(of, id) as S | undefined,
    headSeq: () => committedSeq,
  };
  const writer = openWriter(db, {
    ...options.limits,
    mark: createMark(states, journal),
    lost: (cause) => {
      states.clear();
      journal.reload();
      report("a transaction was lost; nothing of it was acknowledged", cause);
    },
    committed: (units) => {
      committedSeq = journal.head().seq;
      options.measured?.(units);
      settleErasures(db);
      bell.ring();
    },
  });
  openAnswers(db, (shows) => tellAgain(shows, finder(entities), reads));
  const common = { clock: boxClock(journal.head().at, options.wall), features, entity: finder(entities) };
  return {
    ...reads,
    ...common,
    look: states.look,
    execute: createExecute({ ...common, reads, states, journal, writer, report }),
    operate: writer.run,
    onCommit: bell.add,
    waiting: writer.waiting,
    close: () => {
      writer.close();
      bell.clear();
      db.close();
      release();
    },
  };
};
