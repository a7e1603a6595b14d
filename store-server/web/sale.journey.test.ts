import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { inTrattoria } from "./testing/in-trattoria.ts";
import { inspect, shapes } from "./testing/looking.ts";
import { pins } from "./testing/trattoria.ts";
import { approve, checkLine, phone, total } from "./testing/waiter.ts";

/* A shop's counter: scan, pay, exchange. On a box of its own, in real Chromium pages. */

const { store, onShift } = inTrattoria({
  prepare: async (store) => {
    await store.ask("POST", "/api/categories", { id: "shop", name: "Shop", sort: 40 });
    const goods = { categoryId: "shop", taxClassId: "food", stations: [] };
    for (const [id, name, price, more] of [
      ["olive-oil", "Olive oil", 1400, { barcode: "4006381333931", sku: "OIL-1" }],
      ["apron", "Apron", 2500, { barcode: "4012345678901", sku: "APR-M" }],
      ["pecorino", "Pecorino", 3200, { barcode: "2000000000013", unit: "kg" }],
    ] as const)
      await store.ask("POST", "/api/menu-items", { id, name, price, ...goods, ...more });
  },
});

const atCounter = async (...who: Parameters<typeof onShift>): Promise<Page> => {
  const { page } = await onShift(...who);
  await page.getByRole("button", { name: "Sale", exact: true }).click();
  await page.getByRole("heading", { name: "Sale", exact: true }).waitFor();
  return page;
};
/** As a keyboard wedge does it, with Enter at the end: all keys in one go, because a scanner does not pause when this machine does. */
const scan = (page: Page, code: string): Promise<void> =>
  page.evaluate(
    (keys) => {
      for (const key of keys)
        (document.activeElement ?? document.body).dispatchEvent(
          new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
        );
    },
    [...code, "Enter"],
  );
const lastPaid = async (): Promise<Order | undefined> =>
  (await store.ask<{ items: Order[] }>("GET", "/api/orders?limit=1&status=completed")).items[0];
/** A receipt over goods, as the owner. */
const sold = async (menuItemId: string, quantity = 1): Promise<Order> => {
  const payment = { method: "cash" };
  const { order } = await store.ask<{ order: Order }>("POST", "/api/sales", {
    items: [{ menuItemId, quantity }],
    payment,
  });
  return order;
};

