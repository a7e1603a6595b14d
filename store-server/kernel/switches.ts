/**
 * What the environment of a box closes, by name. Deciders ask here, so that it is closed by whichever way a command comes: a route, an
 * intent of a device, an item of the inbox that is applied again.
 */
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Database } from "better-sqlite3";

export type Switch = "kiosk";

const closed = new WeakMap<Database, ReadonlySet<Switch>>();

export const noteClosed = (db: Database, names: Iterable<Switch>): void => {
  closed.set(db, new Set(names));
};

/** Throws `unavailable`, which is never stored: what is switched on again works. */
export const checkOpen = (db: Database, name: Switch, message: string): void => {
  if (closed.get(db)?.has(name)) throw new Refusal("unavailable", message);
};
