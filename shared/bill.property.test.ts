/**
 * The bill against a second calculator, written apart from it in exact rational numbers, and the laws that any
 * bill must keep. The controls at the end put one mistake each into that calculator: each must be found.
 */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bill, type BillInput, type BillTaxClass, computeBill } from "./bill.ts";

type Fraction = { n: bigint; d: bigint };
type Rules = { round: (value: Fraction) => bigint; share: (amount: bigint, weights: bigint[]) => bigint[] };

const fraction = (n: bigint | number, d: bigint | number = 1): Fraction => ({ n: BigInt(n), d: BigInt(d) });
const times = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d });
const plus = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
const over = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d, d: a.d * b.n });
const total = (values: bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);

function halfUp({ n, d }: Fraction): bigint {
  const size = n < 0n ? -n : n;
  const whole = size / d;
  const rounded = (size - whole * d) * 2n >= d ? whole + 1n : whole;
  return n < 0n ? -rounded : rounded;
}

function halfEven({ n, d }: Fraction): bigint {
  const whole = n / d;
  const twice = (n - whole * d) * 2n;
  return twice > d || (twice === d && whole % 2n === 1n) ? whole + 1n : whole;
}

function largestRemainder(amount: bigint, weights: bigint[]): bigint[] {
  const sum = total(weights);
  if (sum === 0n) return weights.map((_, index) => (index === 0 ? amount : 0n));
  const shares = weights.map((weight) => (amount * weight) / sum);
  const byRest = weights
    .map((weight, index) => ({ index, rest: (amount * weight) % sum }))
    .toSorted((a, b) => Number(b.rest - a.rest) || a.index - b.index);
  for (const { index } of byRest.slice(0, Number(amount - total(shares)))) shares[index]! += 1n;
  return shares;
}

function lastTakesTheRest(amount: bigint, weights: bigint[]): bigint[] {
  const shares = weights.map((weight) => (amount * weight) / (total(weights) || 1n));
  shares[shares.length - 1]! += amount - total(shares);
  return shares;
}

const LAW: Rules = { round: halfUp, share: largestRemainder };

function takenOf(input: BillInput, left: bigint[], { round, share }: Rules): bigint[] {
  const taken = input.discounts.map(() => 0n);
  for (const scope of ["item", "order"] as const) {
    for (const [index, discount] of input.discounts.entries()) {
      if (discount.scope !== scope) continue;
      const touched = input.lines.map((line) => scope === "order" || line.id === discount.itemId);
      const base = left.map((amount, at) => (touched[at] ? amount : 0n));
      const open = total(base);
      const percent = round(times(fraction(open), fraction(discount.value, 1_000_000)));
      const wanted = discount.kind === "percent" ? percent : BigInt(discount.value);
      const amount = wanted < open ? wanted : open;
      taken[index] = amount;
      if (base.length > 0) for (const [at, part] of share(amount, base).entries()) left[at]! -= part;
    }
  }
  return taken;
}

type Member = { line: number | null; amount: bigint; tax: bigint };
type ReferenceGroup = { of: BillTaxClass; members: Member[]; sum: bigint; tax: bigint };

function taxGroup(group: ReferenceGroup, byLine: boolean, { round, share }: Rules): void {
  const rate = group.of.rates.reduce((sum, one) => plus(sum, fraction(one.ratePpm, 1_000_000)), fraction(0));
  const factor = group.of.inclusive ? over(rate, plus(fraction(1), rate)) : rate;
  const taxOf = (amount: bigint) => round(times(fraction(amount), factor));
  group.sum = total(group.members.map((member) => member.amount));
  const amounts = group.members.map((member) => member.amount);
  const taxes = byLine ? amounts.map(taxOf) : share(taxOf(group.sum), amounts);
  for (const [index, member] of group.members.entries()) member.tax = taxes[index]!;
  group.tax = total(taxes);
}

function rowsOf({ of, sum, tax }: ReferenceGroup, { share }: Rules): Bill["taxes"] {
  const rates = of.rates.length > 0 ? of.rates : [{ name: of.name, ratePpm: 0 }];
  const net = Number(of.inclusive ? sum - tax : sum);
  const parts = share(
    tax,
    rates.map((rate) => BigInt(rate.ratePpm)),
  );
  return rates.map((rate, index) => ({
    taxClassId: of.id,
    name: rate.name,
    rate: (rate.ratePpm / 1_000_000).toFixed(6).replace(/\.?0+$/, ""),
    inclusive: of.inclusive,
    net,
    tax: Number(parts[index]),
    gross: net + Number(parts[index]),
  }));
}