describe("selling over the counter", () => {
  test("goods are scanned, weighed and paid at once, and nothing is open before or after", async () => {
    const page = await atCounter();
    await scan(page, "4006381333931");
    await scan(page, "4006381333931");
    await checkLine(page, "Olive oil").waitFor();
    await scan(page, "2000000000013");
    await page.getByRole("dialog", { name: "Pecorino" }).waitFor();
    await page.getByRole("button", { name: /^Add/ }).click();
    await page.getByText("enter how much").waitFor();
    await page.getByLabel("Amount in kg").fill("0.35");
    await page.getByRole("button", { name: "Add 11.20" }).click();
    expect(await total(page).innerText()).toBe("$42.34");
    expect(await store.openOrders()).toEqual([]);

    await page.getByRole("button", { name: "Pay", exact: true }).click();
    await page.getByRole("button", { name: "$50" }).click();
    await page.getByRole("button", { name: "Take $50.00 cash" }).click();
    await page.getByRole("heading", { name: "Paid", exact: true }).waitFor();
    expect(await page.getByRole("region", { name: "Paid" }).innerText()).toMatch(/Change\s+\$7\.66/);
    const order = await lastPaid();
    expect(order).toMatchObject({ type: "takeaway", total: 4234, due: 0, tableId: null });
    expect(order?.items.map(({ name, quantity }) => [name, quantity])).toEqual([
      ["Olive oil", 2],
      ["Pecorino", 0.35],
    ]);
    await page.getByRole("button", { name: "Next sale" }).click();
    await page.getByText("Nothing in the basket yet").waitFor();
    expect(await store.openOrders()).toEqual([]);
  });

  test("a code may be typed with how many, by SKU too; one that nobody knows says what to do", async () => {
    const page = await atCounter();
    const field = page.getByRole("searchbox", { name: "Scan, code or name" });
    await field.fill("3*apr-m");
    await field.press("Enter");
    await checkLine(page, "Apron").getByText("3", { exact: true }).waitFor();
    expect(await field.inputValue()).toBe("");
    await field.fill("99999999");
    await field.press("Enter");
    await page.getByText("Nothing on the menu has the code 99999999.").waitFor();
    expect(await page.locator(".ui-check .ui-check-line").count()).toBe(1);
  });

  test("what a person types slowly outside of the field is no scan", async () => {
    const page = await atCounter();
    await page.keyboard.type("4006381333931", { delay: 90 });
    await page.keyboard.press("Enter");
    expect(await page.locator(".ui-check .ui-check-line").count()).toBe(0);
  });

  test("a line is changed, taken off and brought back; the basket waits while somebody looks elsewhere", async () => {
    const page = await atCounter();
    await scan(page, "4012345678901");
    await checkLine(page, "Apron").click();
    await page.getByRole("button", { name: "One more, Apron" }).click();
    await page.getByRole("button", { name: "Change 50.00" }).click();
    await page.getByRole("button", { name: "Orders", exact: true }).click();
    await page.getByRole("button", { name: "Sale", exact: true }).click();
    await checkLine(page, "Apron").click();
    await page.getByRole("button", { name: "Take off" }).click();
    await page.getByText("Nothing in the basket yet").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await total(page).innerText()).toBe("$54.00");
  });

  test("a sale that the box refuses keeps its basket: the last piece went elsewhere", async () => {
    await store.ask("PUT", "/api/menu-items/apron", { stock: 1 });
    const page = await atCounter();
    await scan(page, "4012345678901");
    await page.getByRole("button", { name: "Pay", exact: true }).click();
    await sold("apron");
    await page.getByRole("button", { name: "Take $27.00 cash" }).click();
    await page.getByRole("alert").filter({ hasText: "Apron is sold out" }).waitFor();
    await page.getByRole("button", { name: "Back" }).click();
    await checkLine(page, "Apron").waitFor();
    await store.ask("PUT", "/api/menu-items/apron", { stock: null });
    await page.getByRole("button", { name: "Pay", exact: true }).click();
    await page.getByRole("button", { name: "Take $27.00 cash" }).click();
    await page.getByRole("heading", { name: "Paid", exact: true }).waitFor();
    expect(await lastPaid()).toMatchObject({ total: 2700, due: 0 });
  });

  test("without the box cash is taken all the same, and the box knows of the sale once when it is back", async () => {
    const page = await atCounter();
    await scan(page, "4006381333931");
    await page.getByRole("button", { name: "Pay", exact: true }).click();
    await page.context().setOffline(true);
    await page.getByRole("button", { name: /^\$20/ }).click();
    await page.getByRole("button", { name: "Take $20.00 cash" }).click();
    await page.getByRole("heading", { name: "Sold", exact: true }).waitFor();
    expect(await page.getByRole("region", { name: "Sold" }).innerText()).toMatch(/Change\s+\$4\.88/);
    await page.getByRole("button", { name: "Next sale" }).click();
    await page.getByText("Nothing in the basket yet").waitFor();
    await page.context().setOffline(false);
    await page.getByText("Connected", { exact: true }).waitFor({ timeout: 20_000 });
    await expect
      .poll(async () => (await lastPaid())?.items.map(({ name }) => name), { timeout: 10_000 })
      .toEqual(["Olive oil"]);
    expect((await lastPaid())?.payments).toMatchObject([{ method: "cash", tendered: 2000, change: 488 }]);
  });

  test("points go to the customer whose sale it is", async () => {
    await store.ask("POST", "/api/customers", { id: "c-shop", name: "Guest Shop", phone: "030 555 0101" });
    const page = await atCounter();
    await scan(page, "4006381333931");
    await page.getByRole("button", { name: "Customer", exact: true }).click();
    await page.getByRole("searchbox", { name: "Telephone or name" }).fill("Shop");
    await page.getByRole("button", { name: /Guest Shop/ }).click();
    await page.locator(".ui-check").getByText("Guest Shop").waitFor();
    await page.getByRole("button", { name: "Pay", exact: true }).click();
    await page.getByRole("button", { name: /^Take/ }).click();
    await page.getByRole("heading", { name: "Paid", exact: true }).waitFor();
    expect((await lastPaid())?.customerId).toBe("c-shop");
  });
});

