import type { DayReport, OpenCheck, XReport } from "@tillbox/shared/contract/day.ts";
import type { PrintJob } from "@tillbox/shared/contract/printer.ts";
import { Badge } from "@tillbox/shared/ui/badge.tsx";
import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { Stat } from "@tillbox/shared/ui/stat.tsx";
import { useState } from "preact/hooks";
import { printX } from "../../client/cash-intents.ts";
import { Connection } from "../connection.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { CashSections } from "./cash-header.tsx";
import { CloseSheet } from "./close-sheet.tsx";
import type { Day } from "./use-day.ts";

function Stats({ x }: { x: XReport }) {
  const { money } = usePos().figures.value;
  const due = x.openChecks.reduce((sum, check) => sum + check.due, 0);
  return (
    <div class="pos-day-stats">
      <Stat
        label="Sales"
        value={money(x.sales.gross)}
        change={x.sales.receipts === 1 ? "1 receipt" : `${x.sales.receipts} receipts`}
      />
      <Stat label="Taken" value={money(x.equation.tenders)} change={`tips ${money(x.equation.tips)}`} />
      <Stat
        label="Still due"
        value={money(due)}
        change={x.openChecks.length === 0 ? "no open check" : `on ${x.openChecks.length} open`}
        {...(x.openChecks.length > 0 ? { changeTone: "attention" as const } : {})}
      />
    </div>
  );
}

function OpenChecks({ checks }: { checks: readonly OpenCheck[] }) {
  const { figures, router } = usePos();
  if (checks.length === 0) return null;
  return (
    <Card label="Open checks" aside={<small class="pos-aside">carried over, nothing is lost</small>}>
      {checks.map((check) => (
        <ListRow
          key={check.id}
          start={<Badge tone="attention">{check.tableName ?? "–"}</Badge>}
          title={`Check ${check.number}`}
          detail={[check.waiter, `open since ${figures.value.time(check.openedAt)}`]
            .filter(Boolean)
            .join(" · ")}
          end={<b>{figures.value.amount(check.due)}</b>}
          opens
          onSelect={() => router.go({ page: "order", id: check.id })}
        />
      ))}
    </Card>
  );
}

function Earlier({
  reports,
  shownId,
  onShow,
}: {
  reports: readonly DayReport[];
  shownId: string | null;
  onShow(id: string): void;
}) {
  const { money, day, time } = usePos().figures.value;
  if (reports.length === 0) return null;
  return (
    <Card label="Closed days">
      {reports.map(({ id, number, businessDay, createdAt, sales, equation }) => (
        <ListRow
          key={id}
          start={
            <Badge tone={id === shownId ? "new" : equation.difference === 0 ? "plain" : "bad"}>
              {number}
            </Badge>
          }
          title={day(businessDay)}
          detail={`${sales.receipts} receipts · closed ${time(createdAt)}`}
          end={<b>{money(sales.gross)}</b>}
          opens
          onSelect={() => onShow(id)}
        />
      ))}
    </Card>
  );
}

/** What has to be known before a day is closed. Nothing of it blocks. */
function Notes({ x }: { x: XReport }) {
  const { client, figures } = usePos();
  const { day, businessDay, amount } = figures.value;
  const isPast = x.businessDay < businessDay(client.clock.now.value);
  const open = x.drawers.filter(({ status }) => status === "open");
  return (
    <>
      {isPast && (
        <Banner tone="attention" icon="clock">
          {day(x.businessDay)} was not closed. Close it first; today's sales are not in it.
        </Banner>
      )}
      {x.equation.difference !== 0 && (
        <Banner tone="bad">
          The books differ by {amount(x.equation.difference)}. Close the day all the same, and tell whoever
          looks after the box.
        </Banner>
      )}
      {open.length > 0 && (
        <Banner tone="plain" icon="cash">
          {open.map(({ name }) => name).join(", ")} {open.length === 1 ? "is" : "are"} still open. Count and
          close before, and what is over or short is on this day.
        </Banner>
      )}
    </>
  );
}

type Props = {
  day: Day;
  shownId: string | null;
  onShow(id: string | null): void;
  onClosed(report: DayReport): void;
};

/** The day so far, what is still open, and the one button that closes it. */
export function DayPanel({ day: { x, earlier }, shownId, onShow, onClosed }: Props) {
  const { client, figures, notices } = usePos();
  const { ask, isBusy, problem } = useSubmit();
  const [isClosing, setClosing] = useState(false);
  const { day } = figures.value;
  const isEmpty = x.sales.receipts === 0 && x.tenderSums.length === 0;
  const print = (): void =>
    void ask<PrintJob>(printX(x.businessDay), ({ printerId }) =>
      notices.say(`The X goes to ${client.store.printers.get(printerId)?.name ?? "the printer"}`, {
        icon: "printer",
      }),
    );
  return (
    <section class="pos-take pos-day" aria-label="Day">
      <PageHeader title={day(x.businessDay)} end={<Connection />} />
      <div class="pos-day-sections">
        <CashSections now="day" />
      </div>
      <div class="pos-day-list">
        <Stats x={x} />
        <Notes x={x} />
        <OpenChecks checks={x.openChecks} />
        <Earlier reports={earlier} shownId={shownId} onShow={onShow} />
      </div>
      <div class="pos-take-end">
        <Refused problem={problem} />
        <div class="pos-paid-actions">
          <Button size="xl" icon="printer" busy={isBusy} onClick={print}>
            Print the X
          </Button>
          <Button size="xl" kind="primary" icon="check" disabled={isEmpty} onClick={() => setClosing(true)}>
            Close {day(x.businessDay)}
          </Button>
        </div>
      </div>
      {isClosing && <CloseSheet x={x} onClosed={onClosed} onClose={() => setClosing(false)} />}
    </section>
  );
}
