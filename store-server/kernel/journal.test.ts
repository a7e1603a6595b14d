import { expect, test, vi } from "vitest";
import { type EntryRow, glanceAt, parseEntry, readEntries } from "./journal.ts";
import { openTab, tabFeature } from "./testing/tab-feature.ts";
import { openTabStore } from "./testing/tab-store.ts";

const headerOf = ({ seq, at, entity, id, base, type }: ReturnType<typeof glanceAt>) => ({
  seq,
  at,
  entity,
  id,
  base,
  type,
});

test("a glance at what the journal writes tells its header without reading the entry, and its data when asked", async () => {
  const store = openTabStore();
  await store.send(openTab, { id: "t1", guest: 'says "base":7,"type":"Nothing"' });
  const [row, ...others] = readEntries(store.db, 0, 1);
  expect(others).toEqual([]);
  if (!row) throw new Error("the journal is empty");
  const whole = parseEntry(row);
  const parsing = vi.spyOn(JSON, "parse");
  const glance = glanceAt(row);
  expect(headerOf(glance)).toEqual(headerOf(whole));
  expect(parsing).not.toHaveBeenCalled();
  expect(glance.data).toEqual(whole.data);
  expect(parsing).toHaveBeenCalledTimes(1);
  parsing.mockRestore();
  expect(readEntries(store.db, 0, 500)).toEqual([row]);
  expect(readEntries(store.db, 1, 1)).toEqual([]);
  store.kernel.close();
});

test("an entry that is laid out otherwise, or escapes something in its header, is read whole", () => {
  const laid = (fields: object): EntryRow => ({
    seq: 3,
    entity: tabFeature.entities[0]?.name ?? "",
    id: "t1",
    bytes: JSON.stringify(fields),
  });
  const other = { type: "Opened", seq: 3, at: "2026-01-01T00:00:00.000Z", entity: "tab", id: "t1", base: 0 };
  expect(headerOf(glanceAt(laid({ ...other, data: {} })))).toEqual(other);
  const escaped = { store: 's"1', epoch: 1, ...other, data: { a: 1 } };
  expect(headerOf(glanceAt(laid(escaped)))).toEqual(other);
  expect(glanceAt(laid(escaped)).data).toEqual({ a: 1 });
});
