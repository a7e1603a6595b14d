import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { features } from "../../features.ts";
import { businessTables, compareTables, replay } from "../../kernel/rebuild.ts";
import { furnish, line, opening, peopleOf } from "../../testing/bistro.ts";
import { openTestKernel, openTestStore, type TestStore } from "../../testing.ts";
import { openOrder } from "../order/commands.ts";
import { addLines, changeLine, voidLine } from "../order/lines/commands.ts";
import { mergeOrders, moveItems, splitOrder } from "../order/moves/commands.ts";
import { refundOrder } from "../order/refunds/commands.ts";
import { moveOrder, sendOrder } from "../order/workflow/commands.ts";
import { type StockChange, setStock } from "./records/rows.ts";
import { menuItems, stocks } from "./rows.ts";

let store: TestStore;
let time: number;
const { open, pay, status } = peopleOf(() => store);
beforeEach(async () => {
  time = Date.parse("2026-03-02T12:00:00Z");
  store = openTestStore({ wall: () => time });
  await furnish(store);
});
afterEach(() => {
  const fresh = openTestKernel();
  const { kernel } = store;
  replay(kernel.db, fresh.db, features, { storeId: kernel.storeId, epoch: kernel.epoch });
  const differences = compareTables(kernel.db, fresh.db, businessTables(features));
  if (differences.length > 0) throw new Error(`live and rebuilt differ: ${JSON.stringify(differences)}`);
});

const item = (id: string): MenuItem => {
  const state = store.kernel.get(menuItems.entity, id);
  return JSON.parse(state ? menuItems.entity.view(state, store.kernel) : "null") as MenuItem;
};
const left = (id: string) => item(id).stock;
const change = (id: string, input: Partial<StockChange>): Promise<MenuItem> => {
  time += 1000;
  return store.done(setStock, { id, variantId: null, reason: null, ...input }, "cook");
};
const count = (id: string, stock: number | null, variantId: string | null = null) =>
  change(id, { stock, variantId });
const voided = (order: Order, at: number, as: "waiter" | "manager" = "waiter"): Promise<Order> =>
  store.done(voidLine, { id: order.id, itemId: order.items[at]?.id ?? "", reason: "gone" }, as);

describe("goods that come back", () => {
  const refund = (order: Order, item: object) =>
    store.submit(
      refundOrder,
      { id: order.id, refundId: newId(), refund: { reason: "unopened", items: [item as never] } },
      "manager",
    );
  it("are on the shelf again where whoever takes them says so, and else not", async () => {
    await count("wine", 10);
    await count("wine", 4, "bottle");
    const { order } = await pay(await open([line("wine", 3, { variantId: "bottle" })]));
    const itemId = order.items[0]?.id ?? "";
    expect([left("wine"), item("wine").variants[0]?.stock]).toEqual([7, 1]);
    await refund(order, { itemId, quantity: 1 });
    expect([left("wine"), item("wine").variants[0]?.stock]).toEqual([7, 1]);
    await refund(order, { itemId, quantity: 2, restock: true });
    expect([left("wine"), item("wine").variants[0]?.stock]).toEqual([9, 3]);
    expect((await refund(order, { itemId, quantity: 1, restock: true })).ok).toBe(false);
    expect(left("wine")).toBe(9);
  });
  it("add to a count that was made after they were sold, and to nothing where nobody counts", async () => {
    await count("soup", 5);
    const { order } = await pay(await open([line("soup", 2), line("ham")]));
    await count("soup", 1);
    await refund(order, { itemId: order.items[0]?.id, quantity: 2, restock: true });
    expect(left("soup")).toBe(3);
    await refund(order, { itemId: order.items[1]?.id, quantity: 1, restock: true });
    expect(left("ham")).toBeNull();
  });
});

