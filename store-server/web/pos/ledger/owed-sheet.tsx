import type { LedgerDays } from "@tillbox/shared/contract/ledger.ts";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useRead } from "../customers/use-read.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { usePeriod } from "../team/period-bar.tsx";
import { DaysFields } from "./days-fields.tsx";
import { kindWords } from "./entries-list.tsx";

const wordOf = (kind: string): string =>
  Object.entries(kindWords).find(([known]) => known === kind)?.[1] ?? "Other";

function Sums({ title, days }: { title: string; days: LedgerDays }) {
  const { money } = usePos().figures.value;
  const { opening, movements, closing } = days;
  return (
    <Card label={title}>
      <p class="pos-statement-row">
        <span>Before</span>
        <b class="ltr">{money(opening)}</b>
      </p>
      {movements.map(({ kind, entries, amount }) => (
        <p key={kind} class="pos-statement-row">
          <span>
            {wordOf(kind)} <small>{entries}</small>
          </span>
          <span class="ltr">{`${amount > 0 ? "+" : ""}${money(amount)}`}</span>
        </p>
      ))}
      <p class="pos-statement-row" data-total>
        <span>After</span>
        <b class="ltr">{money(closing)}</b>
      </p>
    </Card>
  );
}

type Part = { title: string; path: string };
const parts: readonly Part[] = [
  { title: "The store owes on cards and credit", path: "/api/gift-cards/liability" },
  { title: "House accounts owe the store", path: "/api/accounts/receivables" },
];

function One({ title, path, from, to }: Part & { from: string; to: string }) {
  const { value, problem } = useRead<LedgerDays>(`${path}?from=${from}&to=${to}`);
  if (problem) return <Refused problem={problem} />;
  if (!value) return <Skeleton shape="box" height="160px" />;
  return <Sums title={title} days={value} />;
}

/** What the store owes and is owed over days: it ties to the days' reports. */
export function OwedSheet({ onClose }: { onClose(): void }) {
  const use = usePeriod("this-month");
  return (
    <Sheet open place="end" title="What is owed" onClose={onClose}>
      <div class="pos-stack">
        <DaysFields use={use} />
        {parts.map((part) => (
          <One key={part.path} {...part} {...use.period} />
        ))}
      </div>
    </Sheet>
  );
}
