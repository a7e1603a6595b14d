import "./cash.css";
import type { DayReport } from "@tillbox/shared/contract/day.ts";
import type { PrintJob } from "@tillbox/shared/contract/printer.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { ErrorState } from "@tillbox/shared/ui/error-state.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useState } from "preact/hooks";
import { printZ } from "../../client/cash-intents.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { CashHeader } from "./cash-header.tsx";
import { DayPanel } from "./day-panel.tsx";
import { ReportPaper } from "./report-paper.tsx";
import { type Day, useDay } from "./use-day.ts";

/** A Z that was made before, or right now. */
function Closed({ report, onBack }: { report: DayReport; onBack(): void }) {
  const { client, figures, notices } = usePos();
  const { ask, isBusy, problem } = useSubmit();
  const print = (): void =>
    void ask<PrintJob>(printZ(report.id), ({ printerId }) =>
      notices.say(`A copy goes to ${client.store.printers.get(printerId)?.name ?? "the printer"}`, {
        icon: "printer",
      }),
    );
  return (
    <>
      <div class="pos-part-list">
        <ReportPaper
          title={`Z report ${report.number}`}
          figures={report}
          grandTotals={report.grandTotals}
          when={`Closed ${figures.value.time(report.createdAt)}${report.automatic ? " by itself" : ""}`}
        />
      </div>
      <footer class="pos-move-actions">
        <Refused problem={problem} />
        <Button size="l" wide icon="printer" busy={isBusy} onClick={print}>
          Print a copy
        </Button>
        <Button size="l" wide onClick={onBack}>
          The day so far
        </Button>
      </footer>
    </>
  );
}

function Paper({ day, report, onBack }: { day: Day; report: DayReport | undefined; onBack(): void }) {
  const { time } = usePos().figures.value;
  return (
    <section class="pos-parts" aria-label="Report">
      <CashHeader title={report ? report.number : "X report"} now="day" />
      {report ? (
        <Closed report={report} onBack={onBack} />
      ) : (
        <div class="pos-part-list">
          <ReportPaper title="X report" figures={day.x} when={`Until ${time(day.x.at)}. The day goes on.`} />
        </div>
      )}
    </section>
  );
}

/** The business day: its figures so far, what is open, closing it, and the days before. */
export function DayPage() {
  const { day, problem, read } = useDay();
  const [shown, setShown] = useState<DayReport | null>(null);
  const [shownId, setShownId] = useState<string | null>(null);
  const isNothing = problem?.code === "not_found";
  if (problem && !day && !isNothing)
    return <ErrorState cause="The day could not be read." nextStep={problem.message} onRetry={read} />;
  if (isNothing && !day)
    return (
      <EmptyState icon="cash" title="Nothing happened yet">
        Take the first order; the day's figures are here from then on.
      </EmptyState>
    );
  if (!day)
    return (
      <div class="pos-pay">
        <Skeleton shape="box" height="100%" />
        <Skeleton shape="box" height="100%" />
      </div>
    );
  const report = day.earlier.find(({ id }) => id === shownId) ?? (shown?.id === shownId ? shown : undefined);
  return (
    <div class="pos-pay pos-day-page">
      <Paper day={day} report={report ?? undefined} onBack={() => setShownId(null)} />
      <DayPanel
        day={day}
        shownId={shownId}
        onShow={setShownId}
        onClosed={(closed) => {
          setShown(closed);
          setShownId(closed.id);
          read();
        }}
      />
    </div>
  );
}
