import { describe, expect, it } from "vitest";
import { sampleOrder } from "../../testing/samples.ts";
import { orderBadge, receiptAsked, settledWord } from "./order-list.ts";

const facts = { now_ms: 0, lateAfter_min: 40, moneyWhole: String, time: String };
const paid = { status: "completed", receiptNumber: "R1-000001", total: 1000 } as const;

describe("how a paid check stands in the list", () => {
  it("says what was given back, in part or all of it", () => {
    expect(settledWord({ refunded: 0, total: 1000 })).toBe("Paid");
    expect(settledWord({ refunded: 400, total: 1000 })).toBe("Partly refunded");
    expect(settledWord({ refunded: 1000, total: 1000 })).toBe("Refunded");
  });

  it("names the refund of a completed check, and the work that is left on one that is not", () => {
    expect(orderBadge(sampleOrder([], { ...paid, refunded: 400 }), facts).words).toBe("Partly refunded");
    const toHandOver = sampleOrder([], { ...paid, status: "preparing", refunded: 400 });
    expect(orderBadge(toHandOver, facts).words).toBe("Paid, to hand over");
  });
});

describe("the number of a receipt", () => {
  it("is asked of the box however it was typed, and nothing else is", () => {
    expect(receiptAsked(" r1-000042 ")).toBe("R1-000042");
    expect(receiptAsked("42")).toBe("42");
    expect(receiptAsked("12.50")).toBeNull();
    expect(receiptAsked("R1-")).toBeNull();
    expect(receiptAsked("table 12")).toBeNull();
  });
});
