/**
 * One order through the whole house, on real servers and in a real browser: a waiter's tablet, the kitchen's screen, printed pages, the
 * hub's report. Nothing is read from inside; each step is seen where a person would see it.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../chromium.ts";
import { buildScreens, type ServerProcess, startServer } from "../server-process.ts";
import { openLag, openReport, printedPages } from "./outside.ts";
import { openShots } from "./shots.ts";

/* Ribeye 34.00 with peppercorn sauce 2.00, aubergine parmigiana 17.50; 8 % on top; paid with 60.00. */
const bill = { net: 5350, tax: 428, gross: 5778 };
const receiptPaper = (receiptNumber: string): RegExp =>
  new RegExp(
    `Receipt ${receiptNumber} .*Table 4 · 2 guests.*Ribeye 300 g.*medium rare.*peppercorn.*Aubergine parmigiana.*Total +\\$57\\.78.*Given +60\\.00.*Change +2\\.22`,
    "s",
  );
const kitchenPaper =
  /^Table 4\n.*2 guests · Kitchen.*1 +Ribeye 300 g\nmedium rare\npeppercorn\n.*1 +Aubergine parmigiana/s;
const patience = { timeout: 30_000 };
const shot = openShots("line");
const complaints: string[] = [];
let browser: Browser;
let hub: ServerProcess;
let box: ServerProcess;

const openDevice = async (path: string): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on("pageerror", (error) => complaints.push(`${path}: ${error}`));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${path}: ${message.text()}`);
  });
  await page.goto(path);
  return page;
};

const pair = async (page: Page): Promise<void> => {
  await page.getByRole("heading", { name: "Enter the pairing code" }).waitFor();
  await shot(page, "pairing");
  await page.keyboard.type("000000");
};

const waiterSignsIn = async (): Promise<Page> => {
  const page = await openDevice(`${box.url}/pos/`);
  await pair(page);
  await page.getByRole("heading", { name: "Enter your PIN" }).waitFor();
  await shot(page, "pin");
  await page.keyboard.type("3333");
  await page.getByRole("button", { name: "Table 4, Free" }).waitFor();
  await shot(page, "floor");
  return page;
};

const kitchenStarts = async (): Promise<Page> => {
  const page = await openDevice(`${box.url}/kitchen/`);
  await pair(page);
  await shot(page, "kitchen-station");
  await page.getByRole("button", { name: "Kitchen", exact: true }).click();
  await page.getByRole("heading", { name: "Nothing to cook" }).waitFor();
  await shot(page, "kitchen-empty");
  return page;
};

const orderAndSend = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "Table 4, Free" }).click();
  await shot(page, "guests");
  await page.getByRole("button", { name: "2 guests" }).click();
  await page.getByRole("button", { name: "Mains" }).click();
  await shot(page, "menu");
  await page.getByRole("button", { name: /^Ribeye 300 g/ }).click();
  const sheet = page.getByRole("dialog", { name: "Ribeye 300 g" });
  await sheet.getByRole("radio", { name: "medium rare" }).click();
  await sheet.getByRole("checkbox", { name: /^peppercorn/ }).click();
  await shot(page, "modifiers");
  await sheet.getByRole("button", { name: "Add 36.00" }).click();
  await page.getByRole("button", { name: /^Aubergine parmigiana/ }).click();
  await shot(page, "check");
  await page.getByRole("button", { name: "Send 2" }).click();
};

const kitchenCooks = async (page: Page): Promise<void> => {
  const ticket = page.getByRole("article", { name: "T4", exact: true });
  await ticket.waitFor();
  await shot(page, "ticket");
  const words = (await ticket.innerText()).replaceAll(/\s+/g, " ");
  expect(words).toMatch(/1 Ribeye 300 g medium rare peppercorn/);
  expect(words).toMatch(/1 Aubergine parmigiana/);
  await ticket.getByRole("button", { name: /^Done/ }).click();
  await page.getByText("T4 done").waitFor();
  await shot(page, "bumped");
};

/** Ends with the receipt's number as the waiter sees it. */
const serveAndPay = async (page: Page): Promise<string> => {
  await shot(page, "ready");
  await page.getByRole("button", { name: "Serve 2" }).click();
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await page.getByRole("button", { name: "$60", exact: false }).first().click();
  await shot(page, "pay");
  await page.getByRole("button", { name: /^Take \$60\.00 cash/ }).click();
  const paid = page.getByRole("region", { name: "Paid" });
  await paid.getByText("$2.22").waitFor();
  const receipt = await paid.locator(".pos-receipt b").innerText();
  await shot(page, "paid");
  return receipt;
};

/** The chain's owner looks at the day on the hub's own page. */
const chainLooks = async (): Promise<string> => {
  const page = await openDevice(`${hub.url}/`);
  await page.getByLabel("User name").fill("chain");
  await page.getByLabel("Password").fill("demo-chain");
  await shot(page, "hub-sign-in");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Today" }).waitFor();
  await page.getByText("Best sellers").waitFor();
  await shot(page, "hub-today");
  await page.getByRole("link", { name: "Reports" }).click();
  const table = page.getByRole("table", { name: "Sales by day" });
  await table.waitFor();
  await shot(page, "hub-report");
  return (await table.innerText()).replaceAll(/\s+/g, " ");
};

beforeAll(async () => {
  buildScreens();
  [hub, browser] = await Promise.all([startServer("cloud-hub", { DEMO: "1" }), launchChromium()]);
  box = await startServer("store-server", {
    DEMO: "1",
    RATE_LIMIT_MAX: "0",
    HUB_URL: hub.url,
    HUB_ENROLL_CODE: "DEMO-ENROLL",
  });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await Promise.all([box?.close(), hub?.close()]);
});

test("an order goes from the table to the kitchen, the till, the paper and the chain's report, to the cent", async () => {
  const [report, lag] = await Promise.all([openReport(hub.url), openLag(box.url)]);
  const [waiter, kitchen] = await Promise.all([waiterSignsIn(), kitchenStarts()]);
  await orderAndSend(waiter);
  await kitchenCooks(kitchen);
  await waiter.getByRole("button", { name: "Serve 2" }).waitFor();

  await expect.poll(lag, patience).toBe(0);
  const before = await report();
  expect(before.completeness[0]?.seq).toBeGreaterThan(100);
  expect(before.items).toEqual([]);

  const receipt = await serveAndPay(waiter);
  const look = await openDevice(`${box.url}/pages`);
  await expect
    .poll(() => printedPages(look, box.url), patience)
    .toEqual([expect.stringMatching(receiptPaper(receipt)), expect.stringMatching(kitchenPaper)]);
  await look.goto(`${box.url}/pages`);
  await shot(look, "printed");

  await expect.poll(async () => (await report()).items, patience).toHaveLength(1);
  expect((await report()).items[0]).toMatchObject({ orders: 1, ...bill, currency: "USD" });
  expect(await chainLooks()).toMatch(/ 57\.78 .*53\.50 .*4\.28/);
  expect(complaints).toEqual([]);
}, 120_000);
