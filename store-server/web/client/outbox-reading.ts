/** Reads the disk into the list: what earlier pages left, what other tabs put there, what they saw the end of. */
import { batch } from "@preact/signals";
import { inTime } from "./in-time.ts";
import type { Keeper } from "./keeper.ts";
import type { List } from "./outbox-list.ts";
import { type Entry, keptOf } from "./tap.ts";

/** By then a tab that saw the end of one has told so. */
const newsWait_ms = 1_000;

/** Throws when the disk cannot be read, or not in time; what it says later is of a time that is over. */
export const openReading = <E>(list: List<E>, keeper: Keeper) => {
  const putBack = (lost: readonly Entry<E>[]): void => {
    const left = lost.flatMap(({ key, place }) => {
      const entry = list.get(key);
      return entry?.place === place ? [keptOf(entry)] : [];
    });
    if (left.length > 0) keeper.putBack(left).catch(() => undefined);
  };
  return async (limit_ms: number): Promise<void> => {
    const known = list.safeKeys();
    const kept = await inTime(keeper.all(), limit_ms);
    const lost = batch(() => list.merge(kept, known));
    if (lost.length > 0) setTimeout(() => putBack(lost), newsWait_ms);
  };
};
