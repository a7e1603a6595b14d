/** Which store this database is, and which life (epoch) of its journal. Made once, at the first start. */
import { newId } from "@tillbox/shared/id.ts";
import type { Database } from "better-sqlite3";
import { query } from "./database.ts";

export type Identity = { storeId: string; epoch: number };

const read = query<[string], { value: string }>("SELECT value FROM meta WHERE key = ?");
const writeOnce = query<[string, string]>(
  "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING",
);

/** The kept value, or the given one, kept from now on. */
export const keepMeta = (db: Database, key: string, initial: string): string => {
  writeOnce.run(db, key, initial);
  return read.get(db, key)?.value ?? initial;
};

/** The kept value; null where there is none. */
export const peekMeta = (db: Database, key: string): string | null => read.get(db, key)?.value ?? null;

/** The identity of a database that is only read; null where there is none yet. */
export const peekIdentity = (db: Database): Identity | null => {
  const storeId = read.get(db, "store_id")?.value;
  return storeId === undefined ? null : { storeId, epoch: Number(read.get(db, "epoch")?.value ?? 1) };
};

export const readIdentity = (db: Database): Identity => ({
  storeId: keepMeta(db, "store_id", newId()),
  epoch: Number(keepMeta(db, "epoch", "1")),
});
