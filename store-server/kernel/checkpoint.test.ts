import { existsSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type CheckpointOptions, type Checkpoints, keepWalShort, type WalState } from "./checkpoint.ts";
import { openTab } from "./testing/tab-feature.ts";
import { faultsOf, openTabStore, type TabStore, temporaryFolder } from "./testing/tab-store.ts";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.clean();
});

const page_bytes = 4096 + 24;
const openBox = (options: CheckpointOptions): { box: TabStore; checkpoints: Checkpoints } => {
  const box = openTabStore(folder.file);
  return { box, checkpoints: keepWalShort(box.kernel, { every: 1, ...options }) };
};
const close = async ({ box, checkpoints }: { box: TabStore; checkpoints: Checkpoints }): Promise<void> => {
  await checkpoints.stop();
  box.kernel.close();
};
let opened = 0;
const openTabs = async (box: TabStore, count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1)
    await box.send(openTab, { id: `tab-${(opened += 1)}`, guest: `Guest ${index}` });
};
/** Taps until it is so; a box that never gets there fails by the limit. */
const tapUntil = async (box: TabStore, isSo: () => boolean): Promise<void> => {
  for (let round = 0; !isSo(); round += 1) {
    if (round === 400) throw new Error("it never came to that");
    await openTabs(box, 5);
    await sleep(5);
  }
};
const wal = ({ db }: TabStore): WalState =>
  db.prepare<[], WalState>("PRAGMA wal_checkpoint(NOOP)").get() ?? { busy: 1, log: -1, checkpointed: -1 };

test("a thread brings the WAL into the file while the box works, and the WAL begins anew", async () => {
  const { box, checkpoints } = openBox({ pages: 50 });
  await tapUntil(box, () => checkpoints.made() >= 5);
  await tapUntil(box, () => wal(box).log < 50);
  expect(statSync(`${folder.file}-wal`).size).toBeLessThan(2000 * page_bytes);
  expect(faultsOf(box.db)).toEqual([]);
  await close({ box, checkpoints });
});

test("control: without the thread nothing of it reaches the file", async () => {
  const { box, checkpoints } = openBox({ pages: Number.MAX_SAFE_INTEGER });
  await openTabs(box, 100);
  expect(checkpoints.made()).toBe(0);
  expect(wal(box)).toMatchObject({ checkpointed: 0 });
  expect(wal(box).log).toBeGreaterThan(500);
  await close({ box, checkpoints });
});

test("after a stop nothing is left in a WAL, and all that was answered is in the file", async () => {
  const { box, checkpoints } = openBox({ pages: 50 });
  await tapUntil(box, () => checkpoints.made() > 0);
  const seq = box.kernel.headSeq();
  await close({ box, checkpoints });
  expect(existsSync(`${folder.file}-wal`)).toBe(false);
  const file = new Sqlite(folder.file, { readonly: true });
  expect(file.prepare("SELECT MAX(seq) FROM journal").pluck().get()).toBe(seq);
  expect(file.pragma("integrity_check", { simple: true })).toBe("ok");
  file.close();
});

test("when the thread dies the box says so, brings the WAL in by itself and can be stopped", async () => {
  const told: string[] = [];
  const { box, checkpoints } = openBox({
    pages: 50,
    program: pathToFileURL(`${folder.path}/missing.ts`),
    report: (message) => told.push(message),
  });
  const limit = () => box.db.pragma("wal_autocheckpoint", { simple: true });
  expect(limit()).toBe(12_000);
  await tapUntil(box, () => told.length > 0);
  expect(told).toEqual([expect.stringMatching(/keeps the WAL short/)]);
  expect(limit()).toBe(4000);
  await openTabs(box, 20);
  await close({ box, checkpoints });
  expect([told.length, checkpoints.made()]).toEqual([1, 0]);
});

test("the size of the WAL is looked at every so many commits only", async () => {
  const { box, checkpoints } = openBox({ pages: 1, every: 10 });
  await openTabs(box, 9);
  await sleep(20);
  expect(wal(box).checkpointed).toBe(0);
  await tapUntil(box, () => checkpoints.made() > 0);
  await close({ box, checkpoints });
});

test("a database in memory has no WAL to keep short", async () => {
  const box = openTabStore();
  const checkpoints = keepWalShort(box.kernel, { pages: 1, every: 1 });
  await openTabs(box, 5);
  await close({ box, checkpoints });
  expect(checkpoints.made()).toBe(0);
});
