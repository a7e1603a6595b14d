import { expect, test } from "vitest";
import { countedList, countedTotal, denominationsOf } from "./denominations.ts";

test("notes and coins come the largest first, each once, in whole minor units", () => {
  for (const currency of ["USD", "EUR", "CHF", "GBP", "JPY", "PLN", "SEK", "AUD", "KWD"]) {
    const values = denominationsOf(currency);
    expect(values.length).toBeGreaterThan(5);
    expect(values).toEqual([...new Set(values)].sort((left, right) => right - left));
    expect(values.every((value) => Number.isInteger(value) && value > 0)).toBe(true);
  }
});

test("a currency that is not known is counted in 1, 2 and 5 of each power of ten", () => {
  expect(denominationsOf("AUD").slice(0, 4)).toEqual([20_000, 10_000, 5000, 2000]);
  expect(denominationsOf("ISK").slice(0, 3)).toEqual([200, 100, 50]);
});

test("a count is what the pieces add up to, and lists every value", () => {
  const counts = new Map([
    [10_000, 2],
    [25, 3],
  ]);
  expect(countedTotal(counts)).toBe(20_075);
  expect(countedList([10_000, 5000, 25], counts)).toEqual([
    { value: 10_000, count: 2 },
    { value: 5000, count: 0 },
    { value: 25, count: 3 },
  ]);
});
