import { afterEach, beforeEach, expect, test } from "vitest";
import { addLine, openTab, tabEntity } from "./testing/tab-feature.ts";
import { faultsOf, openTabStore, type TabStore, temporaryFolder } from "./testing/tab-store.ts";

let folder: ReturnType<typeof temporaryFolder>;
let store: TabStore;
beforeEach(async () => {
  folder = temporaryFolder();
  store = openTabStore(folder.file);
  await store.send(openTab, { id: "t1", guest: "Guest 1" });
});
afterEach(() => {
  store.kernel.close();
  folder.clean();
});

const fill = (): void => {
  store.db.pragma(`max_page_count = ${Number(store.db.pragma("page_count", { simple: true }))}`);
};
const makeSpace = (): void => {
  store.db.pragma("max_page_count = 1000000");
};
const big = (id: string) => ({ id: "t1", line: { id: `${id}-${"x".repeat(20_000)}`, price: 1 } });

test("a full disk refuses every command of the transaction and changes nothing, then work goes on", async () => {
  const before = store.kernel.get(tabEntity, "t1");
  fill();
  const results = await Promise.allSettled([
    store.send(addLine, { id: "t1", line: { id: "small", price: 1 } }),
    ...["a", "b", "c"].map((id) => store.send(addLine, big(id), { commandId: id })),
  ]);
  for (const result of results)
    expect(result).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
  expect(store.kernel.get(tabEntity, "t1")).toEqual(before);
  expect([store.kernel.headSeq(), faultsOf(store.db)]).toEqual([1, []]);
  expect(store.reports[0]).toMatch(/a transaction was lost.*full/);

  makeSpace();
  const again = await store.send(addLine, big("a"), { commandId: "a" });
  expect(again).toMatchObject({ ok: true, replay: false, version: 2 });
  expect(faultsOf(store.db)).toEqual([]);
});

test("reads and stored answers go on while the disk is full", async () => {
  const first = await store.send(addLine, { id: "t1", line: { id: "l1", price: 1 } }, { commandId: "k1" });
  fill();
  await expect(store.send(addLine, big("a"))).rejects.toMatchObject({ code: "unavailable" });
  expect(store.kernel.get(tabEntity, "t1")).toMatchObject({ guest: "Guest 1", total: 1 });
  const again = await store.send(addLine, { id: "t1", line: { id: "l1", price: 1 } }, { commandId: "k1" });
  expect(again).toEqual({ ...first, replay: true });
});
