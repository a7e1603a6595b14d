import type { Category, MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { openShots } from "../../../../scripts/journey/shots.ts";
import { inTrattoria } from "../../testing/in-trattoria.ts";
import { faultsOf } from "../../testing/looking.ts";
import { pins } from "../../testing/trattoria.ts";
import { checkLine, goTo, phone, seat, tablet, tile, upright } from "../../testing/waiter.ts";

const shoot = openShots("editing");
const { store, onShift } = inTrattoria();

const toMenu = async (page: Page, part?: string): Promise<void> => {
  await goTo(page, "Menu");
  if (part) await page.getByRole("tab", { name: part }).click();
};
/** The sheet on top: one that opened from another lies inside it. */
const top = (page: Page) => page.locator("dialog[open]").last();
const press = (page: Page, name: string): Promise<void> =>
  top(page).getByRole("button", { name, exact: true }).click();

describe("a manager", () => {
  test("makes a group of options with a question inside, and a waiter orders with it", async () => {
    const { page: waiter } = await onShift(pins.waiter);
    const { page } = await onShift(pins.manager);
    await toMenu(page);
    await page.getByRole("button", { name: /^Branzino/ }).click();
    await press(page, "Add a group of options");
    await press(page, "Done");
    await page.getByText("Say what is chosen here, like Sauce.").waitFor();
    await top(page).getByLabel("What is chosen", { exact: true }).fill("Side");
    await top(page).getByLabel("Option 1", { exact: true }).fill("Fries");
    await top(page).getByLabel("Price of option 1").fill("3.00");
    await page.getByLabel("Option 2", { exact: true }).fill("Fries");
    await page.getByText("This name is there already.").waitFor();
    await page.getByLabel("Option 2", { exact: true }).fill("No side");
    await page.getByText("Waiters read: choose one.").waitFor();
    await press(page, "Ask something more with Fries");
    await top(page).getByLabel("What is chosen", { exact: true }).fill("Dip");
    await top(page).getByLabel("Option 1", { exact: true }).fill("Aioli");
    await top(page).getByLabel("Price of option 1").fill("0.80");
    await press(page, "Take option 2 out");
    await shoot(page, "group-inside");
    await press(page, "Done");
    await page.getByText("choose one: Aioli").waitFor();
    await shoot(page, "group");
    await press(page, "Done");
    await page.getByText("choose one: Fries, No side").waitFor();
    await page
      .getByLabel("Take over a group of another item")
      .selectOption({ label: "Sauce of Ribeye 300 g" });
    await page.getByText("up to 2: Peppercorn").waitFor();
    await shoot(page, "item-options");
    await press(page, "Save");
    await page.getByText("Branzino is changed everywhere").waitFor();

    await seat(waiter, "1", 2);
    await waiter.getByRole("button", { name: "Mains" }).click();
    await tile(waiter, "Branzino").click();
    await waiter.getByRole("radio", { name: /Fries/ }).click();
    await waiter.getByRole("radio", { name: /Aioli/ }).click();
    await waiter.getByRole("checkbox", { name: /Béarnaise/ }).click();
    await waiter.getByRole("button", { name: "Add 34.80" }).click();
    await checkLine(waiter, "Branzino").waitFor();
    const total = async () =>
      (await store.ask<{ items: Order[] }>("GET", "/api/orders/active")).items.find(
        ({ tableId }) => tableId === "table-1",
      )?.subtotal;
    await expect.poll(total).toBe(3480);
  });

  test("gives an item sizes, and a combo its parts", async () => {
    const { page } = await onShift(pins.manager);
    await toMenu(page);
    await page.getByRole("button", { name: /^Mineral water/ }).click();
    await page.getByRole("button", { name: /^Sizes/ }).click();
    await page.getByLabel("Size 1", { exact: true }).fill("Small");
    await page.getByLabel("Price of size 1").fill("3.50");
    await press(page, "Done");
    await page.getByText("Give it a name, like Large.").waitFor();
    await page.getByText("Enter its price.").waitFor();
    await shoot(page, "sizes");
    await page.getByLabel("Size 2", { exact: true }).fill("Large");
    await page.getByLabel("Price of size 2").fill("6.50");
    await press(page, "Done");
    await press(page, "Save");
    await page.getByRole("button", { name: /^Mineral water Small 3.50, Large 6.50/ }).waitFor();
    await page.getByRole("button", { name: /^Mineral water/ }).click();
    await page.getByLabel("Count of").selectOption({ label: "Large" });
    await page.getByLabel("Nobody counts it").fill("6");
    await press(page, "Count");
    await page.getByLabel("6 left").waitFor();
    await shoot(page, "stock-of-size");
    const [small, six] = (await store.ask<MenuItem>("GET", "/api/menu-items/water")).variants;
    expect([small?.stock, six?.stock]).toEqual([undefined, 6]);
    await press(page, "Cancel");

    await page.getByRole("button", { name: "New item" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Lunch menu");
    await page.getByLabel("Price", { exact: true }).fill("19.00");
    await page.getByRole("button", { name: /^Combo/ }).click();
    await page.getByLabel("Part 1", { exact: true }).fill("Starter");
    await page.getByLabel("What comes as part 1").selectOption({ label: "Green salad" });
    await page.getByLabel("Or instead, in part 1").selectOption({ label: "Tomato soup" });
    await page.getByLabel("More for it").last().fill("1.50");
    await press(page, "Done");
    await page.getByText("Add at least one item.").waitFor();
    await page.getByLabel("Part 2", { exact: true }).fill("Drink");
    await page.getByLabel("What comes as part 2").selectOption({ label: "Mineral water" });
    await page.getByLabel("Size of Mineral water").selectOption({ label: "Small" });
    await shoot(page, "combo-parts");
    await press(page, "Done");
    await page.getByText("Starter (2), Drink (1)").waitFor();
    await press(page, "Save");
    await page.getByRole("button", { name: /^Lunch menu/ }).waitFor();
    const { items } = await store.ask<{ items: MenuItem[] }>("GET", "/api/menu-items?limit=500");
    const combo = items.find(({ name }) => name === "Lunch menu");
    const [, large] = items.find(({ id }) => id === "water")?.variants ?? [];
    expect(large).toMatchObject({ name: "Large", price: 650 });
    expect(combo).toMatchObject({ price: 1900, taxClassId: "food", stations: ["kitchen"] });
    expect(
      combo?.parts?.map(({ name, choices }) => [name, choices.map(({ surcharge }) => surcharge)]),
    ).toEqual([
      ["Starter", [0, 150]],
      ["Drink", [0]],
    ]);
  });

  test("adds a time of the week and a happy hour in it, and the waiter sells at its price", async () => {
    const { page: waiter } = await onShift(pins.waiter);
    await seat(waiter, "2", 2);
    await waiter.getByRole("button", { name: "Coffee" }).click();
    await tile(waiter, "Espresso").getByText("3.20").waitFor();
    const { page } = await onShift(pins.manager);
    await toMenu(page, "Times and prices");
    expect(await page.getByRole("button", { name: "New price" }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "New time" }).click();
    await press(page, "Save");
    await page.getByText("Give it a name, like Lunch.").waitFor();
    await page.getByLabel("Name", { exact: true }).fill("All week");
    await top(page).getByRole("checkbox", { name: "Sat" }).click();
    await top(page).getByRole("checkbox", { name: "Sun" }).click();
    await page.getByLabel("From").fill("06:00");
    await page.getByLabel("Until").fill("06:00");
    await page.getByText("every day, the whole day.").waitFor();
    await shoot(page, "daypart");
    await press(page, "Save");
    await page.getByRole("button", { name: /All week/ }).waitFor();
    await page.getByRole("button", { name: "New price" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Happy hour");
    await press(page, "Save");
    await page.getByText("choose at least one time").waitFor();
    await page.getByText("choose a category or an item").waitFor();
    await page.getByLabel("Off the price").fill("50");
    await top(page)
      .getByRole("checkbox", { name: /All week/ })
      .click();
    await top(page).getByRole("checkbox", { name: "Coffee" }).click();
    await page.getByLabel("For an item").selectOption({ label: "Tomato soup" });
    await shoot(page, "price-rule");
    await press(page, "Save");
    await page.getByText("50 % off · All week · Coffee, Tomato soup").waitFor();
    await shoot(page, "times");
    await tile(waiter, "Espresso").getByText("1.60").waitFor();
    await page.getByRole("button", { name: /Happy hour/ }).click();
    expect(
      await top(page)
        .getByRole("button", { name: /^Remove/ })
        .count(),
    ).toBe(0);
    await top(page)
      .getByRole("switch", { name: /In force/ })
      .click();
    await press(page, "Save");
    await tile(waiter, "Espresso").getByText("3.20").waitFor();
    await page
      .getByRole("button", { name: /All week/ })
      .first()
      .click();
    await press(page, "Remove All week");
    await press(page, "Yes, remove it");
    await page.getByText("Happy hour goes by this daypart. Change that first.").waitFor();
  });

  test("taxes takeaway otherwise, and the box takes the other rate", async () => {
    const { page } = await onShift(pins.manager);
    await toMenu(page, "Taxes");
    await page.getByRole("button", { name: /^Tax/ }).click();
    await top(page)
      .getByRole("switch", { name: /Takeaway/ })
      .click();
    await press(page, "Save");
    await page.getByText("Say what it is called on the receipt.").waitFor();
    await page.getByLabel("Tax 1, takeaway", { exact: true }).fill("Reduced");
    await page.getByLabel("Rate of tax 1, takeaway").fill("5");
    await shoot(page, "tax");
    await press(page, "Save");
    await page.getByText("8 % on top; Takeaway 5 %").waitFor();
    await shoot(page, "taxes");
    const items = [{ menuItemId: "burrata", quantity: 2 }];
    const away = await store.ask<Order>("POST", "/api/orders", { type: "takeaway", items });
    const here = await store.ask<Order>("POST", "/api/orders", { type: "dine-in", items });
    expect([away.taxTotal, here.taxTotal]).toEqual([145, 232]);
  });

  test("makes a category inside another one, limits it, and moves it up", async () => {
    const { page } = await onShift(pins.manager);
    await toMenu(page, "Categories");
    await page.getByRole("button", { name: "New category" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Red wine");
    await page.getByLabel("Inside").selectOption({ label: "Wine" });
    await top(page).getByRole("radio", { name: "Plum" }).click();
    await top(page).getByRole("checkbox", { name: "Dine-in" }).click();
    await shoot(page, "category");
    await press(page, "Save");
    await page.getByText("0 items · only Dine-in").waitFor();
    await page.getByRole("button", { name: "Show Pizza earlier" }).click();
    const names = async () =>
      (await page.locator(".pos-group-row .ui-list-row").allInnerTexts()).map((text) => text.split("\n")[0]);
    await expect.poll(async () => (await names()).slice(0, 2)).toEqual(["Pizza", "Starters"]);
    await shoot(page, "categories");
    await page.getByRole("button", { name: /^Wine/ }).click();
    await press(page, "Show Chianti earlier");
    const first = async () => top(page).locator(".pos-menu-order .ui-list-row").first().innerText();
    await expect.poll(first).toContain("Chianti");
    await press(page, "Remove Wine");
    await press(page, "Yes, remove it");
    await page.getByText(/is in this category. Move it first./).waitFor();
    const { items } = await store.ask<{ items: Category[] }>("GET", "/api/categories?limit=500");
    expect(items.find(({ name }) => name === "Red wine")).toMatchObject({
      parentId: "wine",
      color: "#7a3f73",
      orderTypes: ["dine-in"],
    });
  });

  test("finds every sheet readable and large enough, on every size, in the dark and from right to left", async () => {
    for (const [name, viewport, colorScheme, dir] of [
      ["tablet", tablet, "light", "rtl"],
      ["upright", upright, "dark", "ltr"],
      ["phone", phone, "light", "ltr"],
    ] as const) {
      const { page } = await onShift(pins.manager, viewport, { colorScheme });
      await page.evaluate((way) => document.documentElement.setAttribute("dir", way), dir);
      const look = async (shot: string): Promise<void> => {
        expect(await faultsOf(page)).toEqual([]);
        await shoot(page, `${shot}-${name}`);
      };
      await toMenu(page);
      await page.getByRole("button", { name: /^Ribeye/ }).click();
      await page.getByRole("button", { name: /^Cooked/ }).scrollIntoViewIfNeeded();
      await look("menu-item");
      await page.getByRole("button", { name: /^Sauce/ }).click();
      await top(page).getByLabel("Option 3", { exact: true }).waitFor();
      await look("menu-group");
      await press(page, "Cancel");
      await press(page, "Cancel");
      for (const [tab, row] of [
        ["Categories", /^Desserts/],
        ["Times and prices", /^Happy hour/],
        ["Taxes", /^Tax/],
      ] as const) {
        await page.getByRole("tab", { name: tab }).click();
        const entry = page.locator(".pos-menu-groups").getByRole("button", { name: row });
        await entry.waitFor();
        await look(tab);
        await entry.click();
        await top(page).waitFor();
        await look(`${tab}-sheet`);
        await press(page, "Cancel");
      }
    }
  });
});
