/** A box that is restored from an older backup, and a tablet that has done more than the backup knows. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../../scripts/chromium.ts";
import { buildScreens, startServer } from "../../scripts/server-process.ts";
import { isConnected, isSent, openShift, orderAt, toFloor } from "./testing/shift.ts";
import { openTrattoria, seat, type Trattoria, tile } from "./testing/waiter.ts";

let browser: Browser;
const { onShift, end } = openShift(() => browser);
beforeAll(async () => {
  buildScreens();
  browser = await launchChromium();
}, 120_000);
afterEach(end);
afterAll(() => browser?.close());

const main = join(import.meta.dirname, "..", "main.ts");
const command = (dataDir: string, ...asked: string[]): string => {
  const env = { ...process.env, DATA_DIR: dataDir, LOG_LEVEL: "error" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...asked], { env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${asked.join(" ")}: ${stdout}${stderr}`);
  return stdout;
};

const forgetSent = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const open = indexedDB.open("tillbox.pos");
    const db = await new Promise<IDBDatabase>((done) => {
      open.onsuccess = () => done(open.result);
    });
    const cleared = db.transaction("sent", "readwrite").objectStore("sent").clear();
    await new Promise((done) => {
      cleared.onsuccess = done;
    });
    db.close();
  });

/** The box has so many lines at a table. */
const holds = (store: Trattoria, table: string, lines: number): Promise<void> =>
  expect
    .poll(
      () =>
        orderAt(store, table).then(
          ({ items }) => items.length,
          () => 0,
        ),
      { timeout: 20_000 },
    )
    .toBe(lines);

const addLine = async (page: Page, dish: string): Promise<void> => {
  await tile(page, dish).click();
  await page.locator(".ui-check-line", { hasText: dish }).first().waitFor();
};
const seatWith = async (page: Page, table: string, dish: string): Promise<void> => {
  await toFloor(page);
  await seat(page, table, 2);
  await addLine(page, dish);
};
const openTableAgain = async (page: Page, table: string): Promise<void> => {
  await toFloor(page);
  await page.getByRole("button", { name: new RegExp(`^Table ${table}, `) }).click();
  await page.getByRole("heading", { name: `Table ${table}`, exact: true }).waitFor();
};

/** What is on a check, and what was paid on it. */
const factsOf = ({ items, payments, total, due }: Order) => ({
  lines: items.map(({ name, quantity }) => [name, quantity]),
  paid: payments.map(({ amount, status }) => [amount, status]),
  total,
  due,
});
const atTables = async (store: Trattoria, paidId: string, tables: readonly string[]) => {
  const paid = await store.ask<Order>("GET", `/api/orders/${paidId}`).catch(() => null);
  const open = await Promise.all(
    tables.map(async (table) => [table, await orderAt(store, table).then(factsOf, () => null)] as const),
  );
  return { ...Object.fromEntries(open), paid: paid && factsOf(paid), receipt: paid?.receiptNumber ?? null };
};

type Evening = { facts: Record<string, unknown>; inbox: unknown[]; told: string; checked: string };

/** Work before the backup, work after it that the box took, work without the box; then the box of the backup comes back. */
const anEvening = async (dropsKept: boolean): Promise<Evening> => {
  const dataDir = await mkdtemp(join(tmpdir(), "tillbox-restored-"));
  let store = await openTrattoria({ DATA_DIR: dataDir });
  try {
    const { page, context } = await onShift(store);
    // An older one than the one that is to come back.
    command(dataDir, "backup");
    await seatWith(page, "12", "Burrata");
    await holds(store, "12", 1);
    await isSent(page);
    command(dataDir, "backup");

    await addLine(page, "Caprese");
    await seatWith(page, "14", "Bruschetta");
    await holds(store, "14", 1);
    await isSent(page);
    const { id: paidId } = await orderAt(store, "14");
    await page.getByRole("button", { name: "Pay", exact: true }).click();
    await page.getByRole("button", { name: "Take $9.72 cash" }).click();
    await page.getByRole("heading", { name: "Paid" }).waitFor();
    await seatWith(page, "6", "Mussels");
    await holds(store, "6", 1);
    await isSent(page);
    expect(await atTables(store, paidId, ["6"])).toMatchObject({ "6": { total: 1512 }, paid: { due: 0 } });

    await context.setOffline(true);
    // On a check that the backup knows, on one that it does not, and a new one.
    await addLine(page, "Caprese");
    await openTableAgain(page, "12");
    await addLine(page, "Green salad");
    await seatWith(page, "7", "Focaccia");
    await page
      .getByText(/4 unsent/)
      .first()
      .waitFor();
    if (dropsKept) await forgetSent(page);

    await store.close();
    command(dataDir, "restore");
    const { port } = new URL(store.url);
    const again = await startServer("store-server", { DATA_DIR: dataDir, PORT: port, RATE_LIMIT_MAX: "0" });
    store = { ...store, pid: again.pid, close: again.close };
    await context.setOffline(false);
    await isConnected(page);
    const banner = page.getByText(/The box was restored from an earlier state/);
    await banner.waitFor({ timeout: 20_000 });
    const told = await banner.innerText();
    await holds(store, "7", 1);
    await isSent(page);
    const facts = await atTables(store, paidId, ["12", "6", "7"]);
    const { items: inbox } = await store.ask<{ items: unknown[] }>("GET", "/api/inbox");
    await store.close();
    return { facts, inbox, told, checked: command(dataDir, "rebuild", "--check") };
  } finally {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  }
};

const whole = {
  "12": {
    lines: [
      ["Burrata & peach", 1],
      ["Caprese", 1],
      ["Green salad", 1],
    ],
    paid: [],
    total: 3672,
    due: 3672,
  },
  "6": {
    lines: [
      ["Mussels", 1],
      ["Caprese", 1],
    ],
    paid: [],
    total: 2808,
    due: 2808,
  },
  "7": { lines: [["Focaccia", 1]], paid: [], total: 540, due: 540 },
  paid: { lines: [["Bruschetta", 1]], paid: [[972, "captured"]], total: 972, due: 0 },
};

describe("a box that is restored from an older backup", () => {
  test("is told again by the tablet what it lost, in order and once, with the money; the person is told too", async () => {
    const { facts, inbox, told, checked } = await anEvening(false);
    expect(facts).toMatchObject(whole);
    expect(facts.receipt).not.toBeNull();
    expect(inbox).toEqual([]);
    expect(told).toMatch(/tells it its last \d+ taps again; what it still knew counts once/);
    expect(checked).toMatch(/same|equal/i);
  }, 180_000);

  test("has lost them where the tablet kept nothing that it had sent: this is what keeping them is for", async () => {
    const { facts, inbox } = await anEvening(true);
    expect(facts).not.toMatchObject(whole);
    expect(facts.paid).toBeNull();
    expect(facts["6"]).toBeNull();
    expect(inbox).toMatchObject([{ kind: "refused" }]);
  }, 180_000);
});
