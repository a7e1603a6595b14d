import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { features } from "../../features.ts";
import { parseEntry, readOfEntity } from "../../kernel/journal.ts";
import { businessTables, compareTables, replay } from "../../kernel/rebuild.ts";
import { furnish, line, peopleOf } from "../../testing/bistro.ts";
import { putKitchenPrinter, tickets, toldTo } from "../../testing/kitchen.ts";
import { openTestKernel, openTestStore, type TestStore } from "../../testing.ts";
import { tables, tableView } from "../floor/rows.ts";
import { transferOrder } from "./commands.ts";
import { giveDiscount } from "./discounts/commands.ts";
import { addLines, changeLine, voidLine } from "./lines/commands.ts";
import { mergeOrders, moveItems, splitOrder } from "./moves/commands.ts";
import { orders } from "./rows.ts";
import { moveLines } from "./workflow/commands.ts";

let store: TestStore;
const { set, open, pay, status } = peopleOf(() => store);
beforeEach(async () => {
  store = openTestStore({ strict: true });
  await furnish(store);
  await putKitchenPrinter(store);
});

const itemOf = (order: Order, name: string): Order["items"][number] => {
  const item = order.items.find((each) => each.name === name && each.status !== "voided");
  if (!item) throw new Error(`no ${name} on check ${order.number}`);
  return item;
};
const portion = (order: Order, name: string, quantity: number) => ({
  itemId: itemOf(order, name).id,
  quantity,
  toLineId: newId(),
});
const read = (id: string): Order =>
  JSON.parse(
    store.kernel
      .entity("order")
      .view(store.kernel.get(store.kernel.entity("order"), id) as never, store.kernel),
  ) as Order;
const split = (
  order: Order,
  items: ReturnType<typeof portion>[],
  tableId: string | null = null,
): Promise<Order> => store.done(splitOrder, { id: order.id, newOrderId: newId(), items, tableId }, "waiter");
const merge = (into: Order, from: Order): Promise<Order> =>
  store.done(mergeOrders, { id: into.id, fromOrderId: from.id }, "waiter");
const move = (from: Order, to: Order, items: ReturnType<typeof portion>[]): Promise<Order> =>
  store.done(moveItems, { id: from.id, toOrderId: to.id, items }, "waiter");
const discount = (order: Order, more: object): Promise<Order> =>
  store.done(giveDiscount, {
    id: order.id,
    discountId: newId(),
    discount: { scope: "order", kind: "percent", value: "10", reason: "regular", ...more } as never,
  });
const shape = (order: Order) =>
  order.items.map(({ name, quantity, sentQuantity, status: state }) => [name, quantity, sentQuantity, state]);
const tableOf = (id: string) => {
  const table = store.kernel.get(tables.entity, id);
  return table && tableView(table, store.kernel);
};
const expectRebuilds = (): void => {
  const fresh = openTestKernel();
  const { kernel } = store;
  replay(kernel.db, fresh.db, features, { storeId: kernel.storeId, epoch: kernel.epoch });
  expect(compareTables(kernel.db, fresh.db, businessTables(features))).toEqual([]);
};

