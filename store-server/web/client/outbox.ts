/**
 * What people tapped and the box has not confirmed. Every intent gets its key at the tap and keeps it through all retries, so a lost
 * answer never makes a second order; intents of one chain (one order) go one after the other, different chains side by side. A refusal
 * is final and says why. This one lives in memory, as long as the page does; a durable one keeps the same four functions.
 */
import { type ReadonlySignal, signal, untracked } from "@preact/signals";
import { newId } from "@tillbox/shared/id.ts";
import { type ApiProblem, asProblem, isTransient } from "./problem.ts";

export type Intent<E = unknown> = {
  /** What the person did, for a list of what is unsent or refused: "2 × Tomato soup". */
  label: string;
  /** Intents of one chain keep their order: the order's id. */
  chain: string;
  method: "POST" | "PUT" | "DELETE";
  path: string;
  body?: unknown;
  approval?: string;
  /** What the screen shows until the box confirms. */
  effect?: E;
  /** Takes the place of the intent before it in its chain, if that has this name and still waits for its turn. */
  name?: string;
  /** The first intent of its chain: when it is refused, what hangs on it is refused too. */
  opens?: boolean;
  /** Stays in `entries` when it is refused, until somebody tries again or discards it. */
  keeps?: boolean;
  /** `unavailable` and `rate_limited` are answers, not reasons to ask again: a card that is not set up. */
  asksOnce?: boolean;
};
export type Entry<E = unknown> = Intent<E> & {
  key: string;
  /** When it was tapped, RFC 3339 UTC. */
  at: string;
  /** Who tapped: keys are the actor's, so nobody else sends it. */
  actorId: string | null;
  /** queued: its turn has not come. waiting: it failed on the way and is tried again. */
  state: "queued" | "sending" | "waiting" | "refused";
  attempts: number;
  problem: ApiProblem | null;
};
export type Outcome<T> = { ok: true; answer: T } | { ok: false; problem: ApiProblem };

export type Outbox<E = unknown> = {
  /** Oldest first. */
  readonly entries: ReadonlySignal<readonly Entry<E>[]>;
  submit<T>(intent: Intent<E>): Promise<Outcome<T>>;
  /** Tries a refused intent again, with a new key: the old key's answer is the refusal, for ever. */
  retry(key: string): void;
  discard(key: string): void;
  /** The box is back, or somebody signed in. */
  hurry(): void;
};

export type OutboxOptions<E> = {
  send(entry: Entry<E>): Promise<unknown>;
  /** Runs before the entry leaves the list, so that what it showed is confirmed in the same moment. */
  onAnswer(entry: Entry<E>, answer: unknown): Promise<void> | void;
  actorId(): string | null;
  now?: () => number;
  random?: () => number;
};

const longestPause_ms = 8_000;
/** A box that says "later" this often means it. */
const maxRefusals = 6;

const pauseAfter = (attempts: number, random: () => number, problem: ApiProblem): number => {
  const asked = (problem.details.retryAfter_s ?? 0) * 1000;
  const full = Math.min(longestPause_ms, 250 * 2 ** attempts);
  return Math.max(asked, Math.round(full / 2 + (full / 2) * random()));
};

const isFinal = (entry: Entry, problem: ApiProblem): boolean => {
  if (problem.code === "unauthorized") return false;
  if (!isTransient(problem)) return true;
  const isAnswer = problem.code === "unavailable" || problem.code === "rate_limited";
  return isAnswer && (entry.asksOnce === true || entry.attempts >= maxRefusals);
};

type Settle = (outcome: Outcome<unknown>) => void;

