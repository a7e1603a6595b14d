import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BillTaxClass, computeBill } from "./bill.ts";
import { splitPart } from "./split.ts";
import { type PaidPart, type SplitPlan, splitState } from "./split-state.ts";

const taxClass: BillTaxClass = {
  id: "a",
  name: "A",
  inclusive: false,
  rates: [{ name: "VAT", ratePpm: 81_000 }],
};
const billOf = (prices: readonly number[]) =>
  computeBill({
    lines: prices.map((unitPrice, index) => ({ id: `l${index}`, unitPrice, quantityMilli: 1_000, taxClass })),
    discounts: [],
    service: { ratePpm: 100_000, taxClass: null },
    taxRounding: "group",
  });
const seatsOf = (count: number) =>
  new Map(Array.from({ length: count }, (_, index) => [`l${index}`, (index % 3) + 1] as const));

const plans: fc.Arbitrary<SplitPlan> = fc.oneof(
  fc.integer({ min: 2, max: 7 }).map((splitCount) => ({ splitType: "equal" as const, splitCount })),
  fc.constant({ splitType: "seat" as const }),
  fc.constant({ splitType: "item" as const, groups: [["l0"], ["l1", "l2"]] }),
);

describe("the state of a bill in parts", () => {
  test("a three-way split loses a cent: 100.00 is 33.34, 33.33 and 33.33", () => {
    const bill = computeBill({
      lines: [{ id: "l0", unitPrice: 10_000, quantityMilli: 1_000, taxClass: { ...taxClass, rates: [] } }],
      discounts: [],
      service: null,
      taxRounding: "group",
    });
    const { parts, rest } = splitState(bill, new Map(), [], { splitType: "equal", splitCount: 3 });
    expect(parts.map(({ open }) => open)).toEqual([3_334, 3_333, 3_333]);
    expect(rest).toBe(0);
  });
  test("adds up to the bill whatever plans are mixed, paid in whatever order, with amounts between", () => {
    const steps = fc.array(fc.record({ plan: plans, pick: fc.nat(6), amount: fc.nat(2_000) }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        fc.array(fc.nat(5_000), { minLength: 3, maxLength: 6 }),
        steps,
        plans,
        (prices, taken, last) => {
          const bill = billOf(prices);
          const seats = seatsOf(prices.length);
          const paid: PaidPart[] = [];
          const check = (plan: SplitPlan) => {
            const state = splitState(bill, seats, paid, plan);
            const sum = state.parts.reduce((all, part) => all + part.amount, 0);
            expect(sum + state.paidApart + state.rest).toBe(bill.total);
            expect(state.rest).toBeGreaterThanOrEqual(0);
            for (const part of state.parts) expect(part.paid + part.open).toBe(part.amount);
            return state;
          };
          for (const { plan, pick, amount } of taken) {
            const state = check(plan);
            const open = state.parts.filter(({ status }) => status === "open");
            const part = open[pick % Math.max(1, open.length)]?.part;
            const due = state.due;
            const priced = part
              ? splitPart({ bill, part, seats, due, paidParts: paid.flatMap((each) => each.part ?? []) })
              : null;
            if (part && priced?.ok && priced.amount > 0) paid.push({ amount: priced.amount, part });
            else if (amount > 0 && amount <= due) paid.push({ amount, part: null });
          }
          check(last);
        },
      ),
      { numRuns: 500 },
    );
  });
  test("takes exactly what it shows: the open parts, paid one after the other, leave the rest", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5_000), { minLength: 3, maxLength: 6 }), plans, (prices, plan) => {
        const bill = billOf(prices);
        const seats = seatsOf(prices.length);
        const { parts, rest } = splitState(bill, seats, [], plan);
        const paid: PaidPart[] = [];
        for (const { part, open } of parts) {
          const due = bill.total - paid.reduce((all, { amount }) => all + amount, 0);
          const priced = splitPart({
            bill,
            part,
            seats,
            due,
            paidParts: paid.flatMap((each) => each.part ?? []),
          });
          expect(priced).toMatchObject({ ok: true, amount: open });
          paid.push({ amount: open, part });
        }
        expect(bill.total - paid.reduce((all, { amount }) => all + amount, 0)).toBe(rest);
      }),
      { numRuns: 300 },
    );
  });
});
