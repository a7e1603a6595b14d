import type { TimeEntry } from "@tillbox/shared/contract/time-entry.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useState } from "preact/hooks";
import { useRead } from "../customers/use-read.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { EntryForm } from "./entry-form.tsx";
import type { Period } from "./period.ts";
import { hoursText } from "./time-words.ts";
import { usePeopleNames, useTimeNews } from "./use-team.ts";

function Corrections({ entry }: { entry: TimeEntry }) {
  const { day, time, businessDay } = usePos().figures.value;
  const nameOf = usePeopleNames();
  return (
    <>
      {entry.corrections.map(({ by, at, reason }) => (
        <p key={at} class="pos-entry-correction">
          <Icon name="history" size={18} />
          <span>{`${nameOf(by)}, ${day(businessDay(Date.parse(at)))} ${time(at)}: ${reason}`}</span>
        </p>
      ))}
    </>
  );
}

function Entry({ entry, onCorrect }: { entry: TimeEntry; onCorrect: (() => void) | null }) {
  const { time, day } = usePos().figures.value;
  const { startedAt, endedAt, breaks, workedSeconds, breakSeconds, status } = entry;
  const end = endedAt === null ? "now" : time(endedAt);
  return (
    <Card title={day(entry.businessDay)}>
      <div class="pos-entry">
        <div class="pos-entry-line">
          <b class="ltr">{`${time(startedAt)} – ${end}`}</b>
          {status !== "ended" && (
            <Pill tone={status === "paused" ? "attention" : "good"} size="s">
              {status === "paused" ? "On a break" : "At work"}
            </Pill>
          )}
          <span>{workedSeconds === null ? "not ended" : `worked ${hoursText(workedSeconds)}`}</span>
        </div>
        {breaks.length > 0 && (
          <p>
            {`Breaks ${breaks.map((one) => `${time(one.startedAt)} – ${one.endedAt === null ? "now" : time(one.endedAt)}`).join(", ")}`}
            {breakSeconds !== null && ` · ${hoursText(breakSeconds)}`}
          </p>
        )}
        <Corrections entry={entry} />
        {onCorrect && (
          <Button icon="edit" onClick={onCorrect}>
            Correct
          </Button>
        )}
      </div>
    </Card>
  );
}

type Props = {
  who: { userId: string; name: string };
  period: Period;
  /** Is corrected at once. */
  first: TimeEntry | null;
  onClose(): void;
  onChanged(): void;
};

/** Every working time of somebody on the days of the report, with what was corrected by whom. */
export function EntriesSheet({ who, period, first, onClose, onChanged }: Props) {
  const { client, figures } = usePos();
  const news = useTimeNews();
  const path = `/api/time-entries?userId=${encodeURIComponent(who.userId)}&from=${period.from}&to=${period.to}&limit=500`;
  const { value, problem, again } = useRead<{ items: TimeEntry[] }>(path, news);
  const mayCorrect = client.session.may("time.manage");
  const [open, setOpen] = useState<TimeEntry | null>(mayCorrect ? first : null);
  const { day } = figures.value;
  const days = period.from === period.to ? day(period.from) : `${day(period.from)} to ${day(period.to)}`;
  return (
    <Sheet open place="end" title={who.name} subtitle={days} onClose={onClose}>
      <div class="pos-team-editor">
        <Refused problem={problem} />
        {!value && !problem && <Skeleton shape="box" height="120px" />}
        {value?.items.length === 0 && (
          <EmptyState icon="clock" title="No working time">
            Nothing was recorded on these days.
          </EmptyState>
        )}
        {value?.items.map((entry) => (
          <Entry key={entry.id} entry={entry} onCorrect={mayCorrect ? () => setOpen(entry) : null} />
        ))}
      </div>
      {open && (
        <EntryForm
          key={`${open.id} ${open.version}`}
          entry={open}
          name={who.name}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            again();
            onChanged();
          }}
        />
      )}
    </Sheet>
  );
}
