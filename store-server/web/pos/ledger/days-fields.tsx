import { DateField } from "@tillbox/shared/ui/field.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { isPeriod, type PeriodKind } from "../team/period.ts";
import type { usePeriod } from "../team/period-bar.tsx";

const kinds: readonly { value: PeriodKind; label: string }[] = [
  { value: "this-month", label: "This month" },
  { value: "last-month", label: "Last month" },
  { value: "this-week", label: "This week" },
  { value: "own", label: "Other days" },
];

/** Which business days a statement is about. */
export function DaysFields({ use }: { use: ReturnType<typeof usePeriod> }) {
  const { kind, setKind, own, setOwn } = use;
  const isWrong = kind === "own" && !isPeriod(own);
  return (
    <div class="pos-days">
      <Select label="Days" value={kind} options={kinds} onSelect={(value) => setKind(value as PeriodKind)} />
      {kind === "own" && (
        <div class="pos-pair">
          <DateField label="From" value={own.from} onInput={(from) => setOwn({ ...own, from })} />
          <DateField
            label="To"
            value={own.to}
            error={isWrong ? "Not before the first day." : undefined}
            onInput={(to) => setOwn({ ...own, to })}
          />
        </div>
      )}
    </div>
  );
}
