/**
 * Tablets that work: intents at a steady rate, everybody hears everything. Part `working`: each tablet has a waiter and taps; part `idle`: many
 * more tablets hang on the wall and a few are worked on.
 */
import type { Order } from "@tillbox/shared/contract/order.ts";
import { watchProcessor } from "../bench/processor.ts";
import { randomFrom } from "../crash/random.ts";
import { readMemory, watchMemory } from "./memory.ts";
import { type Outcome, shareOf, times } from "./report.ts";
import type { Sabotage } from "./sabotage.ts";
import { openShop, type Shop } from "./shop.ts";
import { runTraffic, type Traffic } from "./traffic.ts";

export type WorkOptions = {
  part: string;
  tablets: number;
  /** How many of them have a waiter who taps. */
  staffed: number;
  rate: number;
  seconds: number;
  seed: number;
  sabotage: Sabotage | null;
  patience_ms?: number;
  earlier?: number;
};

/** Orders that are not on the box as it answered them last. */
const forgotten = (orders: readonly Order[], { versions }: Traffic): string[] => {
  const held = new Map(orders.map(({ id, version }) => [id, version]));
  return [...versions]
    .filter(([id, version]) => (held.get(id) ?? 0) < version)
    .map(
      ([id, version]) =>
        `the box has ${held.get(id) ?? "nothing"} of order ${id}, though it answered ${version}`,
    );
};

/** What was lost, or out of order. */
export const faultsOf = ({ ledger }: Shop, orders: readonly Order[], traffic: Traffic): string[] => [
  ...forgotten(orders, traffic),
  ...(traffic.versions.size === 0 ? ["nothing was ordered"] : []),
  ...(ledger.missing(orders) > 0 ? [`${ledger.missing(orders)} last states are missing on tablets`] : []),
  ...ledger.faults(orders),
];

const work = async (shop: Shop, options: WorkOptions): Promise<Outcome> => {
  const stop = watchMemory(shop.url);
  const [ofBox, ofTablets] = [watchProcessor(shop.pid), watchProcessor(process.pid)];
  const began = performance.now();
  const traffic = await runTraffic({
    ...shop,
    ...options,
    tablets: shop.staffed,
    random: randomFrom(options.seed),
  });
  const took_s = (performance.now() - began) / 1000;
  const processor = { box: ofBox(), tablets: ofTablets() };
  const memory = readMemory(await stop());
  const orders = await shop.orders(new Set(traffic.versions.keys()));
  await shop.settle(orders);
  const aSecond = (count: number): string => (count / took_s).toFixed(1);
  const deliveries = shop.ledger.deliveries();
  return {
    part: options.part,
    delays_ms: shop.ledger.delays(),
    memory,
    faults: faultsOf(shop, orders, traffic),
    told: [
      `intents      ${traffic.intents} in ${took_s.toFixed(1)} s, ${aSecond(traffic.intents)} a second of ${options.rate} asked, ${traffic.late} held back`,
      `answers      ${times(traffic.answers_ms)}`,
      `deliveries   ${deliveries} frames to ${options.tablets} tablets, ${aSecond(deliveries)} a second; ${orders.length} orders`,
      `processor    box ${shareOf(processor.box, took_s)}; tablets ${shareOf(processor.tablets, took_s)}`,
    ],
  };
};

/** Rejects when the box refuses anything. */
export const runWork = async (options: WorkOptions): Promise<Outcome> => {
  const shop = await openShop(options);
  try {
    return await work(shop, options);
  } finally {
    await shop.close();
  }
};
