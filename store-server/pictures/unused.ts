/**
 * Pictures that nothing names go after a month. An item that is changed back, a draft, a menu that waits for its day: all of these name
 * theirs, and a picture that is named again within the month stays. The journal names pictures too, but a rebuild makes rows of items
 * from it and needs no picture; so what only the past shows is not kept for it.
 */
import type { Database } from "better-sqlite3";
import { query } from "../kernel/database.ts";

export const unusedLife_ms = 30 * 24 * 3_600_000;

/** By the path that items name; a draft is a text, and every name in it counts. */
const isNamed = `(
  EXISTS (SELECT 1 FROM menu_items i WHERE i.state ->> 'image' = '/pictures/' || pictures.name)
  OR EXISTS (SELECT 1 FROM menu_drafts d WHERE d.status <> 'published' AND instr(d.state, pictures.name) > 0)
)`;
const forgive = query<[]>(
  `UPDATE pictures SET unused_since = NULL WHERE unused_since IS NOT NULL AND ${isNamed}`,
);
const mark = query<[string, number]>(
  `UPDATE pictures SET unused_since = ? WHERE name IN (SELECT name FROM pictures WHERE unused_since IS NULL AND NOT ${isNamed} LIMIT ?)`,
);
const drop = query<[string, number]>(
  "DELETE FROM pictures WHERE name IN (SELECT name FROM pictures WHERE unused_since < ? LIMIT ?)",
);

/** One bounded step: forgives what is named again, marks what is not, drops what was not for a month. How many it dropped. */
export const dropUnusedPictures = (db: Database, at: string, step: number): number => {
  forgive.run(db);
  mark.run(db, at, step);
  return drop.run(db, new Date(Date.parse(at) - unusedLife_ms).toISOString(), step);
};
