import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { inTrattoria } from "./testing/in-trattoria.ts";
import { inspect, shapes } from "./testing/looking.ts";
import { pins } from "./testing/trattoria.ts";
import { approve, checkLine, phone, seat, tile, total } from "./testing/waiter.ts";

/* What is done less often with a check: its terms, single lines, seats. On a box of its own, in real Chromium pages. */

const { store, onShift, orderAt } = inTrattoria({
  tidy: async (store) => {
    await store.ask("PUT", "/api/settings/service.rate", { value: "0" });
    for (const { id } of await store.openOrders())
      await store.ask("DELETE", `/api/orders/${id}`, { reason: "end of the test" });
  },
});

const more = async (page: Page, row: RegExp): Promise<void> => {
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("button", { name: row }).click();
};

describe("the terms of a check", () => {
  test("a check is exempt from tax by a manager's word, shows why, and is taxed again", async () => {
    const { page } = await onShift();
    await seat(page, "4", 2);
    await tile(page, "Caprese").click();
    await expect.poll(() => total(page).innerText()).toBe("$12.96");
    await more(page, /^Tax and service/);
    await page.getByText("0.96 tax").waitFor();
    await page.getByText("takes none for orders of this kind").waitFor();
    await page.getByRole("button", { name: "Exempt from tax" }).click();
    await page.getByRole("button", { name: "Exempt it" }).click();
    await page.getByText("say why").waitFor();
    await page.getByRole("checkbox", { name: "Diplomat" }).click();
    await page.getByLabel("Number of the certificate or tax id").fill("D-12");
    await page.getByRole("button", { name: "Exempt it" }).click();
    await page.getByText("Your role may not do this: exempt orders from tax").waitFor();
    await expect.poll(async () => (await orderAt("4"))?.taxExemption).toBeNull();
    await approve(page);
    await page.getByRole("dialog", { name: "Tax and service" }).getByText("Diplomat · D-12").waitFor();
    expect(await orderAt("4")).toMatchObject({
      total: 1200,
      taxExemption: { reason: "Diplomat", reference: "D-12" },
    });
    await page.getByRole("button", { name: "Done" }).click();
    await page.locator(".ui-check").getByText("Tax exempt · Diplomat · D-12").waitFor();
    expect(await total(page).innerText()).toBe("$12.00");
    await tile(page, "Bruschetta").click();
    expect(await total(page).innerText()).toBe("$21.00");

    await more(page, /^Tax and service/);
    await page.getByRole("button", { name: "Charge tax again" }).click();
    await approve(page);
    await page.getByText("1.68 tax").waitFor();
    expect((await orderAt("4"))?.taxExemption).toBeNull();
  });

  test("the service charge is waived with a reason that stands on the check", async () => {
    await store.ask("PUT", "/api/settings/service.rate", { value: "0.1" });
    const { page } = await onShift(pins.manager);
    await seat(page, "5", 2);
    await tile(page, "Bruschetta").click();
    await more(page, /^Tax and service/);
    await page.getByText("0.90 service").waitFor();
    await page.getByRole("button", { name: "Waive it" }).click();
    await page.getByRole("checkbox", { name: "Slow service" }).click();
    await page.getByRole("button", { name: "Waive it" }).click();
    await page.getByRole("button", { name: "Charge it again" }).waitFor();
    expect(await orderAt("5")).toMatchObject({ serviceCharge: 0, serviceWaiver: { reason: "Slow service" } });
    await page.getByRole("button", { name: "Done" }).click();
    await page.locator(".ui-check").getByText("Service waived · Slow service").waitFor();
  });

  test("a counter order becomes one for here, and a check at a table stays one", async () => {
    const { page } = await onShift();
    await page.getByRole("button", { name: "Counter order" }).click();
    await tile(page, "Focaccia").click();
    await page.getByRole("heading", { name: /^Check \d+/ }).waitFor();
    await more(page, /^Tax and service/);
    await page.getByRole("radio", { name: "For here" }).click();
    await expect.poll(async () => (await store.openOrders())[0]?.type).toBe("dine-in");
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "Back" }).click();
    await page.getByRole("button", { name: "Floor" }).click();
    await seat(page, "6", 2);
    await tile(page, "Caprese").click();
    await more(page, /^Tax and service/);
    expect(await page.getByRole("radio", { name: "Takeaway" }).count()).toBe(0);
  });
});

