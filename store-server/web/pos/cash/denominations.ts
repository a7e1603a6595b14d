/** Notes and coins of a currency, the largest first, in minor units. Pure. */
import type { Denomination } from "@tillbox/shared/contract/drawer.ts";
import { minorDigits } from "@tillbox/shared/money.ts";

const known: Readonly<Record<string, readonly number[]>> = {
  CHF: [20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5],
  CZK: [500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200, 100],
  DKK: [100_000, 50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50],
  EUR: [20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  GBP: [5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  JPY: [10_000, 5000, 1000, 500, 100, 50, 10, 5, 1],
  NOK: [50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 100],
  PLN: [50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  SEK: [100_000, 50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200, 100],
  USD: [10_000, 5000, 2000, 1000, 500, 100, 25, 10, 5, 1],
};

/** 200, 100, 50 … down to the smallest unit: what most currencies come close to. */
const usual = (currency: string): number[] => {
  const unit = 10 ** minorDigits(currency);
  const values: number[] = [];
  for (let step = 1; step <= 100 * unit; step *= 10) values.push(step, 2 * step, 5 * step);
  return values.filter((value) => value <= 200 * unit).reverse();
};

export const denominationsOf = (currency: string): readonly number[] => known[currency] ?? usual(currency);

/** How many of each value, by value. */
export type Counts = ReadonlyMap<number, number>;
export const countedTotal = (counts: Counts): number =>
  [...counts].reduce((sum, [value, count]) => sum + value * count, 0);
export const countedList = (values: readonly number[], counts: Counts): Denomination[] =>
  values.map((value) => ({ value, count: counts.get(value) ?? 0 }));
