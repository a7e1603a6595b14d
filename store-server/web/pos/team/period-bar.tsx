import { Button } from "@tillbox/shared/ui/button.tsx";
import { DateField } from "@tillbox/shared/ui/field.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { useState } from "preact/hooks";
import { usePos } from "../pos.ts";
import { isPeriod, type Period, type PeriodKind, periodKinds, periodOf } from "./period.ts";

const words: Readonly<Record<PeriodKind, string>> = {
  "this-week": "This week",
  "last-week": "Last week",
  "this-month": "This month",
  "last-month": "Last month",
  own: "Other days",
};

/** The days of a report: a week or a month by one choice, or any days. */
export const usePeriod = (first: PeriodKind = "this-week") => {
  const { client, figures } = usePos();
  const today = figures.value.businessDay(client.clock.now.value);
  const [kind, setKind] = useState<PeriodKind>(first);
  const [own, setOwn] = useState<Period>(() => periodOf("this-week", today));
  const [last, setLast] = useState<Period>(own);
  const choose = (next: Period): void => {
    setOwn(next);
    if (isPeriod(next)) setLast(next);
  };
  const period = kind === "own" ? last : periodOf(kind, today);
  return { kind, setKind, own, setOwn: choose, period, today };
};

type BarProps = { use: ReturnType<typeof usePeriod>; onExport: (() => void) | null };

export function PeriodBar({ use, onExport }: BarProps) {
  const { kind, setKind, own, setOwn } = use;
  const isWrong = kind === "own" && !isPeriod(own);
  return (
    <div class="pos-team-bar pos-period">
      <Select
        label="Days"
        value={kind}
        options={periodKinds.map((value) => ({ value, label: words[value] }))}
        onSelect={(value) => setKind(value as PeriodKind)}
      />
      {kind === "own" && (
        <>
          <DateField label="From" value={own.from} onInput={(from) => setOwn({ ...own, from })} />
          <DateField
            label="To"
            value={own.to}
            error={isWrong ? "Not before the first day." : undefined}
            onInput={(to) => setOwn({ ...own, to })}
          />
        </>
      )}
      <span class="pos-period-export">
        <span class="pos-wide-only">
          <Button icon="download" disabled={onExport === null} onClick={() => onExport?.()}>
            Save as a table
          </Button>
        </span>
        <span class="pos-narrow-only">
          <IconButton
            icon="download"
            kind="plain"
            label="Save as a table"
            disabled={onExport === null}
            onClick={() => onExport?.()}
          />
        </span>
      </span>
    </div>
  );
}
