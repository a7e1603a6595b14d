/** Proof of the offline tablets: two of them, cut off together, reloaded, and brought back, over a real box and a real Chromium. */
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../../scripts/chromium.ts";
import { buildScreens } from "../../scripts/server-process.ts";
import { isConnected, isSent, openShift, openTable, orderAt, toFloor } from "./testing/shift.ts";
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
} from "./testing/waiter.ts";

let browser: Browser;
let store: Trattoria;
const { onShift, add, end } = openShift(() => browser);
beforeAll(async () => {
  buildScreens();
  [browser, store] = await Promise.all([launchChromium(), openTrattoria()]);
  await store.ask("POST", "/api/users", { id: "w4", name: "Waiter 4", role: "waiter", pin: "4545" });
}, 120_000);
afterEach(end);
afterAll(async () => {
  await browser?.close();
  await store?.close();
});
const read = (id: string): Promise<Order> => store.ask<Order>("GET", `/api/orders/${id}`);

describe("two tablets without the box", () => {
  test("take orders and cash on one table, reload, and come back to one check with all of it; the edit of what is paid is refused and shown", async () => {
    const [anna, ben, third] = [
      await onShift(store),
      await onShift(store, "4545"),
      await onShift(store, pins.manager),
    ];
    await seat(anna.page, "12", 4);
    await tile(anna.page, "Burrata").click();
    await anna.page.locator('.ui-check-line[data-state="unsent"]').waitFor();
    await toFloor(ben.page);
    await openTable(ben.page, "12");
    await checkLine(ben.page, "Burrata").waitFor();
    const { id } = await orderAt(store, "12");

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
    // The box has it before his tablet has its answer.
    await isSent(ben.page);
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

  test("lose every tap with the page where offline mode is off: this is what keeping them is for", async () => {
    const bare = await openTrattoria({ ENABLE_OFFLINE_MODE: "false" });
    try {
      const waiter = await openWaiter(browser, bare.url);
      add(waiter);
      const { page, context } = waiter;
      await pair(page, bare);
      // What the box says is remembered, and counts from the next page on.
      await page.waitForFunction(() => localStorage.getItem("tillbox.offline-mode") === "off");
      await page.reload();
      await signIn(page);
      await seat(page, "12", 4);
      await tile(page, "Burrata").click();
      await page.locator('.ui-check-line[data-state="unsent"]').waitFor();
      await context.setOffline(true);
      await tile(page, "Bruschetta").click();
      await page
        .getByText(/1 unsent/)
        .first()
        .waitFor();
      await page.close();
      const next = await context.newPage();
      await expect(next.goto(`${bare.url}/pos/`)).rejects.toThrow("ERR_INTERNET_DISCONNECTED");
      await context.setOffline(false);
      await next.goto(`${bare.url}/pos/`);
      await signIn(next);
      await isConnected(next);
      expect(await next.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(
        0,
      );
      const [order] = await bare.openOrders();
      expect(order?.items.map(({ name }) => name)).toEqual(["Burrata & peach"]);
    } finally {
      await bare.close();
    }
  }, 120_000);
});
