/** An outbox whose calls a test answers itself. */
import { vi } from "vitest";
import { openQueues } from "./locks.ts";
import { openOutbox } from "./outbox.ts";
import type { SendResult } from "./outbox-settling.ts";
import { ApiProblem } from "./problem.ts";
import type { Entry, Intent } from "./tap.ts";
import { type Disk, openDisk } from "./testing-disk.ts";

export const refusal = (
  message = "Tomato soup is sold out.",
  code: ApiProblem["code"] = "conflict",
): ApiProblem => new ApiProblem(code, message, { status: 409 });
export const later = (): ApiProblem => new ApiProblem("unavailable", "Not set up.", { status: 503 });

/** Adds something to an order: a change of the wire. */
export const tap = (label: string, more: Partial<Intent> & { order?: string } = {}): Intent => {
  const { order = "order-1", ...rest } = more;
  const path = `/api/orders/${order}/items`;
  return { label, chain: order, method: "POST", path, body: { items: [label] }, ...rest };
};
export const opening = (more: Partial<Intent> = {}): Intent =>
  tap("open", { path: "/api/orders", body: { id: "order-1" }, opens: true, ...more });
/** What is no intent of an entity. */
export const request = (label: string, more: Partial<Intent> = {}): Intent => ({
  label,
  chain: label,
  method: "POST",
  path: "/api/day-reports",
  body: {},
  ...more,
});

export type Call = {
  entries: readonly Entry[];
  attended: ReadonlySet<string>;
  labels: string[];
  /** Everything is taken, but for what is named with its refusal. */
  answer(refused?: Record<string, ApiProblem>): void;
  fail(problem: ApiProblem): void;
};
export type Ask = { entry: Entry; answer(value: unknown): void; fail(problem: ApiProblem): void };

export const setUp = (disk: Disk = openDisk(), locks = openQueues(), keeper = disk.keeper()) => {
  const calls: Call[] = [];
  const asks: Ask[] = [];
  /** `shown`: what the answers bring is on the screen. */
  const box = { epoch: 1, shown: Promise.resolve() };
  const actor = {
    id: "waiter" as string | null,
    isAway: false,
    storeId: "store",
    granted: new Set<string>(),
  };
  const outbox = openOutbox({
    send: (entries, attended) =>
      new Promise<SendResult[]>((resolve, reject) => {
        const resultOf = ({ key, label }: Entry, refused: Record<string, ApiProblem>): SendResult => {
          const problem = refused[label];
          return problem
            ? { key, ok: false, problem, inboxId: null }
            : { key, ok: true, answer: { did: label }, version: 1, epoch: 1 };
        };
        calls.push({
          entries,
          attended,
          labels: entries.map(({ label }) => label),
          answer: (refused = {}) => resolve(entries.map((entry) => resultOf(entry, refused))),
          fail: reject,
        });
      }),
    ask: (entry) =>
      new Promise((resolve, reject) => {
        asks.push({ entry, answer: resolve, fail: reject });
      }),
    onAnswers: () => box.shown,
    isOfNow: (epoch) => epoch === box.epoch,
    actor: () => ({ id: actor.id, name: null, storeId: actor.storeId }),
    canSend: (id) => id === actor.id || (id !== null && actor.granted.has(id)),
    isAway: () => actor.isAway,
    keeper,
    tabs: disk.tabs(),
    locks,
    random: () => 1,
  });
  const labels = () => outbox.entries.value.map(({ label }) => label);
  return { disk, calls, asks, outbox, actor, box, labels };
};
export const settled = () => vi.advanceTimersByTimeAsync(0);
