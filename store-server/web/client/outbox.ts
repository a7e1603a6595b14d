/**
 * What people tapped and the box has not confirmed. A tap gets its key there and then and is on this device's disk before anything goes
 * on; it stays through reloads, crashes and updates until the box has taken it or a person has seen why not. Intents of one chain (one
 * order) keep their order over all tabs; one tab at a time sends, up to 500 in a call, each person's with that person's own word; a lost
 * answer is asked for again with the same key, so nothing is ever done twice. A refusal is final and says why.
 */
import { computed, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { newId } from "@tillbox/shared/id.ts";
import type { IntentOf } from "@tillbox/shared/protocol/intent-of.ts";
import { type StorageTrouble, troubleOf } from "./database.ts";
import { type Keeper, openMemoryKeeper, type Spot } from "./keeper.ts";
import { type Locks, openQueues } from "./locks.ts";
import { type List, openList } from "./outbox-list.ts";
import { openPump } from "./outbox-pump.ts";
import type { SendResult } from "./outbox-settling.ts";
import { notKept } from "./problem.ts";
import { noTabs, type Tabs } from "./tabs.ts";
import { changeOf, type Entry, type Intent, isOnDisk, keptOf, type Outcome } from "./tap.ts";

export type Outbox<E = unknown> = {
  /** Oldest first. */
  readonly entries: ReadonlySignal<readonly Entry<E>[]>;
  /** How many would be lost with this page: they are in its memory only. */
  readonly unkept: ReadonlySignal<number>;
  /** Why taps are not kept on this device; null while they are. */
  readonly trouble: ReadonlySignal<StorageTrouble | null>;
  submit<T>(intent: Intent<E>): Promise<Outcome<T>>;
  /** Tries a refused intent again, with a new key: the old key's answer is the refusal, for ever. */
  retry(key: string): void;
  discard(key: string): void;
  /** The box is back, or somebody signed in. */
  hurry(): void;
  /** Reads what earlier pages left; once, at the start. */
  restore(): Promise<void>;
  storageFailed(trouble: StorageTrouble): void;
};

export type Actor = { id: string | null; name: string | null; storeId?: string | undefined };

export type OutboxOptions<E> = {
  /** One call with changes of one person, oldest first. Throws `ApiProblem` when the call as a whole did not get through. */
  send(entries: readonly Entry<E>[], attended: ReadonlySet<string>): Promise<SendResult[]>;
  /** A request of its own. */
  ask(entry: Entry<E>): Promise<unknown>;
  /** Runs before the entries leave the list, so that what they showed is confirmed in the same moment. Does not throw. */
  onAnswers(answers: readonly { entry: Entry<E>; answer: unknown }[]): Promise<void>;
  actor(): Actor;
  /** The version of the thing that is on the screen, as far as there is one. */
  versionOf?: (change: IntentOf) => number | undefined;
  /** The life of the journal that versions are of. */
  epochOf?: () => number | undefined;
  /** Whether the box is still in that life. What it took in another is sent again. */
  isOfNow?: (epoch: number) => boolean;
  /** Whether this page holds that person's word: signed in, or kept for the time without. */
  canSend(actorId: string | null): boolean;
  /** The box is known to be out of reach. */
  isAway?: () => boolean;
  keeper?: Keeper;
  locks?: Locks;
  tabs?: Tabs;
  now?: () => number;
  random?: () => number;
};

const patience_ms = 4_000;

/** Puts taps on the disk, and says at once when it cannot. */
const openKeeping = <E>(list: List<E>, options: OutboxOptions<E>, keeper: Keeper) => {
  const trouble = signal<StorageTrouble | null>(null);
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
    lastPlace = Math.max(lastPlace, at);
    const entry = list.get(key);
    // Discarded while it was being written, or a later tap stands in its place.
    if (!entry) return take({ place: at, key });
    list.change([key], { place: at, isReady: true });
    // There is room again.
    if (trouble.peek()?.kind !== "outdated") trouble.value = null;
    options.tabs?.tell({ kind: "kept", kept: { ...keptOf(entry), place: at } });
    if (entry.asksOnce) return;
    if (options.isAway?.()) list.release(key);
    // Nobody stands before a spinner for long: it waits here, and what the box says of it later is kept.
    else setTimeout(() => list.release(key), patience_ms);
  };
  const failed = (key: string, error: unknown, replaced: number | undefined): void => {
    trouble.value = troubleOf(error);
    // The one that it replaces must not be sent instead of it.
    if (replaced !== undefined) void take({ place: replaced });
    if (options.isAway?.()) return list.drop(key, notKept(trouble.value.message));
    list.change([key], { place: between(), isReady: true });
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
    try {
      const { place: _place, ...kept } = keptOf(entry);
      const put = keeper.put(replaced === undefined ? kept : { ...kept, place: replaced });
      const work = put.then((at) => written(key, at));
      writing.add(work);
      await work.finally(() => writing.delete(work));
    } catch (error) {
      failed(key, error, replaced);
    }
  };
  return { trouble, keep };
};

