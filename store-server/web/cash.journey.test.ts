import type { DayReport } from "@tillbox/shared/contract/day.ts";
import { describe, expect, test } from "vitest";
import { inTrattoria } from "./testing/in-trattoria.ts";
import { faultsOf } from "./testing/looking.ts";
import { pins } from "./testing/trattoria.ts";
import { phone, tablet } from "./testing/waiter.ts";

/* A box of its own, and a manager at the till in a real Chromium. */

const { store, onShift } = inTrattoria();

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

describe("the drawer", () => {
  test("is opened with a float, takes a payout, is counted blind and closed", async () => {
    const { page } = await onShift(pins.manager);
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
    const { page } = await onShift(pins.manager);
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
      expect(await faultsOf(page)).toEqual([]);
    }
  });
});
