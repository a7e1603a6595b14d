import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  allocate,
  allocateByLargestRemainder,
  formatMinor,
  minorDigits,
  mulDiv,
  parseMinor,
  safeSum,
} from "./money.ts";

const RUNS = { numRuns: 10_000 };
const safeInteger = fc.maxSafeInteger();
const cents = fc.integer({ min: -1_000_000, max: 1_000_000 });

/** a × b ÷ d rounded half away from zero, by doubling and truncating. */
function exactQuotient(a: number, b: number, divisor: number): bigint {
  const twice = BigInt(a) * BigInt(b) * 2n;
  const half = twice < 0n ? -BigInt(divisor) : BigInt(divisor);
  return (twice + half) / (2n * BigInt(divisor));
}

/** Largest remainder as the textbooks have it: quotas, floors, then one each by sorted remainder. */
function textbookShares(amount: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + BigInt(weight), 0n);
  const size = BigInt(Math.abs(amount));
  const quotas = weights.map((weight, index) => ({
    index,
    share: (size * BigInt(weight)) / sum,
    rest: (size * BigInt(weight)) % sum,
  }));
  let missing = size - quotas.reduce((total, quota) => total + quota.share, 0n);
  for (const quota of quotas.toSorted((a, b) =>
    a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1,
  )) {
    if (missing > 0n) quota.share += 1n;
    missing -= 1n;
  }
  return quotas.map((quota) => (quota.share === 0n ? 0 : Number(quota.share) * Math.sign(amount)));
}

function outcomeOf(compute: () => number): number | string {
  try {
    return compute();
  } catch (error) {
    return error instanceof Error ? error.name : "no error";
  }
}

describe("mulDiv", () => {
  test("rounds halves away from zero, and negatives mirror positives", () => {
    expect(mulDiv(1, 1, 2)).toBe(1);
    expect(mulDiv(-1, 1, 2)).toBe(-1);
    expect(mulDiv(5, 1, 2)).toBe(3);
    expect(mulDiv(-5, 1, 2)).toBe(-3);
    expect(mulDiv(1889, 100_000, 1_000_000)).toBe(189);
    expect(mulDiv(4, 1, 10)).toBe(0);
    expect(mulDiv(-4, 1, 10)).toBe(0);
    expect(Object.is(mulDiv(-4, 1, 10), 0)).toBe(true);
    expect(Object.is(mulDiv(0, -7, 10), 0)).toBe(true);
  });

  test("is exact where a double would be a cent off", () => {
    expect(mulDiv(100_500, 5_000, 1_000_000)).toBe(503);
    expect(mulDiv(9_007_199_254_740_991, 999_999, 1_000_000)).toBe(9_007_190_247_541_736);
    expect(mulDiv(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)).toBe(
      Number.MAX_SAFE_INTEGER,
    );
  });

  test("equals the exact quotient for every safe input, or says that the result is not safe", () => {
    const divisor = fc.oneof(
      fc.integer({ min: 1, max: 2_000_000 }),
      fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    );
    fc.assert(
      fc.property(fc.oneof(cents, safeInteger), fc.oneof(cents, safeInteger), divisor, (a, b, d) => {
        const expected = Number(exactQuotient(a, b, d));
        expect(outcomeOf(() => mulDiv(a, b, d))).toBe(
          Number.isSafeInteger(expected) ? expected : "RangeError",
        );
      }),
      RUNS,
    );
  });

  test("is exact up to the very edge of the number path", () => {
    const nearEdge = fc.integer({ min: 0, max: 5_000 }).map((back) => Number.MAX_SAFE_INTEGER - back);
    fc.assert(
      fc.property(nearEdge, fc.integer({ min: 1, max: 3_000 }), (a, d) => {
        expect(mulDiv(a, 1, d)).toBe(Number(exactQuotient(a, 1, d)));
      }),
      RUNS,
    );
  });

  test("refuses fractions, unsafe integers and divisors that are not positive", () => {
    expect(() => mulDiv(1.5, 1, 1)).toThrow(RangeError);
    expect(() => mulDiv(1, 2 ** 53, 1)).toThrow(RangeError);
    expect(() => mulDiv(1, 1, 0)).toThrow(RangeError);
    expect(() => mulDiv(1, 1, -1)).toThrow(RangeError);
    expect(() => mulDiv(Number.NaN, 1, 1)).toThrow(RangeError);
    expect(() => mulDiv(2 ** 52, 4, 1)).toThrow(RangeError);
  });

  test("money and rates as doubles disagree, which shows that the comparison has teeth", () => {
    const outcome = fc.check(
      fc.property(fc.nat(1_000_000), fc.constantFrom(15_000, 25_000, 35_000, 70_000), (a, ppm) => {
        expect(Math.round((a / 100) * (ppm / 1_000_000) * 100)).toBe(
          Number(exactQuotient(a, ppm, 1_000_000)),
        );
      }),
      { numRuns: 100_000 },
    );
    expect(outcome.failed).toBe(true);
  });
});

