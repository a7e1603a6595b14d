/** What goes wrong with other systems, told as it happens. */
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { TimelineEntry } from "@tillbox/shared/contract/order-moves.ts";
import { newId } from "@tillbox/shared/id.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { furnish, line, opening, peopleOf } from "../../testing/bistro.ts";
import { putKitchenPrinter, toldTo } from "../../testing/kitchen.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { occupancyOf } from "../floor/rows.ts";
import { exceptionsBetween } from "../report/exceptions/rows.ts";
import { salesBy } from "../report/rows.ts";
import { openOrder, transferOrder } from "./commands.ts";
import { changeDiscount, giveComp, giveDiscount } from "./discounts/commands.ts";
import { findOrder } from "./facts/rows.ts";
import { addLines, changeLine, voidLine } from "./lines/commands.ts";
import { mergeOrders } from "./moves/commands.ts";
import { removeDiscount } from "./rewards/commands.ts";
import { timelineRoute } from "./timeline-routes.ts";
import { orderView } from "./view.ts";
import { moveOrder } from "./workflow/commands.ts";

let store: TestStore;
const { set, open, pay, status } = peopleOf(() => store);
beforeEach(async () => {
  store = openTestStore({ strict: true });
  await furnish(store);
  await putKitchenPrinter(store);
});
const view = (id: string): Order => orderView(findOrder(store.kernel, id));
const add = (order: Order, items = [line("soup")], send = false) =>
  store.submit(addLines, { id: order.id, items, send }, "waiter");
const percent = (order: Order, value: string, more: object = {}): Promise<Order> =>
  store.done(giveDiscount, {
    id: order.id,
    discountId: newId(),
    discount: { scope: "order", kind: "percent", value, reason: "regular", ...more } as never,
  });

it("lines lost when two waiters add at once: both rounds are there, and each was told to the kitchen once", async () => {
  const order = await open([line("wine")], { tableId: "t1", send: true });
  await Promise.all([
    add(order, [line("soup")], true),
    add(order, [line("soup", 2)], true),
    add(order, [line("wine")], true),
  ]);
  expect(view(order.id).items.map(({ name, quantity }) => `${quantity} ${name}`)).toEqual([
    "1 Wine",
    "1 Soup",
    "2 Soup",
    "1 Wine",
  ]);
  expect(toldTo(store)).toEqual(["new 1 Wine", "new 1 Soup", "new 2 Soup", "new 1 Wine"]);
});

it("two people open the same table at once and get two orders: here one of them gets the other's order to add to", async () => {
  const answers = await Promise.all(
    [1, 2, 3].map(() => store.submit(openOrder, opening([line("soup")], { tableId: "t1" }), "waiter")),
  );
  const [first] = answers.flatMap((answer) => (answer.ok ? [JSON.parse(answer.body ?? "") as Order] : []));
  const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal]));
  expect(refused.map(({ code, details }) => [code, (details.current as Order).id])).toEqual([
    ["conflict", first?.id],
    ["conflict", first?.id],
  ]);
  expect(occupancyOf(store.kernel.db, "t1").orderIds).toEqual([first?.id]);
});

it("two people who edit one line at once both win: each field is its own", async () => {
  const order = await open([line("soup")]);
  const itemId = order.items[0]?.id ?? "";
  const edit = (change: object) => store.done(changeLine, { id: order.id, itemId, change }, "waiter");
  await Promise.all([edit({ quantity: 3 }), edit({ notes: "no onions" }), edit({ seat: 2 })]);
  expect(view(order.id).items[0]).toMatchObject({ quantity: 3, notes: "no onions", seat: 2 });
});

it("a paid order goes back to preparing and takes another line: the kitchen may recall it, the line is refused", async () => {
  await set("order.complete_on_payment", false);
  const { order } = await pay(await status(await open([line("soup")], { send: true }), "ready"));
  const recalled = await status(order, "preparing");
  expect([recalled.status, recalled.receiptNumber]).toEqual(["preparing", order.receiptNumber]);
  expect(await add(recalled)).toMatchObject({ ok: false, refusal: { code: "conflict" } });
  expect(view(order.id)).toMatchObject({ total: 850, paid: 850, due: 0 });
});