/** docs/bill.md, sentence by sentence, in exact fractions. */
function reference(input: BillInput, rules: Rules = LAW): Bill {
  const lineTotals = input.lines.map((line) =>
    rules.round(fraction(line.unitPrice * line.quantityMilli, 1_000)),
  );
  const left = [...lineTotals];
  const discounts = takenOf(input, left, rules);
  const { service } = input;
  const charge = service
    ? rules.round(times(fraction(total(left)), fraction(service.ratePpm, 1_000_000)))
    : 0n;
  const groups = new Map<string, ReferenceGroup>();
  const join = (of: BillTaxClass, line: number | null, amount: bigint) => {
    const key = JSON.stringify([of.id, of.inclusive, of.rates.map((rate) => [rate.name, rate.ratePpm])]);
    const group = groups.get(key) ?? { of, members: [], sum: 0n, tax: 0n };
    groups.set(key, group);
    group.members.push({ line, amount, tax: 0n });
  };
  input.lines.forEach((line, index) => join(line.taxClass, index, left[index]!));
  if (service?.taxClass && charge !== 0n) join(service.taxClass, null, charge);
  const all = [...groups.values()];
  for (const group of all) taxGroup(group, input.taxRounding === "line", rules);
  const onTop = total(all.filter((group) => !group.of.inclusive).map((group) => group.tax));
  const members = all.flatMap((group) => group.members);
  return {
    subtotal: Number(total(lineTotals)),
    discountTotal: Number(total(discounts)),
    serviceCharge: Number(charge),
    taxTotal: Number(total(all.map((group) => group.tax))),
    total: Number(total(left) + onTop + charge),
    taxes: all.flatMap((group) => rowsOf(group, rules)),
    lines: input.lines.map(({ id, taxClass }, index) => {
      const [lineTotal, discounted] = [Number(lineTotals[index]), Number(left[index])];
      const tax = Number(members.find((member) => member.line === index)!.tax);
      const [net, gross] = taxClass.inclusive
        ? [discounted - tax, discounted]
        : [discounted, discounted + tax];
      return { id, lineTotal, discountAmount: lineTotal - discounted, discounted, net, tax, gross };
    }),
    discounts: discounts.map(Number),
  };
}

const ratePpm = fc.oneof(
  fc.constantFrom(0, 25_000, 50_000, 70_000, 81_000, 190_000, 200_000),
  fc.integer({ min: 0, max: 300_000 }),
);
const taxClass: fc.Arbitrary<BillTaxClass> = fc.record({
  id: fc.constantFrom("A", "B"),
  name: fc.constant("Class"),
  inclusive: fc.boolean(),
  rates: fc.array(fc.record({ name: fc.constantFrom("State", "City"), ratePpm }), { maxLength: 3 }),
});
const price = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 20_000 }));
const quantityMilli = fc.oneof(
  fc.integer({ min: 1, max: 20 }).map((pieces) => pieces * 1_000),
  fc.integer({ min: 1, max: 9_999 }),
);
const discount = fc.record({
  scope: fc.constantFrom("order" as const, "item" as const),
  itemId: fc.constantFrom("l0", "l1", "l2", "gone"),
  kind: fc.constantFrom("percent" as const, "amount" as const),
  value: fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 1_200_000 })),
});

function billInput(limits: { discounts: fc.Arbitrary<BillInput["discounts"]> }): fc.Arbitrary<BillInput> {
  return fc.array(taxClass, { minLength: 1, maxLength: 3 }).chain((classes) =>
    fc.record({
      lines: fc
        .array(fc.record({ unitPrice: price, quantityMilli, taxClass: fc.constantFrom(...classes) }), {
          maxLength: 6,
        })
        .map((lines) => lines.map((line, index) => ({ id: `l${index}`, ...line }))),
      discounts: limits.discounts,
      service: fc.option(fc.record({ ratePpm, taxClass: fc.option(fc.constantFrom(...classes)) })),
      taxRounding: fc.constantFrom("group" as const, "line" as const),
    }),
  );
}

const anyBill = billInput({ discounts: fc.array(discount, { maxLength: 4 }) });
const itemDiscounts = fc.array(
  discount.map((one) => ({ ...one, scope: "item" as const })),
  { maxLength: 3 },
);
const sum = (amounts: number[]) => amounts.reduce((one, other) => one + other, 0);
const RUNS = { numRuns: 10_000 };

/** The predicate returns nothing: fast-check would take what an expectation returns for its answer. */
function agreesWith(calculator: (input: BillInput) => Bill) {
  return fc.property(anyBill, (input) => {
    expect(computeBill(input)).toEqual(calculator(input));
  });
}

