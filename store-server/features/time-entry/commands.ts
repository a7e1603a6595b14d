/** Clocking in and out, for oneself or, as a manager, for somebody else; corrections with a reason. */
import type { TimeCorrectionInput } from "@tillbox/shared/contract/time-entry.ts";
import { invalid, notFound } from "@tillbox/shared/refusal.ts";
import type { Command, Context, Reads } from "../../kernel/types.ts";
import { dayAt, dayOf } from "../settings/rows.ts";
import { users } from "../staff/rows.ts";
import { neighboursOf, openEntry, timeEntries } from "./rows.ts";
import {
  type ClockMove,
  decideClockIn,
  decideCorrect,
  decideMove,
  type TimeEntryState,
} from "./time-entry.ts";

const target = ({ id }: { id: string }) => ({ entity: timeEntries.name, id });
const findEntry = (reads: Reads, id: string): TimeEntryState => {
  const entry = reads.get(timeEntries, id);
  if (!entry) throw notFound("time entry", id);
  return entry;
};
const permissionOf = (userId: string, { actor }: Context): string =>
  actor.userId === userId ? "time.clock" : "time.manage";

export const clockIn: Command<{ id: string; userId: string }> = {
  name: "time-entry.clock-in",
  permission: ({ userId }, context) => permissionOf(userId, context),
  decide: ({ id, userId }, context) => {
    const { reads } = context;
    if (reads.get(users, userId)?.active !== true)
      throw invalid("userId", `there is nobody ${userId} who works here`);
    const entry = { id, userId, businessDay: dayOf(context) };
    const events = decideClockIn(entry, reads.get(timeEntries, id), openEntry(reads, userId));
    return { events, answer: target({ id }) };
  },
};

export const moveClock: Command<{ id: string; move: ClockMove }> = {
  name: "time-entry.move",
  permission: ({ id }, context) => permissionOf(findEntry(context.reads, id).userId, context),
  target,
  decide: ({ id, move }, { reads }) => ({
    events: decideMove(findEntry(reads, id), move),
    answer: target({ id }),
  }),
};

export const correctEntry: Command<{ id: string; correction: TimeCorrectionInput }> = {
  name: "time-entry.correct",
  permission: "time.manage",
  target,
  decide: ({ id, correction }, { reads, at }) => {
    const entry = findEntry(reads, id);
    const since = correction.startedAt ?? entry.startedAt;
    const day = correction.startedAt === undefined ? entry.businessDay : dayAt(reads, since);
    const events = decideCorrect(entry, correction, at, neighboursOf(reads, entry, since), day);
    return { events, answer: target({ id }) };
  },
};
