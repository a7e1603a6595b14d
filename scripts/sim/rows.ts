/** As much of an IndexedDB as the client asks for: stores with keys in order, a unique index, and changes that can be taken back. */
import type { StoreName } from "@tillbox/store-server/web/client/database.ts";

type Key = number | string | readonly string[];
type Row = { key: Key; value: Record<string, unknown> };
export type Rows = Map<string, Row>;
export type Stores = Readonly<Record<StoreName, Rows>>;
export type Undo = (() => void)[];

const orderOf = ({ key: one }: Row, { key: other }: Row): number => {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one) < String(other) ? -1 : 1;
};
const inOrder = (rows: Rows): Row[] => [...rows.values()].toSorted(orderOf);

export const noStores = (): Stores => ({
  outbox: new Map(),
  sent: new Map(),
  views: new Map(),
  facts: new Map(),
});

/** Where a value of a store has its key; null: it is given with each. */
const keyPaths: Readonly<Record<StoreName, string | null>> = {
  outbox: "place",
  sent: "key",
  views: null,
  facts: null,
};

/** Numbers that were given once are not given again. */
export type Counter = { last: number };

const writing = (name: StoreName, rows: Rows, counter: Counter, undo: Undo) => {
  const set = (key: Key, row: Row | undefined): void => {
    const id = JSON.stringify(key);
    const before = rows.get(id);
    undo.push(() => (before ? rows.set(id, before) : rows.delete(id)));
    if (row) rows.set(id, row);
    else rows.delete(id);
  };
  const newPlace = (): number => {
    counter.last += 1;
    return counter.last;
  };
  const refuseTwins = (key: Key, value: Record<string, unknown>): void => {
    for (const row of rows.values())
      if (row.key !== key && row.value.key === value.key)
        throw new DOMException(`${String(value.key)} is there already`, "ConstraintError");
  };
  return {
    put: async (given: Record<string, unknown>, outside?: Key): Promise<Key> => {
      const path = keyPaths[name];
      // Views are never changed, so the disk can hold them as they are.
      const value = name === "views" ? given : structuredClone(given);
      const key = outside ?? (path === null ? undefined : (value[path] as Key | undefined)) ?? newPlace();
      if (name === "outbox") refuseTwins(key, value);
      set(key, { key, value: path === null ? value : { ...value, [path]: key } });
      return key;
    },
    delete: async (key: Key): Promise<void> => set(key, undefined),
    clear: async (): Promise<void> => {
      for (const { key } of rows.values()) set(key, undefined);
    },
  };
};

const reading = (rows: Rows) => ({
  get: async (key: Key) => rows.get(JSON.stringify(key))?.value,
  getAll: async () => inOrder(rows).map(({ value }) => value),
  getAllKeys: async () => inOrder(rows).map(({ key }) => key),
  count: async () => rows.size,
});

const along = (all: Row[], remove: (key: Key) => Promise<void>) => {
  const at = (place: number): object | null => {
    const row = all[place];
    return row
      ? { value: row.value, delete: () => remove(row.key), continue: async () => at(place + 1) }
      : null;
  };
  return { openCursor: async () => at(0) };
};

/** One store inside of a transaction. */
export const storeIn = (name: StoreName, stores: Stores, counter: Counter, undo: Undo) => {
  const rows = stores[name];
  const write = writing(name, rows, counter, undo);
  const by = (field: string): Row[] =>
    [...rows.values()].toSorted((one, other) => Number(one.value[field]) - Number(other.value[field]));
  return { ...reading(rows), ...write, index: (field: string) => along(by(field), write.delete) };
};

/** The stores as they can be read outside of a transaction that writes. */
export const readerOf = (stores: Stores) => ({
  getAll: (name: StoreName) => reading(stores[name]).getAll(),
  get: (name: StoreName, key: Key) => reading(stores[name]).get(key),
  transaction: () => ({ objectStore: (name: StoreName) => reading(stores[name]) }),
});
