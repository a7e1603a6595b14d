import type { Database } from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "./database.ts";
import { chainHash, readSince } from "./journal.ts";
import { migrate } from "./migrate.ts";
import { businessTables, compareTables, replay, verifyJournal } from "./rebuild.ts";
import {
  addLine,
  closeTab,
  moveLine,
  openTab,
  removeTab,
  tabFeature,
  tabMigrations,
} from "./testing/tab-feature.ts";
import { faultsOf, openTabStore, type TabStore } from "./testing/tab-store.ts";

let store: TabStore;
let db: Database;
beforeEach(async () => {
  store = openTabStore();
  db = store.db;
  for (const id of ["t1", "t2", "t3"]) {
    await store.send(openTab, { id, guest: "Guest 1" });
    await store.send(addLine, { id, line: { id: `line-${id}`, price: 100 } });
  }
  await store.send(moveLine, { from: "t1", to: "t2", lineId: "line-t1" });
  await store.send(closeTab, { id: "t2" });
  await store.send(closeTab, { id: "t3" });
  await store.send(removeTab, { id: "t1" });
});
afterEach(() => {
  store.kernel.close();
});

/** Changes an entry's bytes and makes every later hash fit, as a patient forger would. */
const forge = (seq: number, change: (entry: Record<string, unknown>) => void): void => {
  let hash = seq === 1 ? Buffer.alloc(32) : (readSince(db, seq - 2, 1)[0]?.hash ?? Buffer.alloc(32));
  for (const row of readSince(db, seq - 1, 1000)) {
    const entry = JSON.parse(row.bytes) as Record<string, unknown>;
    if (row.seq === seq) change(entry);
    const bytes = JSON.stringify(entry);
    hash = chainHash(hash, bytes);
    db.prepare("UPDATE journal SET bytes = ?, hash = ? WHERE seq = ?").run(bytes, hash, row.seq);
  }
};

describe("verifying the chain", () => {
  test("accepts an honest journal and tells its head", () => {
    const head = readSince(db, 10, 1)[0];
    expect(verifyJournal(db)).toEqual({ entries: 11, headHash: head?.hash.toString("hex"), error: null });
  });

  test("accepts an empty journal", () => {
    const empty = openTabStore();
    expect(verifyJournal(empty.db)).toEqual({ entries: 0, headHash: "0".repeat(64), error: null });
    empty.kernel.close();
  });

  test.each([
    [
      "a changed amount",
      "UPDATE journal SET bytes = replace(bytes, '100', '101') WHERE seq = 4",
      /entry 4 was changed/,
    ],
    ["a missing entry", "DELETE FROM journal WHERE seq = 5", /entry 5 is missing/],
    ["a missing first entry", "DELETE FROM journal WHERE seq = 1", /entry 1 is missing/],
    ["a changed hash", "UPDATE journal SET hash = zeroblob(32) WHERE seq = 6", /entry 6 was changed/],
    ["a row that points elsewhere", "UPDATE journal SET id = 'other' WHERE seq = 3", /entry 3 has a header/],
    ["bytes that are no JSON", "UPDATE journal SET bytes = 'x' WHERE seq = 3", /entry 3 was changed/],
  ])("finds %s", (_, sql, message) => {
    db.exec(sql);
    expect(verifyJournal(db).error).toMatch(message);
  });

  test.each([
    ["of another store", { store: "other" }, /entry 5 belongs to another store/],
    ["of an older epoch", { epoch: 0 }, /entry 5 is older/],
    ["from the past", { at: "2001-01-01T00:00:00.000Z" }, /entry 5 is older/],
  ])("finds an entry %s even where all hashes fit", (_, fields, message) => {
    forge(5, (entry) => Object.assign(entry, fields));
    expect(verifyJournal(db).error).toMatch(message);
  });
});

describe("rebuild", () => {
  test("gives every business table back, also what a projection read from the tables", () => {
    expect(businessTables([tabFeature])).toEqual(["counters", "guests", "tabs"]);
    expect(faultsOf(db)).toEqual([]);
    expect(db.prepare("SELECT open_at_close FROM guests").pluck().get()).toBe(2);
  });

  test.each([
    ["a changed row", "UPDATE tabs SET total = 1 WHERE id = 't2'", 'tabs ["t2"] differs'],
    ["a lost row", "DELETE FROM guests", 'guests ["Guest 1"] differs'],
    ["an invented row", "INSERT INTO counters VALUES ('fake', 1)", 'counters ["fake"] differs'],
  ])("finds %s", (_, sql, sentence) => {
    db.exec(sql);
    expect(faultsOf(db)).toEqual([sentence]);
  });

  test("stops at a forged entry that does not build on the one before it", () => {
    forge(7, (entry) => Object.assign(entry, { base: 1 }));
    expect(verifyJournal(db).error).toBeNull();
    expect(() => faultsOf(db)).toThrow(/Entry 7 \(tab LineMoved\) cannot be replayed/);
  });

  test("says which entry speaks of something that no feature knows", () => {
    forge(3, (entry) => Object.assign(entry, { entity: "ghost" }));
    expect(() => faultsOf(db)).toThrow(/Entry 3 \(ghost Opened\)/);
  });

  test("walks journals and tables that are longer than a page", async () => {
    const adds = Array.from({ length: 4090 }, (_, n) =>
      store.send(openTab, { id: `many-${n}`, guest: "Guest 2" }),
    );
    await Promise.all(adds);
    expect(store.kernel.headSeq()).toBeGreaterThan(4000);
    expect(faultsOf(db)).toEqual([]);
    db.exec("UPDATE tabs SET total = 5 WHERE id = 'many-4000'");
    expect(faultsOf(db)).toEqual(['tabs ["many-4000"] differs']);
  });

  test("a limit bounds how many differences are told", () => {
    const rebuilt = openDatabase(":memory:");
    migrate(rebuilt, tabMigrations(), () => undefined);
    replay(db, rebuilt, [tabFeature], { storeId: store.kernel.storeId, epoch: 1 });
    db.exec("UPDATE tabs SET total = total + 1");
    expect(compareTables(db, rebuilt, ["tabs"], 1)).toHaveLength(1);
    expect(compareTables(db, rebuilt, ["tabs"])).toHaveLength(2);
    rebuilt.close();
  });

  test("a table without a primary key cannot be compared, and says so", () => {
    db.exec("CREATE TABLE loose (text TEXT)");
    expect(() => compareTables(db, db, ["loose"])).toThrow(/loose .* has no primary key/);
  });
});
