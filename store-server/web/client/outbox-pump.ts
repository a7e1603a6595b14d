/** Sends what is due: changes by person, and what is no change side by side, each in its chain's turn. */
import { openLanes } from "./outbox-lanes.ts";
import type { List } from "./outbox-list.ts";
import { openRefusing, type Parts, pauseAfter, type Timer } from "./outbox-settling.ts";
import { type ApiProblem, asProblem, isTransient } from "./problem.ts";
import { type Entry } from "./tap.ts";

/** A box that says "later" to a request this often means it. */
const maxRefusals = 6;

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
    if (isFinal({ ...entry, attempts }, problem)) return void refuse(entry, problem, null);
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
  return (isHurried: boolean): void => {
    const seen = new Set<string>();
    for (const entry of list.entries.peek()) {
      if (entry.state === "refused" || seen.has(entry.chain)) continue;
      seen.add(entry.chain);
      if (entry.change !== null || !entry.isReady || entry.actorId !== parts.actor().id) continue;
      const isPausing = entry.state === "waiting" && timers.has(entry.key) && !isHurried;
      if (entry.state !== "sending" && !isPausing) void transmit(entry);
    }
  };
};

export const openPump = <E>(list: List<E>, parts: Parts<E>) => {
  const run = (isHurried = false): void => {
    sendChanges(isHurried);
    sendRequests(isHurried);
  };
  const again = (): void => run();
  const sendChanges = openLanes(list, parts, again);
  const sendRequests = openRequests(list, parts, again);
  return { run };
};
