import { describe, expect, test } from "vitest";
import { sampleItem, sampleLine } from "../../testing/samples.ts";
import { toggled } from "./item-choice.ts";
import {
  changesOf,
  choiceOf,
  countByItem,
  groupLines,
  inputOf,
  missingOf,
  needsSheet,
  optionChange,
  plainChoice,
  priceOf,
  shownLine,
} from "./lines.ts";

const cooked = {
  id: "cooked",
  name: "Cooked",
  min: 1,
  max: 1,
  options: [
    { id: "rare", name: "Rare", price: 0 },
    { id: "medium", name: "Medium", price: 0 },
  ],
};
const sauce = {
  id: "sauce",
  name: "Sauce",
  min: 0,
  max: 2,
  options: ["pepper", "bearnaise", "butter"].map((id) => ({ id, name: id, price: 200 })),
};
const ribeye = sampleItem({ modifierGroups: [cooked, sauce] });

describe("choosing a dish", () => {
  test("what is only optional does not stand in the way of one tap", () => {
    expect(needsSheet(sampleItem({ modifierGroups: [sauce] }))).toBe(false);
    expect(needsSheet(ribeye)).toBe(true);
    expect(needsSheet(sampleItem({ variants: [{ id: "v", name: "Glass", price: 800 }] }))).toBe(true);
    expect(needsSheet(sampleItem({ unit: "kg" }))).toBe(true);
  });

  test("it says what is still to choose until nothing is missing", () => {
    const start = plainChoice(null, null);
    expect(missingOf(ribeye, start)).toEqual(new Map([["cooked", "choose one"]]));
    expect(missingOf(ribeye, { ...start, options: new Map([["rare", 1]]) }).size).toBe(0);
    const two = sampleItem({ modifierGroups: [{ ...sauce, min: 2 }] });
    expect(missingOf(two, { ...start, options: new Map([["pepper", 1]]) }).get("sauce")).toBe(
      "choose 1 more",
    );
  });

  test("of a group where one holds, another takes its place; a full group takes no more", () => {
    expect([...toggled(cooked, new Map([["rare", 1]]), "medium").keys()]).toEqual(["medium"]);
    const full = new Map([
      ["pepper", 1],
      ["bearnaise", 1],
    ]);
    expect([...toggled(sauce, full, "butter").keys()]).toEqual(["pepper", "bearnaise"]);
    expect([...toggled(sauce, full, "pepper").keys()]).toEqual(["bearnaise"]);
  });

  test("the price is the variant's or the item's, with options, for that many", () => {
    const choice = { ...plainChoice(null, null), options: new Map([["pepper", 1]]), quantityMilli: 3000 };
    expect(priceOf(ribeye, choice)).toBe(10_800);
    const wine = sampleItem({ variants: [{ id: "bottle", name: "Bottle", price: 3600 }] });
    expect(priceOf(wine, { ...plainChoice(null, null), variantId: "bottle" })).toBe(3600);
    const fish = sampleItem({ unit: "kg", price: 4990 });
    expect(priceOf(fish, { ...plainChoice(null, null), quantityMilli: 355 })).toBe(1771);
  });

  test("the box is told only what was chosen, and never a price", () => {
    const choice = { ...plainChoice(2, null), options: new Map([["rare", 1]]), notes: "  no salt " };
    expect(inputOf(ribeye, choice, "l1", 40)).toEqual({
      id: "l1",
      menuItemId: "ribeye",
      quantity: 1,
      modifiers: [{ optionId: "rare" }],
      notes: "no salt",
      seat: 2,
      menuVersion: 40,
    });
  });

  test("a line gives back the choice that it was made of", () => {
    const choice = { ...plainChoice(1, 2), options: new Map([["rare", 1]]), quantityMilli: 2000 };
    expect(choiceOf(shownLine(ribeye, choice, "l1", "default"))).toEqual(choice);
  });

  test("the same dish is changed in place, only in what was touched", () => {
    const line = sampleLine("a", { quantity: 2, notes: "no salt" });
    expect(changesOf(line, { ...choiceOf(line), quantityMilli: 3000, notes: " " })).toEqual({
      quantity: 3,
      notes: null,
    });
    expect(changesOf(line, choiceOf(line))).toEqual({});
  });
});

describe("other options of a line that is there", () => {
  const line = {
    ...shownLine(
      ribeye,
      {
        ...plainChoice(null, null),
        options: new Map([
          ["rare", 1],
          ["pepper", 1],
        ]),
      },
      "l1",
      "default",
    ),
    unitPrice: 3000,
  };
  test("are told to the box as all that hold, and cost what the menu says; the dish keeps its price", () => {
    const change = optionChange(line, ribeye, new Map([["medium", 1]]));
    expect(change?.input).toEqual([{ optionId: "medium" }]);
    expect(change?.shown.unitPrice).toBe(2800);
    expect(change?.shown.modifiers.map(({ name }) => name)).toEqual(["Medium"]);
  });
  test("are none where the same were chosen again", () => {
    expect(
      optionChange(
        line,
        ribeye,
        new Map([
          ["pepper", 1],
          ["rare", 1],
        ]),
      ),
    ).toBeUndefined();
  });
});

describe("the lines of a check", () => {
  test("what has no course stands first, under its station; courses follow in order", () => {
    const items = [
      sampleLine("main", { course: 2 }),
      sampleLine("spritz", { station: "bar" }),
      sampleLine("starter", { course: 1 }),
      sampleLine("soup", { station: "kitchen" }),
    ];
    const groups = groupLines({ items }, (id) => (id === "bar" ? "Bar" : "Kitchen"));
    expect(groups.map(({ name }) => name)).toEqual(["Bar", "Kitchen", "Starters", "Mains"]);
  });

  test("tiles count what is on the check, without what was voided", () => {
    const items = [
      sampleLine("a", { menuItemId: "soup", quantity: 2 }),
      sampleLine("b", { menuItemId: "soup" }),
      sampleLine("c", { menuItemId: "soup", status: "voided" }),
    ];
    expect(countByItem(items)).toEqual(new Map([["soup", 3]]));
  });
});
