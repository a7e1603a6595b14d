/** The end of a tap: taken by the box, or refused; seen at once by whoever waits, kept for later where nobody does. */
import { batch } from "@preact/signals";
import { diskWait_ms, inTime } from "./in-time.ts";
import type { Keeper, Settlement } from "./keeper.ts";
import type { Locks } from "./locks.ts";
import type { OutboxOptions } from "./outbox.ts";
import type { List } from "./outbox-list.ts";
import type { ApiProblem } from "./problem.ts";
import type { Tabs } from "./tabs.ts";
import { type Entry, isOnDisk, keptOf } from "./tap.ts";

export type SendResult =
  | { key: string; ok: true; answer: unknown; version: number; epoch: number }
  | { key: string; ok: false; problem: ApiProblem; inboxId: string | null };
export type Parts<E> = OutboxOptions<E> & { keeper: Keeper; locks: Locks; tabs: Tabs; now: () => number };
export type Timer = ReturnType<typeof setTimeout> | undefined;

/** Whoever tapped so long ago does not look at it any more: a refusal then goes to the inbox too. */
const attention_ms = 15_000;

const longestPause_ms = 8_000;
export const pauseAfter = (attempts: number, random: () => number, problem: ApiProblem): number => {
  const asked = (problem.details.retryAfter_s ?? 0) * 1000;
  const full = Math.min(longestPause_ms, 250 * 2 ** attempts);
  return Math.max(asked, Math.round(full / 2 + (full / 2) * random()));
};

export const openRefusing = <E>(list: List<E>, { now }: Parts<E>) => {
  const isAttended = ({ key, at }: Entry<E>): boolean =>
    list.isAwaited(key) && now() - Date.parse(at) < attention_ms;
  /** For a person to see: nobody waits for it, or it says of itself that it does. */
  const stays = (entry: Entry<E>): boolean =>
    entry.keeps === true || (entry.change !== null && !isAttended(entry));
  return {
    isAttended,
    stays,
    refuse: (entry: Entry<E>, problem: ApiProblem): void => {
      if (stays(entry)) list.refuse(entry.key, problem, null);
      else list.drop(entry.key, problem);
    },
  };
};

type Refused<E> = { entry: Entry<E>; problem: ApiProblem; inboxId: string | null };
type Ended<E> = {
  taken: { entry: Entry<E>; result: SendResult & { ok: true } }[];
  refused: Refused<E>[];
  /** To be sent again, without whoever went on. */
  unheard: Entry<E>[];
};

/** It is in the drawer, whatever it was for: the box is told of it. */
const isCash = ({ taken }: Entry): boolean => taken !== undefined;

/** What hangs on an order that could not be opened was refused for the same reason; while its opening is sent again, so is that. */
const endsOf = <E>(
  entries: readonly Entry<E>[],
  waiting: readonly Entry<E>[],
  results: readonly SendResult[],
  isUnheard: (entry: Entry<E>) => boolean,
): Ended<E> => {
  const byKey = new Map(results.map((result) => [result.key, result]));
  const unopened = new Map<string, ApiProblem>();
  const reopened = new Set<string>();
  const ended: Ended<E> = { taken: [], refused: [], unheard: [] };
  for (const entry of entries) {
    const result = byKey.get(entry.key);
    if (result?.ok) ended.taken.push({ entry, result });
    if (!result || result.ok) continue;
    const isLacking = result.problem.code === "not_found";
    const opening = isLacking ? unopened.get(entry.chain) : undefined;
    const isOver = opening !== undefined && !isCash(entry);
    if (!isOver && (isUnheard(entry) || (isLacking && reopened.has(entry.chain)))) {
      if (entry.opens) reopened.add(entry.chain);
      ended.unheard.push(entry);
      continue;
    }
    const problem = opening ?? result.problem;
    if (entry.opens) unopened.set(entry.chain, problem);
    ended.refused.push({ entry, problem, inboxId: result.inboxId });
  }
  for (const entry of waiting) {
    const problem = unopened.get(entry.chain);
    if (isCash(entry)) continue;
    if (problem && entry.state !== "refused" && !byKey.has(entry.key))
      ended.refused.push({ entry, problem, inboxId: null });
  }
  return ended;
};

