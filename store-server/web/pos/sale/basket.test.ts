import { describe, expect, test } from "vitest";
import { sampleItem } from "../../testing/samples.ts";
import { plainChoice } from "../order/lines.ts";
import { emptyBasket, linesOf, withChoice, withItem, without } from "./basket.ts";

const soap = sampleItem({ id: "soap", modifierGroups: [] });
const cheese = sampleItem({ id: "cheese", unit: "kg", modifierGroups: [] });
const one = plainChoice(null, null);

describe("a basket", () => {
  test("counts the same thing on one line, and weighs each piece apart", () => {
    let basket = withItem(emptyBasket("b"), soap, one, "l1");
    basket = withItem(basket, cheese, { ...one, quantityMilli: 350 }, "l2");
    basket = withItem(basket, soap, { ...one, quantityMilli: 2000 }, "l3");
    basket = withItem(basket, cheese, { ...one, quantityMilli: 120 }, "l4");
    expect(linesOf(basket, 7, () => undefined)).toEqual([
      { id: "l1", menuItemId: "soap", quantity: 3, menuVersion: 7 },
      { id: "l2", menuItemId: "cheese", quantity: 0.35, menuVersion: 7 },
      { id: "l4", menuItemId: "cheese", quantity: 0.12, menuVersion: 7 },
    ]);
  });
  test("keeps what was said of a thing apart from plain ones", () => {
    const basket = withItem(emptyBasket("b"), soap, { ...one, notes: "as a gift" }, "l1");
    expect(withItem(basket, soap, one, "l2").lines).toHaveLength(2);
  });
  test("changes and loses single lines", () => {
    const basket = withItem(withItem(emptyBasket("b"), soap, one, "l1"), cheese, one, "l2");
    const changed = withChoice(basket, "l1", { ...one, quantityMilli: 5000 });
    expect(changed.lines[0]?.choice.quantityMilli).toBe(5000);
    expect(without(changed, "l1").lines.map(({ id }) => id)).toEqual(["l2"]);
  });
});
