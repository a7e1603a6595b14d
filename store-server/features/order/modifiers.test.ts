import { checked } from "@tillbox/shared/checked.ts";
import { LineInput, type Order } from "@tillbox/shared/contract/order.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { furnish, line, opening, peopleOf } from "../../testing/bistro.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { menuItems } from "../menu/rows.ts";
import { openOrder } from "./commands.ts";

let store: TestStore;
const { open } = peopleOf(() => store);

const dip = (id: string, price: number) => ({ id: `dip-${id}`, name: id, price });
const dips = { id: "dips", name: "Dip", min: 1, max: 2, options: [dip("mayo", 50), dip("aioli", 80)] };
const sides = {
  id: "sides",
  name: "Side",
  min: 1,
  max: 3,
  options: [
    { id: "fries", name: "Fries", price: 300, modifierGroups: [dips] },
    { id: "salad", name: "Salad", price: 250 },
  ],
};

beforeEach(async () => {
  store = openTestStore();
  await furnish(store);
  await store.done(menuItems.create, {
    id: "burger",
    fields: { name: "Burger", categoryId: "food", price: 1200, modifierGroups: [sides] },
  });
});

const burger = (modifiers: NonNullable<LineInput["modifiers"]>, quantity = 1) =>
  line("burger", quantity, { modifiers });
const pathOf = async (modifiers: NonNullable<LineInput["modifiers"]>): Promise<unknown> => {
  const answer = await store.submit(openOrder, opening([burger(modifiers)]), "waiter");
  return answer.ok ? null : (answer.refusal.details.errors as { path: string; message: string }[])[0];
};

describe("options inside an option", () => {
  it("are priced, and stand flat behind it with its id", async () => {
    const order: Order = await open([
      burger([{ optionId: "fries", modifiers: [{ optionId: "dip-mayo" }, { optionId: "dip-aioli" }] }], 2),
    ]);
    expect(order.items[0]).toMatchObject({ unitPrice: 1630, lineTotal: 3260 });
    expect(order.items[0]?.modifiers).toEqual([
      { optionId: "fries", groupName: "Side", name: "Fries", price: 300, quantity: 1 },
      {
        optionId: "dip-mayo",
        groupName: "Dip",
        name: "mayo",
        price: 50,
        quantity: 1,
        parentOptionId: "fries",
      },
      {
        optionId: "dip-aioli",
        groupName: "Dip",
        name: "aioli",
        price: 80,
        quantity: 1,
        parentOptionId: "fries",
      },
    ]);
  });
  it("count for each of their option", async () => {
    const order = await open([
      burger([{ optionId: "fries", quantity: 2, modifiers: [{ optionId: "dip-mayo", quantity: 2 }] }]),
    ]);
    expect(order.items[0]?.unitPrice).toBe(1200 + 2 * 300 + 4 * 50);
    expect(order.items[0]?.modifiers[1]).toMatchObject({ optionId: "dip-mayo", quantity: 4 });
  });
  it("may differ between two of the same option", async () => {
    const order = await open([
      burger([
        { optionId: "fries", modifiers: [{ optionId: "dip-mayo" }] },
        { optionId: "fries", modifiers: [{ optionId: "dip-aioli" }] },
      ]),
    ]);
    expect(order.items[0]?.modifiers.map(({ optionId }) => optionId)).toEqual([
      "fries",
      "dip-mayo",
      "fries",
      "dip-aioli",
    ]);
  });
  it("keep min and max at both levels, and the path names the level", async () => {
    expect(await pathOf([{ optionId: "fries" }])).toEqual({
      path: "items.0.modifiers.0.modifiers",
      message: "choose at least 1 of Dip",
    });
    expect(
      await pathOf([
        { optionId: "salad" },
        { optionId: "fries", modifiers: [{ optionId: "dip-mayo", quantity: 3 }] },
      ]),
    ).toEqual({ path: "items.0.modifiers.1.modifiers", message: "choose at most 2 of Dip" });
    expect(await pathOf([])).toMatchObject({ path: "items.0.modifiers" });
    expect(await pathOf([{ optionId: "salad", quantity: 4 }])).toMatchObject({ path: "items.0.modifiers" });
  });
  it("belong to their option: neither on the line itself nor inside another one", async () => {
    expect(await pathOf([{ optionId: "salad" }, { optionId: "dip-mayo" }])).toMatchObject({
      message: "Burger has no option dip-mayo",
    });
    expect(await pathOf([{ optionId: "salad", modifiers: [{ optionId: "dip-mayo" }] }])).toMatchObject({
      message: "Salad has no option dip-mayo",
    });
  });
  it("have ids of their own in all of the item", async () => {
    const twice = { ...sides, options: [{ id: "dip-mayo", name: "Mayo", price: 0 }, ...sides.options] };
    const fields = { modifierGroups: [twice] };
    expect(await store.refused(menuItems.change, { id: "burger", fields })).toBe("invalid");
  });
});

describe("a client sends its own negative modifier price and it counts", () => {
  const sent = (extra: object, inside: object = {}) => ({
    menuItemId: "burger",
    quantity: 1,
    modifiers: [{ optionId: "fries", ...extra, modifiers: [{ optionId: "dip-mayo", ...inside }] }],
  });
  it("elsewhere; here a price is an unknown field at both levels, and a count is at least one", () => {
    expect(checked(LineInput, sent({}), "body")).toBeTruthy();
    expect(() => checked(LineInput, sent({ price: -500 }), "body")).toThrow(
      "modifiers.0.price: is not a known field",
    );
    expect(() => checked(LineInput, sent({}, { price: -500 }), "body")).toThrow(
      "modifiers.0.price: is not a known",
    );
    expect(() => checked(LineInput, sent({ quantity: -1 }), "body")).toThrow("modifiers.0.quantity");
    expect(() => checked(LineInput, sent({}, { quantity: 0 }), "body")).toThrow("quantity");
    expect(() => checked(LineInput, { ...sent({}), price: -1 }, "body")).toThrow(
      "price: is not a known field",
    );
  });
});
