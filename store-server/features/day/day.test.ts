import type { DayReport } from "@tillbox/shared/contract/day.ts";
import type { Drawer } from "@tillbox/shared/contract/drawer.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { furnish, line, peopleOf } from "../../testing/bistro.ts";
import { addedOn, addUp, entriesOf } from "../../testing/days.ts";
import { actorOf, openTestStore, type TestStore } from "../../testing.ts";
import { closeDrawer, countDrawer, openDrawer, openWithoutSale, payIn } from "../drawer/commands.ts";
import { voidLine } from "../order/lines/commands.ts";
import { payOrder } from "../order/money/commands.ts";
import { sendOrder } from "../order/workflow/commands.ts";
import { closeDay } from "./commands.ts";
import { dayReports, xReport } from "./rows.ts";

let now = 0;
let store: TestStore;
const { open, pay, status, set } = peopleOf(() => store);
const at = (text: string): void => {
  now = Date.parse(text);
};
const openBistro = async (timeZone = "Europe/Zurich"): Promise<void> => {
  store = openTestStore({ strict: true, wall: () => now });
  await furnish(store);
  await set("store.time_zone", timeZone);
  await set("rounding.cash", 5);
};
beforeEach(async () => {
  at("2026-06-10T09:00:00Z");
  await openBistro();
});

const sell = async (extra: object = {}): Promise<Order> =>
  (await pay(await open([line("wine", 2)]), extra)).order;
const close = (businessDay: string | null = null): Promise<DayReport> =>
  store.done(closeDay, { id: newId(), businessDay, automatic: false }, "manager");
const x = (businessDay?: string) => xReport(store.kernel, store.kernel.clock.now(), businessDay);

describe("a Z", () => {
  it("holds the figures of its range of the journal, and the next one begins where it ended", async () => {
    await sell({ tip: 103, tendered: 2000 });
    await sell({ method: "external" });
    const first = await close();
    expect(first).toMatchObject({
      number: "Z1-0001",
      businessDay: "2026-06-10",
      fromSeq: 1,
      sales: { receipts: 2, gross: 2800, net: 2800 - 448, tax: 448 },
      taxes: [{ name: "VAT", rate: "0.19", inclusive: true, tax: 448 }],
      series: [{ series: "R1", first: "R1-000001", last: "R1-000002", count: 2, gapFree: true }],
      equation: { receipts: 2800, tips: 103, rounding: 2, tenders: 2905, difference: 0 },
      grandTotals: { receipts: 2, sales: 2800, refunds: 0, tax: 448 },
    });
    await sell();
    const second = await close();
    expect(second.fromSeq).toBe(first.toSeq + 1);
    expect(second).toMatchObject({ number: "Z1-0002", sales: { receipts: 1 }, grandTotals: { sales: 4200 } });
    expect(entriesOf(store.kernel, second.fromSeq, second.toSeq)[0]).toMatchObject({ type: "DayClosed" });
  });
  it("carries the hash of the journal at its end, and never changes", async () => {
    await sell();
    const z = await close();
    const hash = store.kernel.db.prepare<[number], Buffer>("SELECT hash FROM journal WHERE seq = ?").pluck();
    expect(z.chainHead).toBe(hash.get(z.toSeq)?.toString("hex"));
    await sell();
    await close();
    expect(JSON.parse(dayReports.view(store.kernel.get(dayReports, z.id) as never, store.kernel))).toEqual(z);
    expect(await store.refused(closeDay, { id: z.id, businessDay: null, automatic: false })).toBe("conflict");
  });
  it("is not made of nothing, and needs its permission", async () => {
    expect(await store.refused(closeDay, { id: newId(), businessDay: null, automatic: false })).toBe(
      "conflict",
    );
    await sell();
    expect(
      await store.submit(closeDay, { id: newId(), businessDay: null, automatic: false }, "cashier"),
    ).toMatchObject({
      ok: false,
      refusal: { code: "forbidden", details: { permission: "day.close", approvable: true } },
    });
    await close();
    expect(await store.refused(closeDay, { id: newId(), businessDay: null, automatic: false })).toBe(
      "conflict",
    );
  });
  it("closing is never blocked by an open order: it is named with what is due, and its part payment is carried over", async () => {
    const table = await open([line("wine", 4)], { tableId: "t1" });
    await store.done(
      payOrder,
      { id: table.id, paymentId: newId(), payment: { method: "cash", amount: 1000 } },
      "waiter",
    );
    await sell();
    const first = await close();
    expect(first.openChecks).toMatchObject([
      { number: table.number, tableName: "1", total: 2800, paid: 1000, due: 1800 },
    ]);
    expect(first.equation).toMatchObject({
      receipts: 1400,
      openChecksAfter: 1000,
      tenders: 2400,
      difference: 0,
    });
    at("2026-06-11T10:00:00Z");
    await pay(table);
    const second = await close();
    expect(second.openChecks).toEqual([]);
    expect(second.equation).toMatchObject({
      receipts: 2800,
      openChecksBefore: 1000,
      tenders: 1800,
      difference: 0,
    });
  });
  it("counts voids that somebody knew of, cancelled checks and no-sales, and a cancelled order is no sale", async () => {
    const drawer: Drawer = await store.done(openDrawer, { id: newId(), float: 100 }, "cashier");
    const order = await open([line("wine"), line("soup")]);
    const [wine = "", soup = ""] = order.items.map(({ id }) => id);
    await store.done(voidLine, { id: order.id, itemId: soup, reason: null }, "manager");
    await store.done(sendOrder, { id: order.id, courses: undefined }, "waiter");
    await store.done(voidLine, { id: order.id, itemId: wine, reason: "spilled" }, "manager");
    await status(await open([line("soup", 2)]), "cancelled");
    await store.done(openWithoutSale, { id: drawer.id, moveId: newId(), reason: null }, "cashier");
    expect(await close()).toMatchObject({
      sales: { receipts: 0, gross: 0 },
      voids: { count: 1, amount: 700 },
      cancelled: { count: 1, amount: 1700 },
      noSales: 1,
    });
  });
  it("tells of every drawer: closed ones over or short, open ones with what should be in them", async () => {
    const drawer: Drawer = await store.done(openDrawer, { id: newId(), float: 5000 }, "cashier");
    await sell();
    await store.done(payIn, { id: drawer.id, moveId: newId(), amount: 300, reason: "coins" }, "cashier");
    const first = await close();
    expect(first.drawers).toMatchObject([{ status: "open", float: 5000, expected: 6700, overShort: null }]);
    expect(first.equation).toMatchObject({ tenders: 1400, difference: 0 });
    await store.done(countDrawer, { id: drawer.id, count: { id: newId(), total: 6650 } }, "cashier");
    await store.done(closeDrawer, { id: drawer.id, note: null }, "cashier");
    const second = await close();
    expect(second.drawers).toMatchObject([
      { status: "closed", expected: 6700, counted: 6650, overShort: -50 },
    ]);
    await sell();
    const third = await close();
    expect([third.drawers, third.cashOutsideDrawers]).toEqual([[], 1400]);
  });
});

