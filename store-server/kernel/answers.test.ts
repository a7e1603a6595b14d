import { afterEach, beforeEach, expect, test } from "vitest";
import { shrinkAnswers } from "./answers.ts";
import { addLine, openTab } from "./testing/tab-feature.ts";
import { openTabStore, type TabStore } from "./testing/tab-store.ts";

const day_ms = 24 * 60 * 60 * 1000;
let wall = 0;
let store: TabStore;
beforeEach(() => {
  wall = Date.UTC(2026, 0, 1);
  store = openTabStore(":memory:", { wall: () => wall });
});
afterEach(() => {
  store.kernel.close();
});

const shrink = (limit: number): Promise<number> => {
  const olderThan = new Date(wall - 30 * day_ms).toISOString();
  return store.kernel.operate(() => shrinkAnswers(store.db, olderThan, limit));
};
const open = (id: string) => store.send(openTab, { id, guest: "Guest 1" }, { commandId: `open-${id}` });
const refused = () =>
  store.send(addLine, { id: "nowhere", line: { id: "l", price: 1 } }, { commandId: "refused" });

test("after thirty days an answer keeps its outcome but not its body, a refusal not its details", async () => {
  const first = await open("t1");
  const refusal = await refused();
  wall += 31 * day_ms;
  expect(await shrink(10)).toBe(2);
  expect(await open("t1")).toEqual({ ...first, body: null, replay: true });
  expect(await refused()).toMatchObject({
    ...refusal,
    refusal: { code: "not_found", details: {} },
    replay: true,
  });
});

test("an answer is in full until its day, and shrinks once, the oldest first, a few at a time", async () => {
  await open("t1");
  wall += day_ms;
  await open("t2");
  await open("t3");
  wall += 30 * day_ms;
  expect(await shrink(10)).toBe(1);
  wall += 1;
  expect([await shrink(1), await shrink(1), await shrink(1)]).toEqual([1, 1, 0]);
});

test("a shrunk answer still refuses another request under its id", async () => {
  await open("t1");
  wall += 31 * day_ms;
  await shrink(10);
  const other = store.send(openTab, { id: "t1", guest: "Guest 2" }, { commandId: "open-t1" });
  await expect(other).rejects.toMatchObject({ code: "key_reused" });
});
