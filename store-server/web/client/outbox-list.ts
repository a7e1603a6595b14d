/** The outbox as screens see it: one list over all tabs, in the order of the taps, and who waits for the end of each. */
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { ApiProblem } from "./problem.ts";
import type { News, Tabs } from "./tabs.ts";
import {
  type Entry,
  entryFrom,
  isOnDisk,
  type KeptEntry,
  keptOf,
  type Outcome,
  plainOf,
  problemFrom,
} from "./tap.ts";

type Settle = (outcome: Outcome<unknown>) => void;

export type List<E> = {
  readonly entries: ReadonlySignal<readonly Entry<E>[]>;
  get(key: string): Entry<E> | undefined;
  /** At the end, or in the place of the one before in its chain that it makes needless; answers the place that it takes. */
  put(entry: Entry<E>, done: Settle): number | undefined;
  change(keys: readonly string[], fields: Partial<Entry<E>>): void;
  /** Another try of a refused one, under a new key. */
  renew(key: string, entry: Entry<E>): void;
  done(key: string, answer: unknown): void;
  /** It stays, to be seen by a person. */
  refuse(key: string, problem: ApiProblem, inboxId: string | null): void;
  drop(key: string, problem: ApiProblem | null): void;
  /** Whoever waits goes on: it waits here. */
  release(key: string): void;
  /** The box has said no, and nobody is told any more that it waits. */
  decide(keys: readonly string[]): void;
  isAwaited(key: string): boolean;
  /**
   * What the database held when only `known` were there: brings what other tabs put there, and takes what they saw the end of. What was
   * tapped here stays until its end was heard: a disk that lost it says the same. Answers what stays so.
   */
  merge(kept: readonly KeptEntry[], known: ReadonlySet<string>): readonly Entry<E>[];
  /** The keys of what is on the disk as far as this tab knows. */
  safeKeys(): ReadonlySet<string>;
};

const byPlace = (a: Entry, b: Entry): number => (a.place === b.place ? 0 : a.place < b.place ? -1 : 1);

/** Who waits for the end of which tap. */
const openWaiting = () => {
  const waiting = new Map<string, Settle[]>();
  return {
    has: (key: string): boolean => waiting.has(key),
    add: (key: string, done: Settle): void => {
      waiting.set(key, [done]);
    },
    forget: (key: string): boolean => waiting.delete(key),
    /** Whoever waited for the earlier one waits for the later one too. */
    pass: (from: string, to: string, done: Settle): void => {
      waiting.set(to, [...(waiting.get(from) ?? []), done]);
      waiting.delete(from);
    },
    settle: (key: string, outcome: Outcome<unknown>): void => {
      const all = waiting.get(key) ?? [];
      waiting.delete(key);
      for (const done of all) done(outcome);
    },
  };
};

/** The entries alone. */
const openEntries = <E>() => {
  const entries = signal<readonly Entry<E>[]>([]);
  /** Tapped on this page. */
  const mine = new Set<string>();
  return {
    own: (key: string): void => void mine.add(key),
    entries,
    get: (key: string) => entries.peek().find((entry) => entry.key === key),
    add: (entry: Entry<E>): void => {
      entries.value = [...entries.peek(), entry].sort(byPlace);
    },
    remove: (key: string): void => {
      mine.delete(key);
      entries.value = entries.peek().filter((entry) => entry.key !== key);
    },
    change: (keys: readonly string[], fields: Partial<Entry<E>>): void => {
      const wanted = new Set(keys);
      const next = entries.peek().map((entry) => (wanted.has(entry.key) ? { ...entry, ...fields } : entry));
      entries.value = fields.place === undefined ? next : next.sort(byPlace);
    },
    put: (key: string, entry: Entry<E>): void => {
      mine.delete(key);
      entries.value = entries.peek().map((other) => (other.key === key ? entry : other));
    },
    merge: (kept: readonly KeptEntry[], known: ReadonlySet<string>): readonly Entry<E>[] => {
      const there = new Set(kept.map(({ key }) => key));
      const isLost = ({ key }: Entry<E>): boolean => known.has(key) && !there.has(key);
      const own = entries.peek().filter((entry) => mine.has(entry.key) || !isLost(entry));
      const places = new Set(own.map(({ place }) => place));
      // What was known ended here while the disk was read.
      const keys = new Set([...known, ...own.map(({ key }) => key)]);
      const isNew = ({ place, key }: KeptEntry): boolean =>
        place !== undefined && !places.has(place) && !keys.has(key);
      const news = kept.filter(isNew);
      if (news.length > 0 || own.length !== entries.peek().length)
        entries.value = [...own, ...news.map((each) => entryFrom<E>(each))].sort(byPlace);
      return own.filter(isLost);
    },
    safeKeys: (): ReadonlySet<string> => {
      const safe = entries.peek().filter(({ isReady, place }) => isReady && isOnDisk({ place }));
      return new Set(safe.map(({ key }) => key));
    },
  };
};
type Entries<E> = ReturnType<typeof openEntries<E>>;
type Waiting = ReturnType<typeof openWaiting>;

