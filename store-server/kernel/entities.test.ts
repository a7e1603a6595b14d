import type { Database } from "better-sqlite3";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openDatabase } from "./database.ts";
import { openStates, type States } from "./entities.ts";
import { migrate } from "./migrate.ts";
import { type Tab, tabEntity, tabMigrations } from "./testing/tab-feature.ts";
import type { Entity } from "./types.ts";

const tabs = tabEntity as unknown as Entity;
let db: Database;
let states: States;
beforeEach(() => {
  db = openDatabase(":memory:");
  migrate(db, tabMigrations(), () => undefined);
  states = openStates(db, [tabs]);
});
afterEach(() => {
  vi.restoreAllMocks();
  db.close();
});

const tab = (id: string): Tab => ({
  id,
  version: 1,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
  guest: "Guest",
  lines: [],
  total: 0,
  number: null,
});
/** Asks of the disk from now on. */
const asked = () => vi.spyOn(Object.getPrototypeOf(db.prepare("SELECT 1")) as { get(): unknown }, "get");

/** Work in a savepoint that is rolled back, as a command that fails. */
const undone = (work: () => void): void => {
  const forget = states.mark();
  db.exec("SAVEPOINT unit");
  work();
  forget();
  db.exec("ROLLBACK TO unit; RELEASE unit");
};

test("that there is no row is asked of the disk once", () => {
  const disk = asked();
  expect([states.get(tabs, "a"), states.get(tabs, "a"), states.get(tabs, "a")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(disk).toHaveBeenCalledTimes(1);
});

test("what was missing and is made is there, and missing again when that was rolled back", () => {
  expect(states.get(tabs, "a")).toBeUndefined();
  undone(() => {
    states.put(tabs, "a", tab("a"));
    states.flush();
    expect(states.get(tabs, "a")).toMatchObject({ id: "a" });
  });
  expect(states.get(tabs, "a")).toBeUndefined();
});

test("what was removed and asked for is back when the removal was rolled back", () => {
  states.mark();
  states.put(tabs, "a", tab("a"));
  states.flush();
  undone(() => {
    states.put(tabs, "a", undefined);
    states.flush();
    expect(states.get(tabs, "a")).toBeUndefined();
  });
  expect(states.get(tabs, "a")).toMatchObject({ id: "a" });
});

test("after a lost transaction everything is asked of the disk again", () => {
  expect(states.get(tabs, "a")).toBeUndefined();
  states.clear();
  const disk = asked();
  expect(states.get(tabs, "a")).toBeUndefined();
  expect(disk).toHaveBeenCalledTimes(1);
});

test("who asks for thousands of things that are not there drives out no state that is", () => {
  states.mark();
  states.put(tabs, "a", tab("a"));
  states.flush();
  for (let index = 0; index < 5000; index += 1) states.get(tabs, `nothing ${index}`);
  const disk = asked();
  expect(states.get(tabs, "a")).toMatchObject({ id: "a" });
  expect(disk).not.toHaveBeenCalled();
});

test("memory keeps as many of a kind as the entity says, those written last; the others are on disk", () => {
  const small = openStates(db, [{ ...tabs, cached: 2 }]);
  for (const id of ["a", "b", "c"]) small.put(tabs, id, tab(id));
  small.flush();
  const disk = asked();
  expect([small.get(tabs, "b")?.id, small.get(tabs, "c")?.id]).toEqual(["b", "c"]);
  expect(disk).not.toHaveBeenCalled();
  expect(small.get(tabs, "a")?.id).toBe("a");
  expect(disk).toHaveBeenCalledTimes(1);
});

test("whoever looks at many gets what memory, the disk and the running command hold, and drives nothing out", () => {
  const small = openStates(db, [{ ...tabs, cached: 2 }]);
  for (const id of ["a", "b", "c", "d"]) small.put(tabs, id, tab(id));
  small.flush();
  small.put(tabs, "a", { ...tab("a"), version: 2 });
  small.put(tabs, "b", undefined);
  small.put(tabs, "c", { ...tab("c"), version: 2 });
  const found = small.look(tabs, ["a", "b", "c", "d", "nothing"]);
  expect([...found.values()].map(({ id, version }) => [id, version]).sort()).toEqual([
    ["a", 2],
    ["c", 2],
    ["d", 1],
  ]);
  small.flush();
  for (let index = 0; index < 20; index += 1) small.look(tabs, ["d"]);
  const disk = asked();
  expect([small.get(tabs, "a")?.version, small.get(tabs, "c")?.version]).toEqual([2, 2]);
  expect(disk).not.toHaveBeenCalled();
});