/** What the box keeps for a person to see is lost nowhere; what is being written this very moment is on its way to the disk. */
const isLostWithPage = (entry: Entry): boolean =>
  entry.change !== null && entry.isReady && !isOnDisk(entry) && entry.inboxId === null;

export const openOutbox = <E>(options: OutboxOptions<E>): Outbox<E> => {
  const { now = Date.now, keeper = openMemoryKeeper(), locks = openQueues(), tabs = noTabs } = options;
  const list = openList<E>(tabs);
  const { trouble, keep } = openKeeping(list, { ...options, tabs }, keeper);
  const pump = openPump(list, { ...options, keeper, locks, tabs, now });
  const fresh = () => {
    const { id, name, storeId } = options.actor();
    const state = { state: "queued" as const, attempts: 0, problem: null, inboxId: null };
    const by = { actorId: id, actorName: name, ...(storeId === undefined ? {} : { storeId }) };
    return { key: newId(), place: Infinity, isReady: false, ...by, ...state };
  };
  const taken = (key: string, place?: number): void => {
    void keep(key, place).then(() => pump.run());
  };
  return {
    entries: list.entries,
    unkept: computed(() => list.entries.value.filter(isLostWithPage).length),
    trouble,
    submit: <T>(intent: Intent<E>): Promise<Outcome<T>> => {
      const { promise, resolve } = Promise.withResolvers<Outcome<T>>();
      untracked(() => {
        const change = changeOf(intent);
        const version = change && options.versionOf?.(change);
        const epoch = version && options.epochOf?.();
        const entry: Entry<E> = {
          ...intent,
          ...fresh(),
          change: change && { ...change, ...(version ? { version } : {}), ...(epoch ? { epoch } : {}) },
          at: new Date(now()).toISOString(),
        };
        taken(entry.key, list.put(entry, resolve as (outcome: Outcome<unknown>) => void));
      });
      return promise;
    },
    retry: (key) => {
      const entry = list.get(key);
      if (entry?.state !== "refused") return;
      const again: Entry<E> = { ...entry, ...fresh(), place: entry.place };
      list.renew(key, again);
      taken(again.key, Number.isInteger(entry.place) ? entry.place : undefined);
    },
    discard: (key) => {
      const place = list.get(key)?.place;
      list.drop(key, null);
      if (place !== undefined && Number.isInteger(place))
        keeper.settle({ gone: [{ place, key }], changed: [], sent: [] }).catch(() => undefined);
    },
    hurry: () => untracked(() => pump.run(true)),
    restore: async () => {
      try {
        const known = list.safeKeys();
        list.merge(await keeper.all(), known);
      } catch (error) {
        trouble.value = troubleOf(error);
      }
      pump.run();
    },
    storageFailed: (why) => {
      trouble.value = why;
    },
  };
};
