/** Where an entity comes from: the device that its first entry names, null for none. */
import type { Database } from "better-sqlite3";
import { query } from "./database.ts";

const first = query<[string, string], { device: string | null }>(
  "SELECT json_extract(bytes, '$.device') AS device FROM journal WHERE id = ? AND entity = ? ORDER BY seq LIMIT 1",
);

export const deviceOfOrigin = (db: Database, entity: string, id: string): string | null =>
  first.get(db, id, entity)?.device ?? null;
