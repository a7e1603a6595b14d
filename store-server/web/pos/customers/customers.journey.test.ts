import type { Customer } from "@tillbox/shared/contract/customer.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { openShots } from "../../../../scripts/journey/shots.ts";
import { inTrattoria } from "../../testing/in-trattoria.ts";
import { faultsOf } from "../../testing/looking.ts";
import { pins } from "../../testing/trattoria.ts";
import { goTo, phone, seat, tile, total } from "../../testing/waiter.ts";

/* Customers on a waiter's tablet: found by number at the table, paid with points, handed out and erased by a manager. */

const { store, onShift } = inTrattoria({
  prepare: async (store) => {
    const rewards = [
      { id: "five", name: "5.00 off", points: 50, kind: "amount", amount: 500 },
      { id: "soup", name: "A bruschetta", points: 90, kind: "item", menuItemId: "bruschetta" },
    ];
    await store.ask("POST", "/api/loyalty-programs", {
      name: "Points",
      active: true,
      earnPoints: 1,
      earnAmount: 100,
      rewards,
    });
    const guest = await known("Guest 12", {
      phone: "+49 171 2345678",
      email: "guest12@example.com",
      notes: "No nuts. Likes the table by the window.",
      tags: ["regular"],
      consent: { marketing: true, source: "card at the counter" },
    });
    await store.ask("POST", `/api/customers/${guest.id}/points`, { points: 75, reason: "welcome" });
    await known("Guest 13", { phone: "+49 171 9999999" });
  },
  tidy: async (store) => {
    for (const { id, due } of await store.openOrders())
      if (due > 0) await store.ask("POST", `/api/orders/${id}/payments`, { method: "external" });
  },
});

const shoot = openShots("customers");
const known = (name: string, extra: object = {}) =>
  store.ask<Customer>("POST", "/api/customers", { name, ...extra });
const openRow = async (page: Page, name: string): Promise<void> => {
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("button", { name }).click();
};

describe("points", () => {
  test("are corrected with a reason, and another tablet's page shows it by itself", async () => {
    const guest = await known("Guest 21");
    const [one, two] = [(await onShift(pins.manager)).page, (await onShift(pins.waiter)).page];
    for (const page of [one, two]) {
      await page.getByRole("button", { name: "Customers" }).click();
      await page.getByRole("button", { name: "Guest 21" }).click();
      await page.getByRole("heading", { name: "Guest 21" }).waitFor();
    }
    expect(await two.getByRole("button", { name: "Correct points" }).count()).toBe(0);
    await one.getByRole("button", { name: "Correct points" }).click();
    await one.getByRole("button", { name: "Correct them" }).click();
    await one.getByText("say how many").waitFor();
    await one.getByRole("textbox", { name: "Points" }).fill("30");
    await one.getByRole("checkbox", { name: "Goodwill" }).click();
    await one.getByRole("button", { name: "Give 30 points" }).click();
    for (const page of [one, two]) await page.getByText("Corrected: Goodwill").waitFor();
    await one.getByRole("button", { name: "Correct points" }).click();
    await one.getByRole("radio", { name: "Take away" }).click();
    await one.getByRole("textbox", { name: "Points" }).fill("10");
    await one.getByRole("checkbox", { name: "Given by mistake" }).click();
    await one.getByRole("button", { name: "Take 10 points" }).click();
    await two.getByText("Corrected: Given by mistake").waitFor();
    expect(await store.ask("GET", `/api/customers/${guest.id}`)).toMatchObject({ points: 20 });
  });

  test("are worth what the manager's program says", async () => {
    const { page } = await onShift(pins.manager);
    await page.getByRole("button", { name: "Customers" }).click();
    await page.getByRole("button", { name: "Points program" }).click();
    const sheet = page.getByRole("dialog", { name: "Points program" });
    await sheet.getByRole("button", { name: "One more reward" }).click();
    await sheet.getByRole("button", { name: "Save" }).click();
    await sheet.getByText("Finish this reward, or take it away.").waitFor();
    const fresh = sheet.getByRole("group", { name: "New reward" });
    await fresh.getByLabel("What guests read").fill("An espresso");
    const reward = sheet.getByRole("group", { name: "An espresso" });
    await reward.getByLabel("Costs, in points").fill("30");
    await reward.getByRole("radio", { name: "An item free" }).click();
    await reward.getByLabel("Which item").selectOption("focaccia");
    await sheet.getByLabel("For each full").fill("2");
    await sheet.getByLabel(/^Points lapse/).selectOption("12");
    await shoot(page, "points-program");
    await sheet.getByRole("button", { name: "Save" }).click();
    await page.getByText("Guests earn points by this from now on").waitFor();
    type Programs = { items: { id: string; earnAmount: number; expiryMonths: number; rewards: object[] }[] };
    const [program] = (await store.ask<Programs>("GET", "/api/loyalty-programs")).items;
    expect(program).toMatchObject({ earnAmount: 200, expiryMonths: 12 });
    expect(program?.rewards).toHaveLength(3);
    expect(program?.rewards[2]).toMatchObject({ name: "An espresso", points: 30, menuItemId: "focaccia" });
    await store.ask("PUT", `/api/loyalty-programs/${program?.id}`, {
      earnAmount: 100,
      expiryMonths: null,
      rewards: program?.rewards.slice(0, 2),
    });
  });
});

