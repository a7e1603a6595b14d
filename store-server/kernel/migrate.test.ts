import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "./database.ts";
import { type Migration, migrate, migrateSafely, readMigrations, schemaVersion } from "./migrate.ts";
import { temporaryFolder } from "./testing/tab-store.ts";

const first: Migration = { number: 1, name: "notes", sql: "CREATE TABLE notes (text TEXT)" };
const second: Migration = { number: 2, name: "seat", sql: "ALTER TABLE notes ADD COLUMN seat INTEGER" };
const broken: Migration = {
  number: 2,
  name: "half",
  sql: "INSERT INTO notes (text) VALUES ('half'); INSERT INTO nowhere VALUES (1)",
};
const none = (): void => undefined;

let db: Database;
beforeEach(() => {
  db = openDatabase(":memory:");
});
afterEach(() => {
  db.close();
});

test("missing migrations are applied in order, once, and an empty database needs no backup", () => {
  const backups: number[] = [];
  expect(migrate(db, [first, second], (from) => backups.push(from))).toBe(2);
  expect(migrate(db, [first, second], (from) => backups.push(from))).toBe(0);
  expect([schemaVersion(db), backups]).toEqual([2, []]);
});

test("a backup is made once, before the first change of a database with a schema", () => {
  migrate(db, [first], none);
  const seen: [number, number][] = [];
  const columns = (): number => (db.pragma("table_info(notes)") as unknown[]).length;
  migrate(db, [first, second, { ...second, number: 3, sql: "SELECT 1" }], (from) =>
    seen.push([from, columns()]),
  );
  expect(seen).toEqual([[1, 1]]);
});

test("an asynchronous backup is waited for, and when it fails nothing is changed", async () => {
  migrate(db, [first], none);
  const failing = migrateSafely(db, [first, second], () => Promise.reject(new Error("the stick is full")));
  await expect(failing).rejects.toThrow("the stick is full");
  expect(schemaVersion(db)).toBe(1);
  expect(await migrateSafely(db, [first, second], () => Promise.resolve())).toBe(1);
  expect(schemaVersion(db)).toBe(2);
});

test("a migration that fails half-way leaves the data at the one before it", () => {
  migrate(db, [first], none);
  expect(() => migrate(db, [first, broken], none)).toThrow(/Migration 2 \(half\) failed.*no such table/);
  expect(schemaVersion(db)).toBe(1);
  expect(db.prepare("SELECT COUNT(*) FROM notes").pluck().get()).toBe(0);
});

test("a schema that is newer than the program is refused, with what to do, and no backup is made", async () => {
  migrate(db, [first, second], none);
  const backup = (): never => {
    throw new Error("not expected");
  };
  expect(() => migrate(db, [first], backup)).toThrow(/newer Tillbox \(schema 2, this one knows 1\)/);
  await expect(migrateSafely(db, [first], backup)).rejects.toThrow(/Install the newer version/);
});

test("migration files are read in order, and a gap or a double is an error", () => {
  const folder = temporaryFolder();
  const put = (name: string): void => writeFileSync(join(folder.path, name), `-- ${name}`);
  put("0002_second.sql");
  put("0001_first.sql");
  put("notes.md");
  expect(readMigrations(folder.path)).toMatchObject([
    { number: 1, name: "first" },
    { number: 2, name: "second", sql: "-- 0002_second.sql" },
  ]);
  put("0004_fourth.sql");
  expect(() => readMigrations(folder.path)).toThrow(/should have number 3/);
  mkdirSync(join(folder.path, "doubled"));
  put("doubled/0001_a.sql");
  put("doubled/0001_b.sql");
  expect(() => readMigrations(join(folder.path, "doubled"))).toThrow(/should have number 2/);
  folder.clean();
});
