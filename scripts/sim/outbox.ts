/**
 * What was tapped on a device and is not answered. A tap is on the device's disk before it counts as taken, keeps its id through all
 * retries and restarts, and waits for the one before it on the same thing. What a restart leaves is what was on the disk.
 */
import { signal } from "@preact/signals";
import { newId } from "@tillbox/shared/id.ts";
import type { SyncChange, SyncResult } from "@tillbox/shared/protocol/sync.ts";
import { asProblem, isTransient } from "@tillbox/store-server/web/client/problem.ts";

export type Tap = {
  change: SyncChange & { changeId: string };
  chain: string;
  actorId: string;
  /** The first of its chain: what hangs on it is refused with it. */
  opens: boolean;
};
export type Kept = Map<string, Tap>;
export type Ended = { result: SyncResult } | { problem: string };

export type OutboxParts = {
  kept: Kept;
  /** One call with the taps of one person, in order. */
  send(actorId: string, taps: readonly Tap[]): Promise<SyncResult[]>;
  onResult(tap: Tap, ended: Ended): void;
  /** What must not happen on a device. */
  fault(text: string): void;
  random: () => number;
  /** Taps of one call. */
  most: number;
  isDurable: boolean;
};
export type Outbox = {
  readonly waiting: () => readonly Tap[];
  /** `kept` is told its id before anything is sent. */
  tap(
    what: Omit<Tap, "change"> & { change: Omit<SyncChange, "changeId"> },
    kept: (changeId: string) => void,
  ): string;
  hurry(): void;
};

const longestPause_ms = 8000;

export const openOutbox = (parts: OutboxParts): Outbox => {
  const { kept } = parts;
  if (!parts.isDurable) kept.clear();
  const list = signal<readonly Tap[]>([...kept.values()]);
  let isSending = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const remove = (taps: readonly Tap[]): void => {
    for (const { change } of taps) kept.delete(change.changeId);
    list.value = list.value.filter((tap) => !taps.includes(tap));
  };
  const over = (tap: Tap, ended: Ended): void => {
    remove([tap]);
    parts.onResult(tap, ended);
    const isRefused =
      "problem" in ended || ended.result.status === "rejected" || ended.result.status === "conflict";
    if (!isRefused || !tap.opens) return;
    for (const next of list.value.filter(({ chain }) => chain === tap.chain))
      over(next, { problem: "What it belongs to was refused." });
  };
  /** The oldest taps that may go together: those of one person, of any chain, in the order in which they were tapped. */
  const nextCall = (): readonly Tap[] => {
    const [first] = list.value;
    const blocked = new Set<string>();
    return list.value
      .filter(({ actorId, chain }) => {
        if (actorId !== first?.actorId) blocked.add(chain);
        return actorId === first?.actorId && !blocked.has(chain);
      })
      .slice(0, parts.most);
  };
  const failed = (error: unknown): void => {
    const problem = asProblem(error);
    if (!isTransient(problem) && problem.code !== "unauthorized")
      parts.fault(`a whole call was refused: ${problem.code} ${error instanceof Error ? error.stack : ""}`);
    failures += 1;
    const full = Math.min(longestPause_ms, 250 * 2 ** failures);
    clearTimeout(timer);
    timer = setTimeout(() => void pump(), full / 2 + (full / 2) * parts.random());
  };
  const pump = async (): Promise<void> => {
    const taps = isSending ? [] : nextCall();
    const [first] = taps;
    if (!first) return;
    isSending = true;
    try {
      const results = await parts.send(first.actorId, taps);
      failures = 0;
      isSending = false;
      taps.forEach((tap, index) => {
        const result = results[index];
        if (result && list.value.includes(tap)) over(tap, { result });
      });
    } catch (error) {
      isSending = false;
      return failed(error);
    }
    return pump();
  };
  return {
    waiting: () => list.value,
    tap: ({ change, ...rest }, keptAs) => {
      const tap: Tap = { ...rest, change: { ...change, changeId: newId() } };
      keptAs(tap.change.changeId);
      kept.set(tap.change.changeId, tap);
      list.value = [...list.value, tap];
      void pump();
      return tap.change.changeId;
    },
    hurry: () => void pump(),
  };
};
