/** Refunds and voids on the tablet: what a person sees, taps and gets, on a real box in a real browser. */
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../scripts/chromium.ts";
import { buildScreens } from "../../scripts/server-process.ts";
import { paleTexts, smallTargets } from "../../shared/ui/gallery/probes.ts";
import { pins } from "./testing/trattoria.ts";
import { openTrattoria, openWaiter, pair, signIn, type Trattoria } from "./testing/waiter.ts";

let browser: Browser;
let store: Trattoria;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  buildScreens();
  store = await openTrattoria();
  browser = await launchChromium();
  const manager = await openWaiter(browser, store.url);
  ({ page, complaints } = manager);
  await pair(page, store);
  await signIn(page, pins.manager);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await store?.close();
});

const items = [{ menuItemId: "burrata", quantity: 3 }];
const openAt = async (order: Pick<Order, "id">, screen = "order"): Promise<void> => {
  await page.goto(`${store.url}/pos/${screen}/${order.id}`);
};

test("a manager refunds one of three, then all the rest, and the check says what went back", async () => {
  const { order } = await store.ask<{ order: Order }>("POST", "/api/sales", {
    items: items,
    payment: { method: "cash" },
  });
  await openAt(order);
  await page.getByRole("button", { name: "Refund", exact: true }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("button", { name: /more, Burrata/i }).click();
  await sheet.getByRole("checkbox", { name: "Complaint" }).click();
  await sheet.getByRole("button", { name: /^Give \$[\d.]+ back$/ }).waitFor();
  expect(await page.evaluate(smallTargets)).toEqual([]);
  expect(await page.evaluate(paleTexts)).toEqual([]);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/refund-sheet.png` });
  await sheet.getByRole("button", { name: /^Give \$[\d.]+ back$/ }).click();
  await page
    .getByText(/F1-000001/)
    .first()
    .waitFor();
  await page.getByRole("button", { name: "Refund", exact: true }).click();
  await sheet.getByRole("checkbox", { name: "Everything" }).click();
  await sheet.getByRole("checkbox", { name: "Goods returned" }).click();
  await sheet.getByRole("button", { name: /^Give \$[\d.]+ back$/ }).click();
  await page
    .getByText(/F1-000002/)
    .first()
    .waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/refunded.png` });
  const after = await store.ask<Order>("GET", `/api/orders/${order.id}`);
  expect(after.refunded).toBe(order.total);
  expect(await page.getByRole("button", { name: "Refund", exact: true }).count()).toBe(0);
});

test("a payment of a check that is not paid in full is taken back on the pay page", async () => {
  const order = await store.ask<Order>("POST", "/api/orders", { type: "takeaway", items: items });
  await store.ask("POST", `/api/orders/${order.id}/payments`, { method: "external", amount: 1000 });
  await openAt(order, "pay");
  await page
    .getByRole("region", { name: "Bill" })
    .getByRole("button", { name: /Terminal/ })
    .click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("checkbox", { name: "Wrong check" }).click();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/payment-sheet.png` });
  await sheet.getByRole("button", { name: /^Give \$10\.00 back$/ }).click();
  await page.getByText("$10.00 goes back").waitFor();
  const after = await store.ask<Order>("GET", `/api/orders/${order.id}`);
  expect(after).toMatchObject({ paid: 0, payments: [{ status: "voided" }] });
  expect(complaints).toEqual([]);
});

test("an invoice is written for a paid check, and its receipt is seen under its link", async () => {
  const { order } = await store.ask<{ order: Order }>("POST", "/api/sales", {
    items,
    payment: { method: "external" },
  });
  await openAt(order);
  await page.getByRole("button", { name: "Invoice or link" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("button", { name: "Show the link" }).click();
  const link = await sheet.getByRole("link").getAttribute("href");
  await sheet.getByRole("textbox", { name: "Company", exact: true }).fill("Hafen GmbH");
  await sheet.getByRole("textbox", { name: /^Address/ }).fill("Kai 1, 20457 Hamburg");
  expect(await page.evaluate(smallTargets)).toEqual([]);
  expect(await page.evaluate(paleTexts)).toEqual([]);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/documents.png` });
  await sheet.getByRole("button", { name: "Write the invoice" }).click();
  await page.getByText(/Invoice I1-000001 is written/).waitFor();
  const shown = await (await fetch(link ?? "")).text();
  expect(shown).toContain("Hafen GmbH");
  expect(shown).toContain("Burrata");
});
