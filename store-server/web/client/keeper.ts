/** The outbox on the disk: written before a tap counts as taken, and shared by all tabs of one kind. */
import type { Database, SentEntry, StoreName, Writing } from "./database.ts";
import { openGroups } from "./groups.ts";
import type { KeptEntry } from "./tap.ts";

/** A place on the disk, and the tap that is meant there: another one that has taken it meanwhile stays. Without a key, whatever is there. */
export type Spot = { place: number; key?: string };
export type Settlement = {
  /** What is over. */
  gone: readonly Spot[];
  /** Refused, to be seen by a person. */
  changed: readonly KeptEntry[];
  /** Taken by the box. */
  sent: readonly SentEntry[];
};

export type Keeper = {
  /** Other tabs put into it too. */
  readonly isShared: boolean;
  /** Everything that is not over, oldest first. */
  all(): Promise<KeptEntry[]>;
  /** Resolves with its place when it is on the disk, together with others that wait. A `place` that it brings is the one of the intent that it replaces. */
  put(kept: KeptEntry): Promise<number>;
  /** `safe`: on the disk, not only handed to the system. */
  settle(settlement: Settlement, safe?: "safe"): Promise<void>;
  /** The disk lost these: they go where they were, unless something else is there. */
  putBack(kept: readonly KeptEntry[]): Promise<void>;
  /** What was taken in a lost life of the journal is to be sent again, under the same ids and where it stood. Answers how many. */
  resend(isLost: (epoch: number) => boolean): Promise<number>;
};

const hour_ms = 3_600_000;
/** What the box took is kept for so long, and so many of it, for the case that it has to be restored from a backup. */
const keptSent_ms = 48 * hour_ms;
const keptSent = 2_000;
/** Longer, and more, while the hub lacks it; there is an end to that too. */
const longest_ms = 14 * 24 * hour_ms;
const most = 10_000;
const pruneEvery_ms = 60_000;

export type KeeperOptions = {
  /** Writes what the screen shows in the same transaction, so that a tap is always in the outbox or in a view, with what it is about. */
  writeViews?(tx: Writing): Promise<void>;
  /** A store without its box has it somewhere else: the hub holds it, or there is none to wait for. */
  isSafe?: (entry: SentEntry) => boolean;
  now?: () => number;
};

/** Not with every tap: where the hub is away for long there is much to look through. */
const openPruning = ({ isSafe = () => true, now = Date.now }: KeeperOptions) => {
  let last = Number.NEGATIVE_INFINITY;
  return async (tx: Writing): Promise<void> => {
    if (now() - last < pruneEvery_ms) return;
    last = now();
    const past = tx.objectStore("sent");
    const count = await past.count();
    let cursor = await past.index("sentAt").openCursor();
    for (let index = 0; cursor; index += 1, cursor = await cursor.continue()) {
      const age_ms = now() - cursor.value.sentAt;
      if (index >= count - keptSent && age_ms < keptSent_ms) return;
      const isTooMuch = index < count - most || age_ms >= longest_ms;
      if (isTooMuch || isSafe(cursor.value)) await cursor.delete();
    }
  };
};

type Views = KeeperOptions["writeViews"];
/** Taps in their order, in one transaction; answers their places. */
const openPutting =
  (database: Database, writeViews: Views) =>
  async (group: readonly KeptEntry[]): Promise<number[]> => {
    let places: number[] = [];
    const putAlone = async (tx: Writing): Promise<void> => {
      places = await Promise.all(group.map((kept) => tx.objectStore("outbox").put(kept)));
    };
    const putWithViews = async (tx: Writing): Promise<void> => {
      await putAlone(tx);
      await writeViews?.(tx);
    };
    try {
      // With what it was tapped on, so that it can be shown again.
      const stores: StoreName[] = writeViews ? ["outbox", "views", "facts"] : ["outbox"];
      await database.write(stores, putWithViews, "safe");
    } catch (error) {
      if (!writeViews) throw error;
      // A tap is small, and finds room where the views that it was tapped on do not.
      await database.write(["outbox"], putAlone, "safe");
    }
    return places;
  };

const putBack = async (tx: Writing, kept: readonly KeptEntry[]): Promise<void> => {
  const outbox = tx.objectStore("outbox");
  for (const each of kept)
    if (each.place !== undefined && (await outbox.get(each.place)) === undefined) await outbox.put(each);
};

