import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Order } from "@tillbox/shared/contract/order.ts";
import { describe, expect, test } from "vitest";
import { openShots } from "../../../../scripts/journey/shots.ts";
import { inTrattoria } from "../../testing/in-trattoria.ts";
import { faultsOf } from "../../testing/looking.ts";
import { pins } from "../../testing/trattoria.ts";
import { checkLine, goTo, phone, seat, tile, total } from "../../testing/waiter.ts";

const shoot = openShots("menu");
const { store, onShift } = inTrattoria({
  prepare: async (store) => {
    const dip = {
      id: "dip",
      name: "Dip",
      min: 1,
      max: 1,
      options: [{ id: "aioli", name: "Aioli", price: 80 }],
    };
    const options = [
      { id: "fries", name: "Fries", price: 300, modifierGroups: [dip] },
      { id: "no-side", name: "No side", price: 0 },
    ];
    const modifierGroups = [{ id: "side", name: "Side", min: 1, max: 1, options }];
    await store.ask("POST", "/api/menu-items", {
      id: "burger",
      name: "Burger",
      categoryId: "mains",
      price: 1200,
      modifierGroups,
    });
    const parts = [
      { id: "main", name: "Main", choices: [{ menuItemId: "burger" }] },
      {
        id: "starter",
        name: "Starter",
        choices: [{ menuItemId: "burrata" }, { menuItemId: "carpaccio", surcharge: 200 }],
      },
    ];
    await store.ask("POST", "/api/menu-items", {
      id: "lunch",
      name: "Lunch menu",
      categoryId: "mains",
      price: 1900,
      parts,
    });
  },
});

describe("a waiter", () => {
  test("sells a combo: its parts, an option inside an option, one price, and all of it goes together", async () => {
    const { page } = await onShift(pins.waiter);
    await seat(page, "4", 2);
    await page.getByRole("button", { name: "Mains" }).click();
    await tile(page, "Lunch menu").click();
    await page.getByRole("button", { name: "Add 19.00" }).click();
    expect(await page.getByText("choose one", { exact: true }).count()).toBeGreaterThanOrEqual(2);
    await page.getByRole("radio", { name: /Beef carpaccio/ }).click();
    await page.getByRole("radio", { name: /Fries/ }).click();
    await page
      .getByRole("group", { name: /Fries: Dip/ })
      .or(page.getByRole("radiogroup", { name: /Fries: Dip/ }))
      .waitFor();
    await page.getByRole("radio", { name: /Aioli/ }).click();
    await shoot(page, "combo");
    await page.getByRole("button", { name: "Add 24.80" }).click();
    await checkLine(page, "Burger").getByText("Lunch menu").waitFor();
    await checkLine(page, "Beef carpaccio").waitFor();
    // Each part in its own class: 8 % on the starter's 12.00, and none on the burger, which has no class in this store.
    expect(await total(page).innerText()).toBe("$25.76");
    const order = async () =>
      (await store.ask<{ items: Order[] }>("GET", "/api/orders/active")).items.find(
        ({ tableId }) => tableId === "table-4",
      );
    await expect.poll(async () => (await order())?.subtotal).toBe(2480);
    await checkLine(page, "Beef carpaccio").click();
    await page.getByText("Part of Lunch menu").waitFor();
    await page.getByRole("button", { name: "Void", exact: true }).click();
    await page.getByRole("heading", { name: "Void Lunch menu" }).waitFor();
    await page.getByText("Entered wrongly").click();
    await page.getByRole("button", { name: "Void it" }).click();
    await expect.poll(async () => (await order())?.items.length).toBe(0);
    await page.getByText("Nothing ordered yet").waitFor();
  });

  test("sees the price of the hour, and nothing that is not sold now", async () => {
    const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    await store.ask("POST", "/api/dayparts", {
      id: "always",
      name: "All day",
      days,
      from: "00:00",
      to: "00:00",
    });
    const rule = {
      id: "half",
      name: "Happy hour",
      dayparts: ["always"],
      menuItems: ["burger"],
      percentOff: "50",
    };
    await store.ask("POST", "/api/price-rules", rule);
    await store.ask("PUT", "/api/menu-items/ribeye", { orderTypes: ["takeaway"] });
    const { page } = await onShift(pins.waiter);
    await seat(page, "5", 2);
    await page.getByRole("button", { name: "Mains" }).click();
    await tile(page, "Burger").getByText("6.00").waitFor();
    expect(await tile(page, "Ribeye").count()).toBe(0);
    await tile(page, "Burger").click();
    await page.getByText("6.00 · Happy hour").waitFor();
    await page.getByRole("radio", { name: "No side" }).click();
    await page.getByRole("button", { name: "Add 6.00" }).click();
    await checkLine(page, "Burger").getByText("Happy hour").waitFor();
    await store.ask("PUT", "/api/price-rules/half", { active: false });
    await tile(page, "Burger").getByText("12.00").waitFor();
  });
});

