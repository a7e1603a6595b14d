import type { OrderDiscount } from "@tillbox/shared/contract/order.ts";
import { describe, expect, test } from "vitest";
import { discountWords, takenOff } from "./discount-words.ts";

const discount = (fields: Partial<OrderDiscount>): OrderDiscount => ({
  id: "d",
  scope: "order",
  itemId: null,
  kind: "percent",
  value: "10",
  reason: "Regular guest",
  amount: 100,
  comp: false,
  reward: null,
  ...fields,
});
const staffMeal = discount({ id: "c", comp: true, value: "100", reason: "Staff meal", amount: 900 });
const line = { id: "soup" };

describe("what was taken off a line", () => {
  test("is a discount, or a comp with its reason", () => {
    expect(discountWords({ discounts: [discount({})] }, line)).toBe("discount");
    expect(discountWords({ discounts: [staffMeal] }, line)).toBe("comp · Staff meal");
    const own = { ...staffMeal, scope: "item" as const, itemId: "soup" };
    expect(discountWords({ discounts: [own, discount({})] }, line)).toBe("comp · Staff meal");
    expect(discountWords({ discounts: [staffMeal, discount({})] }, line)).toBe(
      "discount and comp · Staff meal",
    );
  });
  test("is no comp where another line was given away", () => {
    const other = { ...staffMeal, scope: "item" as const, itemId: "steak" };
    expect(discountWords({ discounts: [other, discount({})] }, line)).toBe("discount");
  });
});

describe("what was taken off a bill", () => {
  test("shows what the house gave away apart from discounts", () => {
    expect(takenOff({ discountTotal: 1000, discounts: [staffMeal, discount({})] })).toEqual([
      { label: "Discount", amount: 100 },
      { label: "Comp · Staff meal", amount: 900 },
    ]);
    expect(takenOff({ discountTotal: 900, discounts: [staffMeal] })).toEqual([
      { label: "Comp · Staff meal", amount: 900 },
    ]);
    expect(takenOff({ discountTotal: 0 })).toEqual([]);
  });
});
