import { describe, expect, test } from "vitest";
import { sampleLine } from "../../testing/samples.ts";
import { netOf, nothingBack, returnedOf, returnsOf } from "./exchange.ts";

describe("what comes back", () => {
  const items = [sampleLine("shirt", { name: "Shirt", quantity: 2, refundedQuantity: 1 }), sampleLine("cap")];
  test("is only what was chosen, and never more than is left", () => {
    const back = {
      ...nothingBack,
      chosen: new Map([
        ["shirt", 1000],
        ["cap", 0],
      ]),
    };
    expect(returnedOf({ items }, back)).toEqual([{ itemId: "shirt", name: "Shirt", quantityMilli: 1000 }]);
    expect(returnsOf({ items }, back)).toEqual([{ itemId: "shirt", quantity: 1 }]);
    expect(returnsOf({ items }, { ...back, shelved: new Set(["shirt"]) })).toEqual([
      { itemId: "shirt", quantity: 1, restock: true },
    ]);
    const gone = [sampleLine("shirt", { quantity: 1, refundedQuantity: 1 })];
    expect(returnsOf({ items: gone }, back)).toEqual([]);
  });
});

describe("the difference", () => {
  test("is paid, or given back", () => {
    expect(netOf(1500, 1200, "external", 5)).toBe(300);
    expect(netOf(900, 1200, "external", 5)).toBe(-300);
  });
  test("is rounded in cash only, as the new sale is", () => {
    expect(netOf(1503, 1200, "cash", 5)).toBe(305);
    expect(netOf(1503, 1200, "external", 5)).toBe(303);
  });
});
