import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bill, computeBill } from "./bill.ts";
import { lineShares, partsOverlap, type SplitPart, splitPart } from "./split.ts";

const NO_SEATS = new Map<string, number>();
const items = (...itemIds: string[]): SplitPart => ({ splitType: "item", splitDetails: { itemIds } });
const seat = (number: number): SplitPart => ({ splitType: "seat", splitDetails: { seat: number } });
const amount = (splitAmount: number): SplitPart => ({ splitType: "amount", splitDetails: { splitAmount } });
const equal = (splitIndex: number, splitCount: number): SplitPart => ({
  splitType: "equal",
  splitDetails: { splitCount, splitIndex },
});

/** A bill of lines "l0", "l1" …, alternating 19 % and 7 % on top, 10 % untaxed service. */
function billOf(prices: readonly number[], ratePpm = 100_000): Bill {
  const classes = [190_000, 70_000].map((rate) => ({
    id: String(rate),
    name: "VAT",
    inclusive: false,
    rates: [{ name: "VAT", ratePpm: rate }],
  }));
  return computeBill({
    lines: prices.map((unitPrice, index) => ({
      id: `l${index}`,
      unitPrice,
      quantityMilli: 1_000,
      taxClass: classes[index % 2]!,
    })),
    discounts: [],
    service: { ratePpm, taxClass: null },
    taxRounding: "group",
  });
}

/** One check at the till: parts are paid one after the other, as the order feature does it. */
function till(bill: Bill, seats = NO_SEATS) {
  const paidParts: SplitPart[] = [];
  const state = { bill, due: bill.total };
  const take = (part: SplitPart) => {
    const result = splitPart({ bill: state.bill, part, seats, due: state.due, paidParts });
    if (!result.ok) throw new Error(result.problem);
    state.due -= result.amount;
    paidParts.push(result.itemIds.length > 0 ? items(...result.itemIds) : part);
    return result.amount;
  };
  const change = (next: Bill) => {
    state.due += next.total - state.bill.total;
    state.bill = next;
  };
  return { take, change, due: () => state.due };
}

describe("the shares of the lines", () => {
  test("carry their own tax and their part of the service charge", () => {
    const bill = billOf([1000, 1000]);
    expect(bill.total).toBe(1190 + 1070 + 200);
    expect(lineShares(bill)).toEqual([
      { id: "l0", amount: 1295 },
      { id: "l1", amount: 1165 },
    ]);
  });

  test("are the lines' gross where nothing rides along", () => {
    const bill = billOf([333, 445, 999], 0);
    expect(lineShares(bill).map((share) => share.amount)).toEqual(bill.lines.map((line) => line.gross));
  });

  test("of a bill of nothing are nothing", () => {
    expect(lineShares(billOf([]))).toEqual([]);
    expect(lineShares(billOf([0, 0])).map((share) => share.amount)).toEqual([0, 0]);
  });
});

describe("a part", () => {
  test("of 100.00 in three equal parts is 33.34, 33.33, 33.33, in whatever order they pay", () => {
    const bill = billOf([], 0);
    const hundred = { ...bill, total: 10_000 };
    const inOrder = till(hundred);
    expect([1, 2, 3].map((index) => inOrder.take(equal(index, 3)))).toEqual([3334, 3333, 3333]);
    const backwards = till(hundred);
    expect([3, 2, 1].map((index) => backwards.take(equal(index, 3)))).toEqual([3333, 3333, 3334]);
    expect([inOrder.due(), backwards.due()]).toEqual([0, 0]);
  });

  test("by item is the sum of its lines, named once or twice", () => {
    const bill = billOf([1000, 1000, 500]);
    const [first, second] = lineShares(bill);
    const result = splitPart({
      bill,
      part: items("l0", "l1", "l0"),
      seats: NO_SEATS,
      due: bill.total,
      paidParts: [],
    });
    expect(result).toEqual({
      ok: true,
      amount: first!.amount + second!.amount,
      itemIds: ["l0", "l1"],
      last: false,
    });
  });

  test("by seat is the sum of that seat's lines", () => {
    const bill = billOf([1000, 1000, 500]);
    const seats = new Map([
      ["l0", 1],
      ["l1", 2],
      ["l2", 1],
    ]);
    const one = splitPart({ bill, part: seat(1), seats, due: bill.total, paidParts: [] });
    const same = splitPart({ bill, part: items("l0", "l2"), seats, due: bill.total, paidParts: [] });
    expect(one).toEqual(same);
    const two = splitPart({ bill, part: seat(2), seats, due: bill.total, paidParts: [seat(1)] });
    expect(two).toMatchObject({ last: true, itemIds: ["l1"] });
  });

  test("by amount is what it says, up to what is due", () => {
    const check = till(billOf([1000]));
    expect(check.take(amount(290))).toBe(290);
    expect(() => check.take(amount(1001))).toThrow("bad_amount");
    expect(check.take(amount(1000))).toBe(1000);
    expect(check.due()).toBe(0);
  });

  test("leaves due what no part covers", () => {
    const seats = new Map([["l0", 1]]);
    const check = till(billOf([1000, 1000]), seats);
    check.take(seat(1));
    expect(check.due()).toBe(1165);
  });

  test("that is the last takes exactly what is left, also after the bill grew", () => {
    const check = till(billOf([1000], 0));
    expect(check.take(equal(1, 2))).toBe(595);
    check.change(billOf([1000, 1000], 0));
    expect(check.take(equal(2, 2))).toBe(1190 + 1070 - 595);
    expect(check.due()).toBe(0);
  });

  test("that is the last takes exactly what is left, also after the bill shrank", () => {
    const check = till(billOf([1000, 1000], 0));
    expect(check.take(items("l0"))).toBe(1190);
    check.change(billOf([1000, 500], 0));
    expect(check.take(items("l1"))).toBe(535);
    expect(check.due()).toBe(0);
  });

  test("never takes more than is due after payments without a split", () => {
    const bill = billOf([1000, 1000], 0);
    const part = { bill, part: equal(1, 2), seats: NO_SEATS, paidParts: [] };
    expect(splitPart({ ...part, due: 100 })).toMatchObject({ amount: 100, last: false });
    expect(splitPart({ ...part, due: -5 })).toMatchObject({ amount: 0 });
    expect(splitPart({ ...part, due: 700, paidParts: [equal(2, 2)] })).toMatchObject({
      amount: 700,
      last: true,
    });
  });

  test("is the last also where a line that costs nothing is left over", () => {
    const bill = billOf([1000, 0]);
    const result = splitPart({ bill, part: items("l0"), seats: NO_SEATS, due: bill.total, paidParts: [] });
    expect(result).toEqual({ ok: true, amount: bill.total, itemIds: ["l0"], last: true });
  });

  test("that makes no sense is named as a problem", () => {
    const bill = billOf([1000]);
    const problem = (part: SplitPart) =>
      splitPart({ bill, part, seats: NO_SEATS, due: bill.total, paidParts: [] });
    for (const part of [items(), items("l0", "gone")])
      expect(problem(part)).toEqual({ ok: false, problem: "unknown_item" });
    expect(problem(seat(1))).toEqual({ ok: false, problem: "empty_seat" });
    for (const part of [
      equal(0, 3),
      equal(4, 3),
      equal(1, 0),
      equal(1.5, 3),
      equal(1, 2.5),
      equal(1, 1_001),
    ]) {
      expect(problem(part)).toEqual({ ok: false, problem: "bad_share" });
    }
    for (const part of [amount(0), amount(-1), amount(1.5)])
      expect(problem(part)).toEqual({ ok: false, problem: "bad_amount" });
  });
});

