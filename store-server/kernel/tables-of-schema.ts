/** For which schema the business tables are complete: everything in the journal was projected by a program that knew them all. */
import type { Database } from "better-sqlite3";
import { query } from "./database.ts";

const read = query<[], { value: string }>("SELECT value FROM meta WHERE key = 'tables_of_schema'");
const write = query<[string]>(
  "INSERT INTO meta (key, value) VALUES ('tables_of_schema', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
);

/** 0 where nobody noted it. */
export const tablesOfSchema = (db: Database): number => Number(read.get(db)?.value ?? 0);
export const noteTablesOfSchema = (db: Database, schema: number): void => {
  write.run(db, String(schema));
};
