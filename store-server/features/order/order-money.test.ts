import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { furnish, line, peopleOf } from "../../testing/bistro.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { menuItems } from "../menu/rows.ts";
import { giveDiscount } from "./discounts/commands.ts";
import { findOrder } from "./facts/rows.ts";
import { addLines, changeLine, voidLine } from "./lines/commands.ts";
import { payOrder } from "./money/commands.ts";
import { moveItems, splitOrder } from "./moves/commands.ts";

let store: TestStore;
const { set, open, pay, status } = peopleOf(() => store);
beforeEach(async () => {
  store = openTestStore();
  await furnish(store);
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
  it("that were little of a big check are no manager's business until its lines are taken away", async () => {
    await set("discount.limit", "10");
    const order = await open([line("soup", 9), line("soup")]);
    const [many, one] = order.items.map(({ id }) => id) as [string, string];
    const discount = { scope: "order" as const, kind: "amount" as const, value: 850, reason: "regular" };
    await store.done(giveDiscount, { id: order.id, discountId: newId(), discount }, "waiter");
    const lower = (quantity: number) => ({ id: order.id, itemId: many, change: { quantity } });
    const off = { id: order.id, itemId: many, reason: null };
    const apart = {
      id: order.id,
      newOrderId: newId(),
      tableId: null,
      items: [{ itemId: many, quantity: 9, toLineId: newId() }],
    };
    expect(await store.refused(changeLine, lower(8), "waiter")).toBe("forbidden");
    expect(await store.refused(voidLine, off, "waiter")).toBe("forbidden");
    expect(await store.refused(splitOrder, apart, "waiter")).toBe("forbidden");
    const other = await open([line("soup")]);
    const move = {
      id: order.id,
      toOrderId: other.id,
      items: [{ itemId: many, quantity: 1, toLineId: newId() }],
    };
    expect(await store.refused(moveItems, move, "waiter")).toBe("forbidden");
    await store.done(changeLine, lower(10), "waiter");
    await store.done(voidLine, { ...off, itemId: one }, "waiter");
    await store.done(changeLine, lower(2), "manager");
    const after: Order = await store.done(changeLine, lower(1), "waiter");
    expect(after).toMatchObject({ subtotal: 850, discountTotal: 850, total: 0 });
  });
  it("in per cent go along with the lines", async () => {
    await set("discount.limit", "10");
    const order = await open([line("soup", 9)]);
    const discount = { scope: "order" as const, kind: "percent" as const, value: "10", reason: "regular" };
    await store.done(giveDiscount, { id: order.id, discountId: newId(), discount }, "waiter");
    const change = { id: order.id, itemId: order.items[0]?.id ?? "", change: { quantity: 1 } };
    expect(await store.done(changeLine, change, "waiter")).toMatchObject({ discountTotal: 85 });
  });
});