describe("customers", () => {
  test("are found by the last digits at the table, and their points come off the bill and back on", async () => {
    const { page } = await onShift(pins.waiter);
    await seat(page, "4", 2);
    await tile(page, "Burrata").click();
    await openRow(page, "Add a customer");
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("type"))).toBe("search");
    await page.keyboard.type("5678");
    await page.getByRole("button", { name: "Guest 12" }).waitFor();
    await shoot(page, "customer-search");
    await page.getByRole("button", { name: "Guest 12" }).click();
    const bar = page.locator(".pos-customer-bar");
    await bar.getByText("75 points, reward in reach").waitFor();
    await bar.click();
    await page.getByText("No nuts.").waitFor();
    expect(await page.getByRole("button", { name: "Give A bruschetta" }).isDisabled()).toBe(true);
    await page.getByText("90 points, 15 more to go").waitFor();
    await page.getByRole("button", { name: "Give 5.00 off" }).click();
    await page.getByRole("button", { name: "Take off 5.00 off" }).waitFor();
    await page.getByText("25 points").first().waitFor();
    await shoot(page, "customer-rewards");
    expect(await faultsOf(page)).toEqual([]);
    await expect.poll(() => total(page).innerText()).toBe("$10.26");
    await page.getByRole("button", { name: "Take off 5.00 off" }).click();
    await page.getByRole("button", { name: "Give 5.00 off" }).waitFor();
    await page.getByRole("button", { name: "Close" }).click();
    await expect.poll(() => total(page).innerText()).toBe("$15.66");
    await shoot(page, "customer-on-check");
  });

  test("are added at the counter by the number that was typed, with no more than a name", async () => {
    const { page } = await onShift(pins.waiter);
    await page.getByRole("button", { name: "Orders" }).click();
    await page
      .getByRole("button", { name: /counter|new order/i })
      .first()
      .click();
    await tile(page, "Bruschetta").click();
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("button", { name: "Add a customer" }).click();
    await page.getByLabel("Telephone or name").fill("0160 5550123");
    await page.getByText("Nobody here has this number").waitFor();
    await page.getByRole("button", { name: "Add a new customer" }).click();
    expect(await page.getByLabel("Telephone", { exact: true }).inputValue()).toBe("0160 5550123");
    await page.getByLabel("Name", { exact: true }).fill("Guest 31");
    await shoot(page, "customer-new");
    await page.getByRole("button", { name: "Add to the check" }).click();
    await page.locator(".pos-customer-bar", { hasText: "Guest 31" }).waitFor();
    const [order] = (await store.ask<{ items: Order[] }>("GET", "/api/orders/active")).items;
    expect(order).toMatchObject({ customerName: "Guest 31", customerId: expect.any(String) });
  });

  test("have a page: search, details, history; a manager hands their data out and erases them", async () => {
    const gone = await known("Guest 66", { phone: "040 666777", notes: "wants to be forgotten" });
    const menu = await store.ask<{ items: { id: string }[] }>("GET", "/api/menu-items?limit=1");
    const line = { menuItemId: menu.items[0]?.id, quantity: 1 };
    const paid = await store.ask<Order>("POST", "/api/orders", {
      type: "takeaway",
      customerId: gone.id,
      items: [line],
    });
    await store.ask("POST", `/api/orders/${paid.id}/payments`, { method: "external" });
    const { page } = await onShift(pins.manager);
    await page.getByRole("button", { name: "Customers" }).click();
    await page.getByLabel("Telephone or name").fill("guest 66");
    await page.getByRole("button", { name: /Guest 66/ }).click();
    await page.getByRole("heading", { name: "Guest 66" }).waitFor();
    await page.getByText(`check ${paid.number}`).waitFor();
    await page.getByText("Earned").waitFor();
    await shoot(page, "customers-page");
    expect(await faultsOf(page)).toEqual([]);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export for them" }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(`customer-${gone.id}.json`);
    await page.getByRole("button", { name: "Change" }).click();
    await page.getByLabel("Mail").fill("no mail address");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("must be a mail address").waitFor();
    await shoot(page, "customer-change");
    await page.getByLabel("Mail").fill("guest66@example.com");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("guest66@example.com").first().waitFor();
    await page.getByRole("button", { name: "Erase" }).click();
    await shoot(page, "customer-erase");
    await page.getByLabel("Why").fill("asked for it");
    await page.getByRole("button", { name: "Erase for ever" }).click();
    await page.getByRole("heading", { name: "Erased person" }).waitFor();
    await expect.poll(() => page.getByText("Guest 66").count()).toBe(0);
    expect(await store.ask<Order>("GET", `/api/orders/${paid.id}`)).toMatchObject({
      customerName: null,
      total: paid.total,
    });
  });

  test("fit a phone, and the dark", async () => {
    const { page } = await onShift(pins.manager, phone, { colorScheme: "dark" });
    await goTo(page, "Customers");
    await page.getByRole("button", { name: /Guest 12/ }).click();
    await page.getByText("No nuts.").waitFor();
    await shoot(page, "customers-phone");
    expect(await faultsOf(page)).toEqual([]);
  });
});
