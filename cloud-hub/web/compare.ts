/**
 * Today beside the same weekday a week before. Hours are compared only as far as each store is known to be complete, and the same hours of
 * both days, so that a half hour is never held against a whole one, nor a store that is behind against a full evening. Pure.
 */
import type { HubStore } from "@tillbox/shared/contract/hub.ts";
import type { SalesRow } from "@tillbox/shared/contract/report.ts";
import { businessDayOf, localHour } from "@tillbox/shared/time.ts";
import { stateOf } from "./completeness.ts";

/** Boxes begin their business day at four unless they are told otherwise, and the hub is not told. */
export const cutover = "04:00";
const cutoverHour = 4;
export const hoursInDay = 24;

export type Amounts = { net: number; orders: number; tips: number };
/** Sales by hour of one store: of the day, and of the same weekday before. */
export type StoreHours = { store: HubStore; now: readonly SalesRow[]; before: readonly SalesRow[] };

/** Place of a local hour ("00" to "23") in the business day: 04:00 is the first. */
export const placeOfHour = (hour: number): number => (hour - cutoverHour + hoursInDay) % hoursInDay;
export const hourAtPlace = (place: number): string =>
  `${String((place + cutoverHour) % hoursInDay).padStart(2, "0")}:00`;

export const shiftDay = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The business day that most of the stores are in. */
export const currentDay = (
  stores: readonly Pick<HubStore, "timeZone">[],
  now_ms: number,
  ownZone: string,
): string => {
  const days = new Map<string, number>();
  for (const { timeZone } of stores) {
    const day = businessDayOf(now_ms, timeZone, cutover);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  const [most] = [...days].sort((a, b) => b[1] - a[1]);
  return most?.[0] ?? businessDayOf(now_ms, ownZone, cutover);
};

/** How many hours of the business day are over and known to be complete at this store: 0 to 24. */
export const completeHours = (store: HubStore, day: string, now_ms: number): number => {
  const state = stateOf(store, now_ms);
  if (state.kind === "waiting") return 0;
  const until_ms = state.kind === "complete" ? now_ms : state.until_ms;
  const untilDay = businessDayOf(until_ms, store.timeZone, cutover);
  if (untilDay !== day) return untilDay > day ? hoursInDay : 0;
  return placeOfHour(localHour(new Date(until_ms).toISOString(), store.timeZone));
};

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
  /** "to 19:00"; empty when whole days stand beside each other. */
  reach: string;
};
export type Compared = Comparison | { missing: string };

const reachOf = (hours: readonly number[]): string => {
  const [least, most] = [Math.min(...hours), Math.max(...hours)];
  if (least === hoursInDay) return "";
  return least === most ? `to ${hourAtPlace(least)}` : "as far as each store is complete";
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
  before === 0 ? null : Math.round(((now - before) * 1_000_000) / Math.abs(before));

/** Average of a sum over orders, in minor units, half-up; null without orders. */
export const averageOf = ({ net, orders }: Amounts): number | null =>
  orders === 0 ? null : Math.round(net / orders);

/** "last Friday" for today, "the Friday before" for an earlier day. */
export const weekdayBefore = (day: string, isToday: boolean): string => {
  const name = new Intl.DateTimeFormat("en", { weekday: "long", timeZone: "UTC" }).format(
    Date.parse(`${day}T12:00:00Z`),
  );
  return isToday ? `last ${name}` : `the ${name} before`;
};

export type Currency = { code: string; orders: number };

/** The currencies in the rows, the one with the most orders first. They are never added to each other. */
export const currenciesIn = (rows: readonly Pick<SalesRow, "currency" | "orders">[]): Currency[] => {
  const orders = new Map<string, number>();
  for (const row of rows) orders.set(row.currency, (orders.get(row.currency) ?? 0) + row.orders);
  return [...orders]
    .map(([code, count]) => ({ code, orders: count }))
    .sort((a, b) => b.orders - a.orders || (a.code < b.code ? -1 : 1));
};
