import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase, openReadOnly, query, StartupError } from "./database.ts";
import { temporaryFolder } from "./testing/tab-store.ts";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.clean();
});
const levelOf = (db: Sqlite.Database): unknown => db.pragma("synchronous", { simple: true });

test("the file is in WAL mode and still at FULL after its first write, at first and later openings", () => {
  for (const _ of [1, 2]) {
    const db = openDatabase(folder.file);
    db.exec("CREATE TABLE IF NOT EXISTS notes (text TEXT)");
    db.exec("INSERT INTO notes VALUES ('a')");
    expect([levelOf(db), db.pragma("journal_mode", { simple: true })]).toEqual([2, "wal"]);
    db.close();
  }
});

test("better-sqlite3 left to itself would drop to NORMAL, so the setting is needed", () => {
  const db = new Sqlite(folder.file);
  db.pragma("journal_mode = WAL");
  db.exec("CREATE TABLE notes (text TEXT)");
  db.close();
  const again = new Sqlite(folder.file);
  again.exec("INSERT INTO notes VALUES ('a')");
  expect(levelOf(again)).toBe(1);
  again.close();
});

test("a file of something else is refused and left as it was", () => {
  writeFileSync(folder.file, "This is a shopping list, and it is longer than a hundred bytes. ".repeat(20));
  expect(() => openDatabase(folder.file)).toThrow(/is not a Tillbox database/);
});

test("a database of another program is refused and left as it was", () => {
  const theirs = new Sqlite(folder.file);
  theirs.exec("CREATE TABLE photos (id INTEGER PRIMARY KEY)");
  theirs.close();
  expect(() => openDatabase(folder.file)).toThrow(/is not a Tillbox database/);
  const after = new Sqlite(folder.file);
  expect(after.prepare("SELECT name FROM sqlite_schema").pluck().all()).toEqual(["photos"]);
  after.close();
});

test("a folder that cannot be made, and a file that cannot be opened, say what to do", () => {
  writeFileSync(join(folder.path, "file"), "");
  expect(() => openDatabase(join(folder.path, "file", "tillbox.db"))).toThrow(/Give DATA_DIR a folder/);
  mkdirSync(join(folder.path, "folder.db"));
  expect(() => openDatabase(join(folder.path, "folder.db"))).toThrow(StartupError);
});

test("a reader beside the box sees what was committed and cannot write", () => {
  const db = openDatabase(folder.file);
  db.exec("CREATE TABLE notes (text TEXT)");
  const reader = openReadOnly(folder.file);
  db.exec("INSERT INTO notes VALUES ('a')");
  expect(reader.prepare("SELECT text FROM notes").pluck().all()).toEqual(["a"]);
  expect(() => reader.exec("INSERT INTO notes VALUES ('b')")).toThrow(/readonly/);
  reader.close();
  db.close();
});

test("a reader of a file that is not there is told so, and makes none", () => {
  expect(() => openReadOnly(folder.file)).toThrow(StartupError);
  expect(() => openReadOnly(folder.file)).toThrow(StartupError);
});

test("a statement is prepared once for each connection", () => {
  const db = openDatabase(":memory:");
  const other = openDatabase(":memory:");
  const put = query<[string], never>("INSERT INTO meta (key, value) VALUES (?, 'x')");
  const get = query<[string], { value: string }>("SELECT value FROM meta WHERE key = ?");
  expect([put.run(db, "a"), put.run(db, "b"), put.run(other, "a")]).toEqual([1, 1, 1]);
  expect([get.get(db, "b")?.value, get.get(other, "b")]).toEqual(["x", undefined]);
  db.close();
  other.close();
});