describe("numbers", () => {
  it("opening an order burns no receipt number, and a number that is missing shows on the Z, also between two of them", async () => {
    await sell();
    await open([line("soup")], { tableId: "t1" });
    await status(await open([line("soup")]), "cancelled");
    await sell();
    const first = await close();
    expect(first.series).toMatchObject([{ first: "R1-000001", last: "R1-000002", count: 2, gapFree: true }]);
    await sell();
    expect(x().series).toMatchObject([{ first: "R1-000003", gapFree: true }]);
    store.kernel.db.prepare("UPDATE day_series SET first = 4, last = 4 WHERE first = 3").run();
    expect(x().series).toMatchObject([{ first: "R1-000004", gapFree: false }]);
  });
});

describe("an X", () => {
  it("tells the figures so far and writes nothing", async () => {
    await sell();
    const before = store.kernel.headSeq();
    expect(x()).toMatchObject({
      businessDay: "2026-06-10",
      sales: { receipts: 1 },
      equation: { difference: 0 },
    });
    expect(store.kernel.headSeq()).toBe(before);
    await close();
    expect(x()).toMatchObject({ businessDay: "2026-06-10", sales: { receipts: 0 }, waitingDays: [] });
  });
  it("of a day is what its Z will say", async () => {
    await open([line("soup")], { tableId: "t1" });
    await sell({ tip: 50 });
    const { at: _at, waitingDays: _days, ...figures } = x();
    expect(await close()).toMatchObject(figures);
  });
});