export const openKeeper = (database: Database, options: KeeperOptions = {}): Keeper => {
  const { writeViews } = options;
  const prune = openPruning(options);
  return {
    isShared: true,
    all: () => database.read((db) => db.getAll("outbox")),
    put: openGroups(openPutting(database, writeViews)),
    settle: async (settlement, safe) => {
      const stores: StoreName[] = ["outbox", "sent", "views", "facts"];
      const settleAlone = (tx: Writing): Promise<void> => settleIn(tx, settlement, prune);
      const settleWithViews = async (tx: Writing): Promise<void> => {
        await settleAlone(tx);
        await writeViews?.(tx);
      };
      // What is over goes also where the views of it find no room: it would be sent again and again.
      await database.write(stores, settleWithViews, safe).catch((error: unknown) => {
        if (!writeViews) throw error;
        return database.write(stores, settleAlone, safe);
      });
    },
    putBack: (kept) => database.write(["outbox"], (tx) => putBack(tx, kept), "safe"),
    resend: async (isLost) => {
      let count = 0;
      await database.write(
        ["outbox", "sent"],
        async (tx) => {
          count = await resend(tx, isLost);
        },
        "safe",
      );
      return count;
    },
  };
};

/** Another tab may have put a later tap into its place, where it still seemed to wait. */
const holds = async (tx: Writing, { place, key }: Spot): Promise<boolean> =>
  key === undefined || (await tx.objectStore("outbox").get(place))?.key === key;

type Prune = (tx: Writing) => Promise<void>;
const settleIn = async (tx: Writing, { gone, changed, sent }: Settlement, prune: Prune): Promise<void> => {
  const [outbox, past] = [tx.objectStore("outbox"), tx.objectStore("sent")];
  await Promise.all([
    ...gone.map(async (spot) => {
      if (await holds(tx, spot)) await outbox.delete(spot.place);
    }),
    ...changed.map(async (kept) => {
      const { place, key } = kept;
      if (place !== undefined && (await holds(tx, { place, key }))) await outbox.put(kept);
    }),
    ...sent.map((entry) => past.put(entry)),
  ]);
  if (sent.length > 0) await prune(tx);
};

/** A version that the tap was based on is one of the life in which it was taken. */
const ofItsLife = ({ kept, epoch }: SentEntry): KeptEntry => {
  const { change } = kept.entry;
  return change?.version === undefined || change.epoch !== undefined
    ? kept
    : { ...kept, entry: { ...kept.entry, change: { ...change, epoch } } };
};

/** Of the same thing, so the later one makes the earlier needless. */
const isOfSame = (a: KeptEntry, b: KeptEntry): boolean =>
  a.entry.name !== undefined && a.entry.name === b.entry.name && a.entry.chain === b.entry.chain;

/**
 * Before what is unsent: a line that was tapped since hangs on the check that has to be opened again. Latest first, so that a tap whose
 * place went to a later one of the same kind finds that one there.
 */
const resend = async (tx: Writing, isLost: (epoch: number) => boolean): Promise<number> => {
  const [outbox, past] = [tx.objectStore("outbox"), tx.objectStore("sent")];
  const lost = (await past.getAll()).filter(({ epoch }) => isLost(epoch));
  lost.sort((a, b) => (b.kept.place ?? 0) - (a.kept.place ?? 0) || b.sentAt - a.sentAt);
  for (const entry of lost) {
    const { place, ...again } = ofItsLife(entry);
    const there = place === undefined ? undefined : await outbox.get(place);
    if (!there) await outbox.put(place === undefined ? again : { ...again, place });
    else if (!isOfSame(there, again)) await outbox.put(again);
    await past.delete(entry.key);
  }
  return lost.length;
};

/** Where offline mode was turned off: what is on the disk is still sent, and nothing is added to it. */
export const openDrainingKeeper = (kept: Keeper): Keeper => {
  // After everything on the disk, and no place of it.
  let last = 1e12 + 0.5;
  return {
    ...kept,
    put: () => {
      last += 0.001;
      return Promise.resolve(last);
    },
  };
};

/** Keeps nothing beyond the page, so no place is one of a disk. */
export const openMemoryKeeper = (): Keeper => {
  let last = 0.5;
  return {
    isShared: false,
    all: () => Promise.resolve([]),
    put: ({ place }) => {
      last += 1;
      return Promise.resolve(place ?? last);
    },
    settle: () => Promise.resolve(),
    putBack: () => Promise.resolve(),
    resend: () => Promise.resolve(0),
  };
};
