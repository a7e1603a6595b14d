/** What waits on a tablet for somebody who does not come back, and what waits in a page only: over a real box and a real Chromium. */
import type { Browser, Dialog, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../scripts/chromium.ts";
import { buildScreens } from "../../scripts/server-process.ts";
import { inspect } from "./testing/looking.ts";
import { isConnected, isSent, openShift, openTable, orderAt, toFloor } from "./testing/shift.ts";
import { pins } from "./testing/trattoria.ts";
import {
  openTrattoria,
  openWaiter,
  pair,
  phone,
  seat,
  signIn,
  type Trattoria,
  tablet,
  tile,
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

const openSheet = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "Connection" }).first().click();
  await page.getByRole("heading", { name: "Connection" }).waitFor();
};
const lock = async (page: Page): Promise<void> => {
  await page.getByRole("navigation").getByRole("button", { name: "Lock" }).click();
};
const unsent = (page: Page, count: number): Promise<void> =>
  page
    .getByText(new RegExp(`${count} unsent`))
    .first()
    .waitFor({ timeout: 20_000 });
/** Answers what the browser asks before a page goes; tells what was asked. */
const leavings = (page: Page, answer: (dialog: Dialog) => Promise<void>): string[] => {
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void answer(dialog);
  });
  return asked;
};

test("cash of a waiter who was let go waits in sight, for a manager who signs in on the tablet: then it is booked, as theirs", async () => {
  const { page, context } = await onShift(store, "4545");
  const { look, found } = inspect(page);
  await seat(page, "12", 4);
  await tile(page, "Burrata").click();
  await page.locator('.ui-check-line[data-state="unsent"]').waitFor();
  const { id, total } = await orderAt(store, "12");
  await context.setOffline(true);
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await page.getByText(/Without the box only cash/).waitFor();
  await page.getByRole("button", { name: /^Take \$/ }).click();
  await page.getByRole("heading", { name: "Paid" }).waitFor();
  await unsent(page, 1);
  await toFloor(page);
  await lock(page);
  await store.ask("DELETE", "/api/users/w4");
  await context.setOffline(false);

  await signIn(page, pins.waiter);
  await isConnected(page);
  await unsent(page, 1);
  await openSheet(page);
  await page.getByRole("heading", { name: "Waits for Waiter 4 to sign in" }).waitFor();
  await page.getByText(/Table 12 · \$\d+\.\d\d · .* · Waiter 4/).waitFor();
  await page.getByText(/a manager can send it here/).waitFor();
  expect(await page.getByRole("button", { name: /^Send for/ }).count()).toBe(0);
  await look("as a waiter");
  await page.keyboard.press("Escape");
  await lock(page);

  await signIn(page, pins.manager);
  await openSheet(page);
  const send = page.getByRole("button", { name: "Send for Waiter 4" });
  await send.waitFor();
  await page.getByText(/it is booked as Waiter 4’s, and the box notes that you sent it/).waitFor();
  for (const scheme of ["light", "dark"] as const)
    for (const size of [tablet, phone]) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize(size);
      await look(`as a manager, ${scheme}, ${size.width} wide`);
    }
  await page.setViewportSize(tablet);
  expect((await store.ask<{ payments: unknown[] }>("GET", `/api/orders/${id}`)).payments).toEqual([]);
  await send.focus();
  await page.keyboard.press("Enter");
  await page.getByText("Everything is sent").waitFor();
  expect(await store.ask("GET", `/api/orders/${id}`)).toMatchObject({
    paid: total,
    due: 0,
    payments: [{ method: "cash", amount: total }],
  });
  expect(found).toEqual([]);
}, 120_000);

test("nobody is asked before a page goes while everything is on the disk; where it is in the page only, a banner says so and the browser asks", async () => {
  const kept = await onShift(store);
  const never = leavings(kept.page, (dialog) => dialog.accept());
  await toFloor(kept.page);
  await seat(kept.page, "14", 2);
  await expect
    .poll(() =>
      orderAt(store, "14")
        .then(() => true)
        .catch(() => false),
    )
    .toBe(true);
  await isSent(kept.page);
  await kept.context.setOffline(true);
  await tile(kept.page, "Bruschetta").click();
  await unsent(kept.page, 1);
  await kept.page.reload();
  await unsent(kept.page, 1);
  expect(never).toEqual([]);

  const bare = await openTrattoria({ ENABLE_OFFLINE_MODE: "false" });
  try {
    const waiter = await openWaiter(browser, bare.url);
    add(waiter);
    const { page, context } = waiter;
    await pair(page, bare);
    await page.waitForFunction(() => localStorage.getItem("tillbox.offline-mode") === "off");
    await page.reload();
    await signIn(page);
    await seat(page, "12", 4);
    await tile(page, "Burrata").click();
    await page.locator('.ui-check-line[data-state="unsent"]').waitFor();
    const asked = leavings(page, (dialog) => dialog.dismiss());
    await context.setOffline(true);
    await tile(page, "Bruschetta").click();
    await page.getByText(/1 tap waits in this page only/).waitFor({ timeout: 20_000 });
    await openSheet(page);
    await page.getByText(/What is tapped waits in this page only/).waitFor();
    const { look, found } = inspect(page);
    await look("without the disk");
    await page.keyboard.press("Escape");
    await page.close({ runBeforeUnload: true });
    await expect.poll(() => asked).toEqual(["beforeunload"]);
    expect(page.isClosed()).toBe(false);
    await context.setOffline(false);
    await isConnected(page);
    await expect.poll(async () => (await orderAt(bare, "12")).items.length, { timeout: 20_000 }).toBe(2);
    await page.getByText(/in this page only/).waitFor({ state: "detached" });
    await toFloor(page);
    await openTable(page, "12");
    await page.reload();
    await isConnected(page);
    expect([asked, found]).toEqual([["beforeunload"], []]);
  } finally {
    await bare.close();
  }
}, 120_000);
