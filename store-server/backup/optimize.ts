/** Care of a database whose box is not running: statistics for the query planner, unused pages given back, the WAL emptied. */
import { claimWriter } from "../kernel/claim.ts";
import { openDatabase } from "../kernel/database.ts";

export type Optimized = { bytesBefore: number; bytesAfter: number };

/** Pages are given back where at least this part of the file is unused. */
const worthwhile = 0.1;

/** Throws `StartupError` while a box is running on the file. */
export const optimizeDatabase = (dataFile: string): Optimized => {
  const release = claimWriter(dataFile);
  try {
    const db = openDatabase(dataFile);
    const number = (name: string): number => Number(db.pragma(name, { simple: true }));
    const size = (): number => number("page_count") * number("page_size");
    try {
      const bytesBefore = size();
      db.exec("ANALYZE");
      if (number("freelist_count") > number("page_count") * worthwhile) db.exec("VACUUM");
      db.pragma("wal_checkpoint(TRUNCATE)");
      return { bytesBefore, bytesAfter: size() };
    } finally {
      db.close();
    }
  } finally {
    release();
  }
};
