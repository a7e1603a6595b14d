import { describe, expect, test } from "vitest";
import { sampleItem } from "../../testing/samples.ts";
import { fixedParts } from "./combo-choice.ts";
import { choiceOf, inputOf, missingOf, plainChoice, priceOf, shownLine, shownLines } from "./lines.ts";
import { openGroups, pruned } from "./options.ts";

const dip = { id: "dip", name: "Dip", min: 1, max: 1, options: [{ id: "aioli", name: "Aioli", price: 80 }] };
const side = {
  id: "side",
  name: "Side",
  min: 1,
  max: 2,
  options: [
    { id: "fries", name: "Fries", price: 300, modifierGroups: [dip] },
    { id: "salad", name: "Salad", price: 250 },
  ],
};
const burger = sampleItem({ id: "burger", name: "Burger", price: 1200, modifierGroups: [side] });
const cola = sampleItem({ id: "cola", name: "Cola", price: 400 });
const wine = sampleItem({ id: "wine", name: "Wine", price: 700 });
const choices = (...ids: [string, number][]) =>
  ids.map(([menuItemId, surcharge]) => ({ menuItemId, variantId: null, surcharge }));
const lunch = sampleItem({
  id: "lunch",
  name: "Lunch",
  price: 1500,
  parts: [
    { id: "main", name: "Main", choices: choices(["burger", 0]) },
    { id: "drink", name: "Drink", choices: choices(["cola", 0], ["wine", 200]) },
  ],
});
const items = new Map([burger, cola, wine, lunch].map((item) => [item.id, item]));
const find = (id: string) => items.get(id);
const start = plainChoice(null, null);

describe("options inside options", () => {
  const options = new Map([
    ["fries", 1],
    ["aioli", 1],
  ]);
  test("open behind the option that they belong to, and go with it", () => {
    expect(openGroups(burger, new Map()).map(({ group }) => group.id)).toEqual(["side"]);
    expect(openGroups(burger, options).map(({ group, of }) => [group.id, of])).toEqual([
      ["side", null],
      ["dip", "Fries"],
    ]);
    expect([...pruned(burger, new Map([["aioli", 1]])).keys()]).toEqual([]);
    expect(missingOf(burger, { ...start, options: new Map([["fries", 1]]) })).toEqual(
      new Map([["dip", "choose one"]]),
    );
  });
  test("are told to the box inside it, and come back from the line", () => {
    const choice = { ...start, options };
    expect(inputOf(burger, choice, "l", 1).modifiers).toEqual([
      { optionId: "fries", modifiers: [{ optionId: "aioli" }] },
    ]);
    const line = shownLine(burger, choice, "l", "default");
    expect([line.unitPrice, line.modifiers.map(({ parentOptionId }) => parentOptionId)]).toEqual([
      1580,
      [undefined, "fries"],
    ]);
    expect(choiceOf(line).options).toEqual(options);
  });
});

describe("a combo", () => {
  const drink = { menuItemId: "wine", variantId: null, options: new Map() };
  const main = { menuItemId: "burger", variantId: null, options: new Map([["salad", 1]]) };
  const choice = {
    ...start,
    quantityMilli: 2000,
    parts: new Map([
      ["main", main],
      ["drink", drink],
    ]),
  };
  test("says what is still to choose: a part, or an option of what was chosen for one", () => {
    const fixed = { ...start, parts: fixedParts(lunch) };
    expect(missingOf(lunch, fixed, find)).toEqual(
      new Map([
        ["main side", "choose one"],
        ["drink", "choose one"],
      ]),
    );
    expect(missingOf(lunch, choice, find).size).toBe(0);
  });
  test("costs its price, the surcharges and paid options, and looks as the box will allocate it", () => {
    expect(priceOf(lunch, choice, find)).toBe(2 * (1500 + 200 + 250));
    expect(inputOf(lunch, choice, "c", 7, find)).toMatchObject({
      menuItemId: "lunch",
      parts: [
        { partId: "main", menuItemId: "burger", modifiers: [{ optionId: "salad" }] },
        { partId: "drink", menuItemId: "wine" },
      ],
    });
    const lines = shownLines(lunch, choice, "c", "default", find);
    expect(
      lines.map(({ id, unitPrice, combo }) => [id, unitPrice, combo?.unitPrice, combo?.singlePrice]),
    ).toEqual([
      ["c.1", 250, 1700, 1200],
      ["c.2", 0, 1700, 700],
    ]);
  });
});