describe("a manager", () => {
  test("counts an item, takes it off and changes its price, and every tablet knows", async () => {
    const [boss, waiter] = [await onShift(pins.manager), await onShift(pins.waiter)];
    await seat(waiter.page, "6", 2);
    const { page } = boss;
    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("button", { name: /^Bruschetta/ }).click();
    await page.getByLabel("Nobody counts it").fill("2");
    await page.getByRole("button", { name: "Count", exact: true }).click();
    await page.getByLabel("2 left").waitFor();
    await tile(waiter.page, "Bruschetta").getByText("2 left").waitFor();
    await page.getByLabel("Price", { exact: true }).fill("12.50");
    await page.getByRole("button", { name: "Save" }).click();
    await tile(waiter.page, "Bruschetta").getByText("12.50").waitFor();
    await page.getByRole("button", { name: /^Bruschetta/ }).click();
    await page.getByRole("switch", { name: /On the menu/ }).click();
    await waiter.page.locator(".ui-tile[data-sold-out]", { hasText: "Bruschetta" }).waitFor();
    await page.getByRole("switch", { name: /Off the menu/ }).click();
    await tile(waiter.page, "Bruschetta").getByText("2 left").waitFor();
    const bruschetta = await store.ask("GET", "/api/menu-items/bruschetta");
    expect(bruschetta).toMatchObject({ price: 1250, stock: 2, available: true });
  });

  test("drafts a change, sees the difference, and publishes it", async () => {
    const { page } = await onShift(pins.manager);
    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("button", { name: /^Caprese/ }).click();
    await page.getByLabel("Price", { exact: true }).fill("99.00");
    await page.getByLabel("Takes effect").selectOption({ label: "With a new draft" });
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("tab", { name: "Drafts" }).click();
    await page.getByText("99.00").waitFor();
    await shoot(page, "drafts");
    await page.getByLabel("First business day").fill("2099-01-01");
    await page.getByRole("button", { name: "Publish for 2099-01-01" }).click();
    await page.getByText("Waits for 2099-01-01").waitFor();
    await page.getByRole("button", { name: "Back to a draft" }).click();
    await page.getByRole("button", { name: "Publish at once" }).click();
    await page.getByText(/In force since/).waitFor();
    expect((await store.ask<{ price: number }>("GET", "/api/menu-items/caprese")).price).toBe(9900);
  });

  test("takes the menu out as a table, and brings it back when it has no mistake", async () => {
    const { page } = await onShift(pins.manager);
    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("tab", { name: "Import and export" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as a table" }).click();
    const text = readFileSync(await (await download).path(), "utf8");
    expect(text).toContain("Tomato soup");
    const file = join(mkdtempSync(join(tmpdir(), "tillbox-menu-")), "menu.csv");
    const choose = async (content: string): Promise<void> => {
      writeFileSync(file, content);
      await page.getByLabel("Table of the menu").setInputFiles(file);
    };
    await choose("id,price\nsoup,much\n");
    await page.getByText("Row 2, price").waitFor();
    await shoot(page, "import");
    expect(await page.getByRole("button", { name: "Import it" }).count()).toBe(0);
    await choose("id,price\nsoup,8.75\n");
    await page.getByText("0 new, 1 changed, 0 as they are.").waitFor();
    await page.getByRole("button", { name: "Import it" }).click();
    await page.getByText("Imported: 0 new, 1 changed").waitFor();
    expect((await store.ask<{ price: number }>("GET", "/api/menu-items/soup")).price).toBe(875);
  });

  test("finds all of it readable and large enough, on a tablet and on a phone", async () => {
    for (const viewport of [undefined, phone]) {
      const { page } = await onShift(pins.manager, viewport);
      await goTo(page, "Menu");
      await page.getByRole("button", { name: /^Tomato soup/ }).waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await shoot(page, `items-${viewport ? "phone" : "tablet"}`);
      await page.getByRole("button", { name: /^Tomato soup/ }).click();
      await page.getByLabel("Price", { exact: true }).waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await shoot(page, `editor-${viewport ? "phone" : "tablet"}`);
    }
  });
});
