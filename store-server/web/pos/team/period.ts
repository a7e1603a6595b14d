/** Business days that a report is about. Pure. */
export type Period = { from: string; to: string };
export const periodKinds = ["this-week", "last-week", "this-month", "last-month", "own"] as const;
export type PeriodKind = (typeof periodKinds)[number];

const day_ms = 86_400_000;
const textOf = (at_ms: number): string => new Date(at_ms).toISOString().slice(0, 10);
const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`);

export const plusDays = (day: string, count: number): string => textOf(noonOf(day) + count * day_ms);

/** Monday of the week. */
const mondayOf = (day: string): string => plusDays(day, -((new Date(noonOf(day)).getUTCDay() + 6) % 7));
const firstOf = (day: string): string => `${day.slice(0, 7)}-01`;
const lastOf = (day: string): string =>
  textOf(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0, 12));

/** Whole weeks and months, also the days of them that have not come yet. `own` begins as today. */
export const periodOf = (kind: PeriodKind, today: string): Period => {
  const monday = mondayOf(today);
  const before = plusDays(firstOf(today), -1);
  const periods: Record<PeriodKind, Period> = {
    "this-week": { from: monday, to: plusDays(monday, 6) },
    "last-week": { from: plusDays(monday, -7), to: plusDays(monday, -1) },
    "this-month": { from: firstOf(today), to: lastOf(today) },
    "last-month": { from: firstOf(before), to: before },
    own: { from: today, to: today },
  };
  return periods[kind];
};

/** Its days, at most `limit` of them. */
export const daysOf = ({ from, to }: Period, limit: number): string[] => {
  const days: string[] = [];
  for (let day = from; day <= to && days.length < limit; day = plusDays(day, 1)) days.push(day);
  return days;
};

export const isPeriod = ({ from, to }: Period): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(from) && /^\d{4}-\d\d-\d\d$/.test(to) && from <= to;
