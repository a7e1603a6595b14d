/** Opens a kernel with the toy feature, in memory or on a file, and sends it commands. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { type DatabaseOptions, openDatabase } from "../database.ts";
import { type Kernel, type KernelOptions, openKernel } from "../kernel.ts";
import { migrate } from "../migrate.ts";
import { businessTables, compareTables, replay, verifyJournal } from "../rebuild.ts";
import type { Actor, Answer, Command, Feature } from "../types.ts";
import { tabFeature, tabMigrations } from "./tab-feature.ts";

export const waiter: Actor = {
  userId: "waiter-1",
  name: "Waiter",
  role: "waiter",
  deviceId: "tablet-1",
  permissions: new Set(["tab.write", "tab.close"]),
};

export type TabStore = {
  db: Database;
  kernel: Kernel;
  /** What `report` was told, oldest first. */
  reports: string[];
  /** Sends a command; `commandId` is new when not given. */
  send<I>(command: Command<I>, input: I, how?: Partial<Sending>): Promise<Answer>;
};
export type Sending = { commandId: string; fingerprint: string; actor: Actor; expectedVersion: number };
export type TabStoreOptions = KernelOptions & DatabaseOptions & { features?: Feature[] };

let sent = 0;

export const openTabStore = (path = ":memory:", options: TabStoreOptions = {}): TabStore => {
  const { synchronous, features = [tabFeature], ...kernelOptions } = options;
  const db = openDatabase(path, synchronous ? { synchronous } : {});
  migrate(db, tabMigrations(), () => undefined);
  const reports: string[] = [];
  const report = (message: string, error: unknown): void => {
    reports.push(`${message}: ${String(error)}`);
  };
  const kernel = openKernel(db, features, { strict: true, report, ...kernelOptions });
  const send = <I>(command: Command<I>, input: I, how: Partial<Sending> = {}): Promise<Answer> => {
    sent += 1;
    const { commandId = `tap-${sent}`, actor = waiter, expectedVersion } = how;
    const fingerprint = how.fingerprint ?? JSON.stringify([command.name, input]);
    return kernel.execute({ command, input, commandId, fingerprint, actor, expectedVersion });
  };
  return { db, kernel, reports, send };
};

/** A folder that is gone when `clean` was called. */
export const temporaryFolder = (): { path: string; file: string; clean(): void } => {
  const path = mkdtempSync(join(tmpdir(), "tillbox-"));
  return {
    path,
    file: join(path, "tillbox.db"),
    clean: () => rmSync(path, { recursive: true, force: true }),
  };
};

/** What is wrong with a journal and the tables made from it, as sentences; empty when all is well. */
export const faultsOf = (db: Database, features: readonly Feature[] = [tabFeature]): string[] => {
  const chain = verifyJournal(db);
  const rebuilt = openDatabase(":memory:");
  migrate(rebuilt, tabMigrations(), () => undefined);
  const head = db.prepare<[], { bytes: string }>("SELECT bytes FROM journal ORDER BY seq DESC LIMIT 1").get();
  const { store = "", epoch = 1 } = head ? (JSON.parse(head.bytes) as { store: string; epoch: number }) : {};
  replay(db, rebuilt, features, { storeId: store, epoch });
  const differences = compareTables(db, rebuilt, businessTables(features));
  rebuilt.close();
  return [
    ...(chain.error === null ? [] : [chain.error]),
    ...differences.map((difference) => `${difference.table} ${difference.key} differs`),
  ];
};
