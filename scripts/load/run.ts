/** One run of the load: devices come, guests eat, and at the end what every tablet has is held against what the box says. */
import { setTimeout as sleep } from "node:timers/promises";
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import { type ProcessorTime, watchProcessor } from "../bench/processor.ts";
import { randomFrom } from "../crash/random.ts";
import { type Call, callWith, type Device, openLiveTablet, pairTablet, signInWaiter } from "./devices.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { openSilentSocket } from "./silent-socket.ts";
import { runTraffic, type Traffic } from "./traffic.ts";

export type LoadOptions = { tablets: number; seconds: number; rate: number; seed: number };
export type LoadResult = {
  traffic: Traffic;
  took_s: number;
  orders: number;
  deliveries: number;
  /** From an answer to the last tablet that heard of it, milliseconds. */
  delays_ms: readonly number[];
  /** The socket that never read: how the box parted from it, if it did. */
  silent: { code: number | null; inOrder: boolean };
  rss_mb: { start: number; end: number };
  /** During the traffic. */
  processor: { box: ProcessorTime; tablets: ProcessorTime };
  missing: number;
  faults: string[];
};

const waiterCount = 10;
const patience_ms = 15_000;

const inGroups = async <T, R>(
  all: readonly T[],
  size: number,
  work: (one: T) => Promise<R>,
): Promise<R[]> => {
  const results: R[] = [];
  for (let from = 0; from < all.length; from += size)
    results.push(...(await Promise.all(all.slice(from, from + size).map(work))));
  return results;
};

const everyPage = async <T>(call: Call, path: string): Promise<T[]> => {
  const all: T[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const after: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: T[]; nextCursor: string | null } = await call("GET", `${path}?limit=500${after}`);
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
};

const rssOf = async (url: string): Promise<number> =>
  (await callWith(url, {})<{ rss: number }>("GET", "/health/memory")).rss / 1024 / 1024;

/** Until every tablet has the last state of every order, or patience ends. */
const settle = async (ledger: Ledger, orders: readonly Order[]): Promise<void> => {
  const until = performance.now() + patience_ms;
  while (ledger.missing(orders) > 0 && performance.now() < until) await sleep(100);
};

const openTablets = async (url: string, devices: readonly Device[], ledger: Ledger): Promise<() => void> => {
  const sockets = await inGroups([...devices.entries()], 20, ([index, device]) =>
    openLiveTablet(url, device, (text) => ledger.heard(index, text, performance.now())),
  );
  return () => {
    for (const socket of sockets) socket.terminate();
  };
};

type Shop = { waiters: Call[]; items: MenuItem[]; tableIds: string[] };

/** Waiters on the first tablets, and what they can sell without counting it. */
const openShop = async (url: string, tablets: readonly Device[]): Promise<Shop> => {
  const waiters = await inGroups(tablets.slice(0, waiterCount), 2, (device) => signInWaiter(url, device));
  const call = waiters[0] ?? callWith(url, {});
  const items = (await everyPage<MenuItem>(call, "/api/menu-items")).filter(
    ({ available, stock, unit }) => available && stock === null && unit === "each",
  );
  const tableIds = (await everyPage<{ id: string }>(call, "/api/tables")).map(({ id }) => id);
  return { waiters, items, tableIds };
};

type LoadedBox = { url: string; pid: number };

/** Rejects when the box refuses anything. */
export const runLoad = async ({ url, pid }: LoadedBox, options: LoadOptions): Promise<LoadResult> => {
  const numbers = Array.from({ length: options.tablets + 1 }, (_, index) => index);
  const devices = await inGroups(numbers, 20, (index) => pairTablet(url, index));
  const tablets = devices.slice(1);
  const shop = await openShop(url, tablets);
  const ledger = openLedger(tablets.length);
  const leave = await openTablets(url, tablets, ledger);
  const silent = await openSilentSocket(url, devices[0] ?? { id: "", token: "" });
  const start = await rssOf(url);
  const began = performance.now();
  const [ofBox, ofTablets] = [watchProcessor(pid), watchProcessor(process.pid)];
  const random = randomFrom(options.seed);
  const traffic = await runTraffic({
    ...shop,
    ...options,
    random,
    answered: (id, version, at) => ledger.answered(id, version, at),
  });
  const took_s = (performance.now() - began) / 1000;
  const processor = { box: ofBox(), tablets: ofTablets() };
  const orders = await everyPage<Order>(shop.waiters[0] ?? callWith(url, {}), "/api/orders");
  await settle(ledger, orders);
  const end = await rssOf(url);
  const heard = { deliveries: ledger.deliveries(), delays_ms: ledger.delays() };
  const wrong = { missing: ledger.missing(orders), faults: ledger.faults(orders) };
  const woken = await silent.wake();
  leave();
  return {
    traffic,
    took_s,
    orders: orders.length,
    ...heard,
    silent: woken,
    rss_mb: { start, end },
    processor,
    ...wrong,
  };
};
