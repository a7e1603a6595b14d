import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { furnish, line, opening, peopleOf } from "../../testing/bistro.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { menuItems } from "../menu/rows.ts";
import { openOrder } from "./commands.ts";
import { giveDiscount } from "./discounts/commands.ts";
import { findOrder } from "./facts/rows.ts";
import { addLines, changeLine, voidLine } from "./lines/commands.ts";
import { moveItems, type SplitOrder, splitOrder } from "./moves/commands.ts";
import { orderView } from "./view.ts";

let store: TestStore;
const { open, pay } = peopleOf(() => store);

const choice = (menuItemId: string, surcharge = 0, variantId: string | null = null) => ({
  menuItemId,
  variantId,
  surcharge,
});
const part = (id: string, ...choices: ReturnType<typeof choice>[]) => ({ id, name: id, choices });
const menu = (id: string, price: number, parts: ReturnType<typeof part>[]) =>
  store.done(menuItems.create, { id, fields: { name: id, categoryId: "food", price, parts } });

beforeEach(async () => {
  store = openTestStore();
  await furnish(store);
  await menu("lunch", 1200, [
    part("starter", choice("soup")),
    part("main", choice("steak", 900), choice("soup")),
    part("drink", choice("wine"), choice("wine", 2000, "bottle")),
  ]);
});
const lunch = (quantity = 1, extra: object = {}) => {
  const parts = [
    { partId: "main", menuItemId: "steak", modifiers: [{ optionId: "rare" }, { optionId: "pepper" }] },
    { partId: "drink", menuItemId: "wine" },
  ];
  return line("lunch", quantity, { id: "c1", parts, ...extra });
};

describe("a combo", () => {
  it("is a line a part, with the part's own class, station and options, and one price in all", async () => {
    const order = await open([lunch(1, { seat: 2 })]);
    expect(order.items.map((item) => [item.id, item.name, item.station, item.taxClassId, item.seat])).toEqual(
      [
        ["c1.1", "Soup", "kitchen", "default", 2],
        ["c1.2", "Steak", "kitchen", "default", 2],
        ["c1.3", "Wine", "bar", "vat", 2],
      ],
    );
    // 21.00 for 8.50 + 34.00 + 7.00, and the paid option stays with the steak.
    expect(order.items.map((item) => item.lineTotal)).toEqual([361, 1442 + 200, 297]);
    expect(order.total).toBe(1200 + 900 + 200);
    expect(order.items[1]?.combo).toEqual({
      id: "c1",
      menuItemId: "lunch",
      name: "lunch",
      partName: "main",
      unitPrice: 2100,
      singlePrice: 3400,
    });
  });
  it("is approved with all that it costs, whichever of its ids is named, and less of it with what it costs less", async () => {
    const order = await open([lunch(2)], { send: true });
    const asked = async (answer: ReturnType<TestStore["submit"]>): Promise<unknown> => {
      const given = await answer;
      return given.ok || given.refusal.details;
    };
    const of = { id: order.id, reason: "dropped" };
    for (const itemId of ["c1", "c1.2"])
      expect(await asked(store.submit(voidLine, { ...of, itemId }, "waiter"))).toMatchObject({
        approval: { action: "order.void", amount: 4600 },
      });
    const fewer = { id: order.id, itemId: "c1", change: { quantity: 1 } };
    expect(await asked(store.submit(changeLine, fewer, "waiter"))).toMatchObject({
      approval: { action: "order.void", amount: 2300 },
    });
  });
  it("sells for 1.18 instead of 1.20 where unit prices are rounded; here its parts always add up", async () => {
    await store.done(menuItems.change, { id: "soup", fields: { price: 50 } });
    await menu("trio", 40, [part("a", choice("soup")), part("b", choice("soup")), part("c", choice("soup"))]);
    const order = await open([line("trio", 3)]);
    expect(order.items.map((item) => item.lineTotal)).toEqual([40, 40, 40]);
    expect(order.total).toBe(120);
    const one = await open([line("trio", 1)]);
    expect(one.items.map((item) => item.lineTotal)).toEqual([14, 13, 13]);
    for (let quantity = 1; quantity <= 12; quantity += 1)
      expect((await open([line("trio", quantity)])).total).toBe(40 * quantity);
  });
  it("names what was not chosen, or cannot be", async () => {
    const pathOf = async (extra: object) => {
      const answer = await store.submit(openOrder, opening([line("lunch", 1, extra)]), "waiter");
      return answer.ok ? "sold" : (answer.refusal.details.errors as { path: string }[])[0]?.path;
    };
    const drink = { partId: "drink", menuItemId: "wine" };
    expect(await pathOf({ parts: [drink] })).toBe("items.0.parts");
    expect(await pathOf({ parts: [drink, { partId: "main", menuItemId: "ham" }] })).toBe(
      "items.0.parts.1.menuItemId",
    );
    expect(await pathOf({ parts: [drink, { partId: "main", menuItemId: "steak" }] })).toBe(
      "items.0.parts.1.modifiers",
    );
    expect(await pathOf({ parts: [drink, { partId: "dessert" }] })).toBe("items.0.parts.1.partId");
    expect(await pathOf({ parts: [drink, drink] })).toBe("items.0.parts.1.partId");
    expect(await pathOf({ parts: [drink, { partId: "main", menuItemId: "soup" }] })).toBe("sold");
    expect(await store.refused(openOrder, opening([line("soup", 1, { parts: [] })]))).toBe("invalid");
  });
  it("is not sold while one of the chosen parts is sold out", async () => {
    await store.done(menuItems.change, { id: "wine", fields: { available: false } });
    expect(await store.refused(openOrder, opening([lunch()]), "waiter")).toBe("conflict");
  });
  it("takes the choice of a variant with its surcharge", async () => {
    const parts = [
      { partId: "main", menuItemId: "soup" },
      { partId: "drink", menuItemId: "wine", variantId: "bottle" },
    ];
    const order = await open([line("lunch", 1, { parts })]);
    expect(order.items[2]).toMatchObject({
      variantName: "Bottle",
      combo: { unitPrice: 3200, singlePrice: 3200 },
    });
  });
});