describe("every bill", () => {
  test("equals the second calculator to the last cent", () => {
    fc.assert(
      fc.property(anyBill, (input) => {
        expect(computeBill(input)).toEqual(reference(input));
      }),
      RUNS,
    );
  });

  test("adds up: lines to subtotal, discounts and total, rows to taxes", () => {
    fc.assert(
      fc.property(anyBill, (input) => {
        const bill = computeBill(input);
        const exclusive = sum(bill.taxes.filter((row) => !row.inclusive).map((row) => row.tax));
        expect(sum(bill.lines.map((line) => line.lineTotal))).toBe(bill.subtotal);
        expect(sum(bill.lines.map((line) => line.discountAmount))).toBe(bill.discountTotal);
        expect(sum(bill.discounts)).toBe(bill.discountTotal);
        expect(sum(bill.taxes.map((row) => row.tax))).toBe(bill.taxTotal);
        expect(bill.subtotal - bill.discountTotal + exclusive + bill.serviceCharge).toBe(bill.total);
        for (const part of [...bill.lines, ...bill.taxes]) expect(part.net + part.tax).toBe(part.gross);
        const taxOnService = bill.taxTotal - sum(bill.lines.map((line) => line.tax));
        expect(taxOnService).toBeGreaterThanOrEqual(0);
        expect(input.service?.taxClass ? 0 : taxOnService).toBe(0);
      }),
      RUNS,
    );
  });

  test("never falls below zero anywhere, and no discount takes more than it says", () => {
    fc.assert(
      fc.property(anyBill, (input) => {
        const bill = computeBill(input);
        for (const line of bill.lines)
          expect(Math.min(line.discounted, line.net, line.tax, line.gross)).toBeGreaterThanOrEqual(0);
        for (const row of bill.taxes) expect(Math.min(row.net, row.tax)).toBeGreaterThanOrEqual(0);
        expect(bill.total).toBeGreaterThanOrEqual(0);
        for (const [index, { kind, value }] of input.discounts.entries()) {
          expect(bill.discounts[index]).toBeLessThanOrEqual(kind === "amount" ? value : bill.subtotal);
        }
      }),
      RUNS,
    );
  });

  test("comes to the same amounts in any order of the lines, where nothing is allocated across groups", () => {
    fc.assert(
      fc.property(billInput({ discounts: itemDiscounts }), fc.infiniteStream(fc.nat()), (input, keys) => {
        const shuffled = shuffle(input.lines, keys);
        const [one, other] = [computeBill(input), computeBill({ ...input, lines: shuffled })];
        const { taxes, lines, ...amounts } = one;
        expect(other).toMatchObject(amounts);
        expect(new Set(other.taxes.map((row) => JSON.stringify(row)))).toEqual(
          new Set(taxes.map((row) => JSON.stringify(row))),
        );
        expect(new Set(other.lines.map((line) => line.id))).toEqual(new Set(lines.map((line) => line.id)));
      }),
      { numRuns: 5_000 },
    );
  });

  test("takes the same discounts and service in any order of the lines, order discounts included", () => {
    fc.assert(
      fc.property(anyBill, fc.infiniteStream(fc.nat()), (input, keys) => {
        const { subtotal, discountTotal, discounts, serviceCharge } = computeBill(input);
        const other = computeBill({ ...input, lines: shuffle(input.lines, keys) });
        expect(other).toMatchObject({ subtotal, discountTotal, discounts, serviceCharge });
      }),
      { numRuns: 5_000 },
    );
  });
});

function shuffle<T>(items: readonly T[], keys: Iterator<number>): T[] {
  const keyed = items.map((item) => ({ item, key: keys.next().value as number }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
}

describe("the comparison finds", () => {
  const mistakes: [string, (input: BillInput) => Bill][] = [
    ["tax rounded by line where it is by group", (input) => reference({ ...input, taxRounding: "line" })],
    ["tax rounded by group where it is by line", (input) => reference({ ...input, taxRounding: "group" })],
    ["halves rounded to even", (input) => reference(input, { ...LAW, round: halfEven })],
    ["amounts cut instead of rounded", (input) => reference(input, { ...LAW, round: ({ n, d }) => n / d })],
    ["the rest given to the last", (input) => reference(input, { ...LAW, share: lastTakesTheRest })],
    [
      "order discounts taken as if there were none",
      (input) => reference({ ...input, discounts: input.discounts.filter((one) => one.scope === "item") }),
    ],
    [
      "discounts taken from the last to the first",
      (input) => reference({ ...input, discounts: input.discounts.toReversed() }),
    ],
    [
      "an untaxed service charge",
      (input) => reference({ ...input, service: input.service && { ...input.service, taxClass: null } }),
    ],
  ];

  test("nothing where there is no mistake", () => {
    expect(
      fc.check(
        agreesWith((input) => reference(input, { ...LAW })),
        { numRuns: 1_000 },
      ).failed,
    ).toBe(false);
  });

  test.each(mistakes)("%s", (_, sabotaged) => {
    const outcome = fc.check(agreesWith(sabotaged), { ...RUNS, endOnFailure: true });
    expect(outcome.counterexample).not.toBeNull();
    expect(outcome.errorInstance).toHaveProperty("name", "AssertionError");
  });
});
