/** One stretch of work of one person, with its breaks: its state, how events change it, who may say what. Pure. */
import type { TimeCorrectionInput, TimeEntry } from "@tillbox/shared/contract/time-entry.ts";
import { conflict, invalid } from "@tillbox/shared/refusal.ts";
import type { BaseState, EventDraft, StoredEvent } from "../../kernel/types.ts";

type Break = { startedAt: string; endedAt: string | null };
export type TimeEntryState = BaseState & {
  userId: string;
  businessDay: string;
  startedAt: string;
  endedAt: string | null;
  breaks: Break[];
  corrections: { by: string; at: string; reason: string }[];
};

/** `businessDay` where the new start lies on another one; corrections of older programs left it as it was. */
type Corrected = Pick<TimeEntryState, "startedAt" | "endedAt" | "breaks"> & {
  businessDay?: string;
  reason: string;
};
type Folds = Record<string, (state: TimeEntryState, event: StoredEvent) => TimeEntryState>;
const folds: Folds = {
  BreakStarted: (state, { at }) => ({
    ...state,
    breaks: [...state.breaks, { startedAt: at, endedAt: null }],
  }),
  BreakEnded: (state, { at }) => ({ ...state, breaks: endedBreaks(state.breaks, at) }),
  ClockedOut: (state, { at }) => ({ ...state, endedAt: at, breaks: endedBreaks(state.breaks, at) }),
  EntryCorrected: (state, { at, actor, data }) => {
    const { reason, ...times } = data as Corrected;
    return { ...state, ...times, corrections: [...state.corrections, { by: actor ?? "system", at, reason }] };
  },
};

const endedBreaks = (breaks: readonly Break[], at: string): Break[] =>
  breaks.map((one) => (one.endedAt === null ? { ...one, endedAt: at } : one));

export const evolve = (state: TimeEntryState | undefined, event: StoredEvent): TimeEntryState => {
  const { at, seq } = event;
  if (event.type === "ClockedIn") {
    const begun = { id: event.id, startedAt: at, endedAt: null, breaks: [], corrections: [] };
    const { userId, businessDay } = event.data as Pick<TimeEntryState, "userId" | "businessDay">;
    return { ...begun, userId, businessDay, version: seq, createdAt: at, updatedAt: at };
  }
  const fold = folds[event.type];
  if (!state || !fold) throw new Error(`a time entry cannot fold ${event.type}`);
  return { ...fold(state, event), version: seq, updatedAt: at };
};

const draft = (id: string, type: string, data: Record<string, unknown> = {}): EventDraft => ({
  entity: "time-entry",
  id,
  type,
  data,
});

export const statusOf = ({ endedAt, breaks }: TimeEntryState): TimeEntry["status"] => {
  if (endedAt !== null) return "ended";
  return breaks.some((one) => one.endedAt === null) ? "paused" : "working";
};

const seconds = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 1000);

/** Null while it is open. */
export const durations = ({
  startedAt,
  endedAt,
  breaks,
}: TimeEntryState): { workedSeconds: number; breakSeconds: number } | null => {
  if (endedAt === null) return null;
  const breakSeconds = breaks.reduce((sum, one) => sum + seconds(one.startedAt, one.endedAt ?? endedAt), 0);
  return { workedSeconds: seconds(startedAt, endedAt) - breakSeconds, breakSeconds };
};

export const timeEntryView = (state: TimeEntryState): TimeEntry => ({
  ...state,
  status: statusOf(state),
  workedSeconds: durations(state)?.workedSeconds ?? null,
  breakSeconds: durations(state)?.breakSeconds ?? null,
});

/** `open`: the entry of the same person that nobody ended. */
export const decideClockIn = (
  entry: { id: string; userId: string; businessDay: string },
  existing: TimeEntryState | undefined,
  open: TimeEntryState | undefined,
): EventDraft[] => {
  if (existing) throw conflict("There is a time entry with this id already.", timeEntryView(existing));
  if (open)
    throw conflict(
      "They are at work already. Clock out first, or ask a manager to correct it.",
      timeEntryView(open),
    );
  return [draft(entry.id, "ClockedIn", { userId: entry.userId, businessDay: entry.businessDay })];
};

export type ClockMove = "break-start" | "break-end" | "clock-out";
const moves = {
  "break-start": { type: "BreakStarted", from: ["working"], else: "They are not at work just now." },
  "break-end": { type: "BreakEnded", from: ["paused"], else: "There is no break to end." },
  "clock-out": { type: "ClockedOut", from: ["working", "paused"], else: "They went home already." },
} as const;

export const decideMove = (state: TimeEntryState, move: ClockMove): EventDraft[] => {
  const { type, from, else: otherwise } = moves[move];
  if (!from.some((status) => status === statusOf(state))) throw conflict(otherwise, timeEntryView(state));
  return [draft(state.id, type)];
};

/** The other entries of the same person around the same time. */
export type Neighbours = readonly Pick<TimeEntryState, "startedAt" | "endedAt">[];
const longest_s = 24 * 3600;

/** `businessDay`: of the start as it is then. */
export const decideCorrect = (
  state: TimeEntryState,
  { startedAt, endedAt, breaks, reason }: TimeCorrectionInput,
  now: string,
  neighbours: Neighbours,
  businessDay: string,
): EventDraft[] => {
  const after = {
    startedAt: startedAt ?? state.startedAt,
    endedAt: endedAt === undefined ? state.endedAt : endedAt,
    breaks: breaks ?? state.breaks,
  };
  checkTimes(after, now);
  const until = after.endedAt ?? now;
  if (neighbours.some((other) => other.startedAt < until && after.startedAt < (other.endedAt ?? now)))
    throw invalid("startedAt", "overlaps another entry of the same person");
  const moved = businessDay === state.businessDay ? {} : { businessDay };
  return [draft(state.id, "EntryCorrected", { ...after, ...moved, reason })];
};

const checkTimes = (
  { startedAt, endedAt, breaks }: Pick<TimeEntryState, "startedAt" | "endedAt" | "breaks">,
  now: string,
): void => {
  const until = endedAt ?? now;
  if (startedAt > now) throw invalid("startedAt", "lies in the future");
  if (until > now) throw invalid("endedAt", "lies in the future");
  if (until <= startedAt) throw invalid("endedAt", "must be after the start");
  if (seconds(startedAt, until) > longest_s)
    throw invalid("endedAt", "is more than 24 hours after the start");
  let free = startedAt;
  breaks.forEach((one, index) => {
    const end = one.endedAt ?? until;
    if (one.startedAt < free || end < one.startedAt || end > until)
      throw invalid(`breaks.${index}`, "must lie within the entry, one after the other");
    free = end;
  });
};
