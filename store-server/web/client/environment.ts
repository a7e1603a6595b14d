/**
 * What a client has of the machine that it runs on. A page gets the browser's (`browser.ts`); the simulation brings its own, so that what
 * it plays is the very client of the tablets. Time, timers and chance are the language's: whoever plays with them does it for all code.
 */
import type { ReadonlySignal } from "@preact/signals";
import type { Database, DatabaseEvents } from "./database.ts";
import type { Socket } from "./live.ts";
import type { Locks } from "./locks.ts";
import type { KeyValue } from "./session.ts";
import type { Tabs } from "./tabs.ts";
import type { Worker, WorkerFacts } from "./worker.ts";

export type Environment = {
  /** Keeps things for good. */
  readonly local: KeyValue;
  /** Keeps things through reloads, and goes with the tab. */
  readonly tab: KeyValue;
  readonly fetch: typeof fetch;
  /** Null on a connection that is not encrypted. */
  readonly subtle: SubtleCrypto | null;
  readonly isOnline: ReadonlySignal<boolean>;
  readonly isVisible: ReadonlySignal<boolean>;
  /** A connection to the live hub of the box. */
  openSocket(): Socket;
  openDatabase(kind: string, events: DatabaseEvents): Database;
  openLocks(kind: string, database: Database): Locks;
  openTabs(kind: string): Tabs;
  openWorker(facts: WorkerFacts): Worker;
  /** Asks to keep what is stored when space is short; the answer may be no. */
  askToPersist(): Promise<boolean>;
  /** Asks whoever closes or reloads the page whether they mean it, as long as `isNeeded`. */
  askBeforeLeaving(isNeeded: ReadonlySignal<boolean>): void;
};
