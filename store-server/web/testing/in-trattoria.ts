/**
 * A box and a browser for the tests of one file, and tablets for each test: opened and closed by hooks of its own. A test fails when one
 * of its pages complained.
 */
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { launchChromium } from "../../../scripts/chromium.ts";
import { buildScreens } from "../../../scripts/server-process.ts";
import { pins } from "./trattoria.ts";
import { openTrattoria, openWaiter, pair, signIn, type Trattoria, tablet, type Waiter } from "./waiter.ts";

type More = { colorScheme?: "light" | "dark" };
type Size = { width: number; height: number };

export type InTrattoria = {
  readonly store: Trattoria;
  readonly browser: () => Browser;
  /** A page that knows no store yet. */
  newTablet(size?: Size, more?: More): Promise<Waiter>;
  /** A tablet of the store with somebody signed in; a waiter, when nothing else is said. */
  onShift(pin?: string, size?: Size, more?: More): Promise<Waiter>;
  /** The open check of a table. */
  orderAt(table: string): Promise<Order | undefined>;
};

type Parts = {
  /** Before the first test. */
  prepare?(store: Trattoria): Promise<unknown>;
  /** After each test, when its tablets are gone. */
  tidy?(store: Trattoria): Promise<unknown>;
};

/** Stands for a box that opens later. */
const later = (open: () => Trattoria | undefined): Trattoria => {
  const now = (): Trattoria => {
    const store = open();
    if (!store) throw new Error("the box is there in tests and hooks only");
    return store;
  };
  return {
    get url() {
      return now().url;
    },
    get pid() {
      return now().pid;
    },
    ask: (method, path, body) => now().ask(method, path, body),
    openOrders: () => now().openOrders(),
    pairingCode: () => now().pairingCode(),
    close: () => now().close(),
  };
};

export const inTrattoria = ({ prepare, tidy }: Parts = {}): InTrattoria => {
  let browser: Browser | undefined;
  let opened: Trattoria | undefined;
  const tablets: Waiter[] = [];
  const store = later(() => opened);
  const started = (): Browser => {
    if (!browser) throw new Error("the browser is there in tests and hooks only");
    return browser;
  };
  beforeAll(async () => {
    buildScreens();
    [browser, opened] = await Promise.all([launchChromium(), openTrattoria()]);
    await prepare?.(store);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await opened?.close();
  });
  afterEach(async () => {
    const complaints = tablets.flatMap((waiter) => waiter.complaints);
    await Promise.all(tablets.splice(0).map(({ context }) => context.close()));
    await tidy?.(store);
    if (complaints.length > 0) throw new Error(`a page complained: ${complaints.join("; ")}`);
  });
  const newTablet = async (size: Size = tablet, more: More = {}): Promise<Waiter> => {
    const waiter = await openWaiter(started(), store.url, size, more);
    tablets.push(waiter);
    return waiter;
  };
  return {
    store,
    browser: started,
    newTablet,
    onShift: async (pin = pins.waiter, size = tablet, more = {}) => {
      const waiter = await newTablet(size, more);
      await pair(waiter.page, store);
      await signIn(waiter.page, pin);
      return waiter;
    },
    orderAt: async (table) => (await store.openOrders()).find(({ tableId }) => tableId === `table-${table}`),
  };
};
