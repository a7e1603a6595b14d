/** A waiter whose tablet can do without the box: what the tests of that do again and again. */
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Browser, Page } from "playwright-core";
import { pins } from "./trattoria.ts";
import { openWaiter, pair, signIn, type Trattoria, type Waiter } from "./waiter.ts";

/** The worker has everything that the screen is made of. */
const isServed = async (page: Page): Promise<void> => {
  await page.waitForFunction(async () => {
    await navigator.serviceWorker.ready;
    return navigator.serviceWorker.controller !== null;
  });
};

type At = Pick<Trattoria, "url" | "pairingCode">;
export type Shift = {
  onShift(at: At, pin?: string): Promise<Waiter>;
  add(waiter: Waiter): void;
  /** Closes all; throws what a page complained of. */
  end(): Promise<void>;
};

export const openShift = (browser: () => Browser): Shift => {
  const opened: Waiter[] = [];
  return {
    add: (waiter) => void opened.push(waiter),
    onShift: async (at, pin = pins.waiter) => {
      const waiter = await openWaiter(browser(), at.url);
      opened.push(waiter);
      await pair(waiter.page, at);
      await signIn(waiter.page, pin);
      await isServed(waiter.page);
      return waiter;
    },
    end: async () => {
      const complaints = opened.flatMap((waiter) => waiter.complaints);
      for (const { context } of opened.splice(0)) await context.close();
      if (complaints.length > 0) throw new Error(complaints.join(" · "));
    },
  };
};

export const orderAt = async (store: Trattoria, table: string): Promise<Order> => {
  const order = (await store.openOrders()).find(({ tableId }) => tableId === `table-${table}`);
  if (!order) throw new Error(`no order at ${table}`);
  return order;
};
export const isConnected = (page: Page): Promise<void> =>
  page
    .getByText(/^Connected/)
    .first()
    .waitFor({ timeout: 20_000 });
export const toFloor = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "Floor", exact: true }).click();
  await page.locator(".ui-floor").waitFor();
};
export const openTable = async (page: Page, table: string): Promise<void> => {
  await page.getByRole("button", { name: new RegExp(`^Table ${table}, `) }).click();
  await page.getByRole("heading", { name: `Table ${table}`, exact: true }).waitFor();
};
/** Until a store of the tablet's disk is empty, or has a row with that field. Goes on where the page is loaded anew meanwhile. */
const waitForDisk = async (page: Page, store: string, field: string | null): Promise<void> => {
  await page.waitForFunction(
    async (wanted) => {
      const open = indexedDB.open("tillbox.pos");
      const db = await new Promise<IDBDatabase>((done) => {
        open.onsuccess = () => done(open.result);
      });
      const rows: IDBRequest<(Record<string, unknown> | null)[]> = db
        .transaction(wanted.store)
        .objectStore(wanted.store)
        .getAll();
      await new Promise((done) => {
        rows.onsuccess = done;
      });
      db.close();
      const { field } = wanted;
      return field === null ? rows.result.length === 0 : rows.result.some((row) => row?.[field]);
    },
    { store, field },
  );
};
/** A PIN is kept by which somebody signs in without the box. */
export const isRemembered = (page: Page): Promise<void> => waitForDisk(page, "facts", "verifier");
/** What lay on the tablet's disk was taken by the box, and the tablet knows it. */
export const isSent = (page: Page): Promise<void> => waitForDisk(page, "outbox", null);
