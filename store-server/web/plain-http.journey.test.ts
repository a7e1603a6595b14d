/** A tablet on plain HTTP: the browser gives no locks, no cryptography, no worker. What people tap is safe all the same. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../../scripts/chromium.ts";
import { buildScreens } from "../../scripts/server-process.ts";
import { isConnected, openTable, orderAt } from "./testing/shift.ts";
import {
  checkLine,
  openTrattoria,
  openWaiter,
  pair,
  seat,
  signIn,
  type Trattoria,
  tile,
} from "./testing/waiter.ts";

/** Any name but the machine's own counts as a way over the network. */
const name = "box.test";
let browser: Browser;
let store: Trattoria;
let plain: Pick<Trattoria, "url" | "pairingCode">;
const opened: { context: BrowserContext; complaints: string[] }[] = [];
beforeAll(async () => {
  buildScreens();
  [browser, store] = await Promise.all([
    launchChromium(`--host-resolver-rules=MAP ${name} 127.0.0.1`),
    openTrattoria(),
  ]);
  plain = { ...store, url: store.url.replace("127.0.0.1", name) };
}, 120_000);
afterEach(async () => {
  // A header that browsers heed on encrypted pages only.
  const complaints = opened
    .flatMap((each) => each.complaints)
    .filter((each) => !each.includes("Cross-Origin-Opener-Policy"));
  for (const { context } of opened.splice(0)) await context.close();
  if (complaints.length > 0) throw new Error(complaints.join(" · "));
});
afterAll(async () => {
  await browser?.close();
  await store?.close();
});

const onShift = async (): Promise<{ page: Page; context: BrowserContext }> => {
  const waiter = await openWaiter(browser, plain.url);
  opened.push(waiter);
  await pair(waiter.page, plain);
  await signIn(waiter.page);
  return waiter;
};
const secondTab = async (context: BrowserContext): Promise<Page> => {
  const tab = await context.newPage();
  tab.setDefaultTimeout(30_000);
  await tab.goto(`${plain.url}/pos/`);
  await signIn(tab);
  return tab;
};
const unsent = (page: Page, text: RegExp) => page.getByText(text).first().waitFor({ timeout: 15_000 });
const startOrder = async (page: Page, table: string): Promise<void> => {
  await seat(page, table, 2);
  await tile(page, "Burrata").click();
  await page.locator('.ui-check-line[data-state="unsent"]').waitFor();
};
/** What gets through from now on; nothing does until `opens`. */
const holdBack = async (context: BrowserContext) => {
  const sent: string[] = [];
  let isHeld = true;
  await context.route("**/sync/process", async (route) => {
    if (isHeld) return route.abort();
    const { changes } = route.request().postDataJSON() as { changes: { changeId: string }[] };
    sent.push(...changes.map(({ changeId }) => changeId));
    return route.continue();
  });
  const opens = (): void => {
    isHeld = false;
  };
  return { sent, opens };
};
const quantities = async (table: string) =>
  (await orderAt(store, table)).items.map((line) => [line.name, line.quantity]);

describe("a tablet on plain HTTP", () => {
  test("has none of what browsers keep for encrypted pages, and says so", async () => {
    const { page } = await onShift();
    const has = await page.evaluate(() => [
      isSecureContext,
      "locks" in navigator,
      "serviceWorker" in navigator,
      "storage" in navigator,
      "subtle" in crypto && crypto.subtle !== undefined,
      typeof indexedDB,
    ]);
    expect(has).toEqual([false, false, false, false, false, "object"]);
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "Lock" }).click();
    await page.getByText(/on a connection that is not encrypted nobody can sign in without it/i).waitFor();
  }, 120_000);

  test("in two tabs shows one list of what is unsent, keeps it through a reload, and sends each tap once", async () => {
    const { page, context } = await onShift();
    const other = await secondTab(context);
    await startOrder(page, "6");
    await openTable(other, "6");
    await context.setOffline(true);
    await tile(page, "Bruschetta").click();
    await tile(other, "Caprese").click();
    for (const tab of [page, other]) {
      await unsent(tab, /2 unsent/);
      await checkLine(tab, "Caprese").waitFor();
      await checkLine(tab, "Bruschetta").waitFor();
    }
    // The box serves pages again, and taps do not get through yet.
    const { sent, opens } = await holdBack(context);
    await context.setOffline(false);
    await page.reload();
    await checkLine(page, "Bruschetta").waitFor({ timeout: 15_000 });
    await checkLine(page, "Caprese").waitFor();
    await unsent(page, /2 unsent/);
    expect(await quantities("6")).toEqual([["Burrata & peach", 1]]);
    opens();
    for (const tab of [page, other]) await isConnected(tab);
    await expect.poll(() => quantities("6"), { timeout: 30_000 }).toHaveLength(3);
    expect(sent).toHaveLength(2);
    expect(new Set(sent).size).toBe(2);
    for (const tab of [page, other])
      await expect.poll(() => tab.getByText(/unsent/).count(), { timeout: 15_000 }).toBe(0);
  }, 90_000);

  test("sends what a tab left behind that was closed while it was sending", async () => {
    const { page, context } = await onShift();
    const other = await secondTab(context);
    await startOrder(page, "7");
    await openTable(other, "7");
    await context.setOffline(true);
    await tile(page, "Mussels").click();
    for (const tab of [page, other]) await unsent(tab, /1 unsent/);
    // Whoever sends first gets no answer; then that tab is gone with the right to send.
    let isHeld = true;
    await context.route("**/sync/process", async (route) => {
      if (!isHeld) return route.continue();
      if (route.request().frame().page() !== page) return route.abort();
      isHeld = false;
      await page.close();
    });
    await context.setOffline(false);
    await expect.poll(() => isHeld, { timeout: 20_000 }).toBe(false);
    await isConnected(other);
    await expect
      .poll(() => quantities("7"), { timeout: 30_000 })
      .toEqual([
        ["Burrata & peach", 1],
        ["Mussels", 1],
      ]);
  }, 90_000);

  test("signs in again when the box is back, and the taps of before are sent", async () => {
    const { page, context } = await onShift();
    await startOrder(page, "8");
    await context.setOffline(true);
    await tile(page, "Caprese").click();
    await unsent(page, /1 unsent/);
    await page.getByRole("button", { name: "Lock" }).click();
    await page.getByRole("heading", { name: "Enter your PIN" }).waitFor();
    await context.setOffline(false);
    await expect
      .poll(() => quantities("8"), { timeout: 30_000 })
      .toEqual([
        ["Burrata & peach", 1],
        ["Caprese", 1],
      ]);
    await signIn(page);
  }, 120_000);
});
