/** What each person gets of the tips, by the store's rule of pooling. */
import { DaysQuery } from "@tillbox/shared/contract/common.ts";
import { TipReport } from "@tillbox/shared/contract/tip.ts";
import { percentToPpm } from "@tillbox/shared/decimal.ts";
import { poolTips } from "@tillbox/shared/tip-pool.ts";
import { type Route, read } from "../../http/route.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { daysAsked, setting } from "../settings/rows.ts";
import { users } from "../staff/rows.ts";
import { hoursBetween } from "../time-entry/rows.ts";
import { tipsByDay, tipsByMethod, tipsByPerson } from "./rows.ts";

export const tipReport = (kernel: Kernel, from: string, to: string): TipReport => {
  const percent = setting(kernel, "tips.pool_percent");
  const by = setting(kernel, "tips.pool_by");
  const weights = setting(kernel, "tips.pool_weights");
  const worked = hoursBetween.all(kernel.db, from, to).map(({ userId, businessDay, workedSeconds }) => ({
    day: businessDay,
    userId,
    role: kernel.get(users, userId)?.role ?? "",
    minutes: Math.floor(workedSeconds / 60),
  }));
  const earned = Map.groupBy(tipsByPerson.all(kernel.db, from, to), ({ currency }) => currency);
  const items = [...earned].flatMap(([currency, tips]) =>
    poolTips(tips, worked, { percentPpm: percentToPpm(percent), by, weights }).map((share) => ({
      ...share,
      name: kernel.get(users, share.userId)?.name ?? share.userId,
      currency,
    })),
  );
  return {
    from,
    to,
    completeTo: kernel.headSeq(),
    rule: { percent, by, weights },
    items,
    byMethod: tipsByMethod.all(kernel.db, from, to),
    byDay: tipsByDay.all(kernel.db, from, to),
  };
};

export const tipRoutes: Route[] = [
  read<DaysQuery>({
    path: "/analytics/tips",
    tag: "Analytics",
    permission: "report.read",
    summary: "Tips by person, before and after pooling, by method and by business day",
    query: DaysQuery,
    answers: TipReport,
    run: ({ kernel, query }) => {
      const { from, to } = daysAsked(kernel, query, "day");
      return tipReport(kernel, from, to);
    },
  }),
];
