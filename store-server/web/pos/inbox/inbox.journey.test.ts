import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { openShots } from "../../../../scripts/journey/shots.ts";
import { inTrattoria } from "../../testing/in-trattoria.ts";
import { faultsOf } from "../../testing/looking.ts";
import { pins } from "../../testing/trattoria.ts";
import { checkLine, goTo, phone, seat, tablet, tile, upright, type Waiter } from "../../testing/waiter.ts";

/* What the box refused while a device was away, as a waiter and a manager settle it: two real tills on a box of its own. */

const shoot = openShots("inbox");
const { store, onShift } = inTrattoria({
  prepare: async (store) => {
    await store.ask("POST", "/api/drawers", { id: "d1", float: 20_000 });
  },
});

const orderAt = async (table: string): Promise<Order> => {
  const order = (await store.openOrders()).find(({ tableId }) => tableId === `table-${table}`);
  if (!order) throw new Error(`no order at ${table}`);
  return order;
};
const openInbox = async (): Promise<InboxItem[]> =>
  (await store.ask<{ items: InboxItem[] }>("GET", "/api/inbox?status=open")).items;
const payAll = (order: Order): Promise<unknown> =>
  store.ask("POST", `/api/orders/${order.id}/payments`, { method: "cash" });
const row = (page: Page, words: RegExp) => page.locator(".pos-look-row", { hasText: words });
const toInbox = async (page: Page): Promise<void> => {
  await goTo(page, "Needs a look");
  await page.getByRole("heading", { name: "Needs a look" }).waitFor();
};

/** A check at the table with one line, and a second line that is tapped without the box while somebody else pays it. */
const refuseLine = async ({ page, context }: Waiter, table: string, dish: string): Promise<Order> => {
  await seat(page, table, 2);
  await tile(page, "Focaccia").click();
  await page.locator('.ui-check-line[data-state="unsent"]').waitFor();
  await expect.poll(async () => (await orderAt(table)).items.length).toBe(1);
  const order = await orderAt(table);
  await context.setOffline(true);
  await tile(page, dish).click();
  await page
    .getByText(/1 unsent/)
    .first()
    .waitFor({ timeout: 20_000 });
  await payAll(order);
  await context.setOffline(false);
  await page
    .getByText(/1 refused/)
    .first()
    .waitFor({ timeout: 20_000 });
  return order;
};

/** The waiter takes cash without the box for a check that somebody else pays meanwhile. */
const takeTwice = async ({ page, context }: Waiter, table: string): Promise<void> => {
  await seat(page, table, 2);
  await tile(page, "Caprese").click();
  await expect.poll(async () => (await orderAt(table)).items.length).toBe(1);
  await page.locator('.ui-check-line[data-state="unsent"]').waitFor();
  const order = await orderAt(table);
  await context.setOffline(true);
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await page.getByRole("button", { name: "Take $12.96 cash" }).click();
  await page
    .getByText(/1 unsent/)
    .first()
    .waitFor({ timeout: 20_000 });
  await payAll(order);
  await context.setOffline(false);
  await expect.poll(async () => (await openInbox()).length, { timeout: 20_000 }).toBe(1);
};

