import type { Order } from "@tillbox/shared/contract/order.ts";
import { describe, expect, test } from "vitest";
import { inTrattoria } from "./testing/in-trattoria.ts";
import { inspect, shapes } from "./testing/looking.ts";
import { pins } from "./testing/trattoria.ts";
import { checkLine, pair, phone, seat, signIn, tile, total } from "./testing/waiter.ts";

/* A box of its own in a process of its own, and real Chromium pages as the tablets of its waiters. */

const { store, newTablet, onShift, orderAt } = inTrattoria({ tidy: () => clear() });

/** Leaves every table free for the next test. */
const clear = async (): Promise<void> => {
  for (const order of await store.openOrders()) {
    if (order.due > 0) await store.ask("POST", `/api/orders/${order.id}/payments`, { method: "external" });
    else if (order.receiptNumber === null)
      await store.ask("DELETE", `/api/orders/${order.id}`, { reason: "end of the test" });
  }
  for (const { id, items, receiptNumber } of await store.openOrders())
    if (receiptNumber !== null) {
      await store.ask("PUT", `/api/orders/${id}/kitchen`, {
        itemIds: items.map((line) => line.id),
        status: "served",
      });
    }
};

describe("a waiter's tablet", () => {
  test("takes an order from pairing to the receipt: table, modifiers, send, cash with change", async () => {
    const { page } = await onShift();
    await seat(page, "12", 4);
    await tile(page, "Burrata").click();
    await tile(page, "Burrata").click();
    await page.getByRole("button", { name: "Mains" }).click();
    await tile(page, "Ribeye").click();
    await page.getByRole("button", { name: "Add 34.00" }).click();
    await page.getByText("choose one").waitFor();
    await page.getByRole("radio", { name: "Medium rare" }).click();
    await page.getByRole("checkbox", { name: /Peppercorn/ }).click();
    await page.getByRole("button", { name: "Add 36.00" }).click();
    await checkLine(page, "Ribeye").getByText("Medium rare").waitFor();
    expect(await total(page).innerText()).toBe("$70.20");
    await page.getByRole("button", { name: "Send 2" }).click();
    await page.getByText("being made · just now").waitFor();

    await page.getByRole("button", { name: "Pay", exact: true }).click();
    await page.getByRole("button", { name: "$100" }).click();
    await page.getByRole("button", { name: "Take $100.00 cash" }).click();
    await page.getByRole("heading", { name: "Paid" }).waitFor();
    const said = await page.getByRole("region", { name: "Paid" }).innerText();
    expect(said).toMatch(/Change\s+\$29\.80/);
    const receipt = /Receipt (R\d+-\d{6})/.exec(said)?.[1];
    const { items } = await store.ask<{ items: Order[] }>("GET", "/api/orders?status=completed&limit=1");
    expect(items[0]).toMatchObject({ receiptNumber: receipt, tableId: "table-12", total: 7020, due: 0 });
    await page.getByRole("button", { name: "Back to the floor" }).click();
    await page.getByRole("button", { name: "Table 12, Free, 8 seats" }).waitFor();
  });

  test("shows what another tablet does, the moment the box knows it", async () => {
    const [one, two] = [await onShift(), await onShift()];
    await seat(one.page, "4", 2);
    await two.page.getByRole("button", { name: /^Table 4, Seated/ }).click();
    await tile(one.page, "Bruschetta").click();
    await tile(two.page, "Caprese").click();
    await checkLine(one.page, "Caprese").waitFor();
    await checkLine(two.page, "Bruschetta").waitFor();
    for (const { page } of [one, two]) await expect.poll(() => total(page).innerText()).toBe("$22.68");
    await store.ask("PUT", "/api/menu-items/mussels", { available: false });
    await two.page.locator(".ui-tile[data-sold-out]", { hasText: "Mussels" }).waitFor();
    await store.ask("PUT", "/api/menu-items/mussels", { available: true });
  });

  test("explains a refusal where it happens, and keeps what was typed", async () => {
    const { page } = await onShift();
    await seat(page, "5", 2);
    await tile(page, "Focaccia").click();
    await page.getByRole("button", { name: "Send 1" }).click();
    await page.getByText("being made").waitFor();
    await checkLine(page, "Focaccia").click();
    await page.getByRole("button", { name: "Void" }).click();
    await page.getByRole("button", { name: "Void it" }).click();
    await page.getByText("say why").waitFor();
    await page.getByLabel("In other words").fill("fell on the floor");
    await page.getByRole("button", { name: "Void it" }).click();
    await page.getByText("Your role may not do this: void lines that the kitchen knows").waitFor();
    expect(await page.getByLabel("In other words").inputValue()).toBe("fell on the floor");
    expect((await orderAt("5"))?.items[0]?.status).toBe("sent");

    await page.getByRole("button", { name: "A manager approves it here" }).click();
    await page.getByRole("heading", { name: "Manager's PIN" }).waitFor();
    await page.keyboard.type(pins.waiter);
    await page.getByText(/may not approve this/).waitFor();
    expect((await orderAt("5"))?.items[0]?.status).toBe("sent");
    await page.keyboard.type(pins.manager);
    await expect.poll(async () => (await orderAt("5"))?.items[0]?.status).toBe("voided");
    await page.getByRole("heading", { name: "Manager's PIN" }).waitFor({ state: "detached" });
    const { items } = await store.ask<{ items: { id: string }[] }>("GET", "/api/users?role=waiter");
    expect((await orderAt("5"))?.openedBy).toBe(items[0]?.id);
  });

  test("knows when somebody came, paused and went home", async () => {
    const { page } = await onShift();
    await page.getByRole("img", { name: "Waiter 3" }).click();
    await page.getByText("Not clocked in").waitFor();
    await page.getByRole("button", { name: "Clock in" }).click();
    await page.getByText("At work").waitFor();
    await page.getByRole("button", { name: "Take a break" }).click();
    await page.getByText("On a break").waitFor();
    await page.getByRole("button", { name: "Clock out" }).click();
    await page.getByText("Not clocked in").waitFor();
    const { items } = await store.ask<{ items: { status: string; breaks: unknown[] }[] }>(
      "GET",
      "/api/time-entries",
    );
    expect(items[0]).toMatchObject({ status: "ended", breaks: [{ endedAt: expect.any(String) }] });
  });

  test("a tap that the box refuses stays on the check with its reason until somebody decides", async () => {
    const { page } = await onShift();
    await seat(page, "6", 2);
    await tile(page, "Branzino")
      .or(page.getByRole("button", { name: "Mains" }))
      .first()
      .click();
    await page.route("**/sync/process", async (route) => {
      await store.ask("PUT", "/api/menu-items/branzino", { available: false });
      await route.continue();
    });
    await tile(page, "Branzino").click();
    const banner = page.getByRole("alert").filter({ hasText: "Branzino is sold out" });
    await banner.waitFor();
    expect(await total(page).innerText()).toBe("$0.00");
    await store.ask("PUT", "/api/menu-items/branzino", { available: true });
    await page.unroute("**/sync/process");
    await banner.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => total(page).innerText()).toBe("$31.32");
    expect(await banner.count()).toBe(0);
  });

  test("a lost answer makes no second line: the same tap is asked again with the same key", async () => {
    const { page } = await onShift();
    await seat(page, "7", 2);
    const keys: string[] = [];
    await page.route("**/sync/process", async (route) => {
      const { changes } = route.request().postDataJSON() as {
        changes: { action: string; changeId: string }[];
      };
      keys.push(...changes.filter(({ action }) => action === "add-items").map(({ changeId }) => changeId));
      if (keys.length > 1) return route.continue();
      await route.fetch();
      return route.abort("failed");
    });
    await tile(page, "Bruschetta").click();
    await expect.poll(() => keys.length).toBe(2);
    expect(new Set(keys).size).toBe(1);
    await page.locator('.ui-check-line[data-state="unsent"]').waitFor();
    expect((await orderAt("7"))?.items).toHaveLength(1);
  });

  test("without the box a tap is shown and counted as unsent, and arrives once when the box is back", async () => {
    const { page, context } = await onShift();
    await seat(page, "8", 2);
    await tile(page, "Caprese").click();
    await page.locator('.ui-check-line[data-state="unsent"]').waitFor();
    await context.setOffline(true);
    await tile(page, "Bruschetta").click();
    await page.locator('.ui-check-line[data-state="pending"]', { hasText: "Bruschetta" }).waitFor();
    expect(await total(page).innerText()).toBe("$22.68");
    await page.getByText(/1 unsent/).waitFor();
    await context.setOffline(false);
    await page.getByText("Connected", { exact: true }).waitFor({ timeout: 20_000 });
    await page.locator('.ui-check-line[data-state="pending"]').waitFor({ state: "detached" });
    expect((await orderAt("8"))?.items.map(({ name }) => name)).toEqual(["Caprese", "Bruschetta"]);
  });

  test("splits by seat; the parts say how they stand and add up, whoever pays them", async () => {
    const { page } = await onShift();
    await seat(page, "14", 2);
    await page.getByRole("radio", { name: "Seat 1" }).click();
    await tile(page, "Burrata").click();
    await page.getByRole("radio", { name: "Seat 2" }).click();
    await tile(page, "Mussels").click();
    await page.getByRole("button", { name: "Pay", exact: true }).click();
    await page.getByRole("radio", { name: "By seat" }).click();
    await page.getByRole("button", { name: /^Seat 1 Paying now/ }).waitFor();
    await page.getByRole("button", { name: "Take $15.66 cash" }).click();
    await page.getByRole("button", { name: "Take the next part" }).click();
    await page.getByRole("button", { name: /^Seat 1 Paid · Cash/ }).waitFor();
    await page.getByRole("button", { name: "Terminal" }).click();
    await page.getByRole("button", { name: "10 %" }).click();
    await page.getByRole("button", { name: "$16.52 paid on the terminal" }).click();
    await page.getByRole("heading", { name: "Paid" }).waitFor();
    const { items } = await store.ask<{ items: Order[] }>("GET", "/api/orders?status=completed&limit=1");
    expect(items[0]?.payments.map(({ method, amount, tip }) => [method, amount, tip])).toEqual([
      ["cash", 1566, 0],
      ["external", 1512, 140],
    ]);
  });

  test("prints the check for the guest, and the floor shows it", async () => {
    const { page } = await onShift();
    await seat(page, "15", 4);
    await tile(page, "Antipasti").click();
    await page.getByRole("button", { name: "Print the check for the guest" }).click();
    await page.getByText("Check goes to Receipts").waitFor();
    await page.getByRole("button", { name: "Back" }).click();
    await page.getByRole("button", { name: /^Table 15, Check printed/ }).waitFor();
    await page.getByRole("button", { name: /^15 Wants to pay/ }).waitFor();
    expect((await orderAt("15"))?.proformaAt).not.toBeNull();
  });

  test("a counter order opens with its first line, and Undo brings a line back", async () => {
    const { page } = await onShift();
    await page.getByRole("button", { name: "Counter order" }).click();
    await page.getByRole("radio", { name: "Delivery" }).click();
    expect(await store.openOrders()).toEqual([]);
    await tile(page, "Focaccia").click();
    await page.getByRole("heading", { name: /^Check \d+/ }).waitFor();
    await checkLine(page, "Focaccia").click();
    await page.getByRole("button", { name: "Take off" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => total(page).innerText()).toBe("$5.40");
    await page.locator('.ui-check-line[data-state="unsent"]').waitFor();
    const [order] = await store.openOrders();
    expect(order?.type).toBe("delivery");
    expect(order?.items).toHaveLength(1);
  });

  test("a reload keeps the person and the place; a lock takes both off the screen", async () => {
    const { page } = await onShift();
    await seat(page, "16", 2);
    await tile(page, "Caprese").click();
    await page.locator('.ui-check-line[data-state="unsent"]').waitFor();
    await page.reload();
    await checkLine(page, "Caprese").waitFor();
    await page.getByRole("button", { name: "Lock" }).click();
    await page.getByRole("heading", { name: "Enter your PIN" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Enter your PIN" }).waitFor();
    expect(await page.getByText("Caprese").count()).toBe(0);
    await page.keyboard.type("0000");
    await page.getByRole("alert").filter({ hasText: "try again" }).waitFor();
  });

  test("works by keyboard alone: arrows walk the tables, Enter seats, a sheet gives the focus back", async () => {
    const { page } = await onShift();
    await page.getByRole("button", { name: /^Table 1, Free/ }).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Seat table 2" }).waitFor();
    await page.keyboard.press("Escape");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-table"))).toBe("table-2");
  });
});

describe("every screen of the waiter", () => {
  test.each(shapes)(
    "%s is readable, has targets for fingers and scrolls nothing sideways",
    async (_name, size, colorScheme) => {
      const { page } = await newTablet(size, { colorScheme });
      const { look, found } = inspect(page);
      await pair(page, store);
      await look("sign-in");
      await signIn(page);
      await look("floor");
      await seat(page, "12", 4);
      await page.getByRole("button", { name: "Mains" }).click();
      await tile(page, "Ribeye").click();
      await look("options");
      await page.getByRole("radio", { name: "Medium rare" }).click();
      await page.getByRole("button", { name: /^Add/ }).click();
      await look("order");
      if (size === phone) await page.getByRole("button", { name: /^Check \d+, 1 item/ }).click();
      await checkLine(page, "Ribeye").waitFor();
      await look("check");
      await page.getByRole("button", { name: "More", exact: true }).click();
      await look("more");
      await page.getByRole("button", { name: /^Discounts and comps/ }).click();
      await look("discount");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Pay", exact: true }).click();
      await look("pay");
      await page.getByRole("button", { name: /^Take \$/ }).click();
      await page.getByRole("heading", { name: "Paid" }).waitFor();
      await look("paid");
      await page.getByRole("button", { name: "Orders" }).click();
      await page.getByRole("radio", { name: "Today" }).click();
      await page.locator(".pos-orders-list .ui-list-row").first().waitFor();
      await look("orders");
      expect(found).toEqual([]);
    },
  );
});
