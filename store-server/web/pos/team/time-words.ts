/** Working time in words. Pure. */
import type { TimeEntry } from "@tillbox/shared/contract/time-entry.ts";
import { elapsed, type Figures } from "../../common/figures.ts";

/** "since 17:02 · 3 h 12", of the break where there is one. */
export const sinceText = ({ startedAt, breaks }: TimeEntry, figures: Figures, now_ms: number): string => {
  const from = breaks.find(({ endedAt }) => endedAt === null)?.startedAt ?? startedAt;
  return `since ${figures.time(from)} · ${elapsed(from, now_ms)}`;
};
