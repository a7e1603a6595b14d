/** Closing a business day: one Z for the oldest day that none holds yet. */
import { conflict } from "@tillbox/shared/refusal.ts";
import type { Command } from "../../kernel/types.ts";
import { type DayClosed, grandTotalsAfter } from "./day.ts";
import { dayFigures } from "./report/rows.ts";
import { dayReports, dayReportView, latestDayReport, nextDayReportNumber, waitingRanges } from "./rows.ts";

export type CloseDay = { id: string; businessDay: string | null; automatic: boolean };

export const closeDay: Command<CloseDay> = {
  name: "day.close",
  permission: "day.close",
  approvable: true,
  approvalSubjects: ({ id }) => [id],
  decide: ({ id, businessDay, automatic }, { reads, at }) => {
    const known = reads.get(dayReports, id);
    if (known) throw conflict("There is a day report with this id already.", dayReportView(known));
    const last = latestDayReport(reads);
    const current = last && dayReportView(last);
    const [range] = waitingRanges(reads.db);
    if (!range)
      throw conflict(
        last
          ? `Nothing happened since ${last.number}. There is nothing to close.`
          : "Nothing happened yet. There is nothing to close.",
        current,
      );
    if (businessDay !== null && businessDay !== range.businessDay)
      throw conflict(`${range.businessDay} is not closed yet. Close it first.`, current);
    const figures = dayFigures(reads, range, at, last?.equation.openChecksAfter);
    const data: DayClosed = {
      number: nextDayReportNumber(reads),
      ...figures,
      automatic,
      grandTotals: grandTotalsAfter(last?.grandTotals, figures),
      parts: [range.first, range.last],
    };
    return {
      events: [{ entity: dayReports.name, id, type: "DayClosed", data }],
      answer: { entity: dayReports.name, id },
    };
  },
};