describe("what happens to a part of a combo", () => {
  it("moves the whole, by the id of a part, and keeps its price and its discount to the cent", async () => {
    const order = await open([lunch(3), line("soup")], { send: true });
    await store.done(giveDiscount, {
      id: order.id,
      discountId: newId(),
      discount: { scope: "item", itemId: "c1", kind: "amount", value: 100, reason: "cold" },
    });
    const split: SplitOrder = {
      id: order.id,
      newOrderId: newId(),
      items: [{ itemId: "c1.2", quantity: 2, toLineId: "c2" }],
      tableId: null,
    };
    const fresh: Order = await store.done(splitOrder, split, "waiter");
    expect(
      fresh.items.map(({ id, quantity, sentQuantity, combo }) => [id, quantity, sentQuantity, combo?.id]),
    ).toEqual([
      ["c2.1", 2, 2, "c2"],
      ["c2.2", 2, 2, "c2"],
      ["c2.3", 2, 2, "c2"],
    ]);
    const rest = orderView(findOrder(store.kernel, order.id));
    expect([fresh.total, rest.total]).toEqual([2 * 2300 - 67, 2300 + 850 - 33]);
    const back = {
      id: fresh.id,
      toOrderId: order.id,
      items: [{ itemId: "c2", quantity: 1, toLineId: "c3" }],
    };
    await store.done(moveItems, back, "waiter");
    expect(orderView(findOrder(store.kernel, order.id)).items.map(({ id }) => id)).toEqual([
      "c1.1",
      "c1.2",
      "c1.3",
      expect.any(String),
      "c3.1",
      "c3.2",
      "c3.3",
    ]);
  });
  it("is refused when its parts should go in different quantities", async () => {
    const order = await open([lunch(3), line("soup")]);
    const items = ["c1.1", "c1.2"].map((itemId, index) => ({
      itemId,
      quantity: index + 1,
      toLineId: newId(),
    }));
    const input: SplitOrder = { id: order.id, newOrderId: newId(), items, tableId: null };
    expect(await store.refused(splitOrder, input, "waiter")).toBe("invalid");
    const alike = { ...input, items: items.map((item) => ({ ...item, quantity: 3 })) };
    expect((await store.done<SplitOrder>(splitOrder, alike, "waiter")) as Order).toMatchObject({
      total: 3 * 2300,
    });
  });
  const change = (order: Order, itemId: string, fields: object): Promise<Order> =>
    store.done(changeLine, { id: order.id, itemId, change: fields }, "waiter");
  it("happens to all: quantity and seat; note and course stay the part's own", async () => {
    const order = await open([lunch()]);
    const after = await change(order, "c1.2", { quantity: 3, seat: 4, notes: "no salt", course: 2 });
    expect(after.items.map((item) => [item.quantity, item.seat, item.notes, item.course])).toEqual([
      [3, 4, null, null],
      [3, 4, "no salt", 2],
      [3, 4, null, null],
    ]);
    expect(after.total).toBe(3 * 2300);
  });
  it("voids the whole, by the id of a part or of the combo", async () => {
    for (const itemId of ["c1", "c1.3"]) {
      const order = await open([lunch(), line("soup")]);
      const after: Order = await store.done(voidLine, { id: order.id, itemId, reason: null }, "waiter");
      expect(after.items.map((item) => item.name)).toEqual(["Soup"]);
      expect(after.total).toBe(850);
    }
  });
  it("needs a manager when the kitchen knows any part of it", async () => {
    const order = await open([lunch()], { send: true });
    const voiding = { id: order.id, itemId: "c1.1", reason: "cold" };
    expect(await store.refused(voidLine, voiding, "waiter")).toBe("forbidden");
    const after: Order = await store.done(voidLine, voiding, "manager");
    expect(after.items.map((item) => item.status)).toEqual(["voided", "voided", "voided"]);
    expect(after.total).toBe(0);
  });
  it("discounts the whole by the combo's id, rounded once", async () => {
    const order = await open([lunch(), line("soup")]);
    const discount = {
      scope: "item",
      itemId: "c1",
      kind: "percent",
      value: "15",
      reason: "regular",
    } as const;
    const after: Order = await store.done(
      giveDiscount,
      { id: order.id, discountId: "d", discount },
      "manager",
    );
    expect(after.discountTotal).toBe(345);
    expect(after.items.map((item) => item.discountAmount)).toEqual([54, 246, 45, 0]);
  });
  it("is refused under an id that is taken", async () => {
    const order = await open([lunch()]);
    const again = { id: order.id, items: [line("soup", 1, { id: "c1" })], send: false };
    expect(await store.refused(addLines, again, "waiter")).toBe("conflict");
  });
  it("is paid for as a whole when the guests split by item", async () => {
    const order = await open([lunch(), line("soup")]);
    const split = { splitType: "item", splitDetails: { itemIds: ["c1.3"] } };
    const { payment } = await pay(order, { split });
    expect(payment).toMatchObject({
      amount: 2300,
      split: { splitDetails: { itemIds: ["c1.1", "c1.2", "c1.3"] } },
    });
  });
  it("pays and freezes the parts as they were allocated", async () => {
    const { order } = await pay(await open([lunch(3)]));
    expect(order).toMatchObject({ total: 6900, due: 0, status: "completed" });
    expect(order.items.reduce((sum, item) => sum + item.lineTotal, 0)).toBe(6900);
  });
});

describe("the menu", () => {
  it("refuses a combo that could not be sold", async () => {
    const refused = (fields: object) => store.refused(menuItems.change, { id: "lunch", fields });
    expect(await refused({ parts: [part("a", choice("nothing"))] })).toBe("invalid");
    expect(await refused({ parts: [part("a", choice("lunch"))] })).toBe("invalid");
    expect(await refused({ parts: [part("a", choice("ham"))] })).toBe("invalid");
    expect(await refused({ parts: [part("a", choice("wine", 0, "magnum"))] })).toBe("invalid");
    expect(await refused({ variants: [{ id: "v", name: "Large", price: 1 }] })).toBe("invalid");
  });
  it("keeps an item as long as a combo needs it", async () => {
    expect(await store.refused(menuItems.remove, { id: "steak" })).toBe("conflict");
    await store.done(menuItems.remove, { id: "lunch" });
    await store.done(menuItems.remove, { id: "steak" });
  });
});
