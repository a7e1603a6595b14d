/** Proof of the offline tablet: two of them, cut off together, reloaded, and brought back, over a real box and a real Chromium. */
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../../scripts/chromium.ts";
import { buildScreens } from "../../scripts/server-process.ts";
import { pins } from "./testing/trattoria.ts";
import {
  checkLine,
  openTrattoria,
  openWaiter,
  pair,
  seat,
  signIn,
  type Trattoria,
  tile,
  total,
  type Waiter,
} from "./testing/waiter.ts";

let browser: Browser;
let store: Trattoria;
let opened: Waiter[] = [];
beforeAll(async () => {
  buildScreens();
  [browser, store] = await Promise.all([launchChromium(), openTrattoria()]);
  await store.ask("POST", "/api/users", { id: "w4", name: "Waiter 4", role: "waiter", pin: "4545" });
}, 120_000);
afterEach(async () => {
  const complaints = opened.flatMap((waiter) => waiter.complaints);
  for (const { context } of opened.splice(0)) await context.close();
  if (complaints.length > 0) throw new Error(complaints.join(" · "));
});
afterAll(async () => {
  await browser?.close();
  await store?.close();
});

/** The worker has everything that the screen is made of. */
const isServed = (page: Page): Promise<void> =>
  page.waitForFunction(async () => {
    await navigator.serviceWorker.ready;
    return navigator.serviceWorker.controller !== null;
  }) as unknown as Promise<void>;

const onShift = async (pin: string = pins.waiter): Promise<Waiter> => {
  const waiter = await openWaiter(browser, store.url);
  opened.push(waiter);
  await pair(waiter.page, store);
  await signIn(waiter.page, pin);
  await isServed(waiter.page);
  return waiter;
};
const orderAt = async (table: string): Promise<Order> => {
  const order = (await store.openOrders()).find(({ tableId }) => tableId === `table-${table}`);
  if (!order) throw new Error(`no order at ${table}`);
  return order;
};
const read = (id: string): Promise<Order> => store.ask<Order>("GET", `/api/orders/${id}`);
const isConnected = (page: Page): Promise<void> =>
  page
    .getByText(/^Connected/)
    .first()
    .waitFor({ timeout: 20_000 });
const toFloor = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "Floor", exact: true }).click();
  await page.locator(".ui-floor").waitFor();
};
const openTable = async (page: Page, table: string): Promise<void> => {
  await page.getByRole("button", { name: new RegExp(`^Table ${table}, `) }).click();
  await page.getByRole("heading", { name: `Table ${table}`, exact: true }).waitFor();
};

describe("two tablets without the box", () => {
  test("take orders and cash on one table, reload, and come back to one check with all of it; the edit of what is paid is refused and shown", async () => {
    const [anna, ben, third] = [await onShift(), await onShift("4545"), await onShift(pins.manager)];
    await seat(anna.page, "12", 4);
    await tile(anna.page, "Burrata").click();
    await anna.page.locator('.ui-check-line[data-state="unsent"]').waitFor();
    await toFloor(ben.page);
    await openTable(ben.page, "12");
    await checkLine(ben.page, "Burrata").waitFor();
    const { id } = await orderAt("12");

    for (const { context } of [anna, ben]) await context.setOffline(true);
    await tile(anna.page, "Bruschetta").click();
    await tile(ben.page, "Caprese").click();
    for (const { page } of [anna, ben])
      await page
        .getByText(/1 unsent/)
        .first()
        .waitFor();
    expect(await total(anna.page).innerText()).toBe("$25.38");
    expect(await total(ben.page).innerText()).toBe("$28.62");

    for (const { page } of [anna, ben]) await page.reload();
    await checkLine(anna.page, "Bruschetta").waitFor();
    await checkLine(ben.page, "Caprese").waitFor();
    expect(await total(anna.page).innerText()).toBe("$25.38");

    // Ben takes his guest's part, Anna what stands on her screen.
    await ben.page.getByRole("button", { name: "Pay", exact: true }).click();
    await ben.page.getByText(/Without the box only cash/).waitFor();
    expect(await ben.page.getByRole("button", { name: /^Gift card/ }).isDisabled()).toBe(true);
    await ben.page.getByRole("radio", { name: "By item" }).click();
    await ben.page.getByRole("button", { name: /Caprese/ }).click();
    await ben.page.getByRole("button", { name: "Take $12.96 cash" }).click();
    await ben.page.getByRole("heading", { name: "$15.66 still to pay" }).waitFor();
    await anna.page.getByRole("button", { name: "Pay", exact: true }).click();
    await anna.page.getByRole("button", { name: "$30", exact: false }).first().click();
    await anna.page.getByRole("button", { name: "Take $30.00 cash" }).click();
    await anna.page.getByRole("heading", { name: "Paid" }).waitFor();
    await anna.page.getByText(/The box gives the receipt its number/).waitFor();
    expect((await read(id)).payments).toEqual([]);

    // The third tablet sees it come in.
    await toFloor(third.page);
    await openTable(third.page, "12");
    await ben.context.setOffline(false);
    await isConnected(ben.page);
    await checkLine(third.page, "Caprese").waitFor({ timeout: 20_000 });
    await expect.poll(async () => (await read(id)).payments.length).toBe(1);
    // Ben edits his line while he is away once more, and Anna's money comes in before his edit.
    await ben.context.setOffline(true);
    await ben.page.goto(`${store.url}/pos/order/${id}`);
    await tile(ben.page, "Caprese").click();
    await ben.page
      .getByText(/1 unsent/)
      .first()
      .waitFor();
    await anna.context.setOffline(false);
    await expect.poll(async () => (await read(id)).receiptNumber, { timeout: 20_000 }).not.toBeNull();
    await ben.context.setOffline(false);
    await ben.page
      .getByText(/1 refused/)
      .first()
      .waitFor({ timeout: 20_000 });
    await ben.page.getByRole("button", { name: "Connection" }).first().click();
    await ben.page
      .getByText(/is paid/)
      .first()
      .waitFor();

    const order = await read(id);
    expect(order.items.map(({ name, quantity }) => [name, quantity]).toSorted()).toEqual([
      ["Bruschetta", 1],
      ["Burrata & peach", 1],
      ["Caprese", 1],
    ]);
    expect(order.payments.map(({ amount, change }) => [amount, change])).toEqual([
      [1296, 0],
      [2538, 462],
    ]);
    expect(order).toMatchObject({ total: 3834, due: 0 });
    const { items } = await store.ask<{ items: { kind: string; detail: string }[] }>(
      "GET",
      "/api/inbox?status=open",
    );
    expect(items).toMatchObject([{ kind: "refused" }]);
    await third.page
      .getByText(order.receiptNumber ?? "")
      .first()
      .waitFor();
  }, 120_000);
});
