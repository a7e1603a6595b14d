/** Spans of business days that people ask for. Pure. */
import { shiftDay } from "../business-day.ts";

export type Range = { from: string; to: string };

/** Monday is 0. */
const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

const lastMonth = (day: string): Range => {
  const to = shiftDay(`${day.slice(0, 7)}-01`, -1);
  return { from: `${to.slice(0, 7)}-01`, to };
};

/** `today` is the business day that it is now. */
export const ranges = (today: string): { id: string; label: string; range: Range }[] => [
  { id: "today", label: "Today", range: { from: today, to: today } },
  { id: "yesterday", label: "Yesterday", range: { from: shiftDay(today, -1), to: shiftDay(today, -1) } },
  { id: "week", label: "This week", range: { from: shiftDay(today, -weekdayOf(today)), to: today } },
  { id: "seven", label: "Last 7 days", range: { from: shiftDay(today, -6), to: today } },
  { id: "month", label: "This month", range: { from: `${today.slice(0, 7)}-01`, to: today } },
  { id: "last-month", label: "Last month", range: lastMonth(today) },
];

export const defaultRange = (today: string): Range => ({ from: shiftDay(today, -6), to: today });

/** Both ends in order, whichever of them was picked last. */
export const ordered = (from: string, to: string): Range =>
  from <= to ? { from, to } : { from: to, to: from };