describe("a merge", () => {
  it("merging re-fires food: not here, the kitchen is told only where it goes", async () => {
    const four = await open([line("soup", 2), line("wine")], { tableId: "t1", send: true, guests: 2 });
    const seven = await open([line("soup")], { tableId: "t2", send: true, guests: 3 });
    await store.done(
      moveLines,
      { id: four.id, itemIds: [itemOf(four, "Wine").id], status: "served" },
      "waiter",
    );
    const before = toldTo(store).length;
    const merged = await merge(seven, four);
    expect(toldTo(store).slice(before)).toEqual(["moved 2 Soup"]);
    expect(tickets(store).at(-1)).toMatchObject({
      tableName: "2",
      movedFrom: { tableName: "1", orderNumber: four.number },
    });
    expect(shape(merged)).toEqual([
      ["Soup", 1, 1, "sent"],
      ["Soup", 2, 2, "sent"],
      ["Wine", 1, 1, "served"],
    ]);
    expect(merged).toMatchObject({ guests: 5, mergedFrom: [{ id: four.id, number: four.number }] });
    expect(merged.total).toBe(four.total + seven.total);
    const again: Order = await store.done(
      addLines,
      { id: merged.id, items: [line("wine")], send: true },
      "waiter",
    );
    expect(toldTo(store).slice(before)).toEqual(["moved 2 Soup", "new 1 Wine"]);
    expect(again.items).toHaveLength(4);
    expectRebuilds();
  });
  it("closes the other check and frees its table; nothing on it is told as taken back", async () => {
    const from = await open([line("soup")], { tableId: "t1", send: true });
    const into = await open([line("wine")], { tableId: "t2" });
    await merge(into, from);
    expect(read(from.id)).toMatchObject({
      status: "cancelled",
      items: [],
      total: 0,
      mergedInto: { id: into.id, number: into.number },
    });
    expect([tableOf("t1")?.status, tableOf("t2")?.orderIds]).toEqual(["available", [into.id]]);
    expect(toldTo(store).some((told) => told.startsWith("void"))).toBe(false);
    const answer = await store.submit(
      addLines,
      { id: from.id, items: [line("soup")], send: false },
      "waiter",
    );
    expect(answer).toMatchObject({ ok: false, refusal: { code: "conflict", message: /merged into check/ } });
  });
  it("leaves the table to be cleaned where the store says so", async () => {
    await set("table.cleaning", true);
    const from = await open([line("soup")], { tableId: "t1" });
    await merge(await open([], { tableId: "t2" }), from);
    expect(tableOf("t1")?.status).toBe("cleaning");
  });
  it("keeps what either party said, an allergy above all", async () => {
    const from = await open([line("soup")], { notes: "nut allergy" });
    const merged = await merge(await open([line("wine")], { notes: "birthday" }), from);
    expect(merged.notes).toBe("birthday\nnut allergy");
  });
  it("of a check that is paid in part is refused, the other way round is not", async () => {
    const paid = await open([line("soup", 2)]);
    await pay(paid, { amount: 500 });
    const other = await open([line("wine")]);
    expect(await store.refused(mergeOrders, { id: other.id, fromOrderId: paid.id }, "waiter")).toBe(
      "conflict",
    );
    expect(await merge(paid, other)).toMatchObject({ total: 2400, paid: 500, due: 1900 });
  });
  it("with itself, with a paid check, or with one of another kind is refused", async () => {
    const order = await open([line("soup")]);
    const takeaway = await open([line("soup")], { type: "takeaway" });
    const done = (await pay(await open([line("soup")]))).order;
    const tried = [order, takeaway, done].map((from) =>
      store.refused(mergeOrders, { id: order.id, fromOrderId: from.id }, "waiter"),
    );
    expect(await Promise.all(tried)).toEqual(["invalid", "conflict", "conflict"]);
  });
  it("brings a served table back to work when what joins it is still being cooked", async () => {
    const served = await status(await open([line("soup")], { send: true }), "served");
    const cooking = await open([line("steak", 1, { modifiers: [{ optionId: "rare" }] })], { send: true });
    expect((await merge(served, cooking)).status).toBe("preparing");
  });
  it("leaves each discount with what it was given for", async () => {
    const ten = await discount(await open([line("soup", 2)]), {});
    const plain = await open([line("wine", 2)]);
    const merged = await merge(plain, ten);
    expect(merged.total).toBe(1400 + 1530);
    const both = await merge(await discount(await open([line("soup")]), { value: "20" }), merged);
    expect(both.total).toBe(680 + 1400 + 1530);
  });
  it("of two checks with the same percentage keeps it, once", async () => {
    const [one, other] = [
      await discount(await open([line("soup")]), {}),
      await discount(await open([line("wine")]), {}),
    ];
    const merged = await merge(one, other);
    expect([merged.total, merged.discounts.length]).toEqual([765 + 630, 1]);
  });
  it("takes an amount along", async () => {
    const off = await discount(await open([line("soup", 2)]), { kind: "amount", value: 300 });
    expect((await merge(await open([line("wine")]), off)).total).toBe(1700 - 300 + 700);
  });
});

