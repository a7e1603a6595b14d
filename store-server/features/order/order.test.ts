import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { features } from "../../features.ts";
import { businessTables, compareTables, replay, verifyJournal } from "../../kernel/rebuild.ts";
import { openTestKernel, openTestStore, type TestStore } from "../../testing.ts";
import { areas, setTableStatus, tables, tableView } from "../floor/rows.ts";
import { categories, menuItems, taxClasses } from "../menu/rows.ts";
import { changeSetting } from "../settings/rows.ts";
import { type OpenOrder, openOrder, transferOrder } from "./commands.ts";
import { findOrder } from "./facts/rows.ts";
import { addLines, giveDiscount, voidLine } from "./lines/commands.ts";
import { payOrder } from "./money/commands.ts";
import type { CompleteLineInput } from "./pricing.ts";
import { moveLines, moveOrder } from "./workflow/commands.ts";

let store: TestStore;
const set = (key: string, value: unknown) => store.done(changeSetting, { key, value });
const line = (
  menuItemId: string,
  quantity = 1,
  extra: Partial<CompleteLineInput> = {},
): CompleteLineInput => ({ id: newId(), menuItemId, quantity, ...extra });
const opening = (items: CompleteLineInput[], extra: Partial<OpenOrder> = {}): OpenOrder => ({
  id: newId(),
  type: "dine-in",
  tableId: null,
  guests: null,
  customerName: null,
  notes: null,
  send: false,
  newCheck: false,
  items,
  ...extra,
});
const open = (
  items: CompleteLineInput[],
  extra: Partial<OpenOrder> = {},
  as: "waiter" | "owner" = "waiter",
): Promise<Order> => store.done(openOrder, opening(items, extra), as);
const pay = async (
  order: Order,
  extra: object = {},
): Promise<{ payment: Order["payments"][number]; order: Order }> =>
  store.done(
    payOrder,
    { id: order.id, paymentId: newId(), payment: { method: "cash" as const, ...extra } },
    "waiter",
  );
const status = (
  order: Order,
  to: Order["status"],
  as: "waiter" | "manager" | "cook" = "manager",
): Promise<Order> => store.done(moveOrder, { id: order.id, status: to, reason: null }, as);

beforeEach(async () => {
  store = openTestStore();
  await store.done(categories.create, { id: "food", fields: { name: "Food" } });
  await store.done(taxClasses.create, {
    id: "vat",
    fields: {
      name: "VAT",
      inclusive: true,
      rates: [{ name: "VAT", rate: "0.19" }],
      byOrderType: { takeaway: [{ name: "VAT", rate: "0.07" }] },
    },
  });
  const doneness = {
    id: "done",
    name: "Doneness",
    min: 1,
    max: 1,
    options: [
      { id: "rare", name: "rare", price: 0 },
      { id: "well", name: "well done", price: 0 },
    ],
  };
  const sauce = {
    id: "sauce",
    name: "Sauce",
    min: 0,
    max: 2,
    options: [{ id: "pepper", name: "pepper sauce", price: 200 }],
  };
  await store.done(menuItems.create, {
    id: "soup",
    fields: { name: "Soup", categoryId: "food", price: 850, stations: ["kitchen"] },
  });
  await store.done(menuItems.create, {
    id: "steak",
    fields: {
      name: "Steak",
      categoryId: "food",
      price: 3400,
      modifierGroups: [doneness, sauce],
      stations: ["kitchen"],
    },
  });
  await store.done(menuItems.create, {
    id: "wine",
    fields: {
      name: "Wine",
      categoryId: "food",
      price: 700,
      taxClassId: "vat",
      variants: [{ id: "bottle", name: "Bottle", price: 3200 }],
      stations: ["bar"],
    },
  });
  await store.done(menuItems.create, {
    id: "ham",
    fields: { name: "Ham", categoryId: "food", price: 2400, unit: "kg" },
  });
  await store.done(areas.create, { id: "room", fields: { name: "Room" } });
  await store.done(tables.create, { id: "t1", fields: { name: "1", areaId: "room", seats: 4 } });
  await store.done(tables.create, { id: "t2", fields: { name: "2", areaId: "room", seats: 2 } });
});

