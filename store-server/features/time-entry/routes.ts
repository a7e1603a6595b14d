import { DaysQuery, listOf } from "@tillbox/shared/contract/common.ts";
import {
  ClockInInput,
  ClockMoveInput,
  HoursReport,
  TimeCorrectionInput,
  TimeEntry,
  TimeEntryQuery,
} from "@tillbox/shared/contract/time-entry.ts";
import { newId } from "@tillbox/shared/id.ts";
import { invalid, notFound, Refusal } from "@tillbox/shared/refusal.ts";
import type { z } from "zod";
import { type Route, type RouteRequest, read, write } from "../../http/route.ts";
import { readPage } from "../../kernel/keyset.ts";
import type { ColumnValue } from "../../kernel/types.ts";
import { daysAsked } from "../settings/rows.ts";
import { users } from "../staff/rows.ts";
import { clockIn, correctEntry, moveClock } from "./commands.ts";
import { hoursBetween, timeEntries } from "./rows.ts";
import type { ClockMove, TimeEntryState } from "./time-entry.ts";

const tag = "Working time";
type Query = z.infer<typeof TimeEntryQuery>;
type Condition = { sql: string; values: ColumnValue[] };
const latestFirst = {
  select: "SELECT id, started_at, state FROM time_entries",
  order: ["started_at", "id"],
  direction: "DESC",
} as const;

/** Everybody sees their own; the others' with the permission to look at people. */
const whose = ({
  actor,
  query,
}: Pick<RouteRequest<undefined, Query>, "actor" | "query">): string | undefined => {
  if (actor.permissions.has("staff.read")) return query.userId;
  if (actor.userId !== null && (query.userId ?? actor.userId) === actor.userId) return actor.userId;
  throw new Refusal("forbidden", "This needs the permission staff.read. Ask a manager.", {
    permission: "staff.read",
  });
};
const filters = ({ from, to, open }: Query, userId: string | undefined): Condition[] => [
  ...(userId === undefined ? [] : [{ sql: "user_id = ?", values: [userId] }]),
  ...(from === undefined ? [] : [{ sql: "business_day >= ?", values: [from] }]),
  ...(to === undefined ? [] : [{ sql: "business_day <= ?", values: [to] }]),
  ...(open === undefined ? [] : [{ sql: `ended_at IS ${open === "true" ? "" : "NOT "}NULL`, values: [] }]),
];

const readRoutes: Route[] = [
  read<Query>({
    path: "/time-entries",
    tag,
    permission: null,
    summary: "Working times, the latest first: one's own, or everybody's",
    query: TimeEntryQuery,
    answers: listOf(TimeEntry),
    run: ({ kernel, actor, query }) => {
      const page = readPage(kernel.db, latestFirst, filters(query, whose({ actor, query })), query);
      const views = page.items.map((row) =>
        timeEntries.view(JSON.parse(String(row.state)) as TimeEntryState, kernel),
      );
      return { json: `{"items":[${views.join(",")}],"nextCursor":${JSON.stringify(page.nextCursor)}}` };
    },
  }),
  read({
    path: "/time-entries/:id",
    tag,
    permission: null,
    summary: "One working time",
    answers: TimeEntry,
    run: ({ kernel, actor, params }) => {
      const entry = kernel.get(timeEntries, params.id ?? "");
      const mine = entry !== undefined && entry.userId === actor.userId;
      if (!entry || !(mine || actor.permissions.has("staff.read")))
        throw notFound("time entry", params.id ?? "");
      return { json: timeEntries.view(entry, kernel), version: entry.version };
    },
  }),
  read<DaysQuery>({
    path: "/analytics/hours",
    tag: "Analytics",
    permission: "report.read",
    summary: "Hours worked, by person and business day; what nobody ended counts nothing and is named",
    description: "Without from and to: this month so far",
    query: DaysQuery,
    answers: HoursReport,
    run: ({ kernel, query }) => {
      const { from, to } = daysAsked(kernel, query, "month");
      const items = hoursBetween.all(kernel.db, from, to);
      const named = items.map((row) => ({ ...row, name: kernel.get(users, row.userId)?.name ?? "" }));
      return { items: named, from, to, completeTo: kernel.headSeq() };
    },
  }),
];

const move = (name: ClockMove, summary: string): Route =>
  write({
    method: "post",
    path: `/time-entries/:id/${name}`,
    tag,
    status: 200,
    summary,
    body: ClockMoveInput.optional(),
    answers: TimeEntry,
    prepare: ({ params }) => ({ command: moveClock, input: { id: params.id ?? "", move: name } }),
  });

export const timeEntryRoutes: Route[] = [
  ...readRoutes,
  write({
    method: "post",
    path: "/time-entries",
    tag,
    status: 201,
    summary: "Clock in",
    body: ClockInInput.optional(),
    answers: TimeEntry,
    prepare: ({ body, actor }) => {
      const userId = body?.userId ?? actor.userId;
      if (userId === null) throw invalid("userId", "say whose time it is");
      return { command: clockIn, input: { id: body?.id ?? newId(), userId } };
    },
  }),
  move("break-start", "A break begins"),
  move("break-end", "The break is over"),
  move("clock-out", "Clock out; ends a break too"),
  write({
    method: "put",
    path: "/time-entries/:id",
    tag,
    status: 200,
    summary: "Correct a working time, with a reason; what it was stays in the journal",
    body: TimeCorrectionInput,
    answers: TimeEntry,
    prepare: ({ body: { commandId: _commandId, ...correction }, params }) => ({
      command: correctEntry,
      input: { id: params.id ?? "", correction },
    }),
  }),
];
