/** Refunds and voids on the tablet: what a person sees, taps and gets, on a real box in a real browser. */
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import { openShots } from "../../scripts/journey/shots.ts";
import { inTrattoria } from "./testing/in-trattoria.ts";
import { faultsOf } from "./testing/looking.ts";
import { pins } from "./testing/trattoria.ts";

const shoot = openShots("refund");
const { store, onShift } = inTrattoria();
let page: Page;
beforeEach(async () => {
  ({ page } = await onShift(pins.manager));
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
  expect(await faultsOf(page)).toEqual([]);
  await shoot(page, "refund-sheet");
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
  await shoot(page, "refunded");
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
  await shoot(page, "payment-sheet");
  await sheet.getByRole("button", { name: /^Give \$10\.00 back$/ }).click();
  await page.getByText("$10.00 goes back").waitFor();
  const after = await store.ask<Order>("GET", `/api/orders/${order.id}`);
  expect(after).toMatchObject({ paid: 0, payments: [{ status: "voided" }] });
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
  expect(await faultsOf(page)).toEqual([]);
  await shoot(page, "documents");
  await sheet.getByRole("button", { name: "Write the invoice" }).click();
  await page.getByText(/Invoice I1-000001 is written/).waitFor();
  const shown = await (await fetch(link ?? "")).text();
  expect(shown).toContain("Hafen GmbH");
  expect(shown).toContain("Burrata");
});