describe("lines", () => {
  it("are priced from the box's menu, variants and options included", async () => {
    const order = await open([
      line("steak", 2, { modifiers: [{ optionId: "rare" }, { optionId: "pepper" }] }),
      line("wine", 1, { variantId: "bottle" }),
    ]);
    expect(order.items.map((item) => [item.unitPrice, item.lineTotal])).toEqual([
      [3600, 7200],
      [3200, 3200],
    ]);
    expect(order.total).toBe(10_400);
  });
  it("are refused with the path of the field that is wrong", async () => {
    const answer = await store.submit(openOrder, opening([line("soup"), line("steak")]), "waiter");
    expect(answer).toMatchObject({
      ok: false,
      refusal: { code: "invalid", details: { errors: [{ path: "items.1.modifiers" }] } },
    });
    expect(
      await store.refused(
        openOrder,
        opening([line("steak", 1, { modifiers: [{ optionId: "rare" }, { optionId: "well" }] })]),
      ),
    ).toBe("invalid");
    expect(await store.refused(openOrder, opening([line("nothing")]))).toBe("invalid");
    expect(await store.refused(openOrder, opening([line("soup", 0.5)]))).toBe("invalid");
  });
  it("take goods by weight with three decimals", async () => {
    const order = await open([line("ham", 0.375)]);
    expect(order.items[0]).toMatchObject({ quantity: 0.375, lineTotal: 900 });
  });
  it("keep the price at which they were ordered when the menu changes", async () => {
    const order = await open([line("soup")]);
    await store.done(menuItems.change, { id: "soup", fields: { price: 9900 } });
    const after: Order = await store.done(
      addLines,
      { id: order.id, items: [line("soup")], send: false },
      "waiter",
    );
    expect(after.items.map((item) => item.unitPrice)).toEqual([850, 9900]);
  });
  it("are priced at the menu version that the device showed", async () => {
    const shown = store.kernel.headSeq();
    await store.done(menuItems.change, { id: "soup", fields: { price: 9900 } });
    const order = await open([line("soup", 1, { menuVersion: shown }), line("soup")]);
    expect(order.items.map((item) => item.unitPrice)).toEqual([850, 9900]);
  });
  it("that are sold out are a conflict", async () => {
    await store.done(menuItems.change, { id: "soup", fields: { available: false } });
    expect(await store.refused(openOrder, opening([line("soup")]), "waiter")).toBe("conflict");
  });
  it("of two waiters who add at once are both there", async () => {
    const order = await open([]);
    await Promise.all(
      [1, 2].map(() => store.done(addLines, { id: order.id, items: [line("soup")], send: false }, "waiter")),
    );
    expect(findOrder(store.kernel, order.id).lines).toHaveLength(2);
  });
  it("that were sent are voided by a manager only, and stay to be seen", async () => {
    const order = await open([line("soup"), line("wine")], { send: true });
    const voiding = { id: order.id, itemId: order.items[0]?.id ?? "", reason: "cold" };
    expect(await store.refused(voidLine, voiding, "waiter")).toBe("forbidden");
    const after: Order = await store.done(voidLine, voiding, "manager");
    expect(after.items.map((item) => [item.status, item.lineTotal])).toEqual([
      ["voided", 0],
      ["sent", 700],
    ]);
    expect(after.total).toBe(700);
  });
  it("that the guest saw on a check need a manager to go", async () => {
    const order = await open([line("soup")]);
    const itemId = order.items[0]?.id ?? "";
    const { printProforma } = await import("../printer/jobs.ts");
    const { printers } = await import("../printer/rows.ts");
    await store.done(printers.create, { id: "paper", fields: { name: "Receipts", role: "receipt" } });
    await store.done(printProforma, { orderId: order.id, jobId: newId(), printerId: undefined }, "waiter");
    expect(await store.refused(voidLine, { id: order.id, itemId, reason: null }, "waiter")).toBe("forbidden");
  });
  it("sold openly need a permission", async () => {
    const item: CompleteLineInput = {
      id: newId(),
      quantity: 1,
      openItem: { name: "Cake", price: 500, taxClassId: null },
    };
    expect(await store.refused(openOrder, opening([item]), "waiter")).toBe("forbidden");
    expect((await open([item], {}, "owner")).total).toBe(500);
  });
});

