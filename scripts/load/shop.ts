/** A demo box and the tablets in it: what they hear goes into one ledger. */

import { setTimeout as sleep } from "node:timers/promises";
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { WebSocket } from "ws";
import { randomFrom } from "../crash/random.ts";
import { startServer } from "../server-process.ts";
import { type Call, everyPage, inGroups, openLive, pairTablets, type Tablet } from "./devices.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { type Sabotage, tamperedBox, tamperedHearing } from "./sabotage.ts";
import { runTraffic } from "./traffic.ts";

export type ShopOptions = {
  tablets: number;
  staffed: number;
  sabotage: Sabotage | null;
  /** Orders that were eaten and paid before the tablets connect, so that what the box remembers of orders is full. */
  earlier?: number;
  /** How long what is under way at the end may take. */
  patience_ms?: number;
};
export type Shop = {
  url: string;
  pid: number;
  tablets: Tablet[];
  staffed: Tablet[];
  ledger: Ledger;
  /** What can be sold without counting it. */
  items: MenuItem[];
  tableIds: string[];
  /** These orders as the box has them. */
  orders(ids: ReadonlySet<string>): Promise<Order[]>;
  /** Waits until every tablet has the last state of every order, for a while. */
  settle(orders: readonly Order[]): Promise<void>;
  close(): Promise<void>;
};

const usualPatience_ms = 15_000;
const now = (): number => performance.timeOrigin + performance.now();

const connectAll = (url: string, tablets: readonly Tablet[], ledger: Ledger, sabotage: Sabotage | null) => {
  const hear = tamperedHearing(sabotage, ledger.heard);
  return inGroups([...tablets.entries()], 20, ([index, tablet]) =>
    openLive(url, tablet, (text) => {
      hear(index, text, now());
      tablet.position = ledger.completed(index);
    }),
  );
};

/** The newest first, so it ends when all are found. */
const readOrders = async (call: Call, ids: ReadonlySet<string>): Promise<Order[]> => {
  const found: Order[] = [];
  for (let after = ""; found.length < ids.size; ) {
    const page: { items: Order[]; nextCursor: string | null } = await call(
      "GET",
      `/api/orders?limit=500${after}`,
    );
    found.push(...page.items.filter(({ id }) => ids.has(id)));
    if (page.nextCursor === null) break;
    after = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
  return found;
};

/** As fast as the box takes it. */
const tradeBefore = async (
  shop: Pick<Shop, "tablets" | "items" | "tableIds">,
  orders: number,
): Promise<void> => {
  if (orders === 0) return;
  await runTraffic({
    ...shop,
    rate: 1000,
    seconds: Number.POSITIVE_INFINITY,
    mostOrders: orders,
    random: randomFrom(orders),
  });
};

export const openShop = async (options: ShopOptions): Promise<Shop> => {
  const { tablets: count, staffed, sabotage, patience_ms = usualPatience_ms } = options;
  const box = await startServer("store-server", { DEMO: "1", RATE_LIMIT_MAX: "0", ...tamperedBox(sabotage) });
  let sockets: WebSocket[] = [];
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.terminate();
    await box.close();
  };
  try {
    const tablets = await pairTablets(box.url, count, staffed);
    const ledger = openLedger(count);
    const [first] = tablets;
    if (!first) throw new Error("there is no tablet");
    const items = (await everyPage<MenuItem>(first.call, "/api/menu-items")).filter(
      // What is sold at any time, and asks for no more than its own options.
      ({ available, stock, unit, parts, dayparts }) =>
        available && stock === null && unit === "each" && !parts?.length && !dayparts?.length,
    );
    const tableIds = (await everyPage<{ id: string }>(first.call, "/api/tables")).map(({ id }) => id);
    await tradeBefore({ tablets: tablets.slice(0, staffed), items, tableIds }, options.earlier ?? 0);
    sockets = await connectAll(box.url, tablets, ledger, sabotage);
    return {
      url: box.url,
      pid: box.pid,
      tablets,
      staffed: tablets.slice(0, staffed),
      ledger,
      items,
      tableIds,
      orders: (ids) => readOrders(first.call, ids),
      settle: async (orders) => {
        const until = performance.now() + patience_ms;
        while (ledger.missing(orders) > 0 && performance.now() < until) await sleep(100);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