describe("allocate", () => {
  test("gives the largest remainders the missing units, ties to the first", () => {
    expect(allocate(10_000, [1, 1, 1])).toEqual([3334, 3333, 3333]);
    expect(allocate(189, [999, 890])).toEqual([100, 89]);
    expect(allocate(51, [25_000, 25_000])).toEqual([26, 25]);
    expect(allocate(2, [1, 1, 1])).toEqual([1, 1, 0]);
    expect(allocate(1, [1, 2])).toEqual([0, 1]);
    expect(allocate(-2, [1, 1, 1])).toEqual([-1, -1, 0]);
  });

  test("gives everything to the first when no weight says otherwise", () => {
    expect(allocate(7, [0, 0, 0])).toEqual([7, 0, 0]);
    expect(allocate(7, [0])).toEqual([7]);
    expect(allocate(0, [])).toEqual([]);
    expect(() => allocate(7, [])).toThrow(RangeError);
  });

  test("equals the textbook for few weights and for many", () => {
    const weight = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 100_000 }));
    const weights = fc.oneof(
      fc.array(weight, { minLength: 1, maxLength: 8 }),
      fc.array(weight, { minLength: 30, maxLength: 60 }),
    );
    fc.assert(
      fc.property(cents, weights, (amount, given) => {
        fc.pre(given.some((one) => one > 0));
        expect(allocate(amount, given)).toEqual(textbookShares(amount, given));
      }),
      { numRuns: 5_000 },
    );
  });

  test("equals the textbook beyond the safe products", () => {
    const huge = fc.integer({ min: 0, max: 2 ** 50 });
    fc.assert(
      fc.property(huge, fc.array(huge, { minLength: 2, maxLength: 6 }), (amount, given) => {
        fc.pre(given.some((one) => one > 0));
        expect(allocate(amount, given)).toEqual(textbookShares(amount, given));
      }),
      { numRuns: 3_000 },
    );
  });

  test("sums to exactly the amount for weights of any sign, and mirrors a negated amount", () => {
    fc.assert(
      fc.property(cents, fc.array(cents, { minLength: 1, maxLength: 12 }), (amount, weights) => {
        const shares = allocate(amount, weights);
        expect(safeSum(shares)).toBe(amount + 0);
        expect(allocate(-amount, weights)).toEqual(shares.map((share) => 0 - share));
        const mirrored = weights.map((weight) => 0 - weight);
        expect(allocate(amount, mirrored)).toEqual(shares);
      }),
      RUNS,
    );
  });

  test("never gives a share more than its weight while the amount does not exceed their sum", () => {
    const weights = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (given, part) => {
        const shares = allocate(Math.floor(safeSum(given) * part), given);
        for (const [index, share] of shares.entries()) expect(share).toBeLessThanOrEqual(given[index]!);
      }),
      RUNS,
    );
  });

  test("is what refunds know as allocateByLargestRemainder", () => {
    expect(allocateByLargestRemainder(10, [1, 1, 1])).toEqual([4, 3, 3]);
  });

  test("refuses fractions and sums beyond the safe integers", () => {
    expect(() => allocate(1.5, [1, 1])).toThrow(RangeError);
    expect(() => allocate(1, [0.5, 1])).toThrow(RangeError);
    expect(() => allocate(1, [Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
  });
});

describe("minor units", () => {
  test("follow ISO 4217, not the usage that Intl follows", () => {
    const digits = ["USD", "EUR", "CHF", "HUF", "IDR", "JPY", "KRW", "KWD", "TND", "CLF"].map(minorDigits);
    expect(digits).toEqual([2, 2, 2, 2, 2, 0, 0, 3, 3, 4]);
    expect(minorDigits("ZZZ")).toBe(2);
  });

  test("are written plainly, with the currency's own number of decimals", () => {
    expect(formatMinor(1247, "USD")).toBe("12.47");
    expect(formatMinor(-5, "USD")).toBe("-0.05");
    expect(formatMinor(0, "USD")).toBe("0.00");
    expect(formatMinor(1247, "JPY")).toBe("1247");
    expect(formatMinor(-1247, "KWD")).toBe("-1.247");
    expect(() => formatMinor(12.5, "USD")).toThrow(RangeError);
  });

  test("are read back from what was written", () => {
    fc.assert(
      fc.property(safeInteger, fc.constantFrom("USD", "JPY", "KWD", "CLF"), (minor, currency) => {
        expect(parseMinor(formatMinor(minor, currency), currency)).toBe(minor + 0);
      }),
    );
  });

  test("refuse a text that has more decimals than the currency, or is no amount", () => {
    expect(parseMinor("12", "USD")).toBe(1200);
    expect(parseMinor("12.4", "USD")).toBe(1240);
    for (const text of ["12.471", "1e3", "", "-", "--1", "1,5", "1.", ".5", " 1", "99999999999999999"]) {
      expect(() => parseMinor(text, "USD")).toThrow(RangeError);
    }
    expect(() => parseMinor("1.5", "JPY")).toThrow(RangeError);
  });
});
