/** A demo box and the tablets in it: what they hear goes into one ledger. */

import { setTimeout as sleep } from "node:timers/promises";
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { WebSocket } from "ws";
import { startServer } from "../server-process.ts";
import { everyPage, inGroups, openLive, pairTablets, type Tablet } from "./devices.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { type Sabotage, tamperedBox, tamperedHearing } from "./sabotage.ts";

export type ShopOptions = {
  tablets: number;
  staffed: number;
  sabotage: Sabotage | null;
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
  orders(): Promise<Order[]>;
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
      ({ available, stock, unit }) => available && stock === null && unit === "each",
    );
    const tableIds = (await everyPage<{ id: string }>(first.call, "/api/tables")).map(({ id }) => id);
    sockets = await connectAll(box.url, tablets, ledger, sabotage);
    return {
      url: box.url,
      pid: box.pid,
      tablets,
      staffed: tablets.slice(0, staffed),
      ledger,
      items,
      tableIds,
      orders: () => everyPage<Order>(first.call, "/api/orders"),
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
