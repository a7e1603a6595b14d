/** Guests: orders are opened, changed, sent and paid over HTTP at a steady rate, by several waiters on several tables and at the counter. */

import { setTimeout as sleep } from "node:timers/promises";
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { LineInput, Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import type { Random } from "../crash/random.ts";
import type { Call } from "./devices.ts";

export type Traffic = {
  commands: number;
  /** From the request to its answer, milliseconds. */
  answers_ms: number[];
  /** Commands that had to wait because the box was behind. */
  late: number;
};
export type TrafficOptions = {
  waiters: readonly Call[];
  items: readonly MenuItem[];
  tableIds: readonly string[];
  /** Commands a second, all waiters together. */
  rate: number;
  seconds: number;
  random: Random;
  answered(orderId: string, version: number, at: number): void;
};

/** Commands on their way at one time; beyond it the pace waits for the box. */
const mostWaiting = 200;
const openChecks = 40;

const lineOf = (item: MenuItem, random: Random): LineInput => {
  const modifiers = item.modifierGroups.flatMap(({ min, options }) =>
    options.slice(0, min).map(({ id }) => ({ optionId: id })),
  );
  const [variant] = item.variants;
  return {
    id: newId(),
    menuItemId: item.id,
    quantity: random.between(1, 3),
    ...(variant ? { variantId: variant.id } : {}),
    ...(modifiers.length > 0 ? { modifiers } : {}),
  };
};

type Step = (order: Order) => Promise<Order>;
type Visit = { order: Order | null; steps: Step[]; call: Call; isBusy: boolean };

const stepsOf = (call: Call, options: TrafficOptions): Step[] => {
  const { random, items } = options;
  const lines = () => [lineOf(random.pick(items), random), lineOf(random.pick(items), random)];
  const ask =
    (method: string, path: (order: Order) => string, body: (order: Order) => unknown): Step =>
    (order) =>
      call<Order>(method, `/api/orders/${order.id}${path(order)}`, body(order), newId());
  const add = ask(
    "POST",
    () => "/items",
    () => ({ items: lines() }),
  );
  const change = ask(
    "PUT",
    ({ items: [first] }) => `/items/${first?.id}`,
    ({ items: [first] }) => ({ quantity: (first?.quantity ?? 1) + 1 }),
  );
  const send = ask(
    "POST",
    () => "/send",
    () => ({}),
  );
  const pay: Step = async (order) => {
    const body = { method: random.chance(0.5) ? "cash" : "external" };
    const path = `/api/orders/${order.id}/payments`;
    return (await call<{ order: Order }>("POST", path, body, newId())).order;
  };
  return [...(random.chance(0.7) ? [add] : []), ...(random.chance(0.5) ? [change] : []), send, pay];
};

const openVisit = (visit: Visit, options: TrafficOptions): Promise<Order> => {
  const { random, items, tableIds } = options;
  const place = random.chance(0.6)
    ? { type: "dine-in", tableId: random.pick(tableIds), guests: random.between(1, 6), newCheck: true }
    : { type: "takeaway" };
  return visit.call(
    "POST",
    "/api/orders",
    { id: newId(), ...place, items: [lineOf(random.pick(items), random)] },
    newId(),
  );
};

const advance = async (visit: Visit, options: TrafficOptions, traffic: Traffic): Promise<void> => {
  visit.isBusy = true;
  const began = performance.now();
  const step = visit.order === null ? undefined : visit.steps.shift();
  visit.order = visit.order && step ? await step(visit.order) : await openVisit(visit, options);
  const at = performance.now();
  traffic.answers_ms.push(at - began);
  traffic.commands += 1;
  options.answered(visit.order.id, visit.order.version, at);
  visit.isBusy = false;
};

const newVisit = (options: TrafficOptions): Visit => {
  const call = options.random.pick(options.waiters);
  return { order: null, steps: stepsOf(call, options), call, isBusy: false };
};

/** A check that can go on now: one just begun, else the one that has waited longest. */
const choose = (visits: Visit[], options: TrafficOptions, mayOpen: boolean): Visit | undefined => {
  const idle = visits.filter(({ isBusy }) => !isBusy);
  if (!mayOpen || visits.length >= openChecks || (idle.length > 0 && !options.random.chance(0.3)))
    return idle[0];
  const visit = newVisit(options);
  visits.push(visit);
  return visit;
};

/** Runs to its end; every check that was opened is paid, so it takes a little longer than `seconds`. Rejects on any refusal. */
export const runTraffic = async (options: TrafficOptions): Promise<Traffic> => {
  const traffic: Traffic = { commands: 0, answers_ms: [], late: 0 };
  const failures: unknown[] = [];
  const waiting = new Set<Promise<void>>();
  const visits: Visit[] = [];
  const began = performance.now();
  const start = (visit: Visit): void => {
    visits.splice(visits.indexOf(visit), 1);
    const work: Promise<void> = advance(visit, options, traffic)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => waiting.delete(work));
    waiting.add(work);
    if (visit.steps.length > 0) visits.push(visit);
  };
  for (let turn = 0; failures.length === 0; turn += 1) {
    await sleep(Math.max(0, began + (turn * 1000) / options.rate - performance.now()));
    const isOver = performance.now() - began >= options.seconds * 1000;
    if (isOver && visits.length === 0) break;
    if (waiting.size >= mostWaiting) {
      traffic.late += 1;
      await Promise.race(waiting);
    }
    const visit = choose(visits, options, !isOver);
    if (visit) start(visit);
  }
  await Promise.all(waiting);
  if (failures.length > 0) throw failures[0];
  return traffic;
};
