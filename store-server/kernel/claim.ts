/**
 * One writer for one file. Two boxes on the same data folder would each fold from their own memory, so the second is refused at
 * once. The claim is a lock that the operating system drops when the process ends, however it ends; it is held on a file beside
 * the database (an empty SQLite file), never on the database itself, so that backups, reports and `verify` can still read.
 */
import Sqlite from "better-sqlite3";
import { codeOf, StartupError } from "./database.ts";

/** Claims the file for writing; returns what gives it back. Throws `StartupError` when another program has it. */
export const claimWriter = (file: string): (() => void) => {
  if (file === ":memory:" || file === "") return () => undefined;
  const lock = new Sqlite(`${file}.lock`, { timeout: 0 });
  try {
    lock.pragma("locking_mode = EXCLUSIVE");
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    throw new StartupError(
      codeOf(cause).startsWith("SQLITE_BUSY")
        ? `Another Tillbox is running on ${file}. Stop it first, or give this one another DATA_DIR.`
        : `${file}.lock cannot be locked (${codeOf(cause)}). Check that you may write the data folder.`,
    );
  }
  return () => {
    lock.close();
  };
};