describe("parts overlap", () => {
  const seats = new Map([
    ["l0", 1],
    ["l1", 2],
  ]);

  test("when they claim a common line, seat or share", () => {
    expect(partsOverlap(items("l0", "l1"), items("l1", "l2"), seats)).toBe(true);
    expect(partsOverlap(seat(1), items("l0"), seats)).toBe(true);
    expect(partsOverlap(items("l0"), seat(1), seats)).toBe(true);
    expect(partsOverlap(seat(1), seat(1), seats)).toBe(true);
    expect(partsOverlap(equal(1, 3), equal(1, 3), seats)).toBe(true);
    expect(partsOverlap(equal(1, 3), equal(2, 2), seats)).toBe(true);
  });

  test("never otherwise, and amounts never", () => {
    expect(partsOverlap(items("l0"), items("l1"), seats)).toBe(false);
    expect(partsOverlap(seat(1), seat(2), seats)).toBe(false);
    expect(partsOverlap(seat(1), items("l1"), seats)).toBe(false);
    expect(partsOverlap(equal(1, 3), equal(2, 3), seats)).toBe(false);
    expect(partsOverlap(amount(100), amount(100), seats)).toBe(false);
    expect(partsOverlap(equal(1, 3), items("l0"), seats)).toBe(false);
  });
});

describe("parts that cover the whole bill add up to its total", () => {
  const prices = fc.array(fc.nat(20_000), { minLength: 1, maxLength: 8 });
  const RUNS = { numRuns: 5_000 };

  test("equal ones, in any order, while the bill changes between them", () => {
    const scenario = fc.record({
      prices,
      more: prices,
      count: fc.integer({ min: 2, max: 12 }),
      keys: fc.infiniteStream(fc.nat()),
    });
    fc.assert(
      fc.property(scenario, ({ prices, more, count, keys }) => {
        const order = Array.from({ length: count }, (_, index) => ({
          index: index + 1,
          key: keys.next().value as number,
        }));
        const check = till(billOf(prices));
        for (const [turn, { index }] of order.toSorted((a, b) => a.key - b.key).entries()) {
          if (turn === 1) check.change(billOf([...prices, ...more]));
          expect(check.take(equal(index, count))).toBeGreaterThanOrEqual(0);
        }
        expect(check.due()).toBe(0);
      }),
      RUNS,
    );
  });

  test("items and seats, mixed, after a payment without a split", () => {
    const scenario = fc.record({
      prices,
      seats: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 8, maxLength: 8 }),
      before: fc.nat(5_000),
    });
    fc.assert(
      fc.property(scenario, ({ prices, seats, before }) => {
        const bill = billOf(prices);
        const seatOf = new Map(prices.map((_, index) => [`l${index}`, seats[index]!]));
        const check = till(bill, seatOf);
        if (before > 0 && before <= bill.total) check.take(amount(before));
        for (const [id, number] of seatOf) if (number === 0) check.take(items(id));
        for (const number of new Set(seatOf.values())) if (number > 0) check.take(seat(number));
        expect(check.due()).toBe(0);
      }),
      RUNS,
    );
  });

  test("but not if each were rounded for itself, which shows that the sum is no accident", () => {
    const outcome = fc.check(
      fc.property(prices, fc.integer({ min: 2, max: 7 }), (prices, count) => {
        const { total } = billOf(prices);
        expect(Math.round(total / count) * count).toBe(total);
      }),
      RUNS,
    );
    expect(outcome.failed).toBe(true);
  });
});
