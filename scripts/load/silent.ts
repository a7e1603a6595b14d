/**
 * Part `silent`: a few tablets that work on long orders, and three clients that never read. Some megabytes a second are meant for each of them:
 * the others must not notice, the box must not keep it, and whoever takes nothing for too long has to be let go.
 */

import { setTimeout as sleep } from "node:timers/promises";
import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { type Random, randomFrom } from "../crash/random.ts";
import { inGroups, pairTablets } from "./devices.ts";
import { readMemory, watchMemory } from "./memory.ts";
import { sendTap } from "./outbox.ts";
import { type Outcome, times } from "./report.ts";
import type { Sabotage } from "./sabotage.ts";
import { openShop, type Shop } from "./shop.ts";
import { openSilentClients, type SilentClient } from "./silent-clients.ts";
import { lineOf, type Traffic } from "./traffic.ts";
import { faultsOf } from "./working.ts";

export type SilentOptions = {
  tablets: number;
  rate: number;
  seconds: number;
  seed: number;
  sabotage: Sabotage | null;
};

const longOrders = 20;
const linesEach = 40;
const note = "Well done, with the sauce beside it, and no onions at all. ".repeat(3);
/** More than the buffers of three sockets and what the engine has not collected; to be said where twice of it is meant for each. */
const mayKeep_mb = 48;
/** Whoever takes nothing for fifteen seconds is let go; with a margin. */
const letGo_s = 30;

const openLongOrders = (shop: Shop, random: Random): Promise<Order[]> =>
  inGroups(Array.from({ length: longOrders }), 5, async () => {
    const items = Array.from({ length: linesEach }, () => ({
      ...lineOf(random.pick(shop.items), random),
      notes: note,
    }));
    const tap = { entityId: newId(), action: "create", data: { type: "takeaway", items }, version: 0 };
    return (await sendTap(random.pick(shop.staffed), tap, random)).order;
  });

/** Somebody changes the note of one of the orders, at a steady rate. */
const change = async (
  shop: Shop,
  orders: Order[],
  options: SilentOptions,
  random: Random,
): Promise<Traffic> => {
  const versions = new Map(orders.map(({ id, version }) => [id, version]));
  const traffic: Traffic = { intents: 0, answers_ms: [], late: 0, versions };
  const began = performance.now();
  const waiting = new Set<Promise<void>>();
  const tap = async (turn: number): Promise<void> => {
    const { id } = random.pick(orders);
    const data = { notes: `Change ${turn}` };
    const asked = { entityId: id, action: "update", data, version: versions.get(id) ?? 0 };
    const { order, took_ms } = await sendTap(random.pick(shop.staffed), asked, random);
    versions.set(id, Math.max(versions.get(id) ?? 0, order.version));
    traffic.intents += 1;
    traffic.answers_ms.push(took_ms);
  };
  for (let turn = 0; performance.now() - began < options.seconds * 1000; turn += 1) {
    await sleep(Math.max(0, began + (turn * 1000) / options.rate - performance.now()));
    const work: Promise<void> = tap(turn).finally(() => waiting.delete(work));
    waiting.add(work);
    if (waiting.size > 50) await Promise.race(waiting);
  }
  await Promise.all(waiting);
  return traffic;
};

const partings = async (clients: readonly SilentClient[], mustBeGone: boolean) => {
  const faults: string[] = [];
  const told: string[] = [];
  for (const { name, wake } of clients) {
    const { isClosed, inOrder } = await wake();
    told.push(`silent one   by ${name}: ${isClosed ? "was let go" : "still connected"}`);
    if (!inOrder) faults.push(`what the silent one by ${name} got was not in order`);
    if (mustBeGone && !isClosed) faults.push(`the silent one by ${name} was not let go`);
  }
  return { faults, told };
};

const watch = async (shop: Shop, options: SilentOptions): Promise<Outcome> => {
  const random = randomFrom(options.seed);
  const [raw, socketIo, polling] = await pairTablets(shop.url, 3, 0, "silent");
  if (!raw || !socketIo || !polling) throw new Error("there is no tablet");
  const orders = await openLongOrders(shop, random);
  const clients = await openSilentClients(shop.url, [raw, socketIo, polling]);
  const stop = watchMemory(shop.url);
  const traffic = await change(shop, orders, options, random);
  const memory = readMemory(await stop());
  const now = await shop.orders(new Set(traffic.versions.keys()));
  await shop.settle(now);
  const faults = faultsOf(shop, now, traffic);
  const parted = await partings(clients, options.seconds >= letGo_s);
  const meant_mb = (traffic.intents * JSON.stringify(now[0]).length) / 1024 / 1024;
  const kept_mb = memory.held_mb[2] - memory.held_mb[0];
  const keeps = meant_mb > 2 * mayKeep_mb && kept_mb > mayKeep_mb;
  return {
    part: "silent",
    delays_ms: shop.ledger.delays(),
    memory,
    faults: [
      ...faults,
      ...parted.faults,
      ...(keeps
        ? [`the box kept ${kept_mb.toFixed(0)} MB of the ${meant_mb.toFixed(0)} meant for each silent one`]
        : []),
    ],
    told: [
      `intents      ${traffic.intents} in ${options.seconds} s, on ${now.length} orders; ${meant_mb.toFixed(0)} MB were meant for each silent one`,
      `answers      ${times(traffic.answers_ms)}`,
      ...parted.told,
    ],
  };
};

export const runSilent = async (options: SilentOptions): Promise<Outcome> => {
  const shop = await openShop({ ...options, staffed: options.tablets });
  try {
    return await watch(shop, options);
  } finally {
    await shop.close();
  }
};
