/** Refunds of a bill: whatever parts it is given back in, they come to it exactly, and nothing comes back twice. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BillInput, type BillTaxClass, computeBill } from "./bill.ts";
import { allocate, mulDiv } from "./money.ts";
import {
  type BillWorth,
  billWorth,
  sumsOf,
  type TakenLine,
  takeAll,
  takeAmount,
  takeItems,
  totalOf,
  worthLeft,
} from "./refund.ts";

const classes: BillTaxClass[] = [
  { id: "a", name: "A", inclusive: true, rates: [{ name: "VAT", ratePpm: 190_000 }] },
  { id: "b", name: "B", inclusive: true, rates: [{ name: "VAT", ratePpm: 70_000 }] },
  {
    id: "c",
    name: "C",
    inclusive: false,
    rates: [
      { name: "State", ratePpm: 25_000 },
      { name: "City", ratePpm: 25_000 },
      { name: "Transit", ratePpm: 3_750 },
    ],
  },
  { id: "d", name: "Exempt", inclusive: false, rates: [] },
];
const taxClass = fc.constantFrom(...classes);
const bills: fc.Arbitrary<BillInput> = fc.record({
  lines: fc
    .array(
      fc.record({
        unitPrice: fc.integer({ min: 0, max: 9_999 }),
        quantityMilli: fc.oneof(
          fc.integer({ min: 1, max: 9 }).map((n) => n * 1000),
          fc.integer({ min: 1, max: 5_000 }),
        ),
        taxClass,
      }),
      { minLength: 1, maxLength: 8 },
    )
    .map((lines) => lines.map((line, index) => ({ ...line, id: `line-${index}` }))),
  discounts: fc.array(
    fc.oneof(
      fc.record({
        scope: fc.constant("order" as const),
        kind: fc.constant("percent" as const),
        value: fc.integer({ min: 0, max: 1_000_000 }),
      }),
      fc.record({
        scope: fc.constant("item" as const),
        itemId: fc.nat(7).map((n) => `line-${n}`),
        kind: fc.constant("amount" as const),
        value: fc.nat(2_000),
      }),
    ),
    { maxLength: 3 },
  ),
  service: fc.option(
    fc.record({ ratePpm: fc.constantFrom(100_000, 125_000), taxClass: fc.option(taxClass) }),
    { nil: null },
  ),
  taxRounding: fc.constantFrom("group" as const, "line" as const),
});
/** A wish for a refund: of an amount, or of a part of each chosen line; `share` of 1000. */
const wishes = fc.array(
  fc.record({
    kind: fc.constantFrom("amount", "items"),
    share: fc.integer({ min: 1, max: 1_000 }),
    lines: fc.array(fc.nat(7), { minLength: 1, maxLength: 3 }),
  }),
  { maxLength: 8 },
);
type Wish = { kind: string; share: number; lines: number[] };

const take = (left: BillWorth, { kind, share, lines }: Wish): TakenLine[] => {
  if (kind === "amount") return takeAmount(left, mulDiv(totalOf(left), share, 1_000));
  const wanted = new Set(lines.map((line) => `line-${line}`));
  return takeItems(
    left,
    left.lines.flatMap(({ id, quantityMilli }) => {
      const quantity = mulDiv(quantityMilli, share, 1_000);
      return wanted.has(id) && quantity > 0 ? [{ lineId: id, quantityMilli: quantity }] : [];
    }),
  );
};
/** All refunds until nothing is left. */
const refundEverything = (worth: BillWorth, wanted: readonly Wish[]): TakenLine[][] => {
  const refunds: TakenLine[][] = [];
  for (const wish of wanted) refunds.push(take(worthLeft(worth, refunds.flat()), wish));
  return [...refunds, takeAll(worthLeft(worth, refunds.flat()))];
};
const add = (sums: Map<string, number>, key: string, amount: number) =>
  sums.set(key, (sums.get(key) ?? 0) + amount);

/** What the refunds come to together, by the names of the bill's figures. */
const together = (worth: BillWorth, refunds: readonly TakenLine[][]): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const refund of refunds) {
    const { total, taxTotal, serviceCharge, net, taxes, lines } = sumsOf(worth, refund);
    for (const [key, amount] of Object.entries({ total, taxTotal, serviceCharge, net }))
      add(sums, key, amount);
    for (const row of taxes)
      for (const figure of ["net", "tax", "gross"] as const)
        add(sums, `${row.taxClassId} ${row.name} ${figure}`, row[figure]);
    for (const line of lines)
      for (const figure of ["net", "tax", "gross", "quantityMilli"] as const)
        add(sums, `${line.id} ${figure}`, line[figure]);
  }
  return sums;
};
const figuresOf = (input: BillInput): Map<string, number> => {
  const bill = computeBill(input);
  const { total, taxTotal, serviceCharge } = bill;
  const sums = new Map(Object.entries({ total, taxTotal, serviceCharge, net: total - taxTotal }));
  for (const row of bill.taxes)
    for (const figure of ["net", "tax", "gross"] as const)
      add(sums, `${row.taxClassId} ${row.name} ${figure}`, row[figure]);
  bill.lines.forEach((line, index) => {
    for (const figure of ["net", "tax", "gross"] as const) add(sums, `${line.id} ${figure}`, line[figure]);
    add(sums, `${line.id} quantityMilli`, input.lines[index]?.quantityMilli ?? 0);
  });
  return sums;
};
const worthOf = (input: BillInput): BillWorth => billWorth(input, computeBill(input));
const nonZero = (sums: Map<string, number>) =>
  Object.fromEntries([...sums].filter(([, value]) => value !== 0));