describe("a split", () => {
  it("gives half of a sent line to a new check; both halves stay sent and the kitchen hears nothing", async () => {
    const order = await open([line("soup", 4), line("wine")], { tableId: "t1", send: true });
    const before = toldTo(store).length;
    const fresh = await split(order, [portion(order, "Soup", 2)]);
    expect(shape(fresh)).toEqual([["Soup", 2, 2, "sent"]]);
    expect(shape(read(order.id))).toEqual([
      ["Soup", 2, 2, "sent"],
      ["Wine", 1, 1, "sent"],
    ]);
    expect(fresh).toMatchObject({ status: "confirmed", tableId: "t1", splitFrom: { id: order.id } });
    expect(read(order.id).splitInto).toEqual([{ id: fresh.id, number: fresh.number }]);
    expect(toldTo(store)).toHaveLength(before);
    expect(tableOf("t1")?.orderIds).toEqual([order.id, fresh.id]);
    await store.done(
      changeLine,
      { id: fresh.id, itemId: itemOf(fresh, "Soup").id, change: { quantity: 3 } },
      "waiter",
    );
    await store.done(addLines, { id: fresh.id, items: [line("wine")], send: true }, "waiter");
    expect(toldTo(store).slice(before)).toEqual(["more 1 Soup", "new 1 Wine"]);
    expectRebuilds();
  });
  it("keeps the id of a line that goes whole, and its state in the kitchen", async () => {
    const order = await open([line("soup"), line("wine")], { send: true });
    const soup = itemOf(order, "Soup");
    await store.done(moveLines, { id: order.id, itemIds: [soup.id], status: "ready" }, "cook");
    const fresh = await split(order, [portion(order, "Soup", 1)], "t2");
    expect(fresh.items[0]).toMatchObject({ id: soup.id, status: "ready", sentQuantity: 1 });
    expect(fresh.status).toBe("ready");
    expect(tableOf("t2")?.orderIds).toEqual([fresh.id]);
  });
  it("of a line that grew after it was sent gives away what was sent first", async () => {
    const order = await open([line("soup", 2), line("wine")], { send: true });
    const soup = itemOf(order, "Soup");
    await store.done(changeLine, { id: order.id, itemId: soup.id, change: { quantity: 3 } }, "waiter");
    const fresh = await split(order, [portion(order, "Soup", 2)]);
    expect(shape(fresh)).toEqual([["Soup", 2, 2, "sent"]]);
    expect(shape(read(order.id))[0]).toEqual(["Soup", 1, 0, "pending"]);
  });
  it("adds up to what the check was, discounts included", async () => {
    const order = await discount(await open([line("soup", 3), line("wine", 2)]), {});
    const total = read(order.id).total;
    const fresh = await split(order, [portion(order, "Soup", 1), portion(order, "Wine", 2)]);
    expect(fresh.total + read(order.id).total).toBe(total);
    expect(fresh.discounts).toHaveLength(1);
  });
  it("divides an amount on a line by quantity, to the last cent", async () => {
    const open3 = await open([line("soup", 3), line("wine")]);
    const order = await discount(open3, {
      scope: "item",
      itemId: itemOf(open3, "Soup").id,
      kind: "amount",
      value: 100,
    });
    const fresh = await split(order, [portion(order, "Soup", 1)]);
    expect([fresh.discountTotal, read(order.id).discountTotal]).toEqual([33, 67]);
  });
  it("is refused with the path of what is wrong, and never leaves a check empty", async () => {
    const order = await open([line("soup", 2)]);
    const tried = async (items: { itemId: string; quantity: number; toLineId: string }[]) => {
      const answer = await store.submit(
        splitOrder,
        { id: order.id, newOrderId: newId(), items, tableId: null },
        "waiter",
      );
      return answer.ok
        ? "done"
        : ((answer.refusal.details as { errors?: { path: string }[] }).errors?.[0]?.path ??
            answer.refusal.code);
    };
    const soup = portion(order, "Soup", 1);
    expect([
      await tried([{ ...soup, itemId: "nothing" }]),
      await tried([{ ...soup, quantity: 3 }]),
      await tried([{ ...soup, quantity: 0.5 }]),
      await tried([soup, soup]),
      await tried([{ ...soup, quantity: 2 }]),
    ]).toEqual(["items.0.itemId", "items.0.quantity", "items.0.quantity", "items.1.itemId", "conflict"]);
  });
  it("takes nothing away that somebody paid for, and settles what is paid when the rest goes", async () => {
    const order = await open([line("soup"), line("wine")]);
    await pay(order, { split: { splitType: "item", splitDetails: { itemIds: [itemOf(order, "Soup").id] } } });
    expect(
      await store.refused(
        splitOrder,
        { id: order.id, newOrderId: newId(), items: [portion(order, "Soup", 1)], tableId: null },
        "waiter",
      ),
    ).toBe("conflict");
    const fresh = await split(order, [portion(order, "Wine", 1)]);
    expect(read(order.id)).toMatchObject({ due: 0, status: "completed" });
    expect(read(order.id).receiptNumber).not.toBeNull();
    expect((await pay(fresh)).order).toMatchObject({ total: 700, due: 0 });
  });
  it("does not launder what a guest saw: voiding on the new check needs a manager too", async () => {
    const order = await open([line("soup"), line("wine")]);
    const { printProforma } = await import("../printer/jobs.ts");
    const { printers } = await import("../printer/rows.ts");
    await store.done(printers.create, { id: "paper", fields: { name: "Receipts", role: "receipt" } });
    await store.done(printProforma, { orderId: order.id, jobId: newId(), printerId: undefined }, "waiter");
    const fresh = await split(order, [portion(order, "Soup", 1)]);
    const itemId = itemOf(fresh, "Soup").id;
    expect(await store.refused(voidLine, { id: fresh.id, itemId, reason: null }, "waiter")).toBe("forbidden");
  });
});