it("a cancelled order still counts as a sale: here it counts as cancelled, and a merged one as neither", async () => {
  const order = await open([line("soup", 2)], { send: true });
  const from = await open([line("wine")]);
  await status(order, "cancelled");
  await pay(await open([line("ham")]));
  const into = await open([line("soup")]);
  await store.done(mergeOrders, { id: into.id, fromOrderId: from.id }, "waiter");
  await pay(into);
  const day = order.businessDay;
  expect(salesBy.day.all(store.kernel.db, day, day)).toMatchObject([{ orders: 2, gross: 2400 + 1550 }]);
  expect(exceptionsBetween.all(store.kernel.db, day, day)).toEqual([
    { kind: "cancelled", currency: "USD", count: 1, amount: 1700 },
  ]);
});

it("cancelling twice is refused the second time, and changes nothing", async () => {
  const order = await status(await open([line("soup")], { tableId: "t1" }), "cancelled");
  expect(await store.refused(moveOrder, { id: order.id, status: "cancelled", reason: null })).toBe(
    "conflict",
  );
  expect(view(order.id).version).toBe(order.version);
});

it("a table paid while another device edits: one of them wins, and what was paid is what was served", async () => {
  const order = await open([line("soup")], { tableId: "t1", send: true });
  const paying = pay(order);
  const adding = add(order, [line("wine")], true);
  const [paid, added] = [await paying, await adding];
  expect(added).toMatchObject({
    ok: false,
    refusal: { code: "conflict", details: { current: { id: order.id, due: 0 } } },
  });
  expect(paid.order).toMatchObject({ total: 850, due: 0, items: [{ name: "Soup" }] });
  const other = await open([line("soup")], { tableId: "t1" });
  const late = add(other, [line("wine")]);
  const settled = pay(other, { amount: 850 });
  expect([(await late).ok, (await settled).order.due]).toEqual([true, 700]);
});

describe("a discount", () => {
  it("edited from 10 % to 20 % compounds: here it is 20 %, and gone when it is taken off", async () => {
    const order = await percent(await open([line("soup", 2), line("wine")]), "10");
    const discountId = order.discounts[0]?.id ?? "";
    const change = (more: object): Promise<Order> =>
      store.done(changeDiscount, { id: order.id, discountId, change: more });
    expect((await change({ value: "20" })).total).toBe(1920);
    expect((await change({ value: 20 })).total).toBe(1920);
    expect((await change({ kind: "amount", value: 500 })).total).toBe(1900);
    expect((await change({ reason: "apology" })).discounts).toMatchObject([
      { id: discountId, reason: "apology" },
    ]);
    const plain: Order = await store.done(removeDiscount, { id: order.id, discountId }, "waiter");
    expect([plain.total, plain.discounts]).toEqual([2400, []]);
  });
  it("is changed with the field named that is wrong", async () => {
    const order = await percent(await open([line("soup")]), "10");
    const discountId = order.discounts[0]?.id ?? "";
    const tried = (change: object) => store.submit(changeDiscount, { id: order.id, discountId, change });
    for (const change of [
      { value: "120" },
      { kind: "amount" },
      { kind: "amount", value: "1.5" },
      { value: "x" },
    ])
      expect(await tried(change)).toMatchObject({ ok: false, refusal: { code: "invalid" } });
    expect(await store.refused(removeDiscount, { id: order.id, discountId: "none" })).toBe("not_found");
  });
  it("within the limit is a waiter's own, beyond it or after the guests saw the check a manager's", async () => {
    await set("discount.limit", "10");
    const order = await open([line("soup")]);
    const give = (value: string) => ({
      id: order.id,
      discountId: newId(),
      discount: { scope: "order", kind: "percent", value, reason: "regular" } as const,
    });
    const given: Order = await store.done(giveDiscount, give("10"), "waiter");
    const change = { id: order.id, discountId: given.discounts[0]?.id ?? "", change: { value: "11" } };
    expect(await store.refused(changeDiscount, change, "waiter")).toBe("forbidden");
    const { printProforma } = await import("../printer/jobs.ts");
    const { printers } = await import("../printer/rows.ts");
    await store.done(printers.create, { id: "paper", fields: { name: "Receipts", role: "receipt" } });
    await store.done(printProforma, { orderId: order.id, jobId: newId(), printerId: undefined }, "waiter");
    expect(await store.refused(changeDiscount, { ...change, change: { value: "9" } }, "waiter")).toBe(
      "forbidden",
    );
    expect(
      await store.refused(moveOrder, { id: order.id, status: "cancelled", reason: null }, "waiter"),
    ).toBe("forbidden");
  });
  it("is not changed once a part of the check is paid", async () => {
    const order = await percent(await open([line("soup", 2)]), "10");
    await pay(order, { amount: 100 });
    const discountId = order.discounts[0]?.id ?? "";
    expect(await store.refused(removeDiscount, { id: order.id, discountId })).toBe("conflict");
    expect(await store.refused(changeDiscount, { id: order.id, discountId, change: { value: "50" } })).toBe(
      "conflict",
    );
  });
});

