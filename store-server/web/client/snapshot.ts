/**
 * What this device knew of the store, on its disk: shown at once at the next start, with or without the box, and then brought up to date
 * from the seq that it stands for. Views and that seq are written in one transaction, so the snapshot is always a state that was; one
 * tab writes, and a tab that takes over from another writes everything anew. Guests' bookings and cash are read anew each time.
 */
import { batch, effect, type ReadonlySignal, untracked } from "@preact/signals";
import { newId } from "@tillbox/shared/id.ts";
import type { Database, Writing } from "./database.ts";
import { diskWait_ms, inTime } from "./in-time.ts";
import type { Position } from "./live.ts";
import type { Locks } from "./locks.ts";
import type { Versioned } from "./records.ts";
import type { Store } from "./store.ts";

/** `storeId`: a device that is paired with another store begins anew. */
type Head = { shape: 1; writer: string; storeId: string; position: Position; savedAt: number };
export type Snapshot = {
  /** Fills the store. Null: there is none for this store. */
  restore(storeId: string): Promise<Position | null>;
  /** Writes what changed since, in a transaction over `views` and `facts`. Does nothing in a tab that does not write. */
  writeInto(tx: Writing): Promise<void>;
  /** Writes from now on, some moments after each change. */
  follow(): void;
};

export type SnapshotOptions = {
  database: Database;
  locks: Locks;
  store: Store;
  storeId(): string | null;
  position(): Position | null;
  isVisible: ReadonlySignal<boolean>;
};

const unkept = new Set(["reservation", "waitlist-entry", "drawer"]);
const pause_ms = 1_500;
const headKey = "snapshot";

type Written = ReadonlyMap<string, ReadonlyMap<string, Versioned>>;
const isHead = (value: unknown): value is Head =>
  typeof value === "object" && value !== null && "shape" in value && value.shape === 1;

const kept = (store: Store): Written =>
  new Map(
    Object.entries(store.byType)
      .filter(([type]) => !unkept.has(type))
      .map(([type, records]) => [type, records.all.peek()]),
  );

const writeChanges = async (tx: Writing, before: Written | null, now: Written): Promise<void> => {
  const views = tx.objectStore("views");
  const work: Promise<unknown>[] = before === null ? [views.clear()] : [];
  for (const [type, all] of now) {
    const known = before?.get(type);
    if (known === all) continue;
    for (const [id, view] of all) if (known?.get(id) !== view) work.push(views.put(view, [type, id]));
    for (const id of known?.keys() ?? []) if (!all.has(id)) work.push(views.delete([type, id]));
  }
  await Promise.all(work);
};

const readAll = (database: Database) =>
  database.read(async (db) => {
    const tx = db.transaction(["views", "facts"]);
    const [head, keys, views] = await Promise.all([
      tx.objectStore("facts").get(headKey),
      tx.objectStore("views").getAllKeys(),
      tx.objectStore("views").getAll(),
    ]);
    return { head, keys, views };
  });

const openWriting = ({ database, locks, store, storeId, position, isVisible }: SnapshotOptions) => {
  const me = newId();
  let isWriter = false;
  let written: Written | null = null;
  const writeInto = async (tx: Writing): Promise<void> => {
    const [at, of] = [position(), storeId()];
    if (!isWriter || at === null || of === null || store.load.peek().step !== "ready") return;
    const facts = tx.objectStore("facts");
    const now = kept(store);
    const head = await facts.get(headKey);
    const isMine = isHead(head) && head.writer === me && head.storeId === of;
    await writeChanges(tx, isMine ? written : null, now);
    await facts.put(
      { shape: 1, writer: me, storeId: of, position: at, savedAt: Date.now() } satisfies Head,
      headKey,
    );
    written = now;
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    // Without a disk the outbox has said so; a snapshot that is older than could be is still a state that was.
    database.write(["views", "facts"], writeInto).catch(() => {
      written = null;
    });
  };
  const follow = (): void => {
    void locks.run("snapshot", () => {
      isWriter = true;
      write();
      return new Promise<never>(() => undefined);
    });
    effect(() => {
      const seen = Object.values(store.byType).map(({ all }) => all.value);
      if (seen.every(({ size }) => size === 0)) return;
      untracked(() => {
        timer ??= setTimeout(write, pause_ms);
      });
    });
    effect(() => {
      if (!isVisible.value) untracked(write);
    });
  };
  return { writeInto, follow };
};

export const openSnapshot = (options: SnapshotOptions): Snapshot => ({
  ...openWriting(options),
  restore: async (storeId) => {
    const { database, store } = options;
    // Later it would lie over what the box has said by then.
    const { head, keys, views } = await inTime(readAll(database), diskWait_ms);
    if (!isHead(head) || head.storeId !== storeId) return null;
    const byType = new Map<string, Versioned[]>();
    keys.forEach(([type], index) => {
      const list = byType.get(type) ?? [];
      list.push(views[index] as Versioned);
      byType.set(type, list);
    });
    // What was told meanwhile is newer and stays.
    batch(() => {
      for (const [type, list] of byType) store.byType[type]?.reset(list as never[], 0);
      store.load.value = { step: "ready" };
    });
    return head.position;
  },
});
