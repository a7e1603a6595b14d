import type { Database } from "better-sqlite3";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "./database.ts";
import { defaultLimit, type KeysetOptions, readPage } from "./keyset.ts";

let db: Database;
beforeEach(() => {
  db = openDatabase(":memory:");
  db.exec("CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, role TEXT NOT NULL)");
});
afterEach(() => {
  db.close();
});

const byName = (direction: "ASC" | "DESC" = "ASC"): KeysetOptions => ({
  select: "SELECT id, name FROM people",
  order: ["name", "id"],
  direction,
});
const add = (id: string, name: string, role = "waiter"): void => {
  db.prepare("INSERT INTO people VALUES (?, ?, ?)").run(id, name, role);
};
const walk = (options: KeysetOptions, limit: number, between: () => void = () => undefined): string[] => {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = readPage(db, options, [], { limit, cursor });
    ids.push(...page.items.map((row) => String(row["id"])));
    cursor = page.nextCursor ?? undefined;
    between();
  } while (cursor !== undefined);
  return ids;
};

test("pages of any size give every row once, in order, also where names are the same but for their case", () => {
  const names = fc.array(fc.constantFrom("Gast", "gast", "GAST", "Bar", "bar", "Çar", "", "'"), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(names, fc.integer({ min: 1, max: 9 }), fc.boolean(), (people, limit, ascending) => {
      db.exec("DELETE FROM people");
      for (const [index, name] of people.entries()) add(`p${String(index).padStart(2, "0")}`, name);
      const direction = ascending ? "ASC" : "DESC";
      const whole = db
        .prepare(`SELECT id FROM people ORDER BY name ${direction}, id ${direction}`)
        .pluck()
        .all();
      expect(walk(byName(direction), limit)).toEqual(whole);
    }),
    { numRuns: 60 },
  );
});

test("a row that comes while one pages disturbs no other, and is seen when it lies ahead", () => {
  for (const name of ["b", "d", "f", "h"]) add(name, name);
  let came = false;
  const ids = walk(byName(), 2, () => {
    if (came) return;
    came = true;
    add("a", "a");
    add("e", "e");
  });
  expect(ids).toEqual(["b", "d", "e", "f", "h"]);
});

test("conditions hold on every page", () => {
  for (let n = 0; n < 10; n += 1) add(`p${n}`, `name ${n}`, n % 2 === 0 ? "cook" : "waiter");
  const cooks = [{ sql: "role = ?", values: ["cook"] }];
  const first = readPage(db, byName(), cooks, { limit: 3 });
  const second = readPage(db, byName(), cooks, { limit: 3, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items].map((row) => row["id"])).toEqual(["p0", "p2", "p4", "p6", "p8"]);
  expect(second.nextCursor).toBeNull();
});

test("without a limit there are fifty, and the last page names no next one", () => {
  for (let n = 0; n < defaultLimit; n += 1) add(`p${n}`, "name");
  expect(readPage(db, byName(), [], {})).toMatchObject({ items: { length: defaultLimit }, nextCursor: null });
  add("one-more", "name");
  expect(readPage(db, byName(), [], {}).nextCursor).not.toBeNull();
});

test.each([
  "rubbish",
  "",
  Buffer.from("[1]").toString("base64url"),
  Buffer.from('[{},"a"]').toString("base64url"),
])("a cursor that is not one of ours is refused: %j", (cursor) => {
  expect(() => readPage(db, byName(), [], { cursor })).toThrow(/is not a cursor/);
});
