import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchChromium } from "../../../scripts/chromium.ts";
import { buildScreens, type ServerProcess, startServer } from "../../../scripts/server-process.ts";
import { paleTexts, smallTargets } from "../../../shared/ui/gallery/probes.ts";
import { fillBox, type TestBox } from "./testing-box.ts";

/* A box of its own in a process of its own, and a real Chromium as the screen on the kitchen's wall. */

const landscape = { width: 1280, height: 800 };
const portrait = { width: 800, height: 1280 };

let browser: Browser;
let server: ServerProcess;
let box: TestBox;
let context: BrowserContext;
let page: Page;
const complaints: string[] = [];

const ticket = (title: string): Locator => page.getByRole("article", { name: title, exact: true });
const line = (title: string, dish: string): Locator => ticket(title).getByRole("button", { name: dish });
const done = (title: string): Locator => ticket(title).getByRole("button", { name: /^Done/ });
const statuses = async (id: string): Promise<string[]> =>
  (await box.order(id)).items.map(({ status }) => status);

const openPage = async (): Promise<void> => {
  context = await browser.newContext({ viewport: landscape });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("ERR_INTERNET_DISCONNECTED"))
      complaints.push(message.text());
  });
  page.on("request", (request) => {
    const { host } = new URL(request.url());
    if (host !== new URL(box.url).host) complaints.push(`asked ${host}`);
  });
};

/** A screen that is paired and shows the hot kitchen. */
const openKitchen = async (): Promise<void> => {
  await page.goto(`${box.url}/kitchen/`);
  await page.getByRole("heading", { name: "Enter the pairing code" }).waitFor();
  await page.keyboard.type(await box.pairingCode());
  await page.getByRole("button", { name: "Hot kitchen" }).click();
  await page.getByText("Connected").waitFor();
};

/** Leaves nothing to cook for the next test. */
const clearKitchen = async (): Promise<void> => {
  const { items } = await box.call<{ items: { id: string; version: number }[] }>(
    "GET",
    "/api/orders/active?limit=500",
  );
  for (const { id } of items) await box.call("DELETE", `/api/orders/${id}`, { reason: "end of the test" });
};

beforeAll(async () => {
  buildScreens();
  server = await startServer("store-server", { RATE_LIMIT_MAX: "0" });
  box = await fillBox(server.url, server.lines);
  browser = await launchChromium();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});
beforeEach(openPage);
afterEach(async () => {
  await context.close();
  await clearKitchen();
  const found = complaints.splice(0);
  if (found.length > 0) throw new Error(`the page complained: ${found.join("; ")}`);
});