describe("a counted item", () => {
  it("counts down by the quantity of each line, and is off by itself at zero", async () => {
    await count("soup", 3);
    await open([line("soup", 2)]);
    expect(item("soup")).toMatchObject({ stock: 1, available: true });
    await open([line("soup")]);
    expect(item("soup")).toMatchObject({ stock: 0, available: false });
    const answer = await store.submit(openOrder, opening([line("soup")]), "waiter");
    expect(answer).toMatchObject({ ok: false, refusal: { code: "conflict", message: "Soup is sold out." } });
  });
  it("refuses more than there is, naming the item and what is left", async () => {
    await count("soup", 2);
    const answer = await store.submit(openOrder, opening([line("soup"), line("soup", 2)]), "waiter");
    expect(answer).toMatchObject({
      ok: false,
      refusal: {
        code: "conflict",
        message: "Only 2 of Soup are left.",
        details: { current: { menuItemId: "soup", name: "Soup", left: 2 } },
      },
    });
    expect(left("soup")).toBe(2);
  });
  it("is back when there is more, unless a cook took it off", async () => {
    await count("soup", 1);
    await open([line("soup")]);
    expect((await change("soup", { delta: 4 })).available).toBe(true);
    await store.done(menuItems.change, { id: "soup", fields: { available: false } }, "cook");
    expect((await change("soup", { delta: 4 })).available).toBe(false);
    expect(left("soup")).toBe(8);
  });
  it("goes with the lines: more takes more, less gives back", async () => {
    await count("soup", 5);
    const order = await open([line("soup")]);
    const itemId = order.items[0]?.id ?? "";
    const to = (quantity: number) => store.done(changeLine, { id: order.id, itemId, change: { quantity } });
    await to(4);
    expect(left("soup")).toBe(1);
    expect(await store.refused(changeLine, { id: order.id, itemId, change: { quantity: 6 } })).toBe(
      "conflict",
    );
    await to(2);
    expect(left("soup")).toBe(3);
  });
  it("is weighed in thousandths", async () => {
    await count("ham", 1.5);
    await open([line("ham", 0.375)]);
    expect(left("ham")).toBe(1.125);
    expect(await store.refused(openOrder, opening([line("ham", 1.126)]))).toBe("conflict");
    expect(await store.refused(setStock, { id: "soup", variantId: null, stock: 0.5, reason: null })).toBe(
      "invalid",
    );
  });
  it("counts its variants for themselves where somebody counts those", async () => {
    await count("wine", 10);
    await count("wine", 1, "bottle");
    await open([line("wine", 1, { variantId: "bottle" }), line("wine", 2)]);
    expect(item("wine")).toMatchObject({ stock: 7, variants: [{ id: "bottle", stock: 0 }], available: true });
    expect(await store.refused(openOrder, opening([line("wine", 1, { variantId: "bottle" })]))).toBe(
      "conflict",
    );
    await open([line("wine")]);
  });
  it("is taken by the combos that it is a part of, and a combo may be counted itself", async () => {
    const parts = ["soup", "wine"].map((menuItemId) => ({
      id: menuItemId,
      name: menuItemId,
      choices: [{ menuItemId, variantId: null, surcharge: 0 }],
    }));
    await store.done(menuItems.create, {
      id: "lunch",
      fields: { name: "Lunch", categoryId: "food", price: 1000, parts, stock: 3 },
    });
    await count("soup", 5);
    const order = await open([line("lunch", 2)]);
    expect([left("soup"), left("lunch")]).toEqual([3, 1]);
    await voided(order, 1);
    expect([left("soup"), left("lunch")]).toEqual([5, 3]);
    expect(await store.refused(openOrder, opening([line("lunch", 4)]))).toBe("conflict");
  });
  it("does not come back with what was cooked", async () => {
    await count("soup", 9);
    const order = await open([line("soup", 2), line("soup", 3)], { send: true });
    await voided(order, 0, "manager");
    expect(left("soup")).toBe(4);
    await store.done(addLines, { id: order.id, items: [line("soup", 2)], send: false }, "waiter");
    await status(order, "cancelled");
    expect(left("soup")).toBe(4);
  });
  it("keeps what is sold, paid and served", async () => {
    await count("soup", 9);
    const order = await open([line("soup", 2)]);
    await store.done(sendOrder, { id: order.id }, "waiter");
    await pay(order);
    expect(left("soup")).toBe(7);
  });
  it("is neither taken nor given back by what only moves: splitting, moving lines, merging", async () => {
    await count("soup", 9);
    const order = await open([line("soup", 4)], { send: true });
    await store.done(addLines, { id: order.id, items: [line("soup", 1)], send: false }, "waiter");
    const portion = { itemId: order.items[0]?.id ?? "", quantity: 2, toLineId: newId() };
    const split = { id: order.id, newOrderId: newId(), items: [portion], tableId: null };
    await store.done(splitOrder, split, "waiter");
    expect(left("soup")).toBe(4);
    const other = await open([line("soup")]);
    await store.done(
      moveItems,
      { id: order.id, toOrderId: other.id, items: [{ ...portion, quantity: 1, toLineId: newId() }] },
      "waiter",
    );
    await store.done(mergeOrders, { id: other.id, fromOrderId: split.newOrderId }, "waiter");
    expect(left("soup")).toBe(3);
    await status(other, "cancelled");
    // One of its own was never sent; what was cooked does not come back with it.
    expect(left("soup")).toBe(4);
  });
  it("is not counted up by what was ordered before somebody counted", async () => {
    const order = await open([line("soup", 2)]);
    await count("soup", 4);
    await voided(order, 0);
    expect(left("soup")).toBe(4);
    const later = await open([line("soup", 2)]);
    await voided(later, 0);
    expect(left("soup")).toBe(4);
  });
  it("is counted by cooks, and not by waiters", async () => {
    expect(
      await store.refused(setStock, { id: "soup", variantId: null, stock: 1, reason: null }, "waiter"),
    ).toBe("forbidden");
    expect(
      await store.refused(setStock, { id: "soup", variantId: null, delta: 1, reason: null }, "cook"),
    ).toBe("conflict");
    await count("soup", 1);
    expect(
      await store.refused(setStock, { id: "soup", variantId: null, delta: -2, reason: null }, "cook"),
    ).toBe("conflict");
    await store.done(menuItems.change, { id: "soup", fields: { stock: 7 } }, "cook");
    expect(left("soup")).toBe(7);
    await count("soup", null);
    await open([line("soup", 100)]);
    expect(item("soup")).toMatchObject({ stock: null, available: true });
  });
});

