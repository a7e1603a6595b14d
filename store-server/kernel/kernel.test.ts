import { afterEach, beforeEach, expect, test } from "vitest";
import { StartupError } from "./database.ts";
import { readSince } from "./journal.ts";
import { addLine, openTab, tabEntity, tabFeature } from "./testing/tab-feature.ts";
import {
  faultsOf,
  openTabStore,
  type TabStore,
  type TabStoreOptions,
  temporaryFolder,
} from "./testing/tab-store.ts";

let folder: ReturnType<typeof temporaryFolder>;
const opened: TabStore[] = [];
const open = (options: TabStoreOptions = {}): TabStore => {
  const store = openTabStore(folder.file, options);
  opened.push(store);
  return store;
};
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  for (const store of opened.splice(0)) store.kernel.close();
  folder.clean();
});
const line = (id: string) => ({ id, price: 100 });

test("everything is there after a restart: state, head, identity, stored answers, counters", async () => {
  const before = open();
  await before.send(openTab, { id: "t1", guest: "Guest 1" });
  const first = await before.send(addLine, { id: "t1", line: line("l1") }, { commandId: "k1" });
  before.kernel.close();
  const after = open();
  expect(after.kernel.storeId).toBe(before.kernel.storeId);
  expect(after.kernel.headSeq()).toBe(2);
  expect(await after.send(addLine, { id: "t1", line: line("l1") }, { commandId: "k1" })).toEqual({
    ...first,
    replay: true,
  });
  await after.send(addLine, { id: "t1", line: line("l2") });
  expect(after.kernel.get(tabEntity, "t1")?.lines).toHaveLength(2);
  expect(faultsOf(after.db)).toEqual([]);
});

test("box time does not run backwards across a restart with a wrong wall clock", async () => {
  const before = open({ wall: () => Date.UTC(2026, 5, 1) });
  await before.send(openTab, { id: "t1", guest: "Guest 1" });
  before.kernel.close();
  const after = open({ wall: () => 0 });
  await after.send(addLine, { id: "t1", line: line("l1") });
  const times = readSince(after.db, 0, 10).map((row) => (JSON.parse(row.bytes) as { at: string }).at);
  expect(times).toEqual(["2026-06-01T00:00:00.000Z", "2026-06-01T00:00:00.000Z"]);
});

test("a second writer of the same file is refused until the first is gone", () => {
  const first = open();
  expect(() => open()).toThrow(StartupError);
  expect(() => open()).toThrow(/Another Tillbox is running/);
  first.kernel.close();
  expect(() => open()).not.toThrow();
});

test("a kernel that cannot start gives its claim back", () => {
  const twice = { features: [tabFeature, tabFeature] };
  expect(() => open(twice)).toThrow(/two entities are called tab/);
  expect(() => open()).not.toThrow();
});

test("listeners are woken once for the commits of a turn, and a failing one disturbs no other", async () => {
  const store = open();
  const woken: string[] = [];
  store.kernel.onCommit(() => {
    throw new Error("listener broke");
  });
  const rang = new Promise<void>((resolve) => {
    const stop = store.kernel.onCommit(() => {
      woken.push("b");
      stop();
      resolve();
    });
  });
  await Promise.all([
    store.send(openTab, { id: "t1", guest: "Guest 1" }),
    store.send(openTab, { id: "t2", guest: "Guest 2" }),
  ]);
  await rang;
  await store.send(openTab, { id: "t3", guest: "Guest 3" });
  expect(woken).toEqual(["b"]);
  expect(store.reports[0]).toMatch(/listener broke/);
});

test("a listener sees the commit that woke it, and nobody is woken by a transaction that was lost", async () => {
  const store = open();
  const seen: number[] = [];
  store.kernel.onCommit(() => seen.push(store.kernel.headSeq()));
  const lost = store.kernel.operate(() => {
    throw Object.assign(new Error("disk"), { code: "SQLITE_IOERR" });
  });
  await expect(lost).rejects.toMatchObject({ code: "unavailable" });
  await store.send(openTab, { id: "t1", guest: "Guest 1" });
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  expect(seen).toEqual([1]);
});

test("the size of each commit is told", async () => {
  const sizes: number[] = [];
  const store = open({ measured: (units) => sizes.push(units), limits: { maxBatch: 2 } });
  await Promise.all(["a", "b", "c"].map((id) => store.send(openTab, { id, guest: "Guest 1" })));
  expect(sizes).toEqual([2, 1]);
});

test("work that waits at the close is committed, work after it is refused", async () => {
  const store = open();
  const waiting = store.send(openTab, { id: "t1", guest: "Guest 1" });
  expect(store.kernel.waiting()).toBe(1);
  store.kernel.close();
  expect(await waiting).toMatchObject({ ok: true });
  await expect(store.send(openTab, { id: "t2", guest: "Guest 2" })).rejects.toMatchObject({
    code: "unavailable",
  });
});