describe("a kitchen screen", () => {
  test("pairs by code, shows its station's dishes the moment they are sent, and remembers both", async () => {
    await openKitchen();
    await page.getByRole("heading", { name: "Nothing to cook" }).waitFor();
    await box.send(
      [
        { menuItemId: "burrata", quantity: 2, course: 1, modifiers: [{ optionId: "no-nuts" }] },
        { menuItemId: "soup", quantity: 1, course: 1, notes: "Allergy: celery, very hot" },
        { menuItemId: "spritz", quantity: 3 },
      ],
      { guests: 4 },
    );
    await ticket("T7").waitFor();
    const text = (await ticket("T7").innerText()).replaceAll(/\s+/g, " ");
    expect(text).toMatch(
      /^T7 Starters 00:\d\d 2 Burrata & peach no nuts 1 Tomato soup “very hot” ALLERGY: celery Done 1$/i,
    );
    expect(await page.getByRole("list", { name: "All day" }).innerText()).toMatch(
      /2\s*Burrata & peach\s*1\s*Tomato soup/,
    );

    await page.reload();
    await ticket("T7").waitFor();
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("Hot kitchen");
    await page.getByRole("button", { name: "Settings of this screen" }).click();
    await page.getByRole("radio", { name: "Bar", exact: true }).click();
    await page.keyboard.press("Escape");
    await line("T7", "Spritz").waitFor();
    expect(await line("T7", "Tomato soup").count()).toBe(0);
  });

  test("marks a ticket as done at once, keeps its place with Undo, and takes it back", async () => {
    await openKitchen();
    const { id } = await box.send([
      { menuItemId: "soup", quantity: 1 },
      { menuItemId: "bread", quantity: 2 },
    ]);
    await done("T7").click();
    await page.getByText("T7 done").waitFor();
    await expect.poll(() => statuses(id)).toEqual(["ready", "ready"]);
    await page.getByRole("button", { name: "Undo" }).click();
    await ticket("T7").waitFor();
    await expect.poll(() => statuses(id)).toEqual(["preparing", "preparing"]);
  });

  test("takes a dish off the menu and puts it back, without anybody signing in", async () => {
    await openKitchen();
    const soup = () => box.call<{ available: boolean }>("GET", "/api/menu-items/soup");
    await page.getByRole("button", { name: "Sold out" }).click();
    const sheet = page.getByRole("dialog", { name: "Sold out" });
    await sheet.getByLabel("Dish").fill("soup");
    await sheet.getByRole("button", { name: "86" }).click();
    await sheet.getByText("sold out", { exact: true }).waitFor();
    expect((await soup()).available).toBe(false);
    expect(await page.evaluate(paleTexts)).toEqual([]);
    await sheet.getByRole("button", { name: "Back on" }).click();
    await sheet.getByRole("button", { name: "86" }).waitFor();
    expect((await soup()).available).toBe(true);
    await sheet.getByLabel("Dish").fill("spritz");
    await sheet.getByText("No such dish at this station").waitFor();
  });

  test("a bump bar works it: 1 is done, U undoes, R twice recalls the latest", async () => {
    await openKitchen();
    const first = await box.send([{ menuItemId: "soup", quantity: 1 }]);
    await ticket("T7").waitFor();
    const second = await box.send([{ menuItemId: "bread", quantity: 1 }], { tableId: "table-12" });
    await ticket("T12").waitFor();
    await page.keyboard.press("2");
    await expect.poll(() => statuses(second.id)).toEqual(["ready"]);
    await page.keyboard.press("u");
    await expect.poll(() => statuses(second.id)).toEqual(["preparing"]);
    await page.keyboard.press("1");
    await expect.poll(() => statuses(first.id)).toEqual(["ready"]);
    await page.keyboard.press("r");
    await page.getByRole("dialog", { name: "Recall" }).getByText("Tomato soup").waitFor();
    await page.keyboard.press("r");
    await expect.poll(() => statuses(first.id)).toEqual(["preparing"]);
    await ticket("T7").waitFor();
  });

  test("a tap on a line does that dish, another brings it back, the last one does the ticket", async () => {
    await openKitchen();
    const { id } = await box.send([
      { menuItemId: "soup", quantity: 1 },
      { menuItemId: "bread", quantity: 1 },
    ]);
    await line("T7", "Tomato soup").click();
    await expect.poll(() => statuses(id)).toEqual(["ready", "sent"]);
    expect(await line("T7", "Tomato soup").getAttribute("aria-pressed")).toBe("true");
    await line("T7", "Tomato soup").click();
    await expect.poll(() => statuses(id)).toEqual(["preparing", "sent"]);
    await line("T7", "Tomato soup").click();
    await line("T7", "Focaccia").click();
    await page.getByText("T7 done").waitFor();
    await expect.poll(() => statuses(id)).toEqual(["ready", "ready"]);
  });

  test("a dish that joins later hangs by itself and is new; one taken back is struck until it is seen", async () => {
    await openKitchen();
    const { id, items } = await box.send([
      { menuItemId: "soup", quantity: 1 },
      { menuItemId: "burrata", quantity: 1 },
    ]);
    await ticket("T7").waitFor();
    await box.call("POST", `/api/orders/${id}/items`, {
      items: [{ menuItemId: "bread", quantity: 1 }],
      send: true,
    });
    await line("T7", "Focaccia New").waitFor();
    expect(await ticket("T7").count()).toBe(2);
    await box.call("DELETE", `/api/orders/${id}/items/${items[0]?.id}`, { reason: "guest left" });
    await line("T7", "Tomato soup Void").waitFor();
    await page.reload();
    await line("T7", "Tomato soup Void").click();
    await line("T7", "Tomato soup Void").waitFor({ state: "detached" });
    await page.reload();
    await line("T7", "Burrata").waitFor();
    expect(await line("T7", "Tomato soup").count()).toBe(0);
  });

  test("an order that was cancelled while the screen was away is shown until somebody saw it", async () => {
    await openKitchen();
    const { id } = await box.send([{ menuItemId: "soup", quantity: 1 }]);
    await ticket("T7").waitFor();
    await page.goto("about:blank");
    await box.call("DELETE", `/api/orders/${id}`, { reason: "wrong table" });
    await page.goto(`${box.url}/kitchen/`);
    await ticket("T7").getByText("Cancelled").waitFor();
    await ticket("T7").getByRole("button", { name: /^Seen/ }).click();
    await page.getByText("T7 done").waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Nothing to cook" }).waitFor();
    expect(await ticket("T7").count()).toBe(0);
  });

  test("without the box a bump waits, says so, and arrives once when the box is back", async () => {
    await openKitchen();
    const { id } = await box.send([{ menuItemId: "soup", quantity: 1 }]);
    await ticket("T7").waitFor();
    await context.setOffline(true);
    await done("T7").click();
    await page.getByText(/(Reconnecting|Offline), 1 unsent/).waitFor();
    expect(await statuses(id)).toEqual(["sent"]);
    await context.setOffline(false);
    await expect.poll(() => statuses(id)).toEqual(["ready"]);
    await page.getByText("Connected", { exact: true }).waitFor();
    const { items } = await box.call<{ items: { type: string }[] }>("GET", `/api/orders/${id}/timeline`);
    expect(items.filter(({ type }) => type === "LinesMoved")).toHaveLength(1);
  });

  test("a bump that the box refuses comes back and says why", async () => {
    await openKitchen();
    const { id } = await box.send([{ menuItemId: "soup", quantity: 1 }]);
    await ticket("T7").waitFor();
    await page.route("**/sync/process", (route) => {
      const { changes } = route.request().postDataJSON() as { changes: { changeId: string }[] };
      const results = changes.map(({ changeId }) => ({
        changeId,
        status: "conflict",
        entityId: id,
        version: 1,
        problem: { type: "x", title: "Conflict", status: 409, code: "conflict", detail: "It was merged." },
      }));
      return route.fulfill({ json: { results, changes: [], syncVersion: 1, epoch: 1, hasMore: false } });
    });
    await done("T7").click();
    await page.getByRole("alert").getByText("T7 is not done: It was merged.").waitFor();
    await ticket("T7").waitFor();
    expect(await statuses(id)).toEqual(["sent"]);
    expect(complaints).toEqual([]);
  });
});

