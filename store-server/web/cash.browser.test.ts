import type { DayReport } from "@tillbox/shared/contract/day.ts";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../../scripts/chromium.ts";
import { buildScreens } from "../../scripts/server-process.ts";
import { paleTexts, smallTargets } from "../../shared/ui/gallery/probes.ts";
import { pins } from "./testing/trattoria.ts";
import {
  openTrattoria,
  openWaiter,
  pair,
  phone,
  signIn,
  type Trattoria,
  tablet,
  type Waiter,
} from "./testing/waiter.ts";

/* A box of its own, and a manager at the till in a real Chromium. */

let browser: Browser;
let store: Trattoria;
const people: Waiter[] = [];

const onShift = async (
  pin: string = pins.manager,
  ...more: Parameters<typeof openWaiter> extends [unknown, unknown, ...infer R] ? R : never
): Promise<Waiter> => {
  const waiter = await openWaiter(browser, store.url, ...more);
  people.push(waiter);
  await pair(waiter.page, store);
  await signIn(waiter.page, pin);
  return waiter;
};
const sell = async (): Promise<number> => {
  const { items } = await store.ask<{ items: { id: string; modifierGroups: { min: number }[] }[] }>(
    "GET",
    "/api/menu-items?limit=500",
  );
  const plain = items.find(({ modifierGroups }) => modifierGroups.every(({ min }) => min === 0));
  const line = { menuItemId: plain?.id, quantity: 1 };
  const order = await store.ask<{ id: string; total: number }>("POST", "/api/orders", {
    type: "takeaway",
    items: [line],
  });
  await store.ask("POST", `/api/orders/${order.id}/payments`, { method: "external" });
  return order.total;
};

beforeAll(async () => {
  buildScreens();
  store = await openTrattoria();
  browser = await launchChromium();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await store?.close();
});
afterEach(async () => {
  const complaints = people.flatMap((waiter) => waiter.complaints);
  await Promise.all(people.splice(0).map(({ context }) => context.close()));
  if (complaints.length > 0) throw new Error(`a page complained: ${complaints.join("; ")}`);
});

describe("the drawer", () => {
  test("is opened with a float, takes a payout, is counted blind and closed", async () => {
    const { page } = await onShift();
    await page.getByRole("button", { name: "Cash", exact: true }).click();
    await page.getByRole("heading", { name: "No drawer is open here" }).waitFor();
    await page.getByRole("button", { name: "$150", exact: true }).click();
    await page.getByRole("button", { name: "Open with $150.00" }).click();
    await page.getByRole("button", { name: "Paid out" }).click();
    await page.keyboard.type("1250");
    await page.getByRole("checkbox", { name: "Supplier" }).click();
    await page.getByRole("button", { name: "Pay out $12.50" }).click();
    await page.getByRole("button", { name: "Count notes and coins" }).waitFor();
    await page.getByText(/ · Supplier$/).waitFor();
    expect(await page.getByText("137.50").count()).toBe(0);
    await page.getByRole("button", { name: "$50", exact: true }).click();
    await page.keyboard.type("2");
    await page.getByRole("group", { name: "$20", exact: true }).getByRole("button").last().click();
    await page.getByRole("button", { name: "$10", exact: true }).click();
    await page.keyboard.type("1");
    await page.getByRole("button", { name: "Done: $130.00 counted" }).click();
    await page.getByRole("heading", { name: "Short" }).waitFor();
    expect(await page.locator(".pos-found > strong").innerText()).toBe("$7.50");
    await page.getByLabel("Note").fill("a coin roll is missing");
    await page.getByRole("button", { name: "Close the drawer" }).click();
    await page.getByRole("button", { name: "Done", exact: true }).click();
    await page.getByRole("heading", { name: "No drawer is open here" }).waitFor();
  });

  test("is nothing for a waiter: the rail does not lead there, and its address says why not", async () => {
    const { page } = await onShift(pins.waiter);
    expect(await page.getByRole("button", { name: "Cash", exact: true }).count()).toBe(0);
    await page.goto(`${store.url}/pos/cash`);
    await page.getByText("The drawer could not be read.").waitFor();
    expect(await page.locator(".ui-number-pad").count()).toBe(0);
  });
});

describe("the day", () => {
  test("is closed with its open checks named, and the Z stays to look at", async () => {
    const total = await sell();
    const open = await store.ask<{ id: string; number: number }>("POST", "/api/orders", {
      type: "dine-in",
      tableId: "table-4",
      items: [],
    });
    const { page } = await onShift();
    await page.getByRole("button", { name: "Cash", exact: true }).click();
    await page.getByRole("radio", { name: "Day" }).click();
    await page.getByRole("article", { name: "X report" }).waitFor();
    await page.getByText(`Check ${open.number}`).waitFor();
    await page.getByRole("button", { name: /^Close / }).click();
    await page.getByText("1 open check is named on it and carried over").waitFor();
    await page.getByRole("button", { name: "Close the day" }).click();
    await page.getByRole("article", { name: /Z report Z1-0001/ }).waitFor();
    const { items } = await store.ask<{ items: DayReport[] }>("GET", "/api/day-reports");
    expect(items).toMatchObject([
      { number: "Z1-0001", sales: { gross: total }, openChecks: [{ number: open.number }] },
    ]);
    await page.getByRole("button", { name: "Print a copy" }).click();
    await page.getByRole("button", { name: "The day so far" }).click();
    await page.getByRole("article", { name: "X report" }).waitFor();
    await page.reload();
    await page.getByText("Closed days").waitFor();
    await page.getByRole("button", { name: /Z1-0001/ }).click();
    await page.getByRole("article", { name: /Z report Z1-0001/ }).waitFor();
    await store.ask("DELETE", `/api/orders/${open.id}`, { reason: "end of the test" });
  });

  test.each([
    ["light", tablet],
    ["dark", tablet],
    ["light", phone],
  ] as const)("in %s, on %o, is readable and its targets can be hit", async (colorScheme, viewport) => {
    await sell();
    const { page } = await onShift(pins.manager, viewport, { colorScheme });
    for (const path of ["/pos/cash", "/pos/day"]) {
      await page.goto(store.url + path);
      await page.locator(path === "/pos/day" ? ".pos-report" : ".ui-number-pad").waitFor();
      expect(await page.evaluate(paleTexts)).toEqual([]);
      expect(await page.evaluate(smallTargets)).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(overflow).toBe(false);
    }
  });
});
