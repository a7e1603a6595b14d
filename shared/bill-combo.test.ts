/** A combo on the bill: one price, allocated to its parts, whatever the quantity. The control rounds unit prices and must lose. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BillInput, type BillLine, computeBill } from "./bill.ts";

const classes = [
  { id: "A", name: "A", inclusive: true, rates: [{ name: "VAT", ratePpm: 190_000 }] },
  { id: "B", name: "B", inclusive: false, rates: [{ name: "VAT", ratePpm: 70_000 }] },
];
const price = fc.integer({ min: 0, max: 5_000 });
const comboOf = (id: string) =>
  fc
    .record({
      unitPrice: price,
      quantity: fc.integer({ min: 1, max: 12 }),
      parts: fc.array(fc.record({ singlePrice: price, extra: price, of: fc.constantFrom(...classes) }), {
        minLength: 1,
        maxLength: 6,
      }),
    })
    .map(({ unitPrice, quantity, parts }) =>
      parts.map(
        ({ singlePrice, extra, of }, index): BillLine => ({
          id: `${id}.${index}`,
          unitPrice: extra,
          quantityMilli: quantity * 1_000,
          taxClass: of,
          combo: { id, unitPrice, singlePrice },
        }),
      ),
    );
const bills = fc
  .record({ one: comboOf("c1"), other: comboOf("c2"), plain: fc.array(price, { maxLength: 3 }) })
  .map(({ one, other, plain }): BillInput => {
    const lines = plain.map((unitPrice, index) => ({
      id: `l${index}`,
      unitPrice,
      quantityMilli: 1_000,
      taxClass: classes[index % 2] ?? classes[0]!,
    }));
    // The parts of one combo need not stand together.
    const mixed = [...one.slice(0, 1), ...lines, ...other, ...one.slice(1)];
    return { lines: mixed, discounts: [], service: null, taxRounding: "group" };
  });
const sum = (amounts: number[]) => amounts.reduce((all, amount) => all + amount, 0);
const shareOf = (input: BillInput, id: string, totals: readonly number[]): number =>
  sum(
    input.lines.map((line, index) =>
      line.combo?.id === id ? (totals[index] ?? 0) - (line.unitPrice * line.quantityMilli) / 1_000 : 0,
    ),
  );
const priceOf = (input: BillInput, id: string): number => {
  const part = input.lines.find((line) => line.combo?.id === id);
  return ((part?.combo?.unitPrice ?? 0) * (part?.quantityMilli ?? 0)) / 1_000;
};
const addsUp = (totalsOf: (input: BillInput) => number[]) =>
  fc.property(bills, (input) => {
    const totals = totalsOf(input);
    for (const id of ["c1", "c2"]) expect(shareOf(input, id, totals)).toBe(priceOf(input, id));
  });

describe("the parts of a combo", () => {
  test("add up to its price times its quantity, to the last cent", () => {
    const found = fc.check(
      addsUp((input) => computeBill(input).lines.map((line) => line.lineTotal)),
      { numRuns: 5_000 },
    );
    expect(found.counterexample, `seed ${found.seed}`).toBeNull();
  });
  test("do not where each part's unit price is rounded first: the comparison finds it", () => {
    const rederived = (input: BillInput) =>
      input.lines.map(({ combo, unitPrice, quantityMilli }) => {
        const weights = sum(
          input.lines.map((line) => (line.combo?.id === combo?.id ? (line.combo?.singlePrice ?? 0) : 0)),
        );
        const unit = combo && weights > 0 ? Math.round((combo.unitPrice * combo.singlePrice) / weights) : 0;
        return ((unitPrice + unit) * quantityMilli) / 1_000;
      });
    expect(fc.check(addsUp(rederived), { numRuns: 1_000 }).failed).toBe(true);
  });
  test("take the largest remainder, ties to the first, as docs/bill.md shares out", () => {
    const part = (id: string, singlePrice: number): BillLine => ({
      id,
      unitPrice: 0,
      quantityMilli: 1_000,
      taxClass: classes[0]!,
      combo: { id: "c", unitPrice: 100, singlePrice },
    });
    const bill = (lines: BillLine[]) =>
      computeBill({ lines, discounts: [], service: null, taxRounding: "group" }).lines.map(
        (l) => l.lineTotal,
      );
    expect(bill([part("a", 1), part("b", 1), part("c", 1)])).toEqual([34, 33, 33]);
    expect(bill([part("a", 500), part("b", 300), part("c", 400)])).toEqual([42, 25, 33]);
    expect(bill([part("a", 0), part("b", 0)])).toEqual([100, 0]);
  });
  test("share a discount on the combo, rounded once, and never below zero", () => {
    fc.assert(
      fc.property(bills, fc.integer({ min: 0, max: 1_000_000 }), (input, value) => {
        const discount = { scope: "item", itemId: "c1", kind: "percent", value } as const;
        const bill = computeBill({ ...input, discounts: [discount] });
        const parts = bill.lines.filter((_, index) => input.lines[index]?.combo?.id === "c1");
        const whole = sum(parts.map((line) => line.lineTotal));
        expect(sum(parts.map((line) => line.discountAmount))).toBe(Math.round((whole * value) / 1_000_000));
        for (const line of bill.lines) expect(line.discounted).toBeGreaterThanOrEqual(0);
        expect(bill.discountTotal).toBe(sum(parts.map((line) => line.discountAmount)));
      }),
      { numRuns: 2_000 },
    );
  });
});
