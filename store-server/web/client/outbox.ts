/**
 * What people tapped and the box has not confirmed. A tap gets its key there and then and is on this device's disk before anything goes
 * on; it stays through reloads, crashes and updates until the box has taken it or a person has seen why not. Intents of one chain (one
 * order) keep their order over all tabs; one tab at a time sends, up to 500 in a call, each person's with that person's own word; a lost
 * answer is asked for again with the same key, so nothing is ever done twice. A refusal is final and says why.
 */
import { computed, type ReadonlySignal, untracked } from "@preact/signals";
import { newId } from "@tillbox/shared/id.ts";
import type { IntentOf } from "@tillbox/shared/protocol/intent-of.ts";
import { retryAfter_ms, type StorageTrouble } from "./database.ts";
import { diskWait_ms } from "./in-time.ts";
import { type Keeper, openMemoryKeeper } from "./keeper.ts";
import { type Locks, openQueues } from "./locks.ts";
import { openKeeping } from "./outbox-keeping.ts";
import { openList } from "./outbox-list.ts";
import { openPump } from "./outbox-pump.ts";
import { openReading } from "./outbox-reading.ts";
import type { SendResult } from "./outbox-settling.ts";
import { noTabs, type Tabs } from "./tabs.ts";
import { changeOf, type Entry, type Intent, isOnDisk, type Outcome } from "./tap.ts";

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
  /** Reads what earlier pages left, again and again where the disk does not answer. Resolves after the first time. */
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

/** What the box keeps for a person to see is lost nowhere; what is being written this very moment is on its way to the disk. */
const isLostWithPage = (entry: Entry): boolean =>
  entry.change !== null && entry.isReady && !isOnDisk(entry) && entry.inboxId === null;

export const openOutbox = <E>(options: OutboxOptions<E>): Outbox<E> => {
  const { now = Date.now, keeper = openMemoryKeeper(), locks = openQueues(), tabs = noTabs } = options;
  const list = openList<E>(tabs);
  const { trouble, troubled, recovered, keep } = openKeeping(list, { ...options, tabs }, keeper);
  const read = openReading(list, keeper);
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
  const restore = async (isAgain: boolean): Promise<void> => {
    try {
      await read(diskWait_ms);
      if (isAgain) recovered();
    } catch (error) {
      troubled(error);
      setTimeout(() => void restore(true), retryAfter_ms);
    }
    pump.run();
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
    restore: () => restore(false),
    storageFailed: (why) => {
      trouble.value = why;
    },
  };
};
