/**
 * Puts taps on the disk, and says so when it cannot, or not in time: then a tap lives in this page's memory and goes from there, or is
 * not begun where the box is away too.
 */
import { signal } from "@preact/signals";
import { type StorageTrouble, troubleOf } from "./database.ts";
import { diskWait_ms, inTime } from "./in-time.ts";
import type { Keeper, Spot } from "./keeper.ts";
import type { OutboxOptions } from "./outbox.ts";
import type { List } from "./outbox-list.ts";
import { notKept } from "./problem.ts";
import { keptOf } from "./tap.ts";

const patience_ms = 4_000;

/** Why taps are not kept. Out of date stays so until the page is loaded again, whatever fails for it. */
const openTrouble = () => {
  const trouble = signal<StorageTrouble | null>(null);
  const isOutdated = (): boolean => trouble.peek()?.kind === "outdated";
  return {
    trouble,
    troubled: (error: unknown): StorageTrouble => {
      const why = isOutdated() ? (trouble.peek() ?? troubleOf(error)) : troubleOf(error);
      trouble.value = why;
      return why;
    },
    recovered: (): void => {
      if (!isOutdated()) trouble.value = null;
    },
  };
};

export const openKeeping = <E>(list: List<E>, options: OutboxOptions<E>, keeper: Keeper) => {
  const { trouble, troubled, recovered } = openTrouble();
  const writing = new Set<Promise<void>>();
  let lastPlace = 0;
  /** After everything that is known, before everything that comes. */
  const between = (): number => {
    const places = list.entries.peek().flatMap(({ place }) => (Number.isFinite(place) ? [place] : []));
    return Math.max(lastPlace, ...places) + 0.001;
  };
  const take = (spot: Spot): Promise<void> =>
    keeper.settle({ gone: [spot], changed: [], sent: [] }).catch(() => undefined);
  const written = async (key: string, at: number): Promise<void> => {
    const entry = list.get(key);
    // Discarded while it was being written, or a later tap stands in its place.
    if (!entry) return take({ place: at, key });
    list.change([key], { place: at, isReady: true });
    // There is room again.
    recovered();
    options.tabs?.tell({ kind: "kept", kept: { ...keptOf(entry), place: at } });
    if (entry.asksOnce) return;
    if (options.isAway?.()) list.release(key);
    // Nobody stands before a spinner for long: it waits here, and what the box says of it later is kept.
    else setTimeout(() => list.release(key), patience_ms);
  };
  const failed = (key: string, error: unknown, replaced: number | undefined): void => {
    const { message } = troubled(error);
    // The one that it replaces must not be sent instead of it.
    if (replaced !== undefined) void take({ place: replaced });
    if (options.isAway?.()) return list.drop(key, notKept(message));
    list.change([key], { place: between(), isReady: true });
  };
  const put = async (key: string, work: Promise<number>, replaced: number | undefined): Promise<void> => {
    const at = await inTime(work, diskWait_ms);
    // A database that was made anew counts from the start: it would stand before what was tapped earlier.
    if (replaced === undefined && at < lastPlace) throw new DOMException("It was made anew.", "DataError");
    lastPlace = Math.max(lastPlace, at);
    await written(key, at);
  };
  /** `replaced`: the place that it takes over. */
  const keep = async (key: string, replaced: number | undefined): Promise<void> => {
    const entry = list.get(key);
    if (!entry) return;
    if (entry.change === null) {
      // After what was tapped before it and is still being written.
      await Promise.allSettled(writing);
      return list.change([key], { place: between(), isReady: true });
    }
    const { place: _place, ...kept } = keptOf(entry);
    const disk = keeper.put(replaced === undefined ? kept : { ...kept, place: replaced });
    const work = put(key, disk, replaced);
    writing.add(work);
    try {
      await work;
    } catch (error) {
      failed(key, error, replaced);
      // Should it be there in the end: nobody counts on it any more, and nobody would remove it.
      disk.then((place) => take({ place, key })).catch(() => undefined);
    } finally {
      writing.delete(work);
    }
  };
  return { trouble, troubled, recovered, keep };
};
