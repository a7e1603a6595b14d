/** Tells every new entry of one kind of entity, in order: woken by a commit, read from a cursor of its own that starts at the end. */
import { parseEntry, readSince } from "../kernel/journal.ts";
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
      const rows = readSince(kernel.db, cursor, page);
      if (rows.length === 0) return;
      for (const row of rows) {
        cursor = row.seq;
        if (row.entity === entity) tell(parseEntry(row));
      }
    }
  });
};
