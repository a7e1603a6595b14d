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
    for (
      let rows = readSince(kernel.db, cursor, page);
      rows.length > 0;
      rows = readSince(kernel.db, cursor, page)
    ) {
      for (const row of rows) {
        cursor = row.seq;
        if (row.entity === entity) tell(parseEntry(row));
      }
    }
  });
};
