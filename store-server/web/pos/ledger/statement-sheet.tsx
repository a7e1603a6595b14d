import type { Account, Statement } from "@tillbox/shared/contract/account.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import type { z } from "zod";
import { useRead } from "../customers/use-read.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { usePeriod } from "../team/period-bar.tsx";
import { DaysFields } from "./days-fields.tsx";
import { EntryRow } from "./entries-list.tsx";
import { accountPath } from "./use-ledger.ts";

type Read = z.infer<typeof Statement>;
type Props = { account: Account; name: string; onBack(): void };

function Paper({ statement, name }: { statement: Read; name: string }) {
  const { day, money } = usePos().figures.value;
  const { from, to, opening, entries, closing } = statement;
  return (
    <section class="pos-statement" aria-label="Statement">
      <header>
        <h3>{name}</h3>
        <p>
          {day(from)} – {day(to)}
        </p>
      </header>
      <p class="pos-statement-row">
        <span>Owed before</span>
        <b class="ltr">{money(opening)}</b>
      </p>
      <div class="pos-entries">
        <ul>
          {entries.map((entry) => (
            <EntryRow key={entry.seq} entry={entry} />
          ))}
        </ul>
      </div>
      {entries.length === 0 && <p class="pos-calm">Nothing moved in these days.</p>}
      <p class="pos-statement-row" data-total>
        <span>Owed after</span>
        <b class="ltr">{money(closing)}</b>
      </p>
    </section>
  );
}

/** An account over days: what was owed before, every movement, what is owed after. Prints as it stands. */
export function StatementSheet({ account, name, onBack }: Props) {
  const use = usePeriod("this-month");
  const { from, to } = use.period;
  const path = accountPath(account.id, `/statement?from=${from}&to=${to}`);
  const { value, problem } = useRead<Read>(path, account.version);
  const isCurrent = value?.from === from && value.to === to;
  return (
    <Sheet
      open
      place="end"
      title="Statement"
      subtitle={name}
      onClose={onBack}
      actions={
        <>
          <Button size="l" onClick={onBack}>
            Back
          </Button>
          <Button size="l" kind="primary" icon="printer" disabled={!isCurrent} onClick={() => print()}>
            Print
          </Button>
        </>
      }
    >
      <DaysFields use={use} />
      <Refused problem={problem} />
      {!value && !problem && <Skeleton shape="box" height="220px" />}
      {value && isCurrent && <Paper statement={value} name={name} />}
    </Sheet>
  );
}
