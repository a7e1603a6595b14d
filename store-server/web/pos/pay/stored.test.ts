import { describe, expect, test } from "vitest";
import { balanceIn, shareOf, storedFields } from "./stored.ts";

const whole = { amount: 1000, isSplit: false };

describe("what a gift card gives", () => {
  test.each([
    ["all of it, where it holds enough", 1000, 0, { amount: 1000, tip: 0, isPart: false, isShort: false }],
    ["all it has, where it holds less", 400, 0, { amount: 400, tip: 0, isPart: true, isShort: false }],
    ["the tip first", 1050, 100, { amount: 950, tip: 100, isPart: true, isShort: false }],
    [
      "nothing, where the tip alone takes it",
      100,
      100,
      { amount: 1000, tip: 100, isPart: false, isShort: true },
    ],
    ["nothing, where it is empty", 0, 0, { amount: 1000, tip: 0, isPart: false, isShort: true }],
  ])("is %s", (_what, available, tip, share) => {
    expect(shareOf({ available }, whole, tip)).toEqual(share);
  });

  test("is no piece of a part: a part is paid as a whole", () => {
    expect(shareOf({ available: 999 }, { amount: 1000, isSplit: true }, 0).isShort).toBe(true);
  });

  test("of an account is what is asked for; its limit is the box's to know", () => {
    expect(shareOf({ available: null }, whole, 50)).toEqual({
      amount: 1000,
      tip: 50,
      isPart: false,
      isShort: false,
    });
  });

  test("is sent as an amount only where it is less than what is due", () => {
    const source = { method: "gift_card" as const, reference: "code", title: "", available: 400 };
    expect(storedFields(source, shareOf(source, whole, 0))).toEqual({ reference: "code", amount: 400 });
    expect(storedFields(source, shareOf({ available: 1000 }, whole, 0))).toEqual({ reference: "code" });
  });
});

test("a refusal that names a balance says what is left; any other says nothing", () => {
  expect(balanceIn({ balance: 200, status: "active" })).toBe(200);
  for (const other of [undefined, null, "200", {}, { balance: "200" }]) expect(balanceIn(other)).toBeNull();
});
