/** A tablet that is alone: hundreds of taps, a box that is killed, two tabs, sign-in without the box, a new version, a full disk. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../../scripts/chromium.ts";
import { buildScreens, startServer } from "../../scripts/server-process.ts";
import { openBetween } from "./testing/between.ts";
import { isConnected, isRemembered, isSent, openShift, openTable, orderAt } from "./testing/shift.ts";
import { pins } from "./testing/trattoria.ts";
import { checkLine, openTrattoria, seat, signIn, type Trattoria, tile } from "./testing/waiter.ts";

let browser: Browser;
let store: Trattoria;
const { onShift, end } = openShift(() => browser);
beforeAll(async () => {
  buildScreens();
  [browser, store] = await Promise.all([launchChromium(), openTrattoria()]);
}, 120_000);
afterEach(end);
afterAll(async () => {
  await browser?.close();
  await store?.close();
});

describe("one tablet", () => {
  test("tapped 300 times without the box, sends all of it once, though the box is killed in the middle", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "tillbox-kill-"));
    let box = await openTrattoria({ DATA_DIR: dataDir });
    const env = { DATA_DIR: dataDir, PORT: new URL(box.url).port, RATE_LIMIT_MAX: "0" };
    let second: Awaited<ReturnType<typeof startServer>> | null = null;
    const between = await openBetween(box.url);
    try {
      const { page } = await onShift({ ...box, url: between.url }, pins.waiter);
      await seat(page, "14", 2);
      between.cut();
      for (let round = 0; round < 150; round += 1)
        for (const name of ["Bruschetta", "Mussels"]) await tile(page, name).click({ noWaitAfter: true });
      await page
        .getByText(/30\d unsent/)
        .first()
        .waitFor({ timeout: 20_000 });
      let calls = 0;
      between.onSent("/sync/process", () => {
        calls += 1;
        // The box takes what it can until the process is gone.
        if (calls === 1) setTimeout(() => process.kill(box.pid, "SIGKILL"), 25);
      });
      between.mend();
      await expect.poll(() => calls, { timeout: 20_000 }).toBeGreaterThan(0);
      await page.waitForTimeout(1_500);
      second = await startServer("store-server", env);
      box = { ...box, url: second.url };
      await page.getByText("Connected", { exact: true }).first().waitFor({ timeout: 60_000 });
      await expect.poll(async () => (await box.openOrders()).length, { timeout: 30_000 }).toBe(1);
      const quantities = async () =>
        (await box.openOrders())[0]?.items.map((line) => [line.name, line.quantity]);
      await expect.poll(quantities, { timeout: 30_000 }).toEqual([
        ["Bruschetta", 150],
        ["Mussels", 150],
      ]);
      expect(calls).toBeGreaterThan(1);
      const { items } = await box.ask<{ items: unknown[] }>("GET", "/api/inbox");
      expect(items).toEqual([]);
    } finally {
      await between.close();
      await second?.close();
      await box.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  }, 420_000);

  test("in two tabs shows one list, and sends each tap once", async () => {
    const { page, context } = await onShift(store);
    const other = await context.newPage();
    other.setDefaultTimeout(30_000);
    await other.goto(`${store.url}/pos/`);
    await signIn(other);
    await seat(page, "6", 2);
    await tile(page, "Burrata").click();
    await page.locator('.ui-check-line[data-state="unsent"]').waitFor();
    await openTable(other, "6");
    const sent: string[] = [];
    // What is tried without a network reaches nobody and is answered by nobody.
    context.on("response", (response) => {
      if (!response.url().endsWith("/sync/process")) return;
      const { changes } = response.request().postDataJSON() as { changes: { changeId: string }[] };
      sent.push(...changes.map(({ changeId }) => changeId));
    });
    await context.setOffline(true);
    await tile(page, "Bruschetta").click();
    await tile(other, "Caprese").click();
    for (const tab of [page, other]) {
      await tab
        .getByText(/2 unsent/)
        .first()
        .waitFor();
      await checkLine(tab, "Caprese").waitFor();
      await checkLine(tab, "Bruschetta").waitFor();
    }
    await context.setOffline(false);
    for (const tab of [page, other])
      await tab.getByText("Connected", { exact: true }).first().waitFor({ timeout: 20_000 });
    await expect.poll(async () => (await orderAt(store, "6")).items.length, { timeout: 20_000 }).toBe(3);
    expect(sent).toHaveLength(2);
    expect(new Set(sent).size).toBe(2);
  }, 120_000);

  test("lets who worked on it lately sign in without the box, nobody else, and sends what they tapped by their own word", async () => {
    const { page, context } = await onShift(store);
    await seat(page, "7", 2);
    await tile(page, "Burrata").click();
    await page.locator('.ui-check-line[data-state="unsent"]').waitFor();
    await isRemembered(page);
    await context.setOffline(true);
    await page.getByRole("button", { name: "Lock" }).click();
    await page.getByText(/A PIN that was used on this device lately/).waitFor();
    await page.keyboard.type("9999");
    await page.getByRole("alert").filter({ hasText: "4 tries left" }).waitFor();
    await page.waitForTimeout(2_100);
    await page.keyboard.type(pins.waiter);
    await page.locator(".ui-floor").waitFor();
    await openTable(page, "7");
    await tile(page, "Caprese").click();
    await page
      .getByText(/1 unsent/)
      .first()
      .waitFor();
    // Nobody is signed in by the time the box is back.
    await page.getByRole("button", { name: "Lock" }).click();
    await page.reload();
    await page.getByRole("heading", { name: "Enter your PIN" }).waitFor();
    await context.setOffline(false);
    await expect.poll(async () => (await orderAt(store, "7")).items.length, { timeout: 20_000 }).toBe(2);
    expect(await page.getByRole("heading", { name: "Enter your PIN" }).count()).toBe(1);
    const { items } = await store.ask<{ items: { type: string; by?: { name: string } | null }[] }>(
      "GET",
      `/api/orders/${(await orderAt(store, "7")).id}/timeline`,
    );
    expect(JSON.stringify(items.findLast(({ type }) => type === "LinesAdded"))).toContain("Waiter 3");
  }, 120_000);

  test("goes on as the same person when the box is back, and ends sign-ins without it after five wrong PINs", async () => {
    const { page, context } = await onShift(store);
    await isRemembered(page);
    await context.setOffline(true);
    await page.getByRole("button", { name: "Lock" }).click();
    await page.getByText(/A PIN that was used on this device lately/).waitFor();
    await page.keyboard.type(pins.waiter);
    await page.locator(".ui-floor").waitFor();
    await context.setOffline(false);
    await isConnected(page);
    await page.getByRole("button", { name: "Customers" }).click();
    await page.getByRole("searchbox").first().waitFor();
    expect(await page.getByRole("heading", { name: "Enter your PIN" }).count()).toBe(0);
    await context.setOffline(true);
    await page.getByRole("button", { name: "Lock" }).click();
    for (let wrong = 0; wrong < 5; wrong += 1) {
      await page.getByText(/A PIN that was used on this device lately/).waitFor();
      await page.keyboard.type("9999");
      await page
        .getByRole("alert")
        .filter({ hasText: /left|Too many/ })
        .waitFor();
      await page.waitForTimeout(2_300);
    }
    await page.keyboard.type(pins.waiter);
    await page.getByRole("alert").filter({ hasText: "Too many wrong PINs" }).waitFor();
    expect(await page.locator(".ui-floor").count()).toBe(0);
  }, 90_000);

  test("takes a new version of its screens when the person says so, with every unsent tap", async () => {
    const between = await openBetween(store.url);
    try {
      const { page } = await onShift({ ...store, url: between.url });
      await seat(page, "8", 2);
      await tile(page, "Burrata").click();
      await page.locator('.ui-check-line[data-state="unsent"]').waitFor();
      const version = () =>
        page.evaluate(async () => (await caches.keys()).filter((name) => name.includes("shell")));
      const before = await version();
      between.renew();
      between.cut();
      await tile(page, "Caprese").click();
      await page
        .getByText(/1 unsent/)
        .first()
        .waitFor({ timeout: 15_000 });
      between.mend();
      await isConnected(page);
      await page.getByText("A new version of this screen is here.").waitFor({ timeout: 20_000 });
      expect(await version()).toEqual(expect.arrayContaining(before));
      await isSent(page);
      between.cut();
      await tile(page, "Mussels").click();
      await page
        .getByText(/1 unsent/)
        .first()
        .waitFor({ timeout: 15_000 });
      await page.getByRole("button", { name: "Reload" }).click();
      await expect.poll(version, { timeout: 20_000 }).toEqual(["tillbox-shell-fedcba9876543210"]);
      await checkLine(page, "Mussels").waitFor({ timeout: 20_000 });
      await page
        .getByText(/1 unsent/)
        .first()
        .waitFor({ timeout: 15_000 });
      between.mend();
      await expect.poll(async () => (await orderAt(store, "8")).items.length, { timeout: 20_000 }).toBe(3);
    } finally {
      await between.close();
    }
  }, 120_000);

  test("sends what changes something past the worker, which need not run", async () => {
    const { page, context } = await onShift(store);
    const session = await context.newCDPSession(page);
    let [status, asked] = ["unknown", 0];
    page.on("request", () => {
      asked += 1;
    });
    // What the page reads by itself wakes the worker: it has all of it first.
    for (let before = -1; before !== asked; await page.waitForTimeout(500)) before = asked;
    session.on("ServiceWorker.workerVersionUpdated", ({ versions }) => {
      status = versions.find((version) => version.status === "activated")?.runningStatus ?? status;
    });
    await session.send("ServiceWorker.enable");
    const ask = (method: string, path: string) =>
      page.evaluate(async (wanted) => (await fetch(wanted.path, wanted)).status, { method, path });
    await session.send("ServiceWorker.stopAllWorkers");
    await expect.poll(() => status).toBe("stopped");
    expect(await ask("POST", "/sync/process")).toBeGreaterThanOrEqual(400);
    await page.waitForTimeout(300);
    expect(status).toBe("stopped");
    expect(await ask("GET", "/api/connect")).toBe(200);
    await expect.poll(() => status).toBe("running");
    await session.detach();
  }, 120_000);

  test("says in words that its storage is full, refuses a tap that it cannot keep, and goes on with the box", async () => {
    const { page, context } = await onShift(store);
    const session = await context.newCDPSession(page);
    await seat(page, "5", 2);
    await tile(page, "Burrata").click();
    await page.locator('.ui-check-line[data-state="unsent"]').waitFor();
    await page.evaluate(() => {
      const { transaction } = IDBDatabase.prototype;
      IDBDatabase.prototype.transaction = function (...asked: Parameters<typeof transaction>) {
        if (asked[1] === "readwrite") throw new DOMException("no room", "QuotaExceededError");
        return transaction.apply(this, asked);
      };
    });
    await tile(page, "Caprese").click();
    await page
      .getByText(/storage is full/)
      .first()
      .waitFor();
    await expect.poll(async () => (await orderAt(store, "5")).items.length, { timeout: 10_000 }).toBe(2);
    await context.setOffline(true);
    await tile(page, "Mussels").click();
    await page.getByRole("alert").filter({ hasText: "This device's storage is full" }).nth(1).waitFor();
    expect(await checkLine(page, "Mussels").count()).toBe(0);
    await session.detach();
  }, 120_000);
});
