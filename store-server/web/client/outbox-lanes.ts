/**
 * The calls of each person, one after the other, while no other tab sends for them. A call that does not get through leaves everything
 * as it was and is tried again after a growing pause, or at the next tap; a change that spoils the whole call is found by sending one
 * at a time.
 */
import { retryAfter_ms } from "./database.ts";
import { type Sending, waitingForOthers } from "./outbox-cash.ts";
import type { List } from "./outbox-list.ts";
import { openReading } from "./outbox-reading.ts";
import { openSettling, type Parts, pauseAfter, type Timer } from "./outbox-settling.ts";
import { openTurns } from "./outbox-turns.ts";
import { type ApiProblem, asProblem, isTransient, restoring } from "./problem.ts";
import { type Entry } from "./tap.ts";

const maxChanges = 500;
/** The box takes 1 MiB a call. */
const maxBytes = 900_000;
/** Whoever hurries does not wait for a disk: what this page knows goes. */
const lookWait_ms = 1_000;

type Lane = {
  isRunning: boolean;
  /** Somebody hurried it while it ran. */
  isHurried: boolean;
  /** When the disk was last waited for in vain. */
  lookedAt: number;
  attempts: number;
  isSingle: boolean;
  timer: Timer;
  notBefore: number;
};
const newLane = (): Lane => ({
  isRunning: false,
  isHurried: false,
  lookedAt: Number.NEGATIVE_INFINITY,
  attempts: 0,
  isSingle: false,
  timer: undefined,
  notBefore: 0,
});

const isUnreached = ({ code }: ApiProblem): boolean => code === "offline" || code === "timeout";
/** The box said no to the call, not to a change of it, and would say so again. */
const isOfCall = (problem: ApiProblem): boolean =>
  !isTransient(problem) && problem.code !== "unauthorized" && problem.code !== "internal";

const bytesOf = (entry: Entry): number => JSON.stringify(entry.change).length + 200;

/** The open changes of one person that no earlier intent of their chain holds up, oldest first. */
const choose = <E>(entries: readonly Entry<E>[], sending: Sending, limit: number): Entry<E>[] => {
  const held = new Set<string>();
  const { id: actorId, storeId } = sending;
  const waiting = waitingForOthers(entries, sending);
  const chosen: Entry<E>[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (entry.state === "refused" || held.has(entry.chain)) continue;
    const isHere = entry.storeId === undefined || entry.storeId === storeId;
    const isTurn = entry.isReady && isHere && !waiting.has(entry.key);
    const isOurs = entry.change !== null && entry.actorId === actorId && isTurn;
    if (isOurs) bytes += bytesOf(entry);
    if (isOurs && chosen.length < limit && (bytes <= maxBytes || chosen.length === 0)) chosen.push(entry);
    else held.add(entry.chain);
  }
  return chosen;
};

const openCalls = <E>(list: List<E>, parts: Parts<E>) => {
  const { settle, isAttended } = openSettling(list, parts);
  const mark = (entries: readonly Entry<E>[], fields: Partial<Entry<E>> & Pick<Entry<E>, "state">): void => {
    const keys = entries.map(({ key }) => key);
    list.change(keys, fields);
    parts.tabs.tell({ kind: "state", keys, state: fields.state, problem: null });
  };
  const failed = async (lane: Lane, entries: readonly Entry<E>[], problem: ApiProblem): Promise<void> => {
    lane.isSingle = isOfCall(problem);
    if (lane.isSingle && entries.length === 1) {
      const results = entries.map(({ key }) => ({ key, ok: false as const, problem, inboxId: null }));
      await settle(entries, results);
      return;
    }
    lane.attempts += 1;
    mark(entries, { state: "waiting", problem, attempts: lane.attempts });
    // What is not on the disk is promised to nobody: whoever tapped it sees it wait.
    if (isUnreached(problem))
      for (const { key, place, asksOnce } of entries)
        if (!asksOnce && Number.isInteger(place)) list.release(key);
    if (!lane.isSingle) throw problem;
  };
  return async (lane: Lane, entries: readonly Entry<E>[]): Promise<void> => {
    mark(entries, { state: "sending" });
    const attended = new Set(entries.filter(isAttended).map(({ key }) => key));
    const answer = await parts.send(entries, attended).catch((error: unknown) => asProblem(error));
    if (!Array.isArray(answer)) return failed(lane, entries, answer);
    const undone = await settle(entries, answer, attended);
    if (undone.length > 0) return failed(lane, undone, restoring());
    lane.attempts = 0;
  };
};

export const openLanes = <E>(list: List<E>, parts: Parts<E>, again: () => void) => {
  const { random = Math.random, keeper } = parts;
  const turns = openTurns(parts.locks);
  const read = openReading(list, keeper);
  const call = openCalls(list, parts);
  const lanes = new Map<string | null, Lane>();
  const of = (id: string | null) => ({ id, storeId: parts.actor().storeId, canSend: parts.canSend });
  /** What other tabs put there, and saw the end of. */
  const look = async (lane: Lane): Promise<void> => {
    if (!keeper.isShared || Math.abs(Date.now() - lane.lookedAt) < retryAfter_ms) return;
    await read(lookWait_ms).catch(() => {
      lane.lookedAt = Date.now();
    });
  };
  const drain = async (actorId: string | null, lane: Lane): Promise<void> => {
    await look(lane);
    for (;;) {
      const entries = choose(list.entries.peek(), of(actorId), lane.isSingle ? 1 : maxChanges);
      if (entries.length === 0) break;
      await call(lane, entries);
    }
    lane.isSingle = false;
  };
  const pause = (lane: Lane, problem: ApiProblem): void => {
    const pause_ms = pauseAfter(lane.attempts, random, problem);
    lane.notBefore = problem.details.retryAfter_s ? parts.now() + pause_ms : 0;
    lane.timer = setTimeout(() => {
      lane.timer = undefined;
      again();
    }, pause_ms);
  };
  /** Whoever hurried it meanwhile knew more than the call did: the box is back. */
  const failed = (actorId: string | null, lane: Lane, problem: ApiProblem): void => {
    const isAsked = problem.details.retryAfter_s !== undefined;
    if (lane.isHurried && isTransient(problem) && !isAsked) void start(actorId, lane);
    else pause(lane, problem);
  };
  const start = async (actorId: string | null, lane: Lane): Promise<void> => {
    lane.isRunning = true;
    lane.isHurried = false;
    clearTimeout(lane.timer);
    lane.timer = undefined;
    try {
      await turns.run(`send ${actorId ?? "device"}`, () => drain(actorId, lane));
      lane.isRunning = false;
      again();
    } catch (error) {
      lane.isRunning = false;
      failed(actorId, lane, asProblem(error));
    }
  };
  const isPausing = (lane: Lane, actorId: string | null): boolean => {
    if (lane.timer === undefined) return false;
    const hasNews = list.entries
      .peek()
      .some((entry) => entry.actorId === actorId && entry.isReady && entry.state === "queued");
    return !hasNews || lane.notBefore > parts.now();
  };
  return (isHurried: boolean): void => {
    const entries = list.entries.peek();
    const actors = new Set(entries.flatMap((entry) => (entry.change ? [entry.actorId] : [])));
    for (const actorId of actors) {
      const lane = lanes.get(actorId) ?? newLane();
      lanes.set(actorId, lane);
      lane.isHurried ||= isHurried && lane.isRunning;
      if (lane.isRunning || !parts.canSend(actorId) || choose(entries, of(actorId), 1).length === 0) continue;
      if (isHurried || !isPausing(lane, actorId)) void start(actorId, lane);
    }
  };
};
