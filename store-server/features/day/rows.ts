/** Z reports as rows, their numbers, and which parts of the journal wait for one. */
import type { XReport } from "@tillbox/shared/contract/day.ts";
import { newsFor } from "@tillbox/shared/protocol/rooms.ts";
import { notFound } from "@tillbox/shared/refusal.ts";
import type { Database } from "better-sqlite3";
import { query } from "../../kernel/database.ts";
import type { Entity, Projection, Reads, StoredEvent } from "../../kernel/types.ts";
import { dayAt } from "../settings/rows.ts";
import { addTenders, beginPart, type DayPart, partOf, runningPart } from "../tender/rows.ts";
import { countEvent, hasFigures } from "./counting/rows.ts";
import {
  type DayClosed,
  type DayRange,
  type DayReportState,
  dayRanges,
  dayReportView,
  evolveDayReport,
} from "./day.ts";
import { dayFigures } from "./report/rows.ts";

export { type DayReportState, dayReportView } from "./day.ts";

const counter = query<[string], { value: number }>("SELECT value FROM counters WHERE series = ?");
const count = query<[string, number]>(
  "INSERT INTO counters (series, value) VALUES (?, ?) ON CONFLICT (series) DO UPDATE SET value = MAX(value, excluded.value)",
);
const seriesOf = (epoch: number): string => `z-${epoch}`;
const valueOf = (number: string): number => Number(number.split("-")[1]);

export const nextDayReportNumber = ({ db, epoch }: Reads): string =>
  `Z${epoch}-${String((counter.get(db, seriesOf(epoch))?.value ?? 0) + 1).padStart(4, "0")}`;

export const dayReports: Entity<DayReportState> = {
  name: "day-report",
  table: "day_reports",
  evolve: evolveDayReport,
  columns: { to_seq: (report) => report.toSeq, business_day: (report) => report.businessDay },
  view: (report) => JSON.stringify(dayReportView(report)),
  announce: (_event, report) =>
    report
      ? [
          {
            event: "day:update",
            rooms: newsFor("days"),
            data: JSON.stringify(dayReportView(report)),
          },
        ]
      : [],
};

const latest = query<[], { id: string }>("SELECT id FROM day_reports ORDER BY to_seq DESC LIMIT 1");
export const latestDayReport = (reads: Reads): DayReportState | undefined => {
  const row = latest.get(reads.db);
  return row && reads.get(dayReports, row.id);
};

const waiting = query<[], DayPart>("SELECT * FROM day_parts WHERE report_id IS NULL ORDER BY id");
/** The ranges that wait for a Z, the oldest day first. */
export const waitingRanges = (db: Database): DayRange[] =>
  dayRanges(
    waiting
      .all(db)
      .map(({ id, business_day }) => ({ id, businessDay: business_day, isEmpty: !hasFigures(db, id) })),
  );

/** What runs since the last range that has something in it, for an X of a day on which nothing happened yet. */
const emptyRange = (db: Database, businessDay: string): DayRange | undefined => {
  const after = waitingRanges(db).at(-1)?.last ?? 0;
  const rest = waiting.all(db).filter(({ id }) => id > after);
  const [first, last] = [rest[0], rest.at(-1)];
  return first && last && { first: first.id, last: last.id, businessDay };
};

/** The figures so far of a day that no Z holds; of today where none is named. Writes nothing. */
export const xReport = (reads: Reads, at: string, businessDay?: string): XReport => {
  const ranges = waitingRanges(reads.db);
  const today = dayAt(reads, at);
  const find = (day: string) => ranges.find((each) => each.businessDay === day);
  const ofToday = find(today) ?? emptyRange(reads.db, today);
  const range =
    businessDay === undefined
      ? (ofToday ?? ranges.at(-1))
      : (find(businessDay) ?? (businessDay === today ? ofToday : undefined));
  if (!range) throw notFound("business day without a Z", businessDay ?? today);
  const waitingDays = ranges.map((each) => each.businessDay).filter((day) => day < range.businessDay);
  return { ...dayFigures(reads, range, at), at, waitingDays };
};

const take = query<[string, number, number]>("UPDATE day_parts SET report_id = ? WHERE id BETWEEN ? AND ?");
/** A Z takes its parts; after the running one a new part begins, with the entry of the Z itself. */
const closeParts = (event: StoredEvent, reads: Reads): void => {
  const { parts, number } = event.data as unknown as DayClosed;
  const running = runningPart(reads.db);
  take.run(reads.db, event.id, ...parts);
  count.run(reads.db, seriesOf(event.epoch), valueOf(number));
  if (running?.id === parts[1]) beginPart(reads.db, running.business_day, event.seq, event.at);
};

/** Every event falls into a part of the journal; what it means for the day's figures is added to that part. */
export const dayProjection: Projection = {
  entity: "*",
  project: (change, reads) => {
    if (change.event.entity === dayReports.name) closeParts(change.event, reads);
    const part = partOf(change.event, reads);
    addTenders(change.event, part, reads);
    countEvent(change, part.id, reads.db);
  },
};

export const dayTables = ["day_parts", "day_tenders", "day_figures", "day_taxes", "day_series"] as const;