/** The list as screens see it, and who waits for the end of each entry. */
const openList = <E>() => {
  const entries = signal<readonly Entry<E>[]>([]);
  const waiting = new Map<string, Settle[]>();
  const change = (key: string, fields: Partial<Entry<E>>): void => {
    entries.value = entries.value.map((entry) => (entry.key === key ? { ...entry, ...fields } : entry));
  };
  const remove = (key: string): void => {
    entries.value = entries.value.filter((entry) => entry.key !== key);
  };
  const settle = (key: string, outcome: Outcome<unknown>): void => {
    for (const done of waiting.get(key) ?? []) done(outcome);
    waiting.delete(key);
  };
  /** At the end, or in the place of the one before in its chain that it makes needless. */
  const put = (entry: Entry<E>, done: Settle): void => {
    const place = entries.value.findLastIndex((other) => other.chain === entry.chain);
    const before = entries.value[place];
    const isReplacing = entry.name !== undefined && before?.name === entry.name && before.state === "queued";
    if (!before || !isReplacing) {
      waiting.set(entry.key, [done]);
      entries.value = [...entries.value, entry];
      return;
    }
    waiting.set(entry.key, [...(waiting.get(before.key) ?? []), done]);
    waiting.delete(before.key);
    entries.value = entries.value.with(place, entry);
  };
  const refuse = (entry: Entry<E>, problem: ApiProblem): void => {
    if (entry.keeps) change(entry.key, { state: "refused", problem });
    else remove(entry.key);
    settle(entry.key, { ok: false, problem });
    if (!entry.opens) return;
    for (const next of entries.value)
      if (next.chain === entry.chain && next.state === "queued") refuse(next, problem);
  };
  return { entries, change, remove, settle, put, refuse };
};

/** Sends what is due, and again after a pause what failed on the way. */
const openPump = <E>(list: ReturnType<typeof openList<E>>, options: OutboxOptions<E>) => {
  const { random = Math.random } = options;
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const failed = (entry: Entry<E>, problem: ApiProblem): void => {
    const attempts = entry.attempts + 1;
    if (isFinal({ ...entry, attempts }, problem)) return list.refuse(entry, problem);
    list.change(entry.key, { state: "waiting", attempts, problem });
    const again = (): void => {
      timers.delete(entry.key);
      pump();
    };
    timers.set(entry.key, setTimeout(again, pauseAfter(attempts, random, problem)));
  };
  const transmit = async (entry: Entry<E>): Promise<void> => {
    clearTimeout(timers.get(entry.key));
    timers.delete(entry.key);
    list.change(entry.key, { state: "sending" });
    try {
      const answer = await options.send(entry);
      await options.onAnswer(entry, answer);
      list.remove(entry.key);
      list.settle(entry.key, { ok: true, answer });
    } catch (error) {
      failed(entry, asProblem(error));
    }
    pump();
  };
  const isDue = (entry: Entry<E>, isHurried: boolean): boolean =>
    entry.actorId === options.actorId() &&
    (entry.state === "queued" || (entry.state === "waiting" && (isHurried || !timers.has(entry.key))));
  /** The first open intent of each chain goes, unless it is on its way or pauses. */
  const pump = (isHurried = false): void => {
    const seen = new Set<string>();
    for (const entry of list.entries.value) {
      if (entry.state === "refused" || seen.has(entry.chain)) continue;
      seen.add(entry.chain);
      if (isDue(entry, isHurried)) void transmit(entry);
    }
  };
  return pump;
};

export const openOutbox = <E>(options: OutboxOptions<E>): Outbox<E> => {
  const { now = Date.now } = options;
  const list = openList<E>();
  const pump = openPump(list, options);
  const fresh = () => ({
    key: newId(),
    actorId: options.actorId(),
    state: "queued" as const,
    attempts: 0,
    problem: null,
  });
  return {
    entries: list.entries,
    submit: <T>(intent: Intent<E>): Promise<Outcome<T>> => {
      const { promise, resolve } = Promise.withResolvers<Outcome<T>>();
      list.put({ ...intent, ...fresh(), at: new Date(now()).toISOString() }, resolve as Settle);
      untracked(() => pump());
      return promise;
    },
    retry: (key) => {
      const isRefused = list.entries.value.some((entry) => entry.key === key && entry.state === "refused");
      if (!isRefused) return;
      list.change(key, fresh());
      pump();
    },
    discard: list.remove,
    hurry: () => untracked(() => pump(true)),
  };
};
