import type { FinalisedSale } from "@tillbox/shared/contract/order.ts";
import { Order } from "@tillbox/shared/contract/order.ts";
import type { RefundIssued } from "@tillbox/shared/contract/refund.ts";
import { businessDay, localHour } from "@tillbox/shared/time.ts";
import { describe, expect, it } from "vitest";
import type { OrderState } from "../features/order/rows.ts";
import { orderView } from "../features/order/view.ts";
import { salesBy } from "../features/report/rows.ts";
import { features } from "../features.ts";
import { readSince } from "../kernel/journal.ts";
import { type Kernel, openKernel } from "../kernel/kernel.ts";
import { unsealJson } from "../kernel/personal.ts";
import { openTestKernel } from "../testing.ts";
import { fillDemoStore } from "./fill.ts";
import { historyStart, manualClock, seedHistory } from "./history.ts";

const timeZone = "America/New_York";
// The clocks went back on the first of November, within the days that are traded.
const until_ms = Date.parse("2026-11-02T22:00:00Z");

const fill = (kernel: Kernel) =>
  fillDemoStore(kernel, {
    timeZone,
    hashSecrets: async ({ pin }) => ({
      demo: true,
      password: { hash: "x" },
      pin: { hash: "x", lookup: `${pin}` },
    }),
  });
const openSeeded = async (seed: string, days: number) => {
  const clock = manualClock(historyStart(days, timeZone, until_ms));
  const kernel = openTestKernel(":memory:", { wall: clock.now });
  await fill(kernel);
  const history = await seedHistory(kernel, days, clock, { seed, until_ms });
  return { kernel, clock, history };
};

const ordersOf = (kernel: Kernel): OrderState[] =>
  kernel.db
    .prepare<[], { state: string }>("SELECT state FROM orders ORDER BY number")
    .all()
    .map((row) => JSON.parse(unsealJson(kernel.db, row.state)) as OrderState);
const entriesOf = (kernel: Kernel) =>
  readSince(kernel.db, 0, 100_000).map(
    (row) => JSON.parse(unsealJson(kernel.db, row.bytes)) as Record<string, unknown>,
  );
/** All that happened, without what a store has of its own. */
const storyOf = (kernel: Kernel): string[] =>
  entriesOf(kernel).map(({ store: _store, ...entry }) =>
    JSON.stringify(entry, (key, value: unknown) => (key === "chainHead" ? undefined : value)),
  );
const salesOf = (kernel: Kernel): FinalisedSale[] =>
  entriesOf(kernel)
    .filter((entry) => entry.type === "OrderFinalised")
    .map((entry) => entry.data as FinalisedSale);
const refundsOf = (kernel: Kernel): RefundIssued[] =>
  entriesOf(kernel)
    .filter((entry) => entry.type === "RefundIssued")
    .map((entry) => entry.data as RefundIssued);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const seeded = openSeeded("one", 3);

