/**
 * What gets smaller with age: bodies of stored answers and finished print jobs, 30 days old, and what others bring along. Once an hour, in
 * small steps, so that no order waits for it. The command ids and the outcomes of answers stay for ever; so does the journal.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { shrinkAnswers } from "../kernel/answers.ts";
import { pruneJobs } from "../kernel/jobs.ts";
import type { Kernel } from "../kernel/kernel.ts";

const hour_ms = 3_600_000;
const kept_ms = 30 * 24 * hour_ms;
const step = 200;
const pause_ms = 50;

/** A step of work inside the writer: how many it did, at most as many as it was told. */
export type HouseWork = (kernel: Kernel, at: string, step: number) => number;

type HouseLog = { error(details: object, message: string): void };

/** Repeats a bounded step until it finds nothing more, or the box stops. */
const inSteps = async (kernel: Kernel, signal: AbortSignal, work: () => number): Promise<void> => {
  while (!signal.aborted && (await kernel.operate(work)) === step) await sleep(pause_ms);
};

/** One round; resolves when everything old enough is gone. */
export const tidy = async (
  kernel: Kernel,
  signal: AbortSignal,
  more: readonly HouseWork[] = [],
): Promise<void> => {
  const olderThan = new Date(Date.parse(kernel.clock.now()) - kept_ms).toISOString();
  await inSteps(kernel, signal, () => shrinkAnswers(kernel.db, olderThan, step));
  await inSteps(kernel, signal, () => pruneJobs(kernel.db, olderThan, step));
  for (const work of more) await inSteps(kernel, signal, () => work(kernel, kernel.clock.now(), step));
};

/** Starts the hourly round; returns what stops it. */
export const keepHouse = (kernel: Kernel, log: HouseLog, more: readonly HouseWork[] = []): (() => void) => {
  const abort = new AbortController();
  const round = (): void => {
    tidy(kernel, abort.signal, more).catch((error: unknown) => {
      if (!abort.signal.aborted) log.error({ err: error }, "tidying up failed; it is tried again in an hour");
    });
  };
  const timer = setInterval(round, hour_ms);
  timer.unref();
  return () => {
    abort.abort();
    clearInterval(timer);
  };
};