describe("many tickets", () => {
  const places = (): Promise<Record<string, string>> =>
    page.evaluate(() => {
      const slots = document.querySelectorAll<HTMLElement>("[data-slot]");
      return Object.fromEntries(
        [...slots].map((slot) => {
          const { x, y } = slot.getBoundingClientRect();
          return [slot.dataset["slot"] ?? "", `${x},${y}`];
        }),
      );
    });

  test("lie on pages, the oldest first, and stay where they are while one is done", async () => {
    await openKitchen();
    for (let index = 0; index < 31; index += 1)
      await box.send([
        { menuItemId: "soup", quantity: 1 },
        ...(index % 3 === 0
          ? [{ menuItemId: "burrata", quantity: 2, modifiers: [{ optionId: "no-nuts" }] }]
          : []),
      ]);
    await page.getByText("31 tickets").waitFor();
    await page.emulateMedia({ reducedMotion: "reduce" });
    const before = await places();
    expect(Object.keys(before)).toHaveLength(31);
    await page.getByRole("button", { name: /^Done/ }).nth(2).click();
    await page.getByText("T7 done").waitFor();
    expect(await places()).toEqual(before);
    await page.getByText("T7 done").waitFor({ state: "detached" });
    expect(Object.keys(await places())).toHaveLength(30);

    const inSight = (): Promise<number> =>
      page
        .getByRole("article")
        .evaluateAll(
          (all) =>
            all.filter(
              (one) =>
                one.getBoundingClientRect().right <= innerWidth && one.getBoundingClientRect().left >= 0,
            ).length,
        );
    const onFirst = await inSight();
    const more = page.getByRole("button", { name: /newer tickets/ });
    expect(await more.getAttribute("aria-label")).toBe(`${30 - onFirst} newer tickets`);
    await page.keyboard.press("ArrowRight");
    await expect
      .poll(() => page.getByRole("button", { name: /older tickets/ }).getAttribute("aria-label"))
      .toBe(`${onFirst} older tickets`);
    await page.keyboard.press("Home");
    await expect.poll(inSight).toBe(onFirst);
  });
});

