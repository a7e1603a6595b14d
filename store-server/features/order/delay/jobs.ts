/**
 * The delay watch. What waits longest for the kitchen stands in a column of its order, so after a restart the watch knows as much as
 * before it. It sleeps until the first of them is due, looks again after a commit, and writes each delay once, as an event: so every
 * screen hears of it, and it is counted. A failure is tried again half a minute later, and delays nothing else.
 */
import { newId } from "@tillbox/shared/id.ts";
import { query } from "../../../kernel/database.ts";
import type { Kernel } from "../../../kernel/kernel.ts";
import { setting } from "../../settings/rows.ts";
import { systemActor } from "../../staff/rows.ts";
import { dueAt } from "../delay.ts";
import { noteDelay } from "./commands.ts";

const step = 50;
const retry_ms = 30_000;
const longest_ms = 3_600_000;

const waiting = query<[number], { id: string; waiting_since: string }>(
  "SELECT id, waiting_since FROM orders WHERE waiting_since IS NOT NULL ORDER BY waiting_since LIMIT ?",
);

/** Writes down what is late by now; resolves with the number of orders. */
export const noteDelays = async (kernel: Kernel): Promise<number> => {
  const threshold_min = setting(kernel, "order.delay_threshold");
  const now = kernel.clock.now();
  const late = waiting.all(kernel.db, step).filter((row) => dueAt(row.waiting_since, threshold_min) <= now);
  for (const { id } of late) {
    const answer = await kernel.execute({
      command: noteDelay,
      input: { id },
      commandId: newId(),
      fingerprint: "",
      actor: systemActor,
    });
    if (!answer.ok) throw new Error(answer.refusal.message);
  }
  return late.length < step ? late.length : late.length + (await noteDelays(kernel));
};

/** Milliseconds until the first order is late; null while nothing waits. */
const untilDue = (kernel: Kernel): number | null => {
  const [first] = waiting.all(kernel.db, 1);
  if (!first) return null;
  const due = dueAt(first.waiting_since, setting(kernel, "order.delay_threshold"));
  return Math.min(longest_ms, Math.max(0, Date.parse(due) - Date.parse(kernel.clock.now())));
};

type WatchLog = { error(details: object, message: string): void };

/** Starts the watch; returns what stops it. */
export const watchDelays = (kernel: Kernel, log: WatchLog): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  let isBusy = false;
  const sleep = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void round(), ms);
    timer.unref();
  };
  const look = (): void => {
    if (isBusy || isStopped) return;
    const wait_ms = untilDue(kernel);
    if (wait_ms === null) clearTimeout(timer);
    else sleep(wait_ms);
  };
  const round = async (): Promise<void> => {
    isBusy = true;
    try {
      await noteDelays(kernel);
      isBusy = false;
      look();
    } catch (error) {
      isBusy = false;
      if (isStopped) return;
      log.error({ err: error }, "orders that wait too long could not be marked; it is tried again");
      sleep(retry_ms);
    }
  };
  const stopListening = kernel.onCommit(look);
  look();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    stopListening();
  };
};
