import { readFile } from "node:fs/promises";
import type { FinalisedSale } from "@tillbox/shared/contract/order.ts";
import { businessDayOf } from "@tillbox/shared/time.ts";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchChromium } from "../scripts/chromium.ts";
import { buildScreens } from "../scripts/server-process.ts";
import { paleTexts, smallTargets } from "../shared/ui/gallery/probes.ts";
import { addOrganisation } from "./organisations.ts";
import { asSuperuser, openTestHub, type TestHub } from "./testing.ts";
import { enrolStore, postBatch, postJson } from "./testing-client.ts";
import { newJournal, saleOf, soldAt, type TestJournal } from "./testing-journal.ts";

/* A real hub on a real Postgres, boxes that send real batches, and a real Chromium. Each test has a chain of its own. */

const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const password = "a-long-password";

let hub: TestHub;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let chain = "";
let count = 0;
const complaints: string[] = [];

/** A zone in which it is early afternoon now, so that hours are over today and the day is far from its ends. */
const zone = (() => {
  const ahead = 14 - new Date().getUTCHours();
  return ahead === 0 ? "UTC" : `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
})();
const today = businessDayOf(Date.now(), zone, "04:00");
const weekBefore = businessDayOf(Date.now() - 7 * 86_400_000, zone, "04:00");
const lastDay = `last ${new Intl.DateTimeFormat("en", { weekday: "long", timeZone: "UTC" }).format(Date.parse(today))}`;

const sale = (total: number, businessDay: string, hour: number, change: Partial<FinalisedSale> = {}) => ({
  ...soldAt(saleOf(total, { businessDay, hour, currency: "USD", ...change })),
  at: new Date().toISOString(),
});

/** A store that enrolled with a code of this chain and sent these sales. */
const openStore = async (
  code: string,
  storeId: string,
  drafts: ReturnType<typeof sale>[],
  facts: object = {},
) => {
  const store = { storeName: storeId, currency: "USD", timeZone: zone, ...facts };
  const { body, status } = await enrolStore(hub.url, code, `${chain}-${storeId}`, store);
  expect(status).toBe(200);
  const journal = newJournal(`${chain}-${storeId}`);
  const send = async (more: ReturnType<typeof sale>[]): Promise<void> => {
    const from = journal.lines.length + 1;
    journal.append(...more);
    const batch = await journal.batch(from, more.length);
    expect((await postBatch(hub.url, String(body["token"]), batch)).status).toBe(200);
  };
  await send(drafts);
  return { journal, send } satisfies { journal: TestJournal; send: typeof send };
};

const newCode = async (storeName: string): Promise<string> => {
  const login = await postJson(`${hub.url}/api/auth/login`, { username: chain, password });
  const code = await postJson(
    `${hub.url}/api/stores/enrolment-codes`,
    { storeName },
    String(login.body["accessToken"]),
  );
  return String(code.body["code"]);
};

const signIn = async (): Promise<void> => {
  await page.goto(hub.url);
  await page.getByLabel("User name").fill(chain);
  await page.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Today" }).waitFor();
};

const figure = async (label: string): Promise<string[]> => {
  const text = await page.locator(".ui-stat", { hasText: label }).innerText();
  return text.split("\n").filter((line) => line.trim() !== "");
};
const rows = () => page.locator(".ui-data-table tbody tr");
const cells = (row: number): Promise<string[]> => rows().nth(row).locator("td").allInnerTexts();

beforeAll(async () => {
  buildScreens();
  hub = await openTestHub({ demo: false });
  browser = await launchChromium();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

beforeEach(async () => {
  count += 1;
  chain = `chain${count}`;
  await addOrganisation(
    hub.database,
    { name: chain },
    { name: "Owner 1", username: chain, password, role: "owner" },
  );
  context = await browser.newContext({ viewport: desktop, acceptDownloads: true, reducedMotion: "reduce" });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("request", (request) => {
    const { origin } = new URL(request.url());
    if (origin !== new URL(hub.url).origin && !request.url().startsWith("blob:"))
      complaints.push(`asked ${origin}`);
  });
});
afterEach(async () => {
  await context.close();
  const found = complaints.splice(0);
  if (found.length > 0) throw new Error(`the page complained: ${found.join("; ")}`);
});

describe("signing in", () => {
  test("a wrong password says so, the right one stays through a reload, and signing out ends it", async () => {
    await page.goto(hub.url);
    await page.getByLabel("User name").fill(chain);
    await page.getByLabel("Password").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("User name or password is wrong.").waitFor();
    // The browser says it when it comes to it.
    await expect.poll(() => complaints.length).toBeGreaterThan(0);
    expect(complaints.splice(0).every((text) => text.includes("401"))).toBe(true);
    await page.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Today" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Today" }).waitFor();
    await page.getByRole("button", { name: "Sign out" }).first().click();
    await page.getByLabel("Password").waitFor();
    await page.reload();
    await page.getByLabel("Password").waitFor();
  });
});

describe("the first store", () => {
  test("is added by a code, and its first sale appears by itself", async () => {
    await page.clock.install();
    await signIn();
    await page.getByText("No store has sent sales yet").waitFor();
    await page.getByRole("button", { name: "Add a store" }).click();
    await page.getByRole("button", { name: "Add a store" }).click();
    await page.getByLabel("Name of the store").fill("Harbour");
    await page.keyboard.press("Enter");
    const code = await page.locator("output").first().innerText();
    expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
    expect(await page.locator("output").last().innerText()).toBe(
      `HUB_URL=${hub.url}\nHUB_ENROLL_CODE=${code}`,
    );
    await page.getByRole("button", { name: "Done" }).click();

    const store = await openStore(code, "harbour", [sale(11_900, today, 12)]);
    await page.clock.fastForward(15_000);
    await page.getByRole("cell", { name: /Harbour/ }).waitFor();
    await page.getByRole("link", { name: "Today" }).click();
    await page.locator(".ui-stat").first().waitFor();
    expect(await figure("Net sales")).toEqual(["Net sales", "$100", "no sales to compare with"]);
    await store.send([sale(5_950, today, 13)]);
    await page.clock.fastForward(15_000);
    await page.getByText("$150").first().waitFor();
    expect(await figure("Orders")).toEqual(["Orders", "2", "no sales to compare with"]);
  });
});

describe("a box in place of another", () => {
  test("is enrolled by a code that names its store", async () => {
    await openStore(await newCode("Harbour"), "harbour", [sale(11_900, today, 12)]);
    await signIn();
    await page.getByRole("link", { name: "Stores" }).click();
    await page.getByRole("button", { name: "Add a store" }).click();
    await page.getByLabel("For which box").selectOption({ label: "In place of the box of Harbour" });
    expect(await page.getByLabel("Name of the store").inputValue()).toBe("Harbour");
    expect(await page.evaluate(smallTargets)).toEqual([]);
    await page.getByRole("button", { name: "Make the code" }).click();
    const code = await page.locator("output").first().innerText();
    expect((await enrolStore(hub.url, await newCode("Harbour"), `${chain}-harbour`)).status).toBe(422);
    expect((await enrolStore(hub.url, code, `${chain}-harbour`, { epoch: 2 })).status).toBe(200);
  });
});

describe("today", () => {
  test("stands beside the same hours a week before, store by store, and says when one is silent", async () => {
    const code = await newCode("Altstadt");
    await openStore(code, "altstadt", [
      sale(11_900, weekBefore, 12),
      sale(59_500, weekBefore, 21),
      sale(17_850, today, 12, { tipTotal: 500 }),
      sale(1_190, today, 20),
    ]);
    await openStore(await newCode("Station"), "station", [
      sale(11_900, weekBefore, 12),
      sale(5_950, today, 13),
    ]);
    await signIn();
    await page.getByText("$210").first().waitFor();
    expect(await figure("Net sales")).toEqual([
      "Net sales",
      "$210",
      expect.stringMatching(`^0 % on ${lastDay}, to 1[45]:00$`),
    ]);
    expect(await figure("Orders")).toEqual(["Orders", "3", `0 % on ${lastDay}`]);
    expect(await figure("Average check")).toEqual(["Average check", "$70.00", `0 % on ${lastDay}`]);
    expect(await figure("Tips")).toEqual(["Tips", "$5", "nothing to compare with"]);
    expect((await cells(0)).slice(0, 4)).toEqual(["Altstadt", "160", "+50 %", "2"]);
    expect((await cells(1)).slice(0, 4)).toEqual(["Station", "50", "−50 %", "1"]);
    expect(await page.locator("tfoot td").nth(1).innerText()).toBe("$210");

    const silentSince = new Date(Date.now() - 50 * 60_000).toISOString();
    await asSuperuser(hub.databaseUrl, (client) =>
      client.query("UPDATE stores SET last_contact_at = $2, last_entry_at = $2 WHERE id = $1", [
        `${chain}-station`,
        silentSince,
      ]),
    );
    await page.reload();
    await page
      .getByText(/Station is silent since \d\d:\d\d: figures may be low/)
      .first()
      .waitFor();
    expect((await cells(1))[4]).toMatch(/^complete to \d\d:\d\d, silent \d\d m$/);
    expect((await cells(0))[4]).toMatch(/^complete to \d\d:\d\d$/);
  });

  test("never adds two currencies", async () => {
    await openStore(await newCode("Altstadt"), "altstadt", [
      sale(11_900, today, 12),
      sale(11_900, today, 13),
    ]);
    const euro = { currency: "EUR" };
    await openStore(await newCode("Berlin"), "berlin", [sale(23_800, today, 12, euro)], euro);
    await signIn();
    await page.getByRole("radio", { name: "USD" }).waitFor();
    expect((await figure("Net sales"))[1]).toBe("$200");
    expect(await rows().count()).toBe(1);
    await page.getByRole("radio", { name: "EUR" }).click();
    expect((await figure("Net sales"))[1]).toBe("€200");
    expect((await cells(0))[0]).toBe("Berlin");
    await page.getByRole("link", { name: "Reports" }).click();
    await page.getByText("Total EUR").waitFor();
    expect(await page.locator("tfoot").innerText()).toMatch(/Total USD\s+Total EUR/);
  });

  test("keeps its figures while the hub is away, says of when they are, and goes on by itself", async () => {
    await page.clock.install();
    const store = await openStore(await newCode("Altstadt"), "altstadt", [sale(11_900, today, 12)]);
    await signIn();
    await page.getByText("$100").first().waitFor();
    await page.route("**/api/**", (route) => route.abort());
    await page.clock.fastForward(15_000);
    await page.getByText(/The hub cannot be reached\. You see the figures of \d\d:\d\d\./).waitFor();
    expect((await figure("Net sales"))[1]).toBe("$100");
    // The browser says it when it comes to it.
    await expect.poll(() => complaints.length).toBeGreaterThan(0);
    expect(complaints.splice(0).every((text) => text.includes("ERR_FAILED"))).toBe(true);
    await page.unroute("**/api/**");
    await store.send([sale(11_900, today, 13)]);
    await page.clock.fastForward(15_000);
    await page.getByText("$200").first().waitFor();
    expect(await page.getByText("The hub cannot be reached").count()).toBe(0);
  });
});

describe("reports", () => {
  test("are put together as asked, sort, and export what is shown in the order in which it is shown", async () => {
    const soup = (total: number) => [
      {
        menuItemId: "soup",
        categoryId: "food",
        name: "Soup",
        quantityMilli: 2000,
        net: total,
        tax: 0,
        gross: total,
        discount: 0,
      },
    ];
    await openStore(await newCode("Altstadt"), "altstadt", [
      sale(11_900, weekBefore, 12),
      sale(11_900, today, 12, { items: soup(11_900) }),
      sale(23_800, today, 13, {
        payments: [{ method: "card", amount: 23_800, tip: 300, rounding: 0 }],
        discountTotal: 1000,
        compTotal: 400,
      }),
    ]);
    await signIn();
    await page.getByRole("link", { name: "Reports" }).click();
    await page.getByRole("radio", { name: "Method", exact: true }).click();
    await page.getByRole("cell", { name: "Card" }).waitFor();
    expect((await cells(0)).slice(0, 3)).toEqual(["Card", "1", "238.00"]);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/hub-reports.png` });
    await page.getByRole("button", { name: "Paid" }).click();
    expect((await cells(0)).slice(0, 3)).toEqual(["Cash", "1", "119.00"]);

    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export CSV" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`sales-by-method_${weekAgo(6)}_${today}.csv`);
    const lines = (await readFile(await download.path(), "utf8")).split("\r\n");
    expect(lines.slice(0, 3)).toEqual([
      "\uFEFFMethod,Currency,Orders,Paid,Tax,Net,Discounts,Of which comps,Tips",
      "Cash,USD,1,119.00,19.00,100.00,0.00,0.00,0.00",
      "Card,USD,1,238.00,38.00,200.00,10.00,4.00,3.00",
    ]);
    expect(lines[4]).toBe("Store,Complete to,");
    expect(lines[5]).toMatch(/^Altstadt,\d{4}-/);

    await page.getByLabel("From").fill(weekBefore);
    await page.getByRole("radio", { name: "Day", exact: true }).click();
    await expect.poll(() => rows().count()).toBe(2);
    await page.reload();
    await page.getByRole("cell", { name: "119.00" }).first().waitFor();
    expect(await rows().count()).toBe(2);
  });
});

const weekAgo = (days: number): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

describe("what is seen", () => {
  test.each([
    ["by day", desktop, "light"],
    ["by night", desktop, "dark"],
    ["on a phone", phone, "light"],
  ] as const)(
    "%s: every page has contrast and large targets, and none is wider than the screen",
    async (_name, size, colorScheme) => {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await openStore(await newCode("Altstadt"), "altstadt", [
        sale(11_900, weekBefore, 12),
        sale(17_850, today, 12),
      ]);
      await openStore(await newCode("Station"), "station", [
        sale(5_950, weekBefore, 12),
        sale(2_950, today, 13),
      ]);
      await signIn();
      for (const name of ["Today", "Reports", "Stores"]) {
        await page.getByRole("link", { name }).click();
        await rows().first().waitFor();
        expect([name, await page.evaluate(paleTexts)]).toEqual([name, []]);
        expect([name, await page.evaluate(smallTargets)]).toEqual([name, []]);
        const wide = await page
          .locator(".ui-hub-page")
          .evaluate((shown) => shown.scrollWidth - shown.clientWidth);
        expect([name, wide]).toEqual([name, 0]);
      }
    },
  );
});
