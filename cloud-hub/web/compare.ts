/**
 * Today beside the same weekday a week before. Hours are compared only as far as each store is known to be complete, and the same hours of
 * both days, so that a half hour is never held against a whole one, nor a store that is behind against a full evening. Pure.
 */
import type { HubStore } from "@tillbox/shared/contract/hub.ts";
import type { SalesRow } from "@tillbox/shared/contract/report.ts";
import { mulDiv } from "@tillbox/shared/money.ts";
import { hourAtPlace, hoursInDay, placeOfHour } from "./business-day.ts";
import { completeHours } from "./completeness.ts";

export type Amounts = { net: number; orders: number; tips: number };
/** Sales by hour of one store: of the day, and of the same weekday before. */
export type StoreHours = { store: HubStore; now: readonly SalesRow[]; before: readonly SalesRow[] };

/** Sums of one currency over the first `hours` of the day. */
export const amountsOf = (rows: readonly SalesRow[], currency: string, hours = hoursInDay): Amounts => {
  const sum = { net: 0, orders: 0, tips: 0 };
  for (const row of rows) {
    if (row.currency !== currency || placeOfHour(Number(row.key)) >= hours) continue;
    sum.net += row.net;
    sum.orders += row.orders;
    sum.tips += row.tips;
  }
  return sum;
};

const add = (a: Amounts, b: Amounts): Amounts => ({
  net: a.net + b.net,
  orders: a.orders + b.orders,
  tips: a.tips + b.tips,
});
const none: Amounts = { net: 0, orders: 0, tips: 0 };

export type Comparison = {
  now: Amounts;
  before: Amounts;
  /** "to 19:00", "same hours" where stores reach differently; empty when whole days stand beside each other. */
  reach: string;
};
export type Compared = Comparison | { missing: string };

const reachOf = (hours: readonly number[]): string => {
  const [least, most] = [Math.min(...hours), Math.max(...hours)];
  if (least === hoursInDay) return "";
  return least === most ? `to ${hourAtPlace(least)}` : "same hours";
};

/** All stores together; `missing` says in words why there is nothing to compare. */
export const compare = (
  stores: readonly StoreHours[],
  currency: string,
  day: string,
  now_ms: number,
): Compared => {
  const known = stores
    .filter(({ now, before }) => [...now, ...before].some((row) => row.currency === currency))
    .map((hours) => ({ ...hours, until: completeHours(hours.store, day, now_ms) }));
  const begun = known.filter(({ until }) => until > 0);
  if (begun.length === 0)
    return { missing: known.length === 0 ? "nothing to compare with" : "too early to compare" };
  const now = begun.map(({ now, until }) => amountsOf(now, currency, until)).reduce(add, none);
  const before = begun.map(({ before, until }) => amountsOf(before, currency, until)).reduce(add, none);
  if (before.orders === 0) return { missing: "no sales to compare with" };
  return { now, before, reach: reachOf(begun.map(({ until }) => until)) };
};

/** Change in parts per million, half-up; null when there was nothing before. */
export const changePpm = (now: number, before: number): number | null =>
  before === 0 ? null : mulDiv(now - before, 1_000_000, Math.abs(before));

/** Average of a sum over orders, in minor units, half-up; null without orders. */
export const averageOf = ({ net, orders }: Amounts): number | null =>
  orders === 0 ? null : mulDiv(net, 1, orders);

/** "Friday" */
export const weekdayOf = (day: string): string =>
  new Intl.DateTimeFormat("en", { weekday: "long", timeZone: "UTC" }).format(Date.parse(`${day}T12:00:00Z`));

/** "last Friday" for today, "the Friday before" for an earlier day. */
export const weekdayBefore = (day: string, isToday: boolean): string =>
  isToday ? `last ${weekdayOf(day)}` : `the ${weekdayOf(day)} before`;

export type Currency = { code: string; orders: number };

/** The currencies in the rows, the one with the most orders first. They are never added to each other. */
export const currenciesIn = (rows: readonly Pick<SalesRow, "currency" | "orders">[]): Currency[] => {
  const orders = new Map<string, number>();
  for (const row of rows) orders.set(row.currency, (orders.get(row.currency) ?? 0) + row.orders);
  return [...orders]
    .map(([code, count]) => ({ code, orders: count }))
    .sort((a, b) => b.orders - a.orders || (a.code < b.code ? -1 : 1));
};