describe("lines that move", () => {
  it("go onto a check that is open, with what was sent of them", async () => {
    const [bar, table] = [
      await open([line("wine", 3), line("soup")], { send: true }),
      await open([line("soup")], { tableId: "t1" }),
    ];
    await move(bar, table, [portion(bar, "Wine", 2)]);
    expect(shape(read(table.id))).toEqual([
      ["Soup", 1, 0, "pending"],
      ["Wine", 2, 2, "sent"],
    ]);
    expect(read(table.id)).toMatchObject({
      status: "confirmed",
      items: [{ movedFrom: null }, { movedFrom: { number: bar.number } }],
    });
    expect(toldTo(store)).toEqual(["new 3 Wine", "new 1 Soup", "moved 2 Wine"]);
    expectRebuilds();
  });
  it("are told to their stations by the check that they left, too", async () => {
    const [bar, table] = [await open([line("wine"), line("soup")], { send: true }), await open([])];
    await move(bar, table, [portion(bar, "Wine", 1)]);
    const { kernel } = store;
    const events = readOfEntity(kernel.db, "order", bar.id).map(parseEntry);
    const left = events.find(({ type }) => type === "LinesGiven");
    const told = left && orders.announce?.(left, kernel.get(orders, bar.id), kernel);
    expect(told?.[0]?.rooms).toEqual(expect.arrayContaining(["station:kitchen", "station:bar"]));
  });
  it("stay where they are for somebody who may not move them", async () => {
    const [one, other] = [await open([line("wine", 3)]), await open([])];
    const input = { id: one.id, toOrderId: other.id, items: [portion(one, "Wine", 1)] };
    expect(await store.refused(moveItems, input, "cook")).toBe("forbidden");
  });
});

describe("a transfer", () => {
  it("tells the kitchen the new table, and of nothing to cook", async () => {
    const order = await open([line("soup", 2), line("wine")], { tableId: "t1", send: true });
    await store.done(transferOrder, { id: order.id, tableId: "t2" }, "waiter");
    expect(toldTo(store).slice(2)).toEqual(["moved 2 Soup", "moved 1 Wine"]);
    expect(tickets(store).at(-1)).toMatchObject({ tableName: "2", movedFrom: { tableName: "1" } });
    expect(read(order.id).items[0]?.movedFrom).toMatchObject({ tableId: "t1" });
  });
});

describe("a line that the kitchen knows", () => {
  it("tells only the difference when it grows, shrinks or is wanted otherwise", async () => {
    const order = await open([line("soup", 2)], { send: true });
    const itemId = itemOf(order, "Soup").id;
    const change = (fields: object) =>
      store.done(changeLine, { id: order.id, itemId, change: fields }, "manager");
    await change({ quantity: 3 });
    await store.done(addLines, { id: order.id, items: [line("wine")], send: true }, "waiter");
    await change({ notes: "no onions" });
    await change({ seat: 2 });
    await change({ quantity: 1 });
    await store.done(voidLine, { id: order.id, itemId, reason: "changed their mind" }, "manager");
    expect(toldTo(store)).toEqual([
      "new 2 Soup",
      "more 1 Soup",
      "new 1 Wine",
      "changed 3 Soup",
      "void 2 Soup",
      "void 1 Soup",
    ]);
  });
  it("takes other options: the difference is charged, the kitchen hears how it is wanted now, cheaper needs a manager", async () => {
    const order = await open(
      [line("steak", 2, { modifiers: [{ optionId: "rare" }, { optionId: "pepper" }] })],
      { send: true },
    );
    const itemId = itemOf(order, "Steak").id;
    const options = (...ids: string[]) => ({ modifiers: ids.map((optionId) => ({ optionId })) });
    const change = (fields: object) => ({ id: order.id, itemId, change: fields });
    expect(await store.refused(changeLine, change(options("well")), "waiter")).toBe("forbidden");
    expect(await store.refused(changeLine, change(options("pepper")), "waiter")).toBe("invalid");
    const after: Order = await store.done(changeLine, change(options("well", "pepper")), "waiter");
    expect([after.total, after.items[0]?.modifiers.map(({ name }) => name)]).toEqual([
      7200,
      ["well done", "pepper sauce"],
    ]);
    const cheaper: Order = await store.done(changeLine, change(options("well")), "manager");
    expect(cheaper.total).toBe(6800);
    expect(toldTo(store)).toEqual(["new 2 Steak", "changed 2 Steak", "changed 2 Steak"]);
    expectRebuilds();
  });
});
