import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { features } from "../../features.ts";
import { businessTables, compareTables, replay, verifyJournal } from "../../kernel/rebuild.ts";
import { furnish, line, opening, peopleOf } from "../../testing/bistro.ts";
import { openTestKernel, openTestStore, type TestStore } from "../../testing.ts";
import { setTableStatus, tables, tableView } from "../floor/rows.ts";
import { menuItems } from "../menu/rows.ts";
import { openOrder, transferOrder } from "./commands.ts";
import { findOrder } from "./facts/rows.ts";
import { addLines, voidLine } from "./lines/commands.ts";
import type { CompleteLineInput } from "./pricing.ts";
import { moveLines, moveOrder } from "./workflow/commands.ts";

let store: TestStore;
const { set, open, pay, status } = peopleOf(() => store);
beforeEach(async () => {
  store = openTestStore();
  await furnish(store);
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
