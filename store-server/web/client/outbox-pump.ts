/** Sends what is due: changes by person, and what is no change side by side, each in its chain's turn. */
import { effect } from "@preact/signals";
import { openLanes } from "./outbox-lanes.ts";
import type { List } from "./outbox-list.ts";
import { openRefusing, type Parts, pauseAfter, type Timer } from "./outbox-settling.ts";
import { type ApiProblem, asProblem, isTransient, notSignedIn } from "./problem.ts";
import { type Entry } from "./tap.ts";

/** A box that says "later" to a request this often means it. */
const maxRefusals = 6;
/** So often what is open is looked at, whatever else happens: the tab that was to send it may be gone. */
const look_ms = 15_000;

const isFinal = (entry: Entry, problem: ApiProblem): boolean => {
  if (problem.code === "unauthorized") return false;
  if (!isTransient(problem)) return true;
  const isAnswer = problem.code === "unavailable" || problem.code === "rate_limited";
  return isAnswer && (entry.asksOnce === true || entry.attempts >= maxRefusals);
};

const openRequests = <E>(list: List<E>, parts: Parts<E>, again: () => void) => {
  const { random = Math.random } = parts;
  const { refuse } = openRefusing(list, parts);
  const timers = new Map<string, Timer>();
  const failed = (entry: Entry<E>, problem: ApiProblem): void => {
    const attempts = entry.attempts + 1;
    if (isFinal({ ...entry, attempts }, problem)) return refuse(entry, problem);
    list.change([entry.key], { state: "waiting", attempts, problem });
    const retry = (): void => {
      timers.delete(entry.key);
      again();
    };
    timers.set(entry.key, setTimeout(retry, pauseAfter(attempts, random, problem)));
  };
  const transmit = async (entry: Entry<E>): Promise<void> => {
    clearTimeout(timers.get(entry.key));
    timers.delete(entry.key);
    list.change([entry.key], { state: "sending" });
    try {
      const answer = await parts.ask(entry);
      await parts.onAnswers([{ entry, answer }]);
      list.done(entry.key, answer);
    } catch (error) {
      failed(entry, asProblem(error));
    }
    again();
  };
  /** What only its own person may ask, and nobody keeps: with whoever tapped it gone, it would hold up its chain for ever. */
  const endOfOthers = (): void => {
    const { id } = parts.actor();
    for (const entry of list.entries.peek()) {
      const isOpen = entry.change === null && (entry.state === "queued" || entry.state === "waiting");
      if (!isOpen || entry.actorId === id) continue;
      clearTimeout(timers.get(entry.key));
      timers.delete(entry.key);
      refuse(entry, notSignedIn());
    }
  };
  const send = (isHurried: boolean): void => {
    const seen = new Set<string>();
    for (const entry of list.entries.peek()) {
      if (entry.state === "refused" || seen.has(entry.chain)) continue;
      seen.add(entry.chain);
      if (entry.change !== null || !entry.isReady || entry.actorId !== parts.actor().id) continue;
      const isPausing = entry.state === "waiting" && timers.has(entry.key) && !isHurried;
      if (entry.state !== "sending" && !isPausing) void transmit(entry);
    }
  };
  return { send, endOfOthers };
};

/** Calls while anything is open. */
const lookAfter = <E>({ entries }: List<E>, again: () => void): void => {
  let timer: Timer;
  const isOpen = (): boolean => entries.value.some(({ state }) => state !== "refused");
  const look = (): void => {
    timer = undefined;
    again();
    if (isOpen()) timer ??= setTimeout(look, look_ms);
  };
  effect(() => {
    if (isOpen()) timer ??= setTimeout(look, look_ms);
  });
};

export const openPump = <E>(list: List<E>, parts: Parts<E>) => {
  const run = (isHurried = false): void => {
    requests.endOfOthers();
    sendChanges(isHurried);
    requests.send(isHurried);
  };
  const again = (): void => run();
  const sendChanges = openLanes(list, parts, again);
  const requests = openRequests(list, parts, again);
  lookAfter(list, again);
  return { run };
};