describe("the business day", () => {
  it("evening sales that the clock of the world puts on the next day stay on their own", async () => {
    await openBistro("America/New_York");
    at("2026-06-11T01:30:00Z");
    await sell();
    at("2026-06-11T07:59:59Z");
    await sell();
    expect(x()).toMatchObject({ businessDay: "2026-06-10", sales: { receipts: 2 } });
    at("2026-06-11T08:00:00Z");
    await sell();
    expect(x()).toMatchObject({
      businessDay: "2026-06-11",
      sales: { receipts: 1 },
      waitingDays: ["2026-06-10"],
    });
  });
  it.each([
    ["a night of 23 hours", "Europe/Zurich", "2026-03-29", "2026-03-28T03:00:00.000Z", 23],
    ["a night of 25 hours", "Europe/Zurich", "2026-10-25", "2026-10-24T02:00:00.000Z", 25],
    ["a night of 23 hours", "America/New_York", "2026-03-08", "2026-03-07T09:00:00.000Z", 23],
    ["a night of 25 hours", "America/New_York", "2026-11-01", "2026-10-31T08:00:00.000Z", 25],
  ])(
    "%s in %s: each of its minutes belongs to one day, and its Z has them all",
    async (_name, zone, sunday, start, hours) => {
      at(start);
      await openBistro(zone);
      const end = now + hours * 3_600_000;
      const saturday = new Date(Date.parse(`${sunday}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
      let sold = 0;
      for (; now < end; now += 1_800_000) {
        await sell();
        sold += 1;
      }
      expect(x()).toMatchObject({ businessDay: saturday, sales: { receipts: sold } });
      await sell();
      const z = await close();
      expect(z).toMatchObject({ businessDay: saturday, sales: { receipts: hours * 2, gross: hours * 2800 } });
      expect(Date.parse(z.toAt)).toBeLessThan(end);
      expect(await close()).toMatchObject({ businessDay: sunday, sales: { receipts: 1 } });
    },
  );
  it("a day that nobody closed is closed the next noon, without the sales of today and with its own open orders", async () => {
    const paidLater = await open([line("wine")], { tableId: "t1" });
    const stays = await open([line("soup")], { tableId: "t2" });
    await sell();
    at("2026-06-11T10:00:00Z");
    await pay(paidLater);
    await sell();
    expect(await store.refused(closeDay, { id: newId(), businessDay: "2026-06-11", automatic: false })).toBe(
      "conflict",
    );
    const z = await close("2026-06-10");
    expect(z).toMatchObject({
      businessDay: "2026-06-10",
      sales: { receipts: 1 },
      equation: { difference: 0 },
    });
    expect(z.openChecks.map(({ id, due }) => [id, due])).toEqual([
      [paidLater.id, 700],
      [stays.id, 850],
    ]);
    const today = await close();
    expect(today).toMatchObject({ businessDay: "2026-06-11", fromSeq: z.toSeq + 1, sales: { receipts: 2 } });
    expect(today.openChecks.map(({ id }) => id)).toEqual([stays.id]);
  });
  it("days on which nothing happened have no Z, and lose nothing", async () => {
    await sell();
    const first = await close();
    at("2026-06-14T10:00:00Z");
    await set("store.name", "Bistro");
    at("2026-06-16T10:00:00Z");
    await sell();
    const second = await close();
    expect(second).toMatchObject({ number: "Z1-0002", businessDay: "2026-06-16", fromSeq: first.toSeq + 1 });
  });
  it("a cutover that is moved to a later hour never opens a closed day again", async () => {
    at("2026-06-11T02:30:00Z");
    await sell();
    await close();
    await set("business_day.cutover", "05:00");
    await sell();
    expect(await close()).toMatchObject({
      number: "Z1-0002",
      businessDay: "2026-06-11",
      sales: { receipts: 1 },
    });
  });
});

describe("money that comes late", () => {
  it("offline cash from before the Z is in the next one, marked late", async () => {
    const order = await open([line("wine")]);
    await sell();
    at("2026-06-10T21:00:00Z");
    await close();
    at("2026-06-10T22:00:00Z");
    const taken = { id: order.id, paymentId: newId(), payment: { method: "cash" as const } };
    const answer = await store.kernel.execute({
      command: payOrder,
      input: taken,
      commandId: newId(),
      fingerprint: "",
      actor: actorOf("waiter"),
      deviceAt: "2026-06-10T20:00:00.000Z",
    });
    expect(answer.ok).toBe(true);
    await sell();
    expect(await close()).toMatchObject({
      late: { count: 1, amount: 700 },
      sales: { receipts: 2 },
      equation: { difference: 0 },
    });
  });
});

describe("what a Z says", () => {
  it("is what the journal's entries of its range add up to", async () => {
    await sell({ tip: 33 });
    await sell({ method: "external", tip: 100 });
    const z = await close();
    const { numbers, ...sums } = addUp(entriesOf(store.kernel, z.fromSeq, z.toSeq));
    expect(addedOn(z)).toEqual({ ...sums, numbers: numbers.length });
  });
});
