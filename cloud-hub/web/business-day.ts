/** The business day as the hub counts it. Pure. */
import type { HubStore } from "@tillbox/shared/contract/hub.ts";
import { businessDayOf } from "@tillbox/shared/time.ts";

/** Boxes begin their business day at four unless they are told otherwise, and the hub is not told. */
export const cutover = "04:00";
const cutoverHour = 4;
export const hoursInDay = 24;

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
