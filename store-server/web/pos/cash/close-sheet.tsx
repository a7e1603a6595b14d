import type { DayReport, XReport } from "@tillbox/shared/contract/day.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { Totals } from "@tillbox/shared/ui/totals.tsx";
import { closeDay } from "../../client/cash-intents.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { equationRows } from "./equation-rows.ts";

type Props = { x: XReport; onClosed(report: DayReport): void; onClose(): void };

/** A Z cannot be taken back, so this is asked once, with what it will hold. */
export function CloseSheet({ x, onClosed, onClose }: Props) {
  const { figures, notices } = usePos();
  const { ask, isBusy, problem, onApproved } = useSubmit();
  const { amount, money, day } = figures.value;
  const close = (): void =>
    void ask<DayReport>(closeDay(x.businessDay), (report) => {
      notices.say(`${day(report.businessDay)} is closed: ${report.number}`, { icon: "check" });
      onClosed(report);
      onClose();
    });
  const carried = x.openChecks.length;
  return (
    <Sheet
      open
      place="end"
      title={`Close ${day(x.businessDay)}`}
      subtitle="The Z is numbered and never changes"
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Not yet
          </Button>
          <Button size="l" kind="primary" icon="check" busy={isBusy} onClick={close}>
            Close the day
          </Button>
        </>
      }
    >
      <div class="pos-tip">
        <Totals
          rows={equationRows(x.equation, amount)}
          total={{ label: "Taken", amount: money(x.equation.tenders) }}
        />
        <p class="pos-calm">
          {carried === 0
            ? "Every check is paid."
            : `${carried} open ${carried === 1 ? "check is" : "checks are"} named on it and carried over.`}
          {" What comes in later is on the next one."}
        </p>
        <Refused problem={problem} onApproved={onApproved} />
      </div>
    </Sheet>
  );
}
