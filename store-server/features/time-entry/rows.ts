/** Time entries as rows, and the sums that the hours report is made of. */
import { newsFor } from "@tillbox/shared/protocol/rooms.ts";
import { query } from "../../kernel/database.ts";
import type { Entity, Reads } from "../../kernel/types.ts";
import { durations, evolve, type Neighbours, type TimeEntryState, timeEntryView } from "./time-entry.ts";

const rooms = newsFor("times");

export const timeEntries: Entity<TimeEntryState> = {
  name: "time-entry",
  table: "time_entries",
  evolve,
  columns: {
    user_id: (entry) => entry.userId,
    business_day: (entry) => entry.businessDay,
    started_at: (entry) => entry.startedAt,
    ended_at: (entry) => entry.endedAt,
    worked_s: (entry) => durations(entry)?.workedSeconds ?? 0,
    break_s: (entry) => durations(entry)?.breakSeconds ?? 0,
  },
  view: (entry) => JSON.stringify(timeEntryView(entry)),
  // When somebody works is no business of their colleagues.
  announce: (_event, entry) =>
    entry ? [{ event: "time:update", rooms, data: JSON.stringify(timeEntryView(entry)) }] : [],
};

const openOf = query<[string], { id: string }>(
  "SELECT id FROM time_entries WHERE user_id = ? AND ended_at IS NULL LIMIT 1",
);
const near = query<[string, string, string], { startedAt: string; endedAt: string | null }>(
  "SELECT started_at AS startedAt, ended_at AS endedAt FROM time_entries WHERE user_id = ? AND id <> ? AND (ended_at IS NULL OR ended_at > ?)",
);

/** The entry of a person that nobody ended. */
export const openEntry = (reads: Reads, userId: string): TimeEntryState | undefined => {
  const id = openOf.get(reads.db, userId)?.id;
  return id === undefined ? undefined : reads.get(timeEntries, id);
};
/** Other entries of the same person that did not end before `since`. */
export const neighboursOf = ({ db }: Reads, { id, userId }: TimeEntryState, since: string): Neighbours =>
  near.all(db, userId, id, since);

export type Hours = {
  userId: string;
  businessDay: string;
  entries: number;
  workedSeconds: number;
  breakSeconds: number;
  open: number;
};
/** By person and business day. */
export const hoursBetween = query<[string, string], Hours>(
  "SELECT user_id AS userId, business_day AS businessDay, COUNT(*) AS entries, SUM(worked_s) AS workedSeconds, SUM(break_s) AS breakSeconds, SUM(ended_at IS NULL) AS open FROM time_entries WHERE business_day BETWEEN ? AND ? GROUP BY user_id, business_day ORDER BY business_day, user_id",
);
