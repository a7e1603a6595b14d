/** The two lines of the chart: net sales by hour, and a week before. Pure. */
import { hourAtPlace, hoursInDay, placeOfHour } from "../business-day.ts";
import { amountsOf, currenciesIn, type StoreHours } from "../compare.ts";

export type HourLines = {
  labels: string[];
  /** Minor units; null for hours that are not over. */
  now: (number | null)[];
  before: number[];
};

const byPlace = (
  rows: readonly { key: string; net: number; currency: string }[],
  currency: string,
): number[] => {
  const sums = Array.from({ length: hoursInDay }, () => 0);
  for (const row of rows) {
    const place = placeOfHour(Number(row.key));
    if (row.currency === currency) sums[place] = (sums[place] ?? 0) + row.net;
  }
  return sums;
};

/**
 * From the first to the last hour in which either day sold. `over`: hours of the day that are over, 24 for a day that is. The hour that runs
 * is left out, because half an hour beside whole ones looks like a fall; only before anything else was sold it is all there is to show.
 */
export const hourLines = (stores: readonly StoreHours[], currency: string, over: number): HourLines => {
  const now = byPlace(
    stores.flatMap((store) => store.now),
    currency,
  );
  const before = byPlace(
    stores.flatMap((store) => store.before),
    currency,
  );
  const sold = now.flatMap((net, place) => (net !== 0 || before[place] !== 0 ? [place] : []));
  const [first, last] = [sold[0] ?? 0, sold.at(-1) ?? -1];
  const places = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const isFirstHour = now.every((net, place) => net === 0 || place >= over);
  const isShown = (place: number): boolean => place < over || (isFirstHour && now[place] !== 0);
  return {
    labels: places.map(hourAtPlace),
    now: places.map((place) => (isShown(place) ? (now[place] ?? 0) : null)),
    before: places.map((place) => before[place] ?? 0),
  };
};

export type Seller = { name: string; quantity: number };

/** What sold most, by quantity; dishes of the same name in several stores count together. */
export const bestSellers = (
  rows: readonly {
    key: string;
    name?: string | undefined;
    quantity?: number | undefined;
    currency: string;
  }[],
  currency: string,
  count: number,
): Seller[] => {
  const sums = new Map<string, number>();
  for (const { key, name = key, quantity = 0, currency: code } of rows)
    if (code === currency) sums.set(name, (sums.get(name) ?? 0) + Math.round(quantity * 1000));
  return [...sums]
    .map(([name, milli]) => ({ name, quantity: milli / 1000 }))
    .filter(({ quantity }) => quantity > 0)
    .sort((a, b) => b.quantity - a.quantity || a.name.localeCompare(b.name))
    .slice(0, count);
};

/** The currencies of all stores, the most used first. */
export const currenciesOf = (stores: readonly StoreHours[]): string[] =>
  currenciesIn(stores.flatMap(({ now, before }) => [...now, ...before])).map(({ code }) => code);

/** The stores that sell, or would sell, in this currency. */
export const inCurrency = (stores: readonly StoreHours[], currency: string): StoreHours[] =>
  stores.filter(
    ({ store, now, before }) =>
      store.currency === currency || [...now, ...before].some((row) => row.currency === currency),
  );

export const netOf = (stores: readonly StoreHours[], currency: string): number =>
  stores.reduce((sum, { now }) => sum + amountsOf(now, currency).net, 0);

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
