/**
 * Tells every new entry of one kind of entity, in order: woken by a commit, read from a cursor of its own that starts at the end. Entries
 * of other kinds are passed over by the database, so that a follower of what seldom changes costs an order next to nothing.
 */
import { parseEntry, readSinceOf } from "../kernel/journal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { StoredEvent } from "../kernel/types.ts";

const page = 500;

/** Returns what stops it. */
export const followJournal = (
  kernel: Kernel,
  entity: string,
  tell: (event: StoredEvent) => void,
): (() => void) => {
  let cursor = kernel.headSeq();
  return kernel.onCommit(() => {
    // Many commits write no entry: a job was claimed, a session turned.
    while (cursor < kernel.headSeq()) {
      const head = kernel.headSeq();
      const rows = readSinceOf(kernel.db, entity, cursor, page);
      for (const row of rows) {
        cursor = row.seq;
        tell(parseEntry(row));
      }
      if (rows.length < page) cursor = Math.max(cursor, head);
    }
  });
};
