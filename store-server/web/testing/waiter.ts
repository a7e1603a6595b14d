/** A waiter in a real Chromium on a real box: what the browser tests do again and again. */
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { type ServerProcess, startServer } from "../../../scripts/server-process.ts";
import { type Ask, fillTrattoria, pins, setUpStore } from "./trattoria.ts";

export const tablet = { width: 1280, height: 800 };
export const upright = { width: 800, height: 1280 };
export const phone = { width: 390, height: 844 };

export type Trattoria = {
  url: string;
  pid: number;
  /** As the owner, by the API. */
  ask: Ask;
  openOrders(): Promise<Order[]>;
  pairingCode(): Promise<string>;
  close(): Promise<void>;
};

/** A box of its own, filled with the trattoria of the reference screens. */
export const openTrattoria = async (env: Readonly<Record<string, string>> = {}): Promise<Trattoria> => {
  const server = await startServer("store-server", { RATE_LIMIT_MAX: "0", ...env });
  try {
    return await filled(server);
  } catch (error) {
    await server.close();
    throw error;
  }
};

const filled = async ({ url, pid, lines, close }: ServerProcess): Promise<Trattoria> => {
  const ask = await setUpStore(url, /code (\w+-\w+)/.exec(lines.join("\n"))?.[1] ?? "");
  await fillTrattoria(ask);
  return {
    url,
    pid,
    ask,
    openOrders: async () => (await ask<{ items: Order[] }>("GET", "/api/orders/active?limit=500")).items,
    pairingCode: async () => (await ask<{ code: string }>("POST", "/api/devices/pairing-codes")).code,
    close,
  };
};

/** Problems that a page reports; refusals that a test provokes are expected and named. */
const expected = /status of (401|403|404|409|412|422)|net::ERR_|WebSocket connection/;

export type Waiter = { page: Page; context: BrowserContext; complaints: string[] };

export const openWaiter = async (
  browser: Browser,
  url: string,
  viewport: { width: number; height: number } = tablet,
  more: { colorScheme?: "light" | "dark" } = {},
): Promise<Waiter> => {
  const context = await browser.newContext({ viewport, screen: viewport, reducedMotion: "reduce", ...more });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !expected.test(message.text())) complaints.push(message.text());
  });
  page.on("request", (request) => {
    const { host, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && host !== new URL(url).host) complaints.push(`asked ${host}`);
  });
  return { page, context, complaints };
};

export const pair = async (page: Page, store: Pick<Trattoria, "url" | "pairingCode">): Promise<void> => {
  await page.goto(`${store.url}/pos/`);
  await page.getByRole("heading", { name: "Enter the pairing code" }).waitFor();
  await page.keyboard.type(await store.pairingCode());
  await page.getByRole("heading", { name: "Enter your PIN" }).waitFor();
};

export const signIn = async (page: Page, pin: string = pins.waiter): Promise<void> => {
  await page.getByRole("heading", { name: "Enter your PIN" }).waitFor();
  await page.keyboard.type(pin);
  await page.locator(".ui-floor").waitFor();
};

/** By the rail; on a phone what has no room stands behind More. */
export const goTo = async (page: Page, name: string): Promise<void> => {
  const rail = page.getByRole("navigation");
  const entry = { name: new RegExp(`^${name}`) };
  await rail.getByRole("button", { name: "Floor" }).waitFor();
  if ((await rail.getByRole("button", entry).count()) > 0) return rail.getByRole("button", entry).click();
  await rail.getByRole("button", { name: "More pages" }).click();
  await page.getByRole("dialog", { name: "More" }).getByRole("button", entry).click();
};

/** Seats a free table and stands on its new check. */
export const seat = async (page: Page, table: string, guests: number): Promise<void> => {
  await page.getByRole("button", { name: new RegExp(`^Table ${table}, Free`) }).click();
  await page.getByRole("button", { name: `${guests} guests`, exact: true }).click();
  await page.getByRole("heading", { name: `Table ${table}`, exact: true }).waitFor();
};

/** A manager who stands beside agrees to what the person's role does not allow. */
export const approve = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "A manager approves it here" }).click();
  const pad = page.getByRole("heading", { name: "Manager's PIN" });
  await pad.waitFor();
  await page.keyboard.type(pins.manager);
  await pad.waitFor({ state: "detached" });
};

export const tile = (page: Page, name: string) => page.locator(".ui-tile", { hasText: name });
export const checkLine = (page: Page, name: string) => page.locator(".ui-check-line", { hasText: name });
export const total = (page: Page) => page.locator(".ui-check .ui-totals-big dd");
