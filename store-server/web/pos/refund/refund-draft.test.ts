import type { Order } from "@tillbox/shared/contract/order.ts";
import { describe, expect, it } from "vitest";
import { sampleLine, sampleOrder } from "../../testing/samples.ts";
import { emptyDraft, everything, refundableLines, refundOf } from "./refund-draft.ts";

const order = (): Order =>
  sampleOrder(
    [
      sampleLine("soup", { quantity: 3, refundedQuantity: 1 }),
      sampleLine("wine", { quantity: 1, refundedQuantity: 1 }),
      sampleLine("gone", { quantity: 1, status: "voided" }),
    ],
    { tipTotal: 150 },
  );

describe("a refund in the making", () => {
  it("offers what is left of the lines, and nothing that was voided or refunded", () => {
    expect(refundableLines(order()).map(({ id }) => id)).toEqual(["soup"]);
    expect([...everything(order())]).toEqual([["soup", 2000]]);
  });
  it("asks for quantities, an amount, or for all that is left", () => {
    const draft = { ...emptyDraft, reason: " cold " };
    expect(refundOf(order(), draft)).toBeNull();
    expect(refundOf(order(), { ...draft, chosen: new Map([["soup", 1000]]) })).toEqual({
      reason: "cold",
      items: [{ itemId: "soup", quantity: 1 }],
    });
    expect(refundOf(order(), { ...draft, chosen: everything(order()) })).toEqual({ reason: "cold" });
    expect(refundOf(order(), { ...draft, kind: "amount", amount: 500, method: "cash" })).toEqual({
      reason: "cold",
      amount: 500,
      method: "cash",
    });
  });
  it("names the lines that go back on the shelf, also when everything comes back", () => {
    const draft = { ...emptyDraft, reason: "cold", chosen: everything(order()) };
    expect(refundOf(order(), { ...draft, shelved: new Set(["soup"]) })).toEqual({
      reason: "cold",
      items: [{ itemId: "soup", quantity: 2, restock: true }],
    });
    expect(refundOf(order(), { ...draft, shelved: new Set(["wine"]) })).toEqual({ reason: "cold" });
  });
  it("takes the tip along only when asked", () => {
    const draft = { ...emptyDraft, reason: "cold", chosen: everything(order()), withTip: true };
    expect(refundOf(order(), draft)).toEqual({ reason: "cold", tip: 150 });
  });
});
