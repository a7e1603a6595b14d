/** The end of a tap: taken by the box, or refused; seen at once by whoever waits, kept for later where nobody does. */
import { batch } from "@preact/signals";
import type { Keeper } from "./keeper.ts";
import type { Locks } from "./locks.ts";
import type { OutboxOptions } from "./outbox.ts";
import type { List } from "./outbox-list.ts";
import type { ApiProblem } from "./problem.ts";
import type { Tabs } from "./tabs.ts";
import { type Entry, keptOf } from "./tap.ts";

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
  /** Answers whether it stays in the list. */
  const refuse = (entry: Entry<E>, problem: ApiProblem, inboxId: string | null): boolean => {
    const stays = entry.keeps === true || (entry.change !== null && !isAttended(entry));
    if (stays) list.refuse(entry.key, problem, inboxId);
    else list.drop(entry.key, problem);
    return stays;
  };
  return { isAttended, refuse };
};

type Ended<E> = {
  taken: { entry: Entry<E>; result: SendResult & { ok: true } }[];
  refused: { entry: Entry<E>; problem: ApiProblem; inboxId: string | null }[];
};

/** What hangs on an order that could not be opened was refused for the same reason. */
const endsOf = <E>(
  entries: readonly Entry<E>[],
  waiting: readonly Entry<E>[],
  results: readonly SendResult[],
): Ended<E> => {
  const byKey = new Map(results.map((result) => [result.key, result]));
  const unopened = new Map<string, ApiProblem>();
  const ended: Ended<E> = { taken: [], refused: [] };
  for (const entry of entries) {
    const result = byKey.get(entry.key);
    if (result?.ok) ended.taken.push({ entry, result });
    if (!result || result.ok) continue;
    const opening = result.problem.code === "not_found" ? unopened.get(entry.chain) : undefined;
    const problem = opening ?? result.problem;
    if (entry.opens) unopened.set(entry.chain, problem);
    ended.refused.push({ entry, problem, inboxId: result.inboxId });
  }
  for (const entry of waiting) {
    const problem = unopened.get(entry.chain);
    // Cash is in the drawer, whatever it was for: the box is told of it.
    if (entry.taken !== undefined) continue;
    if (problem && entry.state !== "refused" && !byKey.has(entry.key))
      ended.refused.push({ entry, problem, inboxId: null });
  }
  return ended;
};

/** Ends the entries of one call as the box said, on the screen first, then on the disk: what stays there is only asked again. */
export const openSettling = <E>(list: List<E>, parts: Parts<E>) => {
  const { refuse, isAttended } = openRefusing(list, parts);
  const write = async (ended: Ended<E>, stay: readonly Entry<E>[]): Promise<void> => {
    const left = [...ended.taken, ...ended.refused].map(({ entry }) => entry);
    const staying = new Set(stay.map(({ key }) => key));
    const sentAt = Date.now();
    await parts.keeper.settle({
      gone: left.filter(({ key, place }) => !staying.has(key) && Number.isInteger(place)),
      changed: stay.flatMap(({ key }) => {
        const entry = list.get(key);
        return entry && Number.isInteger(entry.place) ? [keptOf(entry)] : [];
      }),
      sent: ended.taken.map(({ entry, result: { version, epoch } }) => ({
        key: entry.key,
        kept: keptOf(entry),
        version,
        epoch,
        sentAt,
      })),
    });
  };
  /** Of what was refused nobody hears: they were told that it is safe here, and went on. */
  const isUnheard = ({ key }: Entry<E>, attended: ReadonlySet<string>): boolean =>
    attended.has(key) && !list.isAwaited(key);
  /**
   * What is refused ends at once: while it is looked at, nobody who waits may be told that it is safe.
   * Answers what is not over after all: the box was restored since it took that.
   */
  const settle = async (
    entries: readonly Entry<E>[],
    results: readonly SendResult[],
    attended: ReadonlySet<string> = new Set(),
  ): Promise<readonly Entry<E>[]> => {
    const ended = endsOf(entries, list.entries.peek(), results);
    const unheard = ended.refused.filter(({ entry }) => isUnheard(entry, attended));
    // Sent again without them, the box keeps it, and books what is cash.
    list.change(
      unheard.map(({ entry }) => entry.key),
      { state: "queued" },
    );
    ended.refused = ended.refused.filter((each) => !unheard.includes(each));
    const stay = batch(() =>
      ended.refused
        .filter(({ entry, problem, inboxId }) => refuse(entry, problem, inboxId))
        .map(({ entry }) => entry),
    );
    await parts.onAnswers(ended.taken.map(({ entry, result }) => ({ entry, answer: result.answer })));
    const isOver = ended.taken.some(({ result }) => parts.isOfNow?.(result.epoch) === false);
    const undone = isOver ? ended.taken.splice(0).map(({ entry }) => entry) : [];
    batch(() => {
      for (const { entry, result } of ended.taken) list.done(entry.key, result.answer);
    });
    await write(ended, stay).catch(() => undefined);
    return undone;
  };
  return { settle, isAttended };
};
