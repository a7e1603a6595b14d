import { BusinessDay, ListQuery, listOf } from "@tillbox/shared/contract/common.ts";
import { DayCloseInput, DayReport, XQuery, XReport } from "@tillbox/shared/contract/day.ts";
import { newId } from "@tillbox/shared/id.ts";
import { notFound } from "@tillbox/shared/refusal.ts";
import type { z } from "zod";
import { type Route, read, write } from "../../http/route.ts";
import { readPage } from "../../kernel/keyset.ts";
import { closeDay } from "./commands.ts";
import { type DayReportState, dayReports, dayReportView, xReport } from "./rows.ts";

const tag = "Cash";
const common = { tag, permission: "day.read" };

const newestFirst = {
  select: "SELECT to_seq, state FROM day_reports",
  order: ["to_seq"],
  direction: "DESC",
} as const;
const ReportQuery = ListQuery.extend({ from: BusinessDay.optional(), to: BusinessDay.optional() });
type ReportQuery = z.infer<typeof ReportQuery>;

export const dayRoutes: Route[] = [
  read<ReportQuery>({
    ...common,
    path: "/day-reports",
    summary: "Z reports, newest first",
    query: ReportQuery,
    answers: listOf(DayReport),
    run: ({ kernel, query }) => {
      const where = [
        ...(query.from ? [{ sql: "business_day >= ?", values: [query.from] }] : []),
        ...(query.to ? [{ sql: "business_day <= ?", values: [query.to] }] : []),
      ];
      const page = readPage(kernel.db, newestFirst, where, query);
      return {
        items: page.items.map((row) => dayReportView(JSON.parse(String(row.state)) as DayReportState)),
        nextCursor: page.nextCursor,
      };
    },
  }),
  read<z.infer<typeof XQuery>>({
    ...common,
    path: "/day-reports/x",
    summary: "X report: the figures of a day so far; not numbered, and nothing is written",
    query: XQuery,
    answers: XReport,
    run: ({ kernel, query }) => xReport(kernel, kernel.clock.now(), query.businessDay),
  }),
  read({
    ...common,
    path: "/day-reports/:id",
    summary: "One Z report",
    answers: DayReport,
    run: ({ kernel, params }) => {
      const report = kernel.get(dayReports, params.id ?? "");
      if (!report) throw notFound("day report", params.id ?? "");
      return { json: JSON.stringify(dayReportView(report)), version: report.version };
    },
  }),
  write({
    method: "post",
    path: "/day-reports",
    tag,
    status: 201,
    summary: "Close the oldest day that no Z holds yet: number its Z and keep its figures for ever",
    description:
      "Never blocked by an open order: those are named on the Z with what is due, and carried over. Later events of the same business day are in the next Z.",
    body: DayCloseInput,
    answers: DayReport,
    prepare: ({ body }) => ({
      command: closeDay,
      input: { id: body?.id ?? newId(), businessDay: body?.businessDay ?? null, automatic: false },
    }),
  }),
];