describe("the demo's history", () => {
  it("trades at least sixty orders on each business day before today, and leaves none open", async () => {
    const { kernel, history } = await seeded;
    expect(history.days).toEqual(["2026-10-30", "2026-10-31", "2026-11-01"]);
    const orders = ordersOf(kernel);
    expect(orders).toHaveLength(history.orders);
    for (const day of history.days)
      expect(orders.filter((order) => order.businessDay === day).length).toBeGreaterThanOrEqual(60);
    const open = orders.filter((order) => order.status !== "completed" && order.status !== "cancelled");
    expect(open).toEqual([]);
    expect(orders.filter((order) => order.status === "cancelled")).toHaveLength(
      history.cancelled + history.joined,
    );
    for (const order of orders) expect(Order.safeParse(orderView(order)).error).toBeUndefined();
  });

  it("adds up: what the sales say is what the roll-ups say, to the last cent", async () => {
    const { kernel, history } = await seeded;
    const sales = salesOf(kernel);
    const refunds = refundsOf(kernel);
    expect(refunds.length).toBeGreaterThan(0);
    const gross = sum(sales.map((sale) => sale.total)) - sum(refunds.map((refund) => refund.total));
    const tax = sum(sales.map((sale) => sale.taxTotal)) - sum(refunds.map((refund) => refund.taxTotal));
    const [from, to] = [history.days[0]!, history.days.at(-1)!];
    expect(sales).toHaveLength(history.orders - history.cancelled - history.joined);
    for (const groupBy of ["day", "hour", "type", "staff"] as const) {
      const rows = salesBy[groupBy].all(kernel.db, from, to);
      expect(sum(rows.map((row) => row.orders))).toBe(sales.length);
      expect(sum(rows.map((row) => row.gross))).toBe(gross);
      expect(sum(rows.map((row) => row.tax))).toBe(tax);
      expect(sum(rows.map((row) => row.discounts))).toBe(sum(sales.map((sale) => sale.discountTotal)));
      expect(sum(rows.map((row) => row.tips))).toBe(sum(sales.map((sale) => sale.tipTotal)));
    }
    const items = salesBy.item.all(kernel.db, from, to);
    expect(sum(items.map((row) => row.gross))).toBe(gross);
    const methods = salesBy.method.all(kernel.db, from, to);
    expect(sum(methods.map((row) => row.gross))).toBe(gross);
    expect(methods.map((row) => row.key)).toEqual(["cash", "external", "gift_card", "house_account"]);
  });

  it("is a restaurant's day: lunch and dinner are the peaks, in local time, across a change of the clocks", async () => {
    const { kernel, history } = await seeded;
    const orders = ordersOf(kernel);
    for (const day of history.days) {
      const hours = orders
        .filter((order) => order.businessDay === day)
        .map((order) => localHour(order.createdAt, timeZone));
      const between = (from: number, to: number) => hours.filter((hour) => hour >= from && hour < to).length;
      expect(between(12, 15)).toBeGreaterThan(15);
      expect(between(18, 22)).toBeGreaterThan(between(15, 18) * 2);
      expect(between(0, 11)).toBe(0);
    }
    for (const order of orders)
      expect(businessDay(order.createdAt, timeZone, "04:00")).toBe(order.businessDay);
  });

  it("has all that happens: tips, split bills, voids, discounts, cancellations, every type of order", async () => {
    const { kernel } = await seeded;
    const orders = ordersOf(kernel);
    const some = (test: (order: OrderState) => boolean) => orders.filter(test).length;
    for (const type of ["dine-in", "takeaway", "delivery", "kiosk"])
      expect(some((order) => order.type === type)).toBeGreaterThan(0);
    expect(some((order) => order.payments.some((payment) => payment.tip > 0))).toBeGreaterThan(30);
    expect(some((order) => order.payments.length > 1)).toBeGreaterThan(3);
    expect(some((order) => order.payments.some((payment) => payment.change > 0))).toBeGreaterThan(3);
    expect(some((order) => order.lines.some((line) => line.status === "voided"))).toBeGreaterThan(0);
    expect(some((order) => order.discounts.length > 0)).toBeGreaterThan(0);
    expect(some((order) => order.status === "cancelled")).toBeGreaterThan(0);
    const names = orders.flatMap((order) => (order.customerName === null ? [] : [order.customerName]));
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) expect(name).toMatch(/^Guest \d+$/);
    expect(some((order) => order.lines.some((line) => line.menuItemId === "grilled-octopus"))).toBe(0);
    expect(some((order) => order.lines.some((line) => line.menuItemId === "tomato-soup"))).toBe(0);
  });

  it("knows its regulars: their orders earned points, and the ledger is their balance", async () => {
    const { kernel } = await seeded;
    const rows = kernel.db
      .prepare<[], { points: number; balance: number; orders: number }>(
        "SELECT SUM(l.points) AS points, json_extract(c.state, '$.points') AS balance, f.orders AS orders FROM points_ledger l JOIN customers c ON c.id = l.customer_id JOIN customer_figures f ON f.customer_id = c.id GROUP BY c.id",
      )
      .all();
    expect(rows.length).toBeGreaterThan(3);
    for (const { points, balance, orders } of rows) {
      expect(points).toBe(balance);
      expect(points).toBeGreaterThan(0);
      expect(orders).toBeGreaterThan(0);
    }
  });

  it("never seats two parties at one table at the same time", async () => {
    const { kernel } = await seeded;
    const seatings = Map.groupBy(
      // A guest who pays alone has a check of their own at the table of their party.
      ordersOf(kernel).filter((order) => order.tableId !== null && !order.splitFrom),
      (order) => order.tableId,
    );
    expect(seatings.size).toBeGreaterThan(10);
    for (const parties of seatings.values())
      parties.slice(1).forEach((party, index) => {
        expect(party.createdAt >= (parties[index]?.closedAt ?? "")).toBe(true);
      });
  });

  it("leaves no paper waiting for the printers of today", async () => {
    const { kernel } = await seeded;
    const jobs = kernel.db.prepare("SELECT status, COUNT(*) AS count FROM jobs GROUP BY status").all();
    expect(jobs).toEqual([{ status: "printed", count: expect.any(Number) }]);
  });

  it("is the same from the same seed, and another from another", async () => {
    const [one, again, other] = [
      await openSeeded("one", 1),
      await openSeeded("one", 1),
      await openSeeded("two", 1),
    ];
    expect(storyOf(again.kernel)).toEqual(storyOf(one.kernel));
    expect(storyOf(other.kernel)).not.toEqual(storyOf(one.kernel));
  });

  it("gives a day the same orders whatever days come before it", async () => {
    const lastDay = (kernel: Kernel) =>
      ordersOf(kernel)
        .filter((order) => order.businessDay === "2026-11-01")
        .map((order) => order.id);
    const { kernel } = await openSeeded("one", 1);
    expect(lastDay(kernel)).toEqual(lastDay((await seeded).kernel));
  });

  it("can be asked for again: what is there stays, nothing is traded twice", async () => {
    const { kernel, clock, history } = await openSeeded("one", 1);
    const head = kernel.headSeq();
    expect(await seedHistory(kernel, 1, clock, { seed: "one", until_ms })).toEqual(history);
    expect(kernel.headSeq()).toBe(head);
  });

  it("is completed when it was cut off anywhere, as if nothing had happened", async () => {
    const whole = storyOf((await openSeeded("one", 1)).kernel);
    for (const count of [7, 123, 301]) {
      const clock = manualClock(historyStart(1, timeZone, until_ms));
      const broken = openTestKernel(":memory:", { wall: clock.now, personalSecret: "kept" });
      await fill(broken);
      let left = count;
      const failing: Kernel = {
        ...broken,
        execute: (request) => {
          left -= 1;
          return left < 0 ? Promise.reject(new Error("the power is gone")) : broken.execute(request);
        },
      };
      await expect(seedHistory(failing, 1, clock, { seed: "one", until_ms })).rejects.toThrow("power");
      await broken.operate(() => undefined);
      expect(storyOf(broken).length).toBeLessThan(whole.length);
      const later = manualClock(historyStart(1, timeZone, until_ms));
      const kernel = openKernel(broken.db, features, { wall: later.now, personalSecret: "kept" });
      await seedHistory(kernel, 1, later, { seed: "one", until_ms });
      expect(storyOf(kernel)).toEqual(whole);
    }
  });

  it("refuses to write the past into a store that has gone on, before it writes anything", async () => {
    const clock = manualClock(until_ms);
    const kernel = openTestKernel(":memory:", { wall: clock.now });
    await fill(kernel);
    const head = kernel.headSeq();
    await expect(seedHistory(kernel, 3, clock, { seed: "one", until_ms })).rejects.toThrow(
      /would lie before what this store has written/,
    );
    expect(kernel.headSeq()).toBe(head);
  });
});
