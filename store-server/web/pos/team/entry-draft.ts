/** A working time while it is corrected: wall times of the store, and back to moments. What nobody touched keeps its seconds. Pure. */
import type { TimeCorrectionInput, TimeEntry } from "@tillbox/shared/contract/time-entry.ts";
import { instantAt, localText } from "../floor/party-times.ts";
import { plusDays } from "./period.ts";

export type BreakDraft = { id: string; from: string; to: string };
export type EntryDraft = {
  startDay: string;
  startTime: string;
  endDay: string;
  endTime: string;
  isOpen: boolean;
  breaks: readonly BreakDraft[];
  reason: string;
};

const wall = (at: string, timeZone: string): { day: string; time: string } => {
  const text = localText(Date.parse(at), timeZone);
  return { day: text.slice(0, 10), time: text.slice(11, 16) };
};

/** The end of an open one is guessed to be the day on which it began. */
export const draftOf = ({ startedAt, endedAt, breaks }: TimeEntry, timeZone: string): EntryDraft => {
  const start = wall(startedAt, timeZone);
  const end = endedAt === null ? { day: start.day, time: "" } : wall(endedAt, timeZone);
  return {
    startDay: start.day,
    startTime: start.time,
    endDay: end.day,
    endTime: end.time,
    isOpen: endedAt === null,
    breaks: breaks.map((one, index) => ({
      id: `${index}`,
      from: wall(one.startedAt, timeZone).time,
      to: one.endedAt === null ? "" : wall(one.endedAt, timeZone).time,
    })),
    reason: "",
  };
};

/** The first time after the start that the clock on the wall shows this. */
const after = (start: { day: string; time: string }, time: string, timeZone: string): string =>
  instantAt(time < start.time ? plusDays(start.day, 1) : start.day, time, timeZone);

const breaksOf = (draft: EntryDraft, timeZone: string): { startedAt: string; endedAt: string }[] => {
  const start = { day: draft.startDay, time: draft.startTime };
  return draft.breaks.map(({ from, to }) => ({
    startedAt: after(start, from, timeZone),
    endedAt: after(start, to, timeZone),
  }));
};

type Change = Omit<TimeCorrectionInput, "reason">;

/** What the person touched; empty when nothing differs. */
export const changeOf = (draft: EntryDraft, entry: TimeEntry, timeZone: string): Change => {
  const before = draftOf(entry, timeZone);
  const hasNewStart = draft.startDay !== before.startDay || draft.startTime !== before.startTime;
  const hasNewEnd =
    draft.isOpen !== before.isOpen || draft.endDay !== before.endDay || draft.endTime !== before.endTime;
  const hasNewBreaks =
    JSON.stringify(draft.breaks.map(({ from, to }) => [from, to])) !==
    JSON.stringify(before.breaks.map(({ from, to }) => [from, to]));
  return {
    ...(hasNewStart ? { startedAt: instantAt(draft.startDay, draft.startTime, timeZone) } : {}),
    ...(hasNewEnd ? { endedAt: draft.isOpen ? null : instantAt(draft.endDay, draft.endTime, timeZone) } : {}),
    ...(hasNewBreaks ? { breaks: breaksOf(draft, timeZone) } : {}),
  };
};

const isTime = (text: string): boolean => /^\d\d:\d\d$/.test(text);
const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

/** What stands in the way of sending it, at the field where it is. */
export const errorsOf = (draft: EntryDraft): ReadonlyMap<string, string> => {
  const errors = new Map<string, string>();
  if (!isDay(draft.startDay) || !isTime(draft.startTime)) errors.set("startedAt", "Say when they came.");
  if (!draft.isOpen && (!isDay(draft.endDay) || !isTime(draft.endTime)))
    errors.set("endedAt", "Say when they left.");
  draft.breaks.forEach(({ from, to }, index) => {
    if (!isTime(from) || !isTime(to)) errors.set(`breaks.${index}`, "Say from when to when.");
  });
  if (draft.reason.trim() === "") errors.set("reason", "say why");
  return errors;
};
