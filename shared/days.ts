/** Reckoning with business days, "YYYY-MM-DD". Pure. */

const day_ms = 86_400_000;
const textOf = (at_ms: number): string => new Date(at_ms).toISOString().slice(0, 10);
const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

export const addDays = (day: string, days: number): string => textOf(startOf(day) + days * day_ms);

/** The same day so many months later; the last of the month where it has no such day. */
export const addMonths = (day: string, months: number): string => {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return textOf(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth)));
};
