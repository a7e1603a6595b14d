/** Working time in words. Pure. */
import type { TimeEntry } from "@tillbox/shared/contract/time-entry.ts";
import { elapsed, type Figures } from "../../common/figures.ts";

/** "since 17:02 · 3 h 12", of the break where there is one. */
export const sinceText = ({ startedAt, breaks }: TimeEntry, figures: Figures, now_ms: number): string => {
  const from = breaks.find(({ endedAt }) => endedAt === null)?.startedAt ?? startedAt;
  return `since ${figures.time(from)} · ${elapsed(from, now_ms)}`;
};

/** "7 h 45", "45 min"; what is nothing is a dash. */
export const hoursText = (seconds: number): string => {
  const minutes = Math.round(seconds / 60);
  if (minutes === 0) return "–";
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")}`;
};

/** "7:45", for columns. */
export const hoursCell = (seconds: number): string => {
  const minutes = Math.round(seconds / 60);
  return minutes === 0 ? "–" : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
};

/** "7.75", for spreadsheets. */
export const hoursDecimal = (seconds: number): string => {
  const hundredths = Math.round(seconds / 36);
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`;
};