describe("the last portion sold twice", () => {
  it("happens elsewhere: of forty who ask at once for seven, seven get one", async () => {
    await count("soup", 7);
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => store.submit(openOrder, opening([line("soup")]), "waiter")),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(7);
    const refusals = answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal.code]));
    expect(refusals).toEqual(Array.from({ length: 33 }, () => "conflict"));
    expect(left("soup")).toBe(0);
  });
  it("is not undone by a retry: the same tap takes one portion", async () => {
    await count("soup", 2);
    const input = opening([line("soup")]);
    const answers = await Promise.all(
      [1, 2, 3].map(() => store.submit(openOrder, input, "waiter", "one-tap")),
    );
    expect(answers.filter((answer) => answer.replay)).toHaveLength(2);
    expect(left("soup")).toBe(1);
  });
});

describe("cancelling twice restores stock twice", () => {
  it("elsewhere; here the second finds the order cancelled and gives nothing back", async () => {
    await count("soup", 5);
    const order = await open([line("soup", 3)]);
    const cancel = { id: order.id, status: "cancelled" as const, reason: null };
    const answers = await Promise.all([1, 2].map(() => store.submit(moveOrder, cancel, "manager")));
    expect(answers.map((answer) => answer.ok)).toEqual([true, false]);
    expect(left("soup")).toBe(5);
  });
  it("nor does voiding a line and cancelling its order", async () => {
    await count("soup", 5);
    const order = await open([line("soup", 2), line("soup", 1)]);
    await voided(order, 0);
    await status(order, "cancelled");
    expect(left("soup")).toBe(5);
  });
});

describe("selling", () => {
  it("does not touch the item: its version stays, and old prices are found in a short history", async () => {
    await count("soup", 50);
    const before = store.kernel.get(menuItems.entity, "soup")?.version;
    const shown = item("soup").version;
    for (let round = 0; round < 20; round += 1) await open([line("soup")]);
    expect(store.kernel.get(menuItems.entity, "soup")?.version).toBe(before);
    expect(item("soup").version).toBeGreaterThan(shown);
    const entries = store.kernel.db.prepare("SELECT entity FROM journal WHERE id = 'soup'").all() as {
      entity: string;
    }[];
    expect(entries.filter(({ entity }) => entity === "menu-item")).toHaveLength(1);
    await store.done(menuItems.change, { id: "soup", fields: { price: 1 } });
    expect((await open([line("soup", 1, { menuVersion: shown })])).total).toBe(850);
  });
  it("is told to every device as a change of the item", async () => {
    await count("soup", 2);
    const state = store.kernel.get(stocks, "soup");
    const told = stocks.announce?.({ id: "soup" } as never, state, store.kernel) ?? [];
    expect(told).toMatchObject([{ event: "menu:update", rooms: ["menu"] }]);
    expect(JSON.parse(told[0]?.data ?? "{}")).toMatchObject({ id: "soup", stock: 2 });
  });
  it("ends with the item: a new one of the same id begins without a count", async () => {
    await count("soup", 2);
    await store.done(menuItems.remove, { id: "soup" });
    await store.done(menuItems.create, {
      id: "soup",
      fields: { name: "Soup", categoryId: "food", price: 1 },
    });
    expect(left("soup")).toBeNull();
  });
});