const nothing: Settlement = { gone: [], changed: [], sent: [] };

/** What the box said no to, as it lies on the disk from then on. */
const keptRefused = <E>({ entry, problem, inboxId }: Refused<E>) =>
  isOnDisk(entry) ? [keptOf({ ...entry, state: "refused", problem, inboxId })] : [];

/**
 * A refusal is on the disk before anybody is told: a page that dies there has the next one show it, and never sends it again, which would
 * book cash of which somebody was told that it is not booked.
 */
const openRefusals = <E>(list: List<E>, parts: Parts<E>, write: Write) => {
  const { stays } = openRefusing(list, parts);
  return async (refused: readonly Refused<E>[]): Promise<void> => {
    if (refused.length === 0) return;
    list.decide(refused.map(({ entry }) => entry.key));
    const kept = refused.filter(({ entry }) => stays(entry));
    const told = refused.filter((each) => !kept.includes(each));
    await write({ ...nothing, changed: refused.flatMap(keptRefused) }, "safe");
    batch(() => {
      for (const { entry, problem, inboxId } of kept) list.refuse(entry.key, problem, inboxId);
      for (const { entry, problem } of told) list.drop(entry.key, problem);
    });
    await write({ ...nothing, gone: told.map(({ entry }) => entry).filter(isOnDisk) });
  };
};
type Write = (settlement: Settlement, safe?: "safe") => Promise<void>;

/** Ends the entries of one call as the box said. What is taken ends on the screen first: left on the disk, it is only asked again. */
export const openSettling = <E>(list: List<E>, parts: Parts<E>) => {
  const { isAttended } = openRefusing(list, parts);
  /** No disk holds up what was said, nor what is to be sent next. */
  const write: Write = async (settlement, safe) => {
    if (Object.values(settlement).every((part: readonly unknown[]) => part.length === 0)) return;
    await inTime(parts.keeper.settle(settlement, safe), diskWait_ms).catch(() => undefined);
  };
  const refuseAll = openRefusals(list, parts, write);
  const takenOf = ({ taken }: Ended<E>): Settlement => ({
    ...nothing,
    gone: taken.map(({ entry }) => entry).filter(isOnDisk),
    sent: taken.map(({ entry, result: { version, epoch } }) => ({
      key: entry.key,
      kept: keptOf(entry),
      version,
      epoch,
      sentAt: Date.now(),
    })),
  });
  /** Answers what is not over after all: the box was restored since it took that. */
  const settle = async (
    entries: readonly Entry<E>[],
    results: readonly SendResult[],
    attended: ReadonlySet<string> = new Set(),
  ): Promise<readonly Entry<E>[]> => {
    // Of what was refused nobody hears: they were told that it is safe here, and went on.
    const isUnheard = ({ key }: Entry<E>): boolean => attended.has(key) && !list.isAwaited(key);
    const ended = endsOf(entries, list.entries.peek(), results, isUnheard);
    // Sent again without them, the box keeps it, and books what is cash.
    list.change(
      ended.unheard.map(({ key }) => key),
      { state: "queued" },
    );
    await refuseAll(ended.refused);
    await parts.onAnswers(ended.taken.map(({ entry, result }) => ({ entry, answer: result.answer })));
    const isOver = ended.taken.some(({ result }) => parts.isOfNow?.(result.epoch) === false);
    const undone = isOver ? ended.taken.splice(0).map(({ entry }) => entry) : [];
    batch(() => {
      for (const { entry, result } of ended.taken) list.done(entry.key, result.answer);
    });
    await write(takenOf(ended));
    return undone;
  };
  return { settle, isAttended };
};