describe("single lines of a check", () => {
  test("one line is held while the rest goes to the kitchen, and fired by itself", async () => {
    const { page } = await onShift();
    await seat(page, "7", 2);
    await tile(page, "Caprese").click();
    await tile(page, "Bruschetta").click();
    await checkLine(page, "Bruschetta").click();
    await page.getByRole("button", { name: "Hold" }).click();
    await checkLine(page, "Bruschetta").getByText("Held").waitFor();
    await page.getByRole("button", { name: "Send 1" }).click();
    await expect
      .poll(async () => (await orderAt("7"))?.items.map(({ sentQuantity }) => sentQuantity))
      .toEqual([1, 0]);
    await checkLine(page, "Bruschetta").click();
    await page.getByRole("dialog").getByRole("button", { name: "Fire" }).click();
    await expect
      .poll(async () => (await orderAt("7"))?.items.map(({ sentQuantity }) => sentQuantity))
      .toEqual([1, 1]);
    expect(await checkLine(page, "Bruschetta").getByText("Held").count()).toBe(0);
  });

  test("other options of a line that was sent are told to the kitchen as a change, on the same line", async () => {
    const { page } = await onShift();
    await seat(page, "8", 2);
    await page.getByRole("button", { name: "Mains" }).click();
    await tile(page, "Ribeye").click();
    await page.getByRole("radio", { name: "Medium rare" }).click();
    await page.getByRole("button", { name: /^Add/ }).click();
    await page.getByRole("button", { name: "Send 1" }).click();
    await page.getByText("being made").waitFor();
    await expect.poll(async () => (await orderAt("8"))?.items[0]?.sentQuantity).toBe(1);
    const before = (await orderAt("8"))?.items[0];
    await checkLine(page, "Ribeye").click();
    await page.getByText("it is told the change").waitFor();
    await page.getByRole("radio", { name: "Well done" }).click();
    await page.getByRole("checkbox", { name: /Peppercorn/ }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await checkLine(page, "Ribeye").getByText("Well done").waitFor();
    await expect.poll(() => total(page).innerText()).toBe("$38.88");
    // The screen shows it before the box has it.
    await expect.poll(async () => (await orderAt("8"))?.items[0]?.unitPrice).toBe(3600);
    const after = await orderAt("8");
    expect(after?.items).toHaveLength(1);
    expect(after?.items[0]).toMatchObject({ id: before?.id, sentQuantity: 1, unitPrice: 3600 });
    type Jobs = { items: { orderId: string; kind: string }[] };
    const { items } = await store.ask<Jobs>("GET", "/api/print-jobs?limit=20");
    const told = items.filter(({ orderId, kind }) => orderId === after?.id && kind === "kitchen");
    expect(told).toHaveLength(2);
  });

  test("a line that nobody was told of keeps its place when its options change", async () => {
    const { page } = await onShift();
    await seat(page, "12", 4);
    await page.getByRole("button", { name: "Mains" }).click();
    await tile(page, "Ribeye").click();
    await page.getByRole("radio", { name: "Rare", exact: true }).click();
    await page.getByRole("button", { name: /^Add/ }).click();
    await page.locator('.ui-check-line[data-state="unsent"]').waitFor();
    const before = (await orderAt("12"))?.items[0]?.id;
    await checkLine(page, "Ribeye").click();
    await page.getByRole("radio", { name: "Medium", exact: true }).click();
    await page.getByRole("button", { name: /^Change/ }).click();
    await checkLine(page, "Ribeye").getByText("Medium", { exact: true }).waitFor();
    await expect
      .poll(async () => (await orderAt("12"))?.items.map(({ id, modifiers }) => [id, modifiers[0]?.name]))
      .toEqual([[before, "Medium"]]);
  });

  test("one of three goes to a check of its own", async () => {
    const { page } = await onShift();
    await seat(page, "14", 3);
    for (const _ of [1, 2, 3]) await tile(page, "Bruschetta").click();
    await expect.poll(() => total(page).innerText()).toBe("$29.16");
    await checkLine(page, "Bruschetta").click();
    await page.getByRole("button", { name: "To another check" }).click();
    const stepper = page.getByRole("group", { name: "Bruschetta" });
    await page.getByRole("button", { name: "Onto a new check" }).and(page.locator(":disabled")).waitFor();
    await stepper.getByRole("button", { name: "One fewer" }).click();
    await stepper.getByRole("button", { name: "One fewer" }).click();
    await page.getByRole("button", { name: "Onto a new check" }).click();
    await page.getByText(/Check \d+ has what went/).waitFor();
    const quantities = (await store.openOrders()).map(({ items }) => items.map(({ quantity }) => quantity));
    expect(quantities.toSorted()).toEqual([[1], [2]]);
  });

  test("a guest gets what is theirs by a tap, one more guest joins, and a tap gives it back", async () => {
    const { page } = await onShift();
    await seat(page, "15", 2);
    await tile(page, "Caprese").click();
    await tile(page, "Bruschetta").click();
    await more(page, /^Who gets what/);
    const sheet = page.getByRole("dialog", { name: "Who gets what" });
    await sheet.getByRole("button", { name: /Caprese/ }).click();
    await sheet.getByRole("button", { name: "One more guest" }).click();
    await sheet.getByRole("radio", { name: "Seat 3", checked: true }).waitFor();
    await sheet.getByRole("button", { name: /Bruschetta/ }).click();
    await expect.poll(async () => (await orderAt("15"))?.items.map((line) => line.seat)).toEqual([1, 3]);
    expect((await orderAt("15"))?.guests).toBe(3);
    await sheet.getByRole("button", { name: /Bruschetta/ }).click();
    await expect.poll(async () => (await orderAt("15"))?.items.map((line) => line.seat)).toEqual([1, null]);
  });

  test("a manager hands a check to another person", async () => {
    const { page } = await onShift(pins.manager);
    await seat(page, "16", 2);
    await tile(page, "Caprese").click();
    await page.getByRole("button", { name: "Move to another table" }).click();
    await page.getByRole("checkbox", { name: "Waiter 3" }).click();
    await page.getByText(/Waiter 3 has check \d+ now/).waitFor();
    expect((await orderAt("16"))?.openedBy).toBe("w3");
  });
});

describe("every sheet of a check", () => {
  test.each(shapes)(
    "%s is readable, has targets for fingers and scrolls nothing sideways",
    async (_name, size, colorScheme) => {
      await store.ask("PUT", "/api/settings/service.rate", { value: "0.1" });
      const { page } = await onShift(pins.manager, size, { colorScheme });
      const { look, found } = inspect(page);
      const back = () => page.keyboard.press("Escape");
      await seat(page, "12", 4);
      await tile(page, "Caprese").click();
      if (size === phone) await page.getByRole("button", { name: /^Check \d+, 1 item/ }).click();
      await checkLine(page, "Caprese").click();
      await look("line");
      await page.getByRole("button", { name: "Hold" }).click();
      await look("held");
      await more(page, /^Tax and service/);
      await look("terms");
      await page.getByRole("button", { name: "Exempt from tax" }).click();
      await look("exempt");
      await page.getByRole("checkbox", { name: "Charity" }).click();
      await page.getByRole("button", { name: "Exempt it" }).click();
      await page.getByRole("button", { name: "Charge tax again" }).waitFor();
      await page.getByRole("button", { name: "Done" }).click();
      await look("exempt check");
      await more(page, /^Who gets what/);
      await look("seats");
      await back();
      await page.getByRole("button", { name: "Move to another table" }).click();
      await page.getByText("To another person").waitFor();
      await look("move");
      expect(found).toEqual([]);
    },
  );
});

describe("the check that waits below the menu of a phone", () => {
  test("cannot be pulled up by what comes into view, so that the menu keeps its head", async () => {
    const { page } = await onShift(pins.waiter, phone);
    await seat(page, "2", 2);
    await tile(page, "Burrata").click();
    await page.getByRole("button", { name: /^Check \d+, 1 item/ }).waitFor();
    const pulled = await page.locator(".ui-check-layout").evaluate((layout) => {
      layout.querySelector(".ui-check footer")?.scrollIntoView();
      layout.scrollTop = 200;
      return layout.scrollTop + document.documentElement.scrollTop;
    });
    expect(pulled).toBe(0);
    await page.getByRole("heading", { name: "Table 2", exact: true }).waitFor();
  });
});

describe("a check that is given away whole", () => {
  test("is closed with nothing to pay, and has its receipt", async () => {
    const { page } = await onShift(pins.manager);
    await seat(page, "3", 2);
    await tile(page, "Burrata").click();
    await checkLine(page, "Burrata").waitFor();
    await more(page, /^Discounts and comps/);
    await page.getByRole("radio", { name: "On the house" }).click();
    await page.getByRole("checkbox", { name: "Staff meal" }).click();
    await page.getByRole("button", { name: "Give it away" }).click();
    await page.getByText("−14.50 comp · Staff meal").first().waitFor();
    await page.getByRole("button", { name: "Pay", exact: true }).click();
    await page.getByRole("button", { name: "Close it: nothing to pay" }).click();
    await page.getByRole("heading", { name: "Paid", exact: true }).waitFor();
    await page.getByText(/Receipt R1-/).waitFor();
    expect(await orderAt("3")).toBeUndefined();
  });
});

describe("a check that is closed", () => {
  test("is found by the number of its receipt, also where only open checks are listed", async () => {
    const items = [{ menuItemId: "caprese", quantity: 1 }];
    const { id } = await store.ask<Order>("POST", "/api/orders", {
      type: "dine-in",
      tableId: "table-5",
      items,
    });
    await store.ask("POST", `/api/orders/${id}/payments`, { method: "external" });
    const { receiptNumber } = await store.ask<Order>("GET", `/api/orders/${id}`);
    const { page } = await onShift();
    await page.getByRole("button", { name: "Orders", exact: true }).click();
    await page.getByLabel("Search orders").fill("R1-999999");
    await page.getByRole("heading", { name: "Nothing matches" }).waitFor();
    await page.getByLabel("Search orders").fill((receiptNumber ?? "").toLowerCase());
    await page.getByRole("button", { name: new RegExp(`${receiptNumber}.*Paid`) }).click();
    await page.getByText(`Paid · ${receiptNumber}`).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/pos/order/${id}`);
  });
});