describe("any screen", () => {
  test("no size makes the page restless, also while tickets glide", async () => {
    await openKitchen();
    for (let index = 0; index < 9; index += 1)
      await box.send([
        { menuItemId: index % 2 === 0 ? "burrata" : "soup", quantity: 1 },
        { menuItemId: index % 3 === 0 ? "gnocchi" : "bread", quantity: 1 },
      ]);
    await page.getByText("9 tickets").waitFor();
    for (let height = 1000; height <= 1300; height += 12) {
      await page.setViewportSize({ width: 800, height });
      const heights = page.evaluate(async () => {
        const frame = (): Promise<number> =>
          new Promise((done) => {
            requestAnimationFrame(() => done(document.querySelector(".kitchen-foot")?.clientHeight ?? 0));
          });
        await frame();
        return [await frame(), await frame(), await frame()];
      });
      const [first, ...others] = await heights;
      expect(others).toEqual([first, first]);
    }
  });
});

describe("what is seen", () => {
  test.each([
    ["landscape", landscape],
    ["portrait", portrait],
  ])("%s: every text has contrast, every target is large, nothing leaves the screen", async (_name, size) => {
    await page.setViewportSize(size);
    await openKitchen();
    const { id, items } = await box.send(
      [
        { menuItemId: "burrata", quantity: 2, modifiers: [{ optionId: "no-nuts" }], notes: "no rush" },
        { menuItemId: "soup", quantity: 1 },
        { menuItemId: "bread", quantity: 1 },
      ],
      { notes: "nut allergy; birthday", tableId: "table-Bar2" },
    );
    await ticket("Bar 2").getByText("contains nuts").waitFor();
    await box.call("DELETE", `/api/orders/${id}/items/${items[1]?.id}`, { reason: "guest left" });
    await line("Bar 2", "Tomato soup Void").waitFor();
    await line("Bar 2", "Focaccia").click();
    await box.send([{ menuItemId: "soup", quantity: 1 }], {
      type: "takeaway",
      tableId: null,
      customerName: "Guest 12",
    });
    await page.getByText("Takeaway").waitFor();
    await page.keyboard.press("2");
    await page.getByText(/done$/).waitFor();
    expect(await page.evaluate(paleTexts)).toEqual([]);
    expect(await page.evaluate(smallTargets)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    const sizes = await page
      .locator(".ui-ticket-name")
      .evaluateAll((all) => all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize)));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(20);
  });
});