/** What other tabs tell. */
const hearing =
  <E>(list: Entries<E>, waiting: Waiting) =>
  (news: News): void => {
    if (news.kind === "kept") {
      const entry = entryFrom<E>(news.kept);
      if (list.get(entry.key)) list.change([entry.key], entry);
      else list.add(entry);
      if (entry.problem) waiting.settle(entry.key, { ok: false, problem: entry.problem });
      return;
    }
    if (news.kind === "state")
      return list.change(news.keys, {
        state: news.state,
        problem: news.problem && problemFrom(news.problem),
      });
    list.remove(news.key);
    if (news.kind === "done") waiting.settle(news.key, { ok: true, isLater: false, answer: news.answer });
    else if (news.problem) waiting.settle(news.key, { ok: false, problem: problemFrom(news.problem) });
  };

export const openList = <E>(tabs: Tabs): List<E> => {
  const list = openEntries<E>();
  const waiting = openWaiting();
  const { entries } = list;
  const hear = hearing(list, waiting);
  const decided = new Set<string>();
  tabs.listen((news) => batch(() => hear(news)));
  return {
    ...list,
    put: (entry, done) => {
      list.own(entry.key);
      const before = entries.peek().findLast((other) => other.chain === entry.chain);
      const isNext = entry.name !== undefined && before?.name === entry.name && before.state === "queued";
      if (!before || !isNext || !waiting.has(before.key)) {
        waiting.add(entry.key, done);
        list.add(entry);
        return undefined;
      }
      waiting.pass(before.key, entry.key, done);
      list.put(before.key, { ...entry, place: before.place });
      tabs.tell({ kind: "gone", key: before.key, problem: null });
      return isOnDisk(before) ? before.place : undefined;
    },
    renew: (key, entry) => {
      list.own(entry.key);
      list.put(key, entry);
      tabs.tell({ kind: "gone", key, problem: null });
    },
    done: (key, answer) => {
      list.remove(key);
      waiting.settle(key, { ok: true, isLater: false, answer });
      tabs.tell({ kind: "done", key, answer });
    },
    refuse: (key, problem, inboxId) => {
      decided.delete(key);
      list.change([key], { state: "refused", problem, inboxId });
      waiting.settle(key, { ok: false, problem });
      const entry = list.get(key);
      if (entry) tabs.tell({ kind: "kept", kept: keptOf(entry) });
    },
    drop: (key, problem) => {
      decided.delete(key);
      list.remove(key);
      if (problem) waiting.settle(key, { ok: false, problem });
      waiting.forget(key);
      tabs.tell({ kind: "gone", key, problem: problem && plainOf(problem) });
    },
    decide: (keys) => {
      for (const key of keys) decided.add(key);
    },
    release: (key) => {
      if (decided.has(key)) return;
      const entry = list.get(key);
      const isKept = entry !== undefined && isOnDisk(entry);
      waiting.settle(key, { ok: true, isLater: true, isKept, answer: undefined });
    },
    isAwaited: waiting.has,
  };
};
