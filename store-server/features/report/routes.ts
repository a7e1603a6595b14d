/** `/api/analytics/*`: sums over the roll-ups, for the box's own store. */
import { ReportQuery, SalesRow } from "@tillbox/shared/contract/report.ts";
import { z } from "zod";
import { type Route, read } from "../../http/route.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { daysAsked, setting } from "../settings/rows.ts";
import { exceptionKinds, exceptionsBetween } from "./exceptions/rows.ts";
import { guestsOf, kitchenTimes, openOrders, type SalesSum, salesBy } from "./rows.ts";

type ReportQuery = z.infer<typeof ReportQuery>;
type Range = { from: string; to: string };
const tag = "Analytics";

const rangeOf = (kernel: Kernel, query: ReportQuery): Range => {
  const { from, to } = query;
  return daysAsked(kernel, { from, to }, "day");
};

const row = ({ quantity_milli, key, ...sum }: SalesSum): SalesRow => ({
  key: String(key),
  ...sum,
  ...(quantity_milli === undefined ? {} : { quantity: quantity_milli / 1000 }),
});

const Report = z.object({ items: z.array(SalesRow), from: z.string(), to: z.string(), completeTo: z.int() });
const report = (path: string, summary: string, fallback: keyof typeof salesBy): Route =>
  read<ReportQuery>({
    path,
    tag,
    summary,
    permission: "report.read",
    query: ReportQuery,
    answers: Report,
    run: ({ kernel, query }) => {
      const { from, to } = rangeOf(kernel, query);
      return {
        items: salesBy[query.groupBy ?? fallback].all(kernel.db, from, to).map(row),
        from,
        to,
        completeTo: kernel.headSeq(),
      };
    },
  });

const Performance = z.object({
  from: z.string(),
  to: z.string(),
  openOrders: z.int(),
  lateOrders: z.int(),
  guests: z.int(),
  exceptions: z.array(
    z.object({ kind: z.enum(exceptionKinds), currency: z.string(), count: z.int(), amount: z.int() }),
  ),
  kitchen: z.array(
    z.object({ station: z.string(), lines: z.int(), averageSeconds: z.int(), longestSeconds: z.int() }),
  ),
});

export const reportRoutes: Route[] = [
  report("/analytics/sales", "Sales by day, hour, type, item, method or person", "day"),
  report("/analytics/popularity", "What sells, the largest turnover first", "item"),
  report("/analytics/staff", "Sales by person", "staff"),
  read<ReportQuery>({
    path: "/analytics/performance",
    tag,
    summary: "Kitchen times, open and late orders, voids, comps, cancelled and delayed orders",
    permission: "report.read",
    query: ReportQuery,
    answers: Performance,
    run: ({ kernel, query }) => {
      const { from, to } = rangeOf(kernel, query);
      const lateBefore = new Date(
        Date.parse(kernel.clock.now()) - setting(kernel, "order.delay_threshold") * 60_000,
      ).toISOString();
      const open = openOrders.get(kernel.db, lateBefore);
      const kitchen = kitchenTimes.all(kernel.db, from, to).map(({ station, lines, total_s, longest_s }) => ({
        station,
        lines,
        averageSeconds: Math.round(total_s / lines),
        longestSeconds: longest_s,
      }));
      return {
        from,
        to,
        openOrders: open?.open ?? 0,
        lateOrders: open?.late ?? 0,
        guests: guestsOf.get(kernel.db, from, to)?.guests ?? 0,
        exceptions: exceptionsBetween.all(kernel.db, from, to),
        kitchen,
      };
    },
  }),
];
