import type { TimeEntry } from "@tillbox/shared/contract/time-entry.ts";
import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { type Column, DataTable } from "@tillbox/shared/ui/data-table.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { Stat } from "@tillbox/shared/ui/stat.tsx";
import { useState } from "preact/hooks";
import { saveTable } from "../../common/save-file.ts";
import { useRead } from "../customers/use-read.ts";
import { usePos } from "../pos.ts";
import { EntriesSheet } from "./entries-sheet.tsx";
import { type Hours, type HoursRow, hoursRows, hoursTable, hoursTotals } from "./hours.ts";
import { daysOf, type Period } from "./period.ts";
import { PeriodBar, usePeriod } from "./period-bar.tsx";
import { ReportFailed } from "./read-failed.tsx";
import { hoursCell, hoursText } from "./time-words.ts";
import { useAtWork, usePeopleNames, useTimeNews } from "./use-team.ts";

/** So many days stand beside each other; more are counted. */
const weekLength = 7;

function DayCell({ row, day }: { row: HoursRow; day: string }) {
  const item = row.byDay.get(day);
  if (item === undefined) return <span class="pos-hours-none">–</span>;
  if (item.open > 0)
    return (
      <Pill tone="attention" size="s" icon="clock">
        {item.workedSeconds > 0 ? `${hoursCell(item.workedSeconds)} + open` : "Open"}
      </Pill>
    );
  return <>{hoursCell(item.workedSeconds)}</>;
}

const useColumns = (period: Period): Column<HoursRow>[] => {
  const { day } = usePos().figures.value;
  const days = daysOf(period, weekLength + 1);
  const isWeek = days.length <= weekLength;
  return [
    { id: "name", header: "Person", sortBy: ({ name }) => name, cell: ({ name }) => <bdi>{name}</bdi> },
    {
      id: "worked",
      header: "Worked",
      numeric: true,
      cell: (row) => <b>{hoursCell(row.worked)}</b>,
      sortBy: (row) => row.worked,
    },
    ...(isWeek
      ? days.map((each) => ({
          id: each,
          header: day(each),
          numeric: true,
          cell: (row: HoursRow) => <DayCell row={row} day={each} />,
        }))
      : [
          {
            id: "days",
            header: "Days",
            numeric: true,
            cell: (row: HoursRow) => row.days,
            sortBy: (row: HoursRow) => row.days,
          },
          {
            id: "open",
            header: "Not ended",
            numeric: true,
            cell: (row: HoursRow) => (row.open === 0 ? "–" : row.open),
            sortBy: (row: HoursRow) => row.open,
          },
        ]),
    {
      id: "breaks",
      header: "Breaks",
      numeric: true,
      cell: (row) => hoursCell(row.breaks),
      sortBy: (row) => row.breaks,
    },
  ];
};

/** Somebody who is at work since an earlier day forgot to clock out, and counts nothing until somebody says when they left. */
function Forgotten({ today, onOpen }: { today: string; onOpen(who: Who): void }) {
  const { figures } = usePos();
  const { byPerson } = useAtWork();
  const late = [...byPerson.values()].filter(({ businessDay }) => businessDay < today);
  const nameOf = usePeopleNames();
  return (
    <>
      {late.map((entry) => (
        <Banner
          key={entry.id}
          tone="attention"
          icon="clock"
          action={
            <Button onClick={() => onOpen({ userId: entry.userId, name: nameOf(entry.userId), entry })}>
              Say when they left
            </Button>
          }
        >
          {`${nameOf(entry.userId)} did not clock out on ${figures.value.day(entry.businessDay)}. It counts nothing until somebody says when they left.`}
        </Banner>
      ))}
    </>
  );
}

type Who = { userId: string; name: string; entry?: TimeEntry };

function Figures({ report, period, onOpen }: { report: Hours; period: Period; onOpen(who: Who): void }) {
  const { client } = usePos();
  const rows = hoursRows(report);
  const { worked, breaks, open } = hoursTotals(rows);
  const columns = useColumns(period);
  const dayTotal = (day: string): string =>
    hoursCell(rows.reduce((sum, row) => sum + (row.byDay.get(day)?.workedSeconds ?? 0), 0));
  const footerOf = (id: string): string => {
    if (id === "name") return "All";
    if (id === "worked") return hoursCell(worked);
    if (id === "breaks") return hoursCell(breaks);
    if (id === "open") return `${open}`;
    return id === "days" ? "" : dayTotal(id);
  };
  if (rows.length === 0)
    return (
      <EmptyState icon="clock" title="Nobody worked on these days">
        People clock in and out with a tap on their initials, at the foot of the rail. Choose other days to
        look back.
      </EmptyState>
    );
  return (
    <>
      <div class="pos-team-stats">
        <Stat
          label="Worked"
          value={hoursText(worked)}
          change={`by ${rows.length} ${rows.length === 1 ? "person" : "people"}`}
        />
        <Stat label="Breaks" value={hoursText(breaks)} />
        {open > 0 && (
          <Stat
            label="Not ended"
            value={`${open}`}
            change="counts when they clock out"
            changeTone="attention"
          />
        )}
      </div>
      <Card>
        <DataTable
          caption="Hours by person and business day"
          columns={columns}
          rows={rows}
          rowKey={({ userId }) => userId}
          initialSort={{ column: "name", descending: false }}
          {...(client.session.may("staff.read") ? { onRow: onOpen } : {})}
          footer={columns.map(({ id }) => footerOf(id))}
        />
      </Card>
    </>
  );
}

/** Who worked when: by person and business day, to look at, to correct and to take along. */
export function HoursPanel() {
  const use = usePeriod();
  const news = useTimeNews();
  const { from, to } = use.period;
  const [who, setWho] = useState<Who | null>(null);
  const { value, problem, again } = useRead<Hours>(`/api/analytics/hours?from=${from}&to=${to}`, news);
  const report = value?.from === from && value.to === to ? value : null;
  const save = (): void =>
    report ? saveTable(`working-time-${from}-to-${to}.csv`, hoursTable(report)) : undefined;
  return (
    <div class="pos-team-list pos-team-wide">
      <PeriodBar use={use} onExport={report !== null && report.items.length > 0 ? save : null} />
      <Forgotten today={use.today} onOpen={setWho} />
      {problem && <ReportFailed what="The working time" problem={problem} onRetry={again} />}
      {report && <Figures report={report} period={use.period} onOpen={setWho} />}
      {!report && !problem && <Skeleton shape="box" height="320px" />}
      {who && (
        <EntriesSheet
          key={who.userId}
          who={who}
          period={who.entry ? { from: who.entry.businessDay, to: who.entry.businessDay } : use.period}
          first={who.entry ?? null}
          onClose={() => setWho(null)}
          onChanged={again}
        />
      )}
    </div>
  );
}
