/**
 * The limit of `execute`: the very statements and bytes that it issued, replayed without any logic. A first run is recorded by wrapping
 * better-sqlite3's statements; the replay prepares each once and runs them in the same order, in the same group commits.
 */
import { openDatabase } from "@tillbox/store-server/kernel/database.ts";
import type { Database, Statement } from "better-sqlite3";

type Method = "run" | "get" | "all";
export type Recorded = { source: string; method: Method; parameters: unknown[] };
const methods: Method[] = ["run", "get", "all"];
type Wrapped = Record<Method, (...parameters: unknown[]) => unknown>;

/** Records every statement of this connection until the returned function is called. */
export const recordStatements = (db: Database): (() => Recorded[]) => {
  const recorded: Recorded[] = [];
  const prototype = Object.getPrototypeOf(db.prepare("SELECT 1")) as Wrapped;
  const originals = methods.map((method) => [method, prototype[method]] as const);
  for (const [method, original] of originals) {
    prototype[method] = function record(this: Statement, ...parameters: unknown[]) {
      recorded.push({ source: this.source, method, parameters });
      return original.apply(this, parameters);
    };
  }
  return () => {
    for (const [method, original] of originals) prototype[method] = original;
    return recorded;
  };
};

/** What was recorded, prepared to run once on a copy of the database as it was before. */
export const openReplay = (file: string, recorded: readonly Recorded[]): { run(): void; close(): void } => {
  const db = openDatabase(file);
  const prepared = new Map<string, Wrapped>();
  const steps = recorded.map(({ source, method, parameters }) => {
    const statement = prepared.get(source) ?? db.prepare(source);
    prepared.set(source, statement);
    return { statement, method, parameters };
  });
  return {
    run: () => {
      for (const { statement, method, parameters } of steps) statement[method](...parameters);
    },
    close: () => db.close(),
  };
};

/** The seconds that a replay takes. */
export const replayStatements = (file: string, recorded: readonly Recorded[]): number => {
  const replay = openReplay(file, recorded);
  const started = performance.now();
  replay.run();
  const seconds = (performance.now() - started) / 1000;
  replay.close();
  return seconds;
};
