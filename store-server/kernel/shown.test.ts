import { afterEach, beforeEach, expect, test } from "vitest";
import { addLine, closeTab, openTab, removeTab, tabEntity, tabFeature } from "./testing/tab-feature.ts";
import { openTabStore, type TabStore, temporaryFolder } from "./testing/tab-store.ts";
import type { Answer, Feature } from "./types.ts";

const alone: Feature = { ...tabFeature, entities: [{ ...tabEntity, viewOfStateAlone: true }] };
let folder: ReturnType<typeof temporaryFolder>;
let store: TabStore;
beforeEach(() => {
  folder = temporaryFolder();
  store = openTabStore(folder.file, { features: [alone] });
});
afterEach(() => {
  store.kernel.close();
  folder.clean();
});

const line = (id: string) => ({ id, price: 250 });
const open = () => store.send(openTab, { id: "t1", guest: "Guest 1" }, { commandId: "open" });
const add = (id: string) => store.send(addLine, { id: "t1", line: line(id) }, { commandId: `add-${id}` });
const again = (answer: Answer): Answer => ({ ...answer, replay: true });
const kept = () =>
  store.db.prepare("SELECT body, shows FROM answers ORDER BY at, version").all() as {
    body: string | null;
    shows: string | null;
  }[];

test("an answer that is a view keeps no text, and is the same byte for byte when the command comes again", async () => {
  const first = await open();
  expect(kept()).toEqual([{ body: null, shows: "tab/t1@1" }]);
  expect(await open()).toEqual(again(first));
});

test("it shows the state of then, whatever happened since, also after a restart and when the thing is gone", async () => {
  const first = await open();
  const second = await add("l1");
  const third = await add("l2");
  await store.send(closeTab, { id: "t1" });
  expect(first.ok && JSON.parse(first.body ?? "")).toMatchObject({ total: 0 });
  expect([await open(), await add("l1"), await add("l2")]).toEqual([first, second, third].map(again));
  await store.send(removeTab, { id: "t1" });
  await store.send(openTab, { id: "t1", guest: "Guest 2" });
  store.kernel.close();
  store = openTabStore(folder.file, { features: [alone] });
  expect([await open(), await add("l1"), await add("l2")]).toEqual([first, second, third].map(again));
});

test("what was kept as text before, or is no view, stays text", async () => {
  store.kernel.close();
  store = openTabStore(folder.file);
  const first = await open();
  store.kernel.close();
  store = openTabStore(folder.file, { features: [alone] });
  await store.send(removeTab, { id: "t1" }, { commandId: "remove" });
  expect(kept()).toEqual([
    { body: first.ok ? first.body : "", shows: null },
    { body: "null", shows: null },
  ]);
  expect(await open()).toEqual(again(first));
});

test("a refusal shows no state and is kept as it was", async () => {
  const taken = await store.send(addLine, { id: "nowhere", line: line("l1") });
  expect(taken).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  expect(kept()).toEqual([{ body: null, shows: null }]);
});

test("control: told from the present state it would not be the same", async () => {
  const first = await open();
  await add("l1");
  store.db.exec("UPDATE answers SET shows = 'tab/t1@2' WHERE shows = 'tab/t1@1'");
  expect(await open()).not.toEqual(again(first));
});

test("an answer whose state the journal does not know is an error, never another state", async () => {
  await open();
  await add("l1");
  store.db.exec("UPDATE answers SET shows = 'tab/t1@7' WHERE shows = 'tab/t1@1'");
  await expect(open()).rejects.toThrow("the journal has no state tab/t1@7");
});
