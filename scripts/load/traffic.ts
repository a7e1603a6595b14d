/** Guests: orders are opened, changed, sent and paid at a steady rate, each on one of the tablets that a waiter works on. */
import { setTimeout as sleep } from "node:timers/promises";
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { LineInput, Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import type { Random } from "../crash/random.ts";
import type { Tablet } from "./devices.ts";
import { sendTap } from "./outbox.ts";

export type Traffic = {
  intents: number;
  /** From the tap to its answer, milliseconds. */
  answers_ms: number[];
  /** Taps that had to wait because the box was behind. */
  late: number;
  /** The last version of each order that the box answered. */
  versions: Map<string, number>;
};
export type TrafficOptions = {
  /** With a waiter on each. */
  tablets: readonly Tablet[];
  items: readonly MenuItem[];
  tableIds: readonly string[];
  /** Intents a second, all tablets together. */
  rate: number;
  seconds: number;
  /** After so many no more are opened. */
  mostOrders?: number;
  random: Random;
};

/** Taps on their way at one time; beyond it the pace waits for the box. */
const mostWaiting = 200;
const openChecks = 40;

export const lineOf = (item: MenuItem, random: Random): LineInput => {
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

type Step = { action: string; data(order: Order): object };
type Visit = { id: string; order: Order | null; steps: Step[]; tablet: Tablet };

const stepsOf = ({ random, items, tableIds }: TrafficOptions): Step[] => {
  const line = () => lineOf(random.pick(items), random);
  const place = random.chance(0.6)
    ? { type: "dine-in", tableId: random.pick(tableIds), guests: random.between(1, 6), newCheck: true }
    : { type: "takeaway" };
  const change = (order: Order) => ({
    itemId: order.items[0]?.id,
    quantity: (order.items[0]?.quantity ?? 1) + 1,
  });
  return [
    { action: "create", data: () => ({ ...place, items: [line()] }) },
    ...(random.chance(0.7) ? [{ action: "add-items", data: () => ({ items: [line(), line()] }) }] : []),
    ...(random.chance(0.5) ? [{ action: "change-item", data: change }] : []),
    { action: "send", data: () => ({}) },
    { action: "pay", data: () => ({ method: random.chance(0.5) ? "cash" : "external" }) },
  ];
};

const advance = async (visit: Visit, options: TrafficOptions, traffic: Traffic): Promise<void> => {
  const step = visit.steps.shift();
  if (!step) return;
  const data = visit.order || step.action === "create" ? step.data(visit.order as Order) : {};
  const tap = { entityId: visit.id, action: step.action, data, version: visit.order?.version ?? 0 };
  const { order, took_ms } = await sendTap(visit.tablet, tap, options.random);
  visit.order = order;
  traffic.answers_ms.push(took_ms);
  traffic.intents += 1;
  traffic.versions.set(order.id, Math.max(order.version, traffic.versions.get(order.id) ?? 0));
};

const newVisit = (options: TrafficOptions): Visit => ({
  id: newId(),
  order: null,
  steps: stepsOf(options),
  tablet: options.random.pick(options.tablets),
});

/** A check that can go on now, the one that has waited longest; or a new one. `idle` are those that wait for no answer. */
const choose = (
  idle: Visit[],
  open: number,
  options: TrafficOptions,
  mayOpen: boolean,
): Visit | undefined => {
  const goesOn = !mayOpen || open >= openChecks || (idle.length > 0 && !options.random.chance(0.3));
  return goesOn ? idle.shift() : newVisit(options);
};

/** Runs to its end; every check that was opened is paid, so it takes a little longer than `seconds`. Rejects on any refusal. */
export const runTraffic = async (options: TrafficOptions): Promise<Traffic> => {
  const traffic: Traffic = { intents: 0, answers_ms: [], late: 0, versions: new Map() };
  const failures: unknown[] = [];
  const waiting = new Set<Promise<void>>();
  const idle: Visit[] = [];
  const began = performance.now();
  const start = (visit: Visit): void => {
    const work: Promise<void> = advance(visit, options, traffic)
      .then(() => void (visit.steps.length > 0 && idle.push(visit)))
      .catch((error: unknown) => void failures.push(error))
      .finally(() => waiting.delete(work));
    waiting.add(work);
  };
  for (let turn = 0; failures.length === 0; turn += 1) {
    await sleep(Math.max(0, began + (turn * 1000) / options.rate - performance.now()));
    const isOver =
      performance.now() - began >= options.seconds * 1000 ||
      traffic.versions.size >= (options.mostOrders ?? Number.POSITIVE_INFINITY);
    if (isOver && idle.length + waiting.size === 0) break;
    if (waiting.size >= mostWaiting) {
      traffic.late += 1;
      await Promise.race(waiting);
    }
    const visit = choose(idle, idle.length + waiting.size, options, !isOver);
    if (visit) start(visit);
  }
  await Promise.all(waiting);
  if (failures.length > 0) throw failures[0];
  return traffic;
};
