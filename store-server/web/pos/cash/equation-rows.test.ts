import type { DayEquation } from "@tillbox/shared/contract/day.ts";
import { describe, expect, it } from "vitest";
import { equationRows } from "./equation-rows.ts";

const sides: DayEquation = {
  receipts: 5940,
  refunds: 1080,
  tips: 518,
  rounding: 0,
  giftCardsSold: 2500,
  accountsSettled: 700,
  unallocated: 40,
  houseAccountSales: 1080,
  openChecksBefore: 300,
  openChecksAfter: 900,
  tenders: 8138,
  difference: 0,
};
const sum = (of: DayEquation): number =>
  equationRows(of, String).reduce((total, { amount }) => total + Number(amount), 0);

describe("what a manager reads before closing the day", () => {
  it("adds up to what was taken, each part with its sign", () => {
    expect(sum(sides)).toBe(sides.tenders);
    expect(sum({ ...sides, houseAccountSales: 0 })).not.toBe(sides.tenders);
  });

  it("leaves out what there was none of", () => {
    expect(equationRows(sides, String).map(({ label }) => label)).not.toContain("Rounding");
    const quiet = { ...sides, refunds: 0, tips: 0, giftCardsSold: 0, accountsSettled: 0, unallocated: 0 };
    const none = { ...quiet, houseAccountSales: 0, openChecksBefore: 0, openChecksAfter: 0 };
    expect(equationRows(none, String)).toEqual([{ label: "Receipts", amount: "5940" }]);
  });
});