describe("lines that were refused because somebody paid the check meanwhile", () => {
  test("stand on the waiter's device and on the manager's; the manager puts them on a new check, and they leave both", async () => {
    const waiter = await onShift();
    const manager = await onShift(pins.manager);
    await toInbox(manager.page);
    await manager.page.getByText("All is as it was tapped").waitFor();
    const paid = await refuseLine(waiter, "7", "Caprese");

    await row(manager.page, /Add 1 × Caprese/).waitFor();
    await shoot(manager.page, "manager-list");
    await waiter.page.getByRole("button", { name: "Connection" }).first().click();
    await waiter.page.getByRole("button", { name: "See what to do" }).click();
    await waiter.page.getByRole("dialog").getByText("1 × Caprese").waitFor();
    await waiter.page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    await row(waiter.page, /Add 1 × Caprese/).waitFor();
    await row(waiter.page, /You · .* · this device/).waitFor();
    await row(manager.page, /Waiter 3/).click();
    const sheet = manager.page.getByRole("dialog");
    await sheet.getByText("1 × Caprese").waitFor();
    await sheet.getByText(/is paid/).waitFor();
    await sheet.getByText("Table 7").first().waitFor();
    await shoot(manager.page, "manager-sheet");
    await sheet.getByRole("button", { name: "Put it on a new check" }).click();
    await sheet.getByText("Done after all").waitFor();
    await shoot(manager.page, "manager-done");

    await waiter.page.getByText("All is as it was tapped").waitFor();
    await expect.poll(() => waiter.page.getByText(/refused/).count()).toBe(0);
    await sheet.getByRole("button", { name: "Open the check" }).click();
    await checkLine(manager.page, "Caprese").waitFor();
    const fresh = await orderAt("7");
    expect(fresh.id).not.toBe(paid.id);
    expect(fresh.items.map(({ name, quantity }) => [name, quantity])).toEqual([["Caprese", 1]]);
    expect((await store.ask<Order>("GET", `/api/orders/${paid.id}`)).items.length).toBe(1);
    expect(await openInbox()).toEqual([]);
  }, 90_000);

  test("say in place why the same check does not take them, and stay; left out with a reason, they stand under Settled", async () => {
    const waiter = await onShift();
    await refuseLine(waiter, "6", "Bruschetta");
    await toInbox(waiter.page);
    await row(waiter.page, /Bruschetta/).click();
    const sheet = waiter.page.getByRole("dialog");
    await sheet.getByRole("radio", { name: /over now/ }).click();
    await sheet.getByRole("button", { name: "Try again" }).click();
    await sheet.getByRole("alert").filter({ hasText: "paid" }).waitFor();
    await shoot(waiter.page, "refused-again");
    expect(await openInbox()).toHaveLength(1);

    await sheet.getByRole("button", { name: "Leave it out" }).click();
    await sheet.getByRole("checkbox", { name: "Guests left" }).click();
    await shoot(waiter.page, "leave-out");
    await sheet.getByRole("button", { name: "Leave it out" }).click();
    await sheet.getByText("It stays under Settled").waitFor();
    await sheet.getByRole("button", { name: "Close" }).last().click();
    await waiter.page.getByText("All is as it was tapped").waitFor();
    await waiter.page.getByRole("radio", { name: "Settled" }).click();
    await row(waiter.page, /Left out by Waiter 3 .*Guests left/).waitFor();
    expect(await openInbox()).toEqual([]);
    await expect.poll(() => waiter.page.getByText(/refused/).count()).toBe(0);
  }, 90_000);

  test("of another waiter's device are nobody else's business but a manager's", async () => {
    const waiter = await onShift();
    await store.ask("POST", "/api/users", { id: "w9", name: "Waiter 9", role: "waiter", pin: "9191" });
    const other = await onShift("9191");
    await refuseLine(waiter, "8", "Arancini");
    const [item] = await openInbox();
    await toInbox(other.page);
    await other.page.getByText("All is as it was tapped").waitFor();
    await toInbox(waiter.page);
    await row(waiter.page, /Arancini/).waitFor();
    expect(await row(other.page, /./).count()).toBe(0);
    await store.ask("POST", `/api/inbox/${item?.id}/dismiss`, {});
    await waiter.page.getByText("All is as it was tapped").waitFor();
  }, 90_000);
});