describe("refunds of a bill", () => {
  test("come to exactly its total, each of its taxes, its service charge and its lines, in whatever parts", () => {
    fc.assert(
      fc.property(bills, wishes, (input, wanted) => {
        const worth = worthOf(input);
        const refunds = refundEverything(worth, wanted);
        expect(nonZero(together(worth, refunds))).toEqual(nonZero(figuresOf(input)));
        expect(totalOf(worthLeft(worth, refunds.flat()))).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });
  test("never take more of any amount than the bill has, nor give a part with the other sign", () => {
    fc.assert(
      fc.property(bills, wishes, (input, wanted) => {
        const worth = worthOf(input);
        const refunds = refundEverything(worth, wanted);
        refunds.forEach((_, count) => {
          for (const line of worthLeft(worth, refunds.slice(0, count + 1).flat()).lines)
            for (const part of [...line.parts, line.quantityMilli]) expect(part).toBeGreaterThanOrEqual(0);
        });
      }),
      { numRuns: 500 },
    );
  });
  test("are found out when each part is rounded for itself from the unit price: the control", () => {
    const input: BillInput = {
      lines: [{ id: "line-0", unitPrice: 335, quantityMilli: 3_000, taxClass: classes[0] as BillTaxClass }],
      discounts: [{ scope: "order", kind: "percent", value: 100_000 }],
      service: null,
      taxRounding: "group",
    };
    const naive = [1, 2, 3].reduce((sum) => sum + mulDiv(335, 900_000, 1_000_000), 0);
    expect(naive).not.toBe(computeBill(input).total);
    const worth = worthOf(input);
    const third = { kind: "items", share: 334, lines: [0] };
    expect(together(worth, refundEverything(worth, [third, third])).get("total")).toBe(
      computeBill(input).total,
    );
  });
  test("of one of three portions at a discount give thirds that add up: 9.04 is 3.01, 3.02 and 3.01", () => {
    const worth = worthOf({
      lines: [{ id: "soup", unitPrice: 335, quantityMilli: 3_000, taxClass: classes[0] as BillTaxClass }],
      discounts: [{ scope: "order", kind: "percent", value: 100_000 }],
      service: null,
      taxRounding: "group",
    });
    const amounts: number[] = [];
    const taken: TakenLine[] = [];
    for (let portion = 0; portion < 3; portion += 1) {
      const refund = takeItems(worthLeft(worth, taken), [{ lineId: "soup", quantityMilli: 1_000 }]);
      amounts.push(sumsOf(worth, refund).total);
      taken.push(...refund);
    }
    expect(amounts).toEqual([301, 302, 301]);
  });
  test("of a bill with a taxed service charge give the charge and its tax back with the lines", () => {
    const [a, b] = classes as [BillTaxClass, BillTaxClass];
    const worth = worthOf({
      lines: [
        { id: "x", unitPrice: 1_000, quantityMilli: 1_000, taxClass: a },
        { id: "y", unitPrice: 3_000, quantityMilli: 1_000, taxClass: b },
      ],
      discounts: [],
      service: { ratePpm: 100_000, taxClass: a },
      taxRounding: "group",
    });
    const refund = sumsOf(worth, takeItems(worth, [{ lineId: "y", quantityMilli: 1_000 }]));
    expect(refund).toMatchObject({ total: 3_300, serviceCharge: 300 });
    expect(refund.taxes.map(({ taxClassId, tax, net }) => [taxClassId, net, tax])).toEqual([
      ["a", 252, 48],
      ["b", 2_804, 196],
    ]);
  });
  test("of an amount touch all lines by what they are worth, and no quantities", () => {
    const [a] = classes as [BillTaxClass];
    const worth = worthOf({
      lines: [
        { id: "x", unitPrice: 1_000, quantityMilli: 1_000, taxClass: a },
        { id: "y", unitPrice: 3_000, quantityMilli: 1_000, taxClass: a },
      ],
      discounts: [],
      service: null,
      taxRounding: "group",
    });
    const { lines } = sumsOf(worth, takeAmount(worth, 1_001));
    expect(lines.map(({ quantityMilli, gross }) => [quantityMilli, gross])).toEqual([
      [0, allocate(1_001, [1, 3])[0]],
      [0, allocate(1_001, [1, 3])[1]],
    ]);
  });
});