describe("a comp", () => {
  it("gives a line away by a manager, is told apart from discounts, and counted when the check is paid", async () => {
    const order = await open([line("soup"), line("wine")], { send: true });
    const comp = { id: order.id, discountId: newId(), itemId: order.items[0]?.id ?? "", reason: "cold" };
    expect(await store.submit(giveComp, comp, "waiter")).toMatchObject({
      ok: false,
      refusal: { code: "forbidden", details: { permission: "order.comp", approvable: true } },
    });
    const given: Order = await store.done(giveComp, comp, "manager");
    expect(given).toMatchObject({ total: 700, discounts: [{ comp: true, amount: 850, reason: "cold" }] });
    const change = { id: order.id, discountId: comp.discountId, change: { value: "50" } };
    expect(await store.refused(changeDiscount, change)).toBe("conflict");
    await pay(given);
    const day = order.businessDay;
    expect(exceptionsBetween.all(store.kernel.db, day, day)).toEqual([
      { kind: "comp", currency: "USD", count: 1, amount: 850 },
    ]);
    const told = store.kernel.db
      .prepare("SELECT bytes ->> '$.data.compTotal' FROM journal WHERE bytes ->> '$.type' = 'OrderFinalised'")
      .pluck();
    expect(told.all()).toEqual([850]);
  });
  it("of the whole check leaves nothing to pay", async () => {
    const order = await open([line("soup"), line("wine")]);
    const given: Order = await store.done(giveComp, {
      id: order.id,
      discountId: newId(),
      itemId: null,
      reason: "staff",
    });
    expect([given.total, given.due]).toEqual([0, 0]);
    expect((await status(given, "completed")).receiptNumber).not.toBeNull();
  });
});

it("A timeline says in words who did what, page by page", async () => {
  const order = await open([line("soup", 2), line("wine")], { tableId: "t1", send: true });
  const [soup, wine] = order.items.map(({ id }) => id);
  await store.done(changeLine, { id: order.id, itemId: soup ?? "", change: { notes: "hot" } }, "waiter");
  await store.done(voidLine, { id: order.id, itemId: wine ?? "", reason: "corked" }, "manager");
  await store.done(transferOrder, { id: order.id, tableId: "t2" }, "waiter");
  await pay(await percent(order, "10"), { tip: 100 });
  const read = (query: object) =>
    (
      timelineRoute as unknown as {
        run(request: object): { items: TimelineEntry[]; nextCursor: string | null };
      }
    ).run({
      kernel: store.kernel,
      params: { id: order.id },
      query,
    });
  const all = read({}).items;
  expect(all.map(({ text }) => text)).toEqual([
    `Opened check ${order.number} at table 1 with 2 × Soup, Wine`,
    "Sent to the kitchen: 2 × Soup, Wine",
    "The kitchen has the order",
    "Changed Soup: note “hot”",
    "Took Wine off: corked",
    "Moved from table 1 to table 2",
    "Gave 10 % off the check: regular",
    "Took 15.30 USD by cash, tip 1.00 USD",
    expect.stringMatching(/^Paid in full, receipt R/),
    "The order is completed",
  ]);
  expect(all[4]).toMatchObject({ actor: "manager", device: "device-1" });
  const first = read({ limit: 4 });
  const second = read({ limit: 50, cursor: first.nextCursor });
  expect([...first.items, ...second.items]).toEqual(all);
});