describe("what somebody set after another", () => {
  const setGuests = async (page: Page, by: number): Promise<void> => {
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("button", { name: /Guests, name, note/ }).click();
    for (let count = 0; count < by; count += 1) await page.getByRole("button", { name: "One more" }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
  };

  test("shows both values to who lost, and sets theirs again", async () => {
    const [waiter, manager] = [await onShift(), await onShift(pins.manager)];
    await seat(waiter.page, "4", 2);
    await tile(waiter.page, "Focaccia").click();
    await expect.poll(async () => (await orderAt("4")).items.length).toBe(1);
    const { id } = await orderAt("4");
    await manager.page.goto(`${store.url}/pos/order/${id}`);
    await checkLine(manager.page, "Focaccia").waitFor();
    await manager.context.setOffline(true);
    await setGuests(manager.page, 3);
    await manager.page
      .getByText(/1 unsent/)
      .first()
      .waitFor({ timeout: 20_000 });
    await setGuests(waiter.page, 2);
    await expect.poll(async () => (await orderAt("4")).guests).toBe(4);
    await manager.context.setOffline(false);
    await expect.poll(async () => (await orderAt("4")).guests, { timeout: 20_000 }).toBe(5);

    await toInbox(waiter.page);
    await row(waiter.page, /Changed again/).click();
    const sheet = waiter.page.getByRole("dialog");
    await sheet.getByText("Then Manager 2 set").waitFor();
    expect(await sheet.locator(".pos-look-fields del").innerText()).toBe("4");
    expect(await sheet.locator(".pos-look-fields b").innerText()).toBe("5");
    await shoot(waiter.page, "overwritten");
    await sheet.getByRole("button", { name: "Set it again" }).click();
    await sheet.getByText("Done after all").waitFor();
    expect((await orderAt("4")).guests).toBe(4);
    // Who set the other value knew nothing of it: nobody lost by a person's decision.
    expect(await openInbox()).toEqual([]);
  }, 90_000);
});

describe("what the role may not do", () => {
  test("is done after all with a manager's PIN on the waiter's own screen", async () => {
    const { page, context } = await onShift();
    await seat(page, "5", 2);
    await tile(page, "Focaccia").click();
    await page.getByRole("button", { name: "Send", exact: false }).first().click();
    await expect.poll(async () => (await orderAt("5")).items[0]?.sentQuantity).toBe(1);
    await context.setOffline(true);
    await checkLine(page, "Focaccia").click();
    await page.getByRole("button", { name: "Void", exact: true }).click();
    await page.getByLabel("In other words").fill("wrong table");
    await page.getByRole("button", { name: "Void it" }).click();
    // The sheet waits for the box a moment, and would show the refusal itself.
    await page.getByRole("button", { name: "Void it" }).waitFor({ state: "detached", timeout: 20_000 });
    await page
      .getByText(/1 unsent/)
      .first()
      .waitFor({ timeout: 20_000 });
    await context.setOffline(false);
    await page
      .getByText(/1 refused/)
      .first()
      .waitFor({ timeout: 20_000 });
    await toInbox(page);
    await row(page, /Void Focaccia/).click();
    const sheet = page.getByRole("dialog").first();
    await shoot(page, "forbidden");
    await sheet.getByRole("button", { name: "Try again" }).click();
    await sheet.getByRole("button", { name: "A manager approves it here" }).click();
    await page.getByRole("heading", { name: "Manager's PIN" }).waitFor();
    await page.keyboard.type(pins.manager);
    await page.getByText("Done after all").waitFor();
    expect((await orderAt("5")).items[0]?.status).toBe("voided");
    expect(await openInbox()).toEqual([]);
  }, 90_000);
});

describe("cash that stands on no check", () => {
  test("is told to the waiter, booked by a manager on a check that owes, and the rest given back", async () => {
    const [waiter, manager] = [await onShift(), await onShift(pins.manager)];
    await takeTwice(waiter, "14");
    await store.ask("POST", "/api/orders", {
      type: "dine-in",
      tableId: "table-15",
      items: [{ menuItemId: "focaccia", quantity: 1 }],
    });
    await waiter.page.goto(`${store.url}/pos/inbox`);
    await row(waiter.page, /\$12\.96 in cash/).click();
    await waiter.page.getByText("Leave it in the drawer.").waitFor();
    await waiter.page.getByRole("radio", { name: /Table 15/ }).click();
    await waiter.page.getByRole("button", { name: "Book $5.40" }).click();
    await waiter.page.getByRole("alert").filter({ hasText: "Your role may not do this" }).waitFor();
    // Brought into sight, at the end of a sheet that is longer than the screen.
    const approve = waiter.page.getByRole("button", { name: "A manager approves it here" });
    const foot = waiter.page.getByRole("button", { name: "Give it back" });
    const end = async (): Promise<number> =>
      ((await approve.boundingBox())?.y ?? Number.POSITIVE_INFINITY) + 48;
    await expect.poll(end).toBeLessThan((await foot.boundingBox())?.y ?? 0);
    await shoot(waiter.page, "cash-waiter");
    expect((await openInbox())[0]?.cash?.left).toBe(1296);
    await waiter.page.keyboard.press("Escape");
    await waiter.page.getByRole("dialog").waitFor({ state: "detached" });

    await toInbox(manager.page);
    await row(manager.page, /\$12\.96 in cash/).click();
    const sheet = manager.page.getByRole("dialog");
    await sheet.getByRole("radio", { name: /Table 15/ }).click();
    await shoot(manager.page, "cash-manager");
    await sheet.getByRole("button", { name: "Book $5.40" }).click();
    await sheet.getByText("$7.56 still lies here.").waitFor();
    await sheet.getByRole("button", { name: "Close" }).last().click();
    const booked = (await store.ask<{ items: Order[] }>("GET", "/api/orders?limit=50")).items.find(
      ({ tableId }) => tableId === "table-15",
    );
    expect(booked?.payments.map(({ method, amount }) => [method, amount])).toEqual([["cash", 540]]);

    await row(waiter.page, /\$7\.56 in cash/).waitFor();
    await row(manager.page, /\$7\.56 in cash/).click();
    await sheet.getByRole("button", { name: "Give it back" }).click();
    await sheet.getByRole("checkbox", { name: "Paid twice" }).click();
    await sheet.getByRole("button", { name: "Give $7.56 back" }).click();
    await sheet.getByText("$7.56 given back").waitFor();
    await waiter.page.getByText("All is as it was tapped").waitFor();
    await sheet.getByRole("button", { name: "Close" }).last().click();
    await manager.page.getByRole("radio", { name: "Settled" }).click();
    await row(manager.page, /Given back by Manager 2 .*Paid twice/).waitFor();
    expect(await openInbox()).toEqual([]);
  }, 90_000);
});

describe("cash that stands on no check, on the waiter's own screen", () => {
  test("is given back with a manager's PIN", async () => {
    const waiter = await onShift();
    await takeTwice(waiter, "16");
    await waiter.page.goto(`${store.url}/pos/inbox`);
    await row(waiter.page, /\$12\.96 in cash/).click();
    await waiter.page.getByRole("button", { name: "Give it back" }).click();
    await waiter.page.getByRole("button", { name: "Give $12.96 back" }).click();
    await waiter.page.getByRole("button", { name: "A manager approves it here" }).click();
    await waiter.page.getByRole("heading", { name: "Manager's PIN" }).waitFor();
    await waiter.page.keyboard.type(pins.manager);
    await waiter.page.getByText("$12.96 given back").waitFor();
    expect(await openInbox()).toEqual([]);
  }, 90_000);
});

describe("the screens of the inbox", () => {
  test("say that the list could not be read, and try again", async () => {
    const { page } = await onShift();
    await page.route("**/api/inbox?*", (route) => route.abort());
    await page.reload();
    await goTo(page, "Needs a look");
    await page.getByText("The list could not be read.").waitFor();
    await shoot(page, "failed");
    await page.unroute("**/api/inbox?*");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("All is as it was tapped").waitFor();
    expect(await page.getByText("The list could not be read.").count()).toBe(0);
  }, 120_000);

  test("are readable and large enough on every size, in the dark and mirrored; on a phone nothing scrolls sideways and More leads on", async () => {
    const waiter = await onShift();
    await refuseLine(waiter, "12", "Tomato soup");
    for (const [name, viewport, colorScheme, dir] of [
      ["tablet", tablet, "light", "ltr"],
      ["dark", upright, "dark", "ltr"],
      ["phone", phone, "light", "ltr"],
      ["mirrored", tablet, "light", "rtl"],
    ] as const) {
      const { page } = await onShift(pins.manager, viewport, { colorScheme });
      await page.evaluate((way) => document.documentElement.setAttribute("dir", way), dir);
      const look = async (what: string): Promise<void> => {
        await shoot(page, `${what}-${name}`);
        expect([what, ...(await faultsOf(page))]).toEqual([what]);
        const rail = await page.evaluate(() => {
          const nav = document.querySelector("nav.ui-rail");
          return nav !== null && (nav.scrollWidth > nav.clientWidth || nav.scrollHeight > nav.clientHeight);
        });
        expect([what, rail]).toEqual([what, false]);
      };
      await toInbox(page);
      await row(page, /Tomato soup/).waitFor();
      await look("list");
      await row(page, /Tomato soup/).focus();
      await page.keyboard.press("Enter");
      await page.getByText("The check now").waitFor();
      await page.getByText("A new check at table 12").waitFor();
      await look("sheet");
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      if (viewport !== phone) continue;
      await page.getByRole("button", { name: "More pages" }).click();
      await look("more");
      await page.getByRole("dialog", { name: "More" }).getByRole("button", { name: "Team" }).click();
      await page.getByRole("heading", { name: "Team", exact: true }).waitFor();
      await page.getByRole("button", { name: "More pages" }).click();
      await page.getByRole("dialog", { name: "More" }).getByRole("button", { name: "Manager 2" }).click();
      await page.getByRole("dialog", { name: "Manager 2" }).waitFor();
    }
  }, 120_000);
});
