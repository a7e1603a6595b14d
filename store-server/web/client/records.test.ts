import { describe, expect, test } from "vitest";
import { openRecords } from "./records.ts";

type Thing = { id: string; version: number; name: string };
const thing = (id: string, version: number, name = `${id}${version}`): Thing => ({ id, version, name });
const names = (records: ReturnType<typeof openRecords<Thing>>): string[] =>
  [...records.all.value.values()].map(({ name }) => name).sort();

describe("records", () => {
  test("a newer view replaces an older one, and an older one changes nothing", () => {
    const records = openRecords<Thing>();
    records.put(thing("a", 5));
    records.put(thing("a", 9));
    const before = records.all.value;
    records.put(thing("a", 7));
    expect(records.get("a")?.name).toBe("a9");
    expect(records.all.value).toBe(before);
  });

  test("of what shows more than the journal knows, a view of the same version is news, but not of the rest", () => {
    const [tables, orders] = [openRecords<Thing>({ retold: true }), openRecords<Thing>()];
    for (const records of [tables, orders]) {
      records.put(thing("a", 5, "free"));
      records.put(thing("a", 5, "locked"));
      records.put(thing("a", 4, "old"));
    }
    expect([tables.get("a")?.name, orders.get("a")?.name]).toEqual(["locked", "free"]);
    tables.remove("a", 6);
    tables.put(thing("a", 6, "back"));
    expect(tables.get("a")).toBeUndefined();
  });

  test("what was removed does not come back with an older view or an older snapshot", () => {
    const records = openRecords<Thing>();
    records.put(thing("a", 3));
    records.remove("a", 8);
    records.put(thing("a", 6));
    records.reset([thing("a", 6), thing("b", 2)], 7);
    expect(names(records)).toEqual(["b2"]);
    records.put(thing("a", 9));
    expect(names(records)).toEqual(["a9", "b2"]);
  });

  test("a snapshot drops what it lacks, but not what was told after it began", () => {
    const records = openRecords<Thing>();
    records.put(thing("old", 4));
    records.put(thing("late", 20));
    records.put(thing("both", 12, "live"));
    records.reset([thing("both", 11, "snapshot"), thing("new", 6)], 10);
    expect(names(records)).toEqual(["late20", "live", "new6"]);
  });

  test("an older removal does not take a newer view away", () => {
    const records = openRecords<Thing>();
    records.put(thing("a", 8));
    records.remove("a", 5);
    expect(names(records)).toEqual(["a8"]);
  });

  test("what was only forgotten is welcome again", () => {
    const records = openRecords<Thing>();
    records.put(thing("a", 8));
    records.forget("a");
    records.put(thing("a", 8));
    expect(names(records)).toEqual(["a8"]);
  });

  test("a view of before the last snapshot, which lacked it, is past; one that is known or came since is not", () => {
    const records = openRecords<Thing>();
    expect(records.isPast(thing("over", 3))).toBe(false);
    records.reset([thing("open", 4)], 10);
    const views = [thing("over", 3), thing("over", 10), thing("over", 11), thing("open", 3)];
    expect(views.map(records.isPast)).toEqual([true, true, false, false]);
    // Another journal counts anew.
    records.begin();
    expect(records.isPast(thing("over", 3))).toBe(false);
  });
});