describe("tax", () => {
  it("follows the order's type", async () => {
    const inside = await open([line("wine")]);
    const outside = await open([line("wine")], { type: "takeaway" });
    expect([inside.taxTotal, outside.taxTotal]).toEqual([112, 46]);
    expect([inside.total, outside.total]).toEqual([700, 700]);
  });
  it("of items without a class comes from the settings, service included", async () => {
    await set("tax.rate", "0.08");
    await set("service.rate", "0.1");
    const order = await open([line("soup")]);
    expect(order).toMatchObject({ subtotal: 850, serviceCharge: 85, taxTotal: 68, total: 1003 });
  });
});

describe("a table", () => {
  it("takes one order, and a second only as a new check", async () => {
    const first = await open([], { tableId: "t1" });
    const answer = await store.submit(openOrder, opening([], { tableId: "t1" }), "waiter");
    expect(answer).toMatchObject({
      ok: false,
      refusal: { code: "conflict", details: { current: { id: first.id } } },
    });
    const second = await open([], { tableId: "t1", newCheck: true });
    const table = store.kernel.get(tables.entity, "t1");
    expect(table && tableView(table, store.kernel)).toMatchObject({
      status: "occupied",
      orderIds: [first.id, second.id],
    });
  });
  it("opened by two people at once gets one order", async () => {
    const answers = await Promise.all(
      [1, 2].map(() => store.submit(openOrder, opening([], { tableId: "t1" }), "waiter")),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  });
  it("is free again after the last order, or needs cleaning where the store says so", async () => {
    await set("table.cleaning", true);
    await pay(await open([line("soup")], { tableId: "t1" }));
    const after = store.kernel.get(tables.entity, "t1");
    expect(after && tableView(after, store.kernel)).toMatchObject({ status: "cleaning", orderIds: [] });
    await store.done(setTableStatus, { id: "t1", status: "available" }, "waiter");
    await open([], { tableId: "t1" });
    expect(await store.refused(setTableStatus, { id: "t1", status: "reserved" })).toBe("conflict");
  });
  it("changes when the order moves", async () => {
    const order = await open([line("soup")], { tableId: "t1" });
    await store.done(transferOrder, { id: order.id, tableId: "t2" }, "waiter");
    const views = ["t1", "t2"]
      .map((id) => store.kernel.get(tables.entity, id))
      .map((table) => table && tableView(table, store.kernel).orderIds);
    expect(views).toEqual([[], [order.id]]);
  });
});

describe("the workflow", () => {
  it("goes forward in any step, sends what is unsent, and comes back only by recall", async () => {
    const order = await open([line("soup")]);
    const ready = await status(order, "ready");
    expect(ready.items[0]).toMatchObject({ status: "ready", sentQuantity: 1 });
    const back = await status(ready, "preparing");
    expect(back.status).toBe("preparing");
    const answer = await store.submit(
      moveOrder,
      { id: order.id, status: "confirmed", reason: null },
      "manager",
    );
    expect(answer).toMatchObject({
      ok: false,
      refusal: { code: "conflict", details: { current: { allowed: ["ready", "served", "cancelled"] } } },
    });
  });
  it("completes only what is paid", async () => {
    const order = await status(await open([line("soup")]), "served");
    expect(await store.refused(moveOrder, { id: order.id, status: "completed", reason: null })).toBe(
      "conflict",
    );
    const paid = await pay(order);
    expect(paid.order).toMatchObject({ status: "completed", due: 0, paid: 850 });
  });
  it("brings an order back to work when a new round is sent", async () => {
    const order = await status(await open([line("soup")], { send: true }), "served");
    const more: Order = await store.done(
      addLines,
      { id: order.id, items: [line("wine")], send: true },
      "waiter",
    );
    expect(more.status).toBe("preparing");
  });
  it("follows the kitchen's lines", async () => {
    const order = await open([line("soup"), line("wine")], { send: true });
    const [soup, wine] = order.items.map((item) => item.id);
    const bump = (itemIds: string[], to: "ready" | "preparing"): Promise<Order> =>
      store.done(moveLines, { id: order.id, itemIds, status: to }, "cook");
    expect((await bump([soup ?? ""], "ready")).status).toBe("preparing");
    expect((await bump([wine ?? ""], "ready")).status).toBe("ready");
    expect((await bump([wine ?? ""], "preparing")).status).toBe("preparing");
  });
  it("cancels before a payment only", async () => {
    const order = await open([line("soup", 2)]);
    await pay(order, { amount: 850 });
    expect(await store.refused(moveOrder, { id: order.id, status: "cancelled", reason: null })).toBe(
      "conflict",
    );
    const other = await open([line("soup")]);
    expect((await status(other, "cancelled")).status).toBe("cancelled");
    expect(await store.refused(moveOrder, { id: other.id, status: "cancelled", reason: null })).toBe(
      "conflict",
    );
  });
});

describe("payments", () => {
  it("give change, and the receipt its number only at the end", async () => {
    const order = await open([line("soup", 2)]);
    const part = await pay(order, { amount: 700, tendered: 1000 });
    expect(part).toMatchObject({
      payment: { change: 300 },
      order: { receiptNumber: null, due: 1000, status: "pending" },
    });
    const rest = await pay(order, { tendered: 2000, tip: 100 });
    expect(rest).toMatchObject({
      payment: { amount: 1000, tip: 100, change: 900 },
      order: { receiptNumber: "R1-000001", due: 0, tipTotal: 100, status: "completed" },
    });
  });
  it("number receipts without a gap, whatever is opened and cancelled between", async () => {
    const numbers: (string | null)[] = [];
    for (let round = 0; round < 3; round += 1) {
      await status(await open([line("soup")]), "cancelled");
      numbers.push((await pay(await open([line("soup")]))).order.receiptNumber);
    }
    expect(numbers).toEqual(["R1-000001", "R1-000002", "R1-000003"]);
  });
  it("round cash only where they settle the rest", async () => {
    await set("rounding.cash", 5);
    await store.done(menuItems.change, { id: "soup", fields: { price: 1247 } });
    const order = await open([line("soup")]);
    expect((await pay(order, { amount: 1001 })).payment.rounding).toBe(0);
    const { payment } = await pay(await open([line("soup")]));
    expect(payment).toMatchObject({ amount: 1247, rounding: -2, tendered: 1245, change: 0 });
  });
  it("of less than is to be handed over are refused", async () => {
    const order = await open([line("soup")]);
    expect(
      await store.refused(payOrder, {
        id: order.id,
        paymentId: "p",
        payment: { method: "cash", tendered: 849 },
      }),
    ).toBe("invalid");
    expect(
      await store.refused(payOrder, {
        id: order.id,
        paymentId: "p",
        payment: { method: "cash", amount: 851 },
      }),
    ).toBe("invalid");
  });
  it("keep the bill from falling below what was paid, so that every order can be settled", async () => {
    const order = await open([line("soup"), line("wine")]);
    await pay(order, { amount: 1200 });
    const itemId = order.items[0]?.id ?? "";
    expect(await store.refused(voidLine, { id: order.id, itemId, reason: "late" })).toBe("conflict");
    await store.done(addLines, { id: order.id, items: [line("soup", 2)], send: false }, "waiter");
    expect((await store.submit(voidLine, { id: order.id, itemId, reason: "late" })).ok).toBe(true);
    expect((await pay(order)).order).toMatchObject({ due: 0, status: "completed" });
  });
  it("by card without a gateway are unavailable, and write nothing", async () => {
    const order = await open([line("soup")]);
    const head = store.kernel.headSeq();
    expect(await store.refused(payOrder, { id: order.id, paymentId: "p", payment: { method: "card" } })).toBe(
      "unavailable",
    );
    expect(store.kernel.headSeq()).toBe(head);
  });
  it("by equal thirds add up to the last cent, and no third is paid twice", async () => {
    await store.done(menuItems.change, { id: "soup", fields: { price: 10_000 } });
    const order = await open([line("soup")]);
    const third = (splitIndex: number) => ({
      split: { splitType: "equal" as const, splitDetails: { splitCount: 3, splitIndex } },
    });
    expect((await pay(order, third(2))).payment.amount).toBe(3333);
    expect(
      await store.refused(payOrder, {
        id: order.id,
        paymentId: "p",
        payment: { method: "cash", ...third(2) },
      }),
    ).toBe("conflict");
    expect((await pay(order, third(1))).payment.amount).toBe(3334);
    expect((await pay(order, third(3))).order.due).toBe(0);
  });
  it("freeze the money: no line, discount or payment comes after them", async () => {
    const { order } = await pay(await open([line("soup")], { type: "takeaway" }));
    expect(order.status).toBe("confirmed");
    const itemId = order.items[0]?.id ?? "";
    const refusals = await Promise.all([
      store.refused(addLines, { id: order.id, items: [line("soup")], send: false }),
      store.refused(voidLine, { id: order.id, itemId, reason: null }),
      store.refused(giveDiscount, {
        id: order.id,
        discountId: "d",
        discount: { scope: "order", kind: "percent", value: "10", reason: "x" },
      }),
      store.refused(payOrder, { id: order.id, paymentId: "p2", payment: { method: "cash" } }),
    ]);
    expect(refusals).toEqual(["conflict", "conflict", "conflict", "conflict"]);
    expect((await status(order, "served")).status).toBe("completed");
  });
  it("tapped twice with the same key are taken once, and answer the same bytes", async () => {
    const order = await open([line("soup", 2)]);
    const input = { id: order.id, paymentId: newId(), payment: { method: "cash" as const, amount: 500 } };
    const [first, second] = await Promise.all(
      [1, 2].map(() => store.submit(payOrder, input, "waiter", "tap-1")),
    );
    expect(first?.ok && second?.ok && first.body === second.body && second.replay).toBe(true);
    expect(findOrder(store.kernel, order.id).payments).toHaveLength(1);
  });
});

describe("discounts", () => {
  it("above the limit need a manager", async () => {
    const order = await open([line("soup")]);
    const give = (value: string) => ({
      id: order.id,
      discountId: newId(),
      discount: { scope: "order" as const, kind: "percent" as const, value, reason: "regular" },
    });
    expect(await store.refused(giveDiscount, give("5"), "waiter")).toBe("forbidden");
    await set("discount.limit", "10");
    const after: Order = await store.done(giveDiscount, give("10"), "waiter");
    expect(after).toMatchObject({ discountTotal: 85, total: 765 });
  });
  it("are counted together against the limit", async () => {
    await set("discount.limit", "10");
    const order = await open([line("soup")]);
    const give = () => ({
      id: order.id,
      discountId: newId(),
      discount: { scope: "order" as const, kind: "percent" as const, value: "6", reason: "regular" },
    });
    await store.done(giveDiscount, give(), "waiter");
    expect(await store.refused(giveDiscount, give(), "waiter")).toBe("forbidden");
  });
});

describe("the journal", () => {
  const busyEvening = async (): Promise<void> => {
    for (let index = 0; index < 12; index += 1) {
      const order = await open([line("soup", 1 + (index % 3)), line("wine")], {
        send: index % 2 === 0,
        tableId: index === 0 ? "t1" : null,
        guests: 2,
      });
      if (index % 3 === 0) await status(order, "ready");
      if (index % 4 !== 1) await pay(order, { tip: index });
    }
  };
  it("is the truth: replayed into a fresh schema it gives every business table again", async () => {
    await busyEvening();
    const fresh = openTestKernel();
    const { kernel } = store;
    replay(kernel.db, fresh.db, features, { storeId: kernel.storeId, epoch: kernel.epoch });
    expect(compareTables(kernel.db, fresh.db, businessTables(features))).toEqual([]);
    expect(verifyJournal(kernel.db)).toMatchObject({ entries: kernel.headSeq(), error: null });
  });
  it("shows a row that somebody changed by hand", async () => {
    await busyEvening();
    const fresh = openTestKernel();
    const { kernel } = store;
    kernel.db.exec("UPDATE sales_by_hour SET gross = gross + 1");
    replay(kernel.db, fresh.db, features, { storeId: kernel.storeId, epoch: kernel.epoch });
    expect(compareTables(kernel.db, fresh.db, businessTables(features))[0]?.table).toBe("sales_by_hour");
  });
});