describe("exchanging goods", () => {
  test("goods of an old receipt go back for dearer ones, and only the difference is paid", async () => {
    const old = await sold("olive-oil", 2);
    const page = await atCounter();
    await page.getByRole("button", { name: "Exchange", exact: true }).click();
    await page.getByLabel("Number of the receipt").fill("R9-999999");
    await page.getByRole("button", { name: "Find it" }).click();
    await page.getByText("There is no receipt R9-999999.").waitFor();
    await page.getByLabel("Number of the receipt").fill((old.receiptNumber ?? "").toLowerCase());
    await page.getByRole("button", { name: "Find it" }).click();
    const returns = page.getByRole("dialog", { name: "What comes back" });
    await returns.getByRole("button", { name: "Take it back" }).click();
    await returns.getByText("choose at least one").waitFor();
    await returns.getByRole("button", { name: "One more, Olive oil" }).click();
    await returns.getByRole("checkbox", { name: "Faulty" }).click();
    await returns.getByRole("button", { name: "Take it back" }).click();
    await page.getByRole("region", { name: "Comes back" }).getByText("Olive oil").waitFor();
    await scan(page, "4012345678901");
    await expect.poll(() => total(page).innerText()).toBe("$11.88");
    await page.locator(".ui-check").getByRole("button", { name: "Exchange" }).click();
    const settle = page.getByRole("dialog", { name: "Settle the difference" });
    await settle.getByText("$11.88 to pay").waitFor();
    await settle.getByLabel("Cash received").fill("20");
    await settle.getByText("Change $8.12").waitFor();
    await settle.getByRole("button", { name: "Take $11.88" }).click();
    await page.getByText("Your role may not do this: refund payments").waitFor();
    await approve(page);
    await page.getByRole("heading", { name: "Exchanged" }).waitFor();
    expect(await page.getByRole("region", { name: "Exchanged" }).innerText()).toMatch(/Change\s+\$8\.12/);
    expect(await store.ask("GET", `/api/orders/${old.id}`)).toMatchObject({ refunded: 1512 });
    const sale = await lastPaid();
    expect(sale).toMatchObject({ total: 2700, due: 0 });
    await page.getByText(`receipt ${sale?.receiptNumber}`).waitFor();
  });

  test("cheaper ones give money back, from the check itself", async () => {
    const old = await sold("apron");
    const page = await atCounter(pins.manager);
    await page.goto(`${store.url}/pos/order/${old.id}`);
    await page.getByRole("button", { name: "Exchange goods" }).click();
    await page.getByRole("button", { name: "One more, Apron" }).click();
    await page.getByRole("checkbox", { name: "Wrong size" }).click();
    await page.getByRole("button", { name: "Take it back" }).click();
    // While its sheet is open the keys are not the scanner's.
    await page.getByRole("dialog", { name: "What comes back" }).waitFor({ state: "detached" });
    await scan(page, "4006381333931");
    await page.locator(".ui-check").getByText("To give back").waitFor();
    await expect.poll(() => total(page).innerText()).toBe("$11.88");
    await page.locator(".ui-check").getByRole("button", { name: "Exchange" }).click();
    await page.getByText("Give $11.88 out of the drawer.").waitFor();
    await page.getByRole("button", { name: "Give $11.88 back" }).click();
    expect(await page.getByRole("region", { name: "Exchanged" }).innerText()).toMatch(/Give back\s+\$11\.88/);
    expect(await store.ask("GET", `/api/orders/${old.id}`)).toMatchObject({ refunded: 2700 });
  });
});

describe("every screen of the counter", () => {
  test.each(shapes)(
    "%s is readable, has targets for fingers and scrolls nothing sideways",
    async (_name, size, colorScheme) => {
      const old = await sold("apron");
      const page = await atCounter(pins.manager, size, { colorScheme });
      const { look, found } = inspect(page);
      const up = async (): Promise<void> => {
        if (size === phone) await page.locator(".ui-check-bar").click();
      };
      await look("empty basket");
      await scan(page, "4006381333931");
      await look("sale");
      await up();
      await checkLine(page, "Olive oil").waitFor();
      await look("basket");
      await page.getByRole("button", { name: "Pay", exact: true }).click();
      await look("pay");
      await page.getByRole("button", { name: /^Take \$/ }).click();
      await page.getByRole("heading", { name: "Paid", exact: true }).waitFor();
      await look("paid");
      await page.getByRole("button", { name: "Next sale" }).click();
      await page.getByRole("button", { name: "Exchange", exact: true }).click();
      await page.getByLabel("Number of the receipt").fill(old.receiptNumber ?? "");
      await look("receipt");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "One more, Apron" }).click();
      await page.getByRole("checkbox", { name: "Wrong size" }).click();
      await look("returns");
      await page.getByRole("button", { name: "Take it back" }).click();
      await scan(page, "4006381333931");
      await look("exchange");
      await up();
      await page.locator(".ui-check").getByRole("button", { name: "Exchange" }).click();
      await page.getByText(/out of the drawer/).waitFor();
      await look("settle");
      await page.getByRole("button", { name: /^Give \$/ }).click();
      await page.getByRole("heading", { name: "Exchanged" }).waitFor();
      await look("exchanged");
      expect(found).toEqual([]);
    },
  );
});
