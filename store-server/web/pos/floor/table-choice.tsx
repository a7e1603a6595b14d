import type { Suggestions } from "@tillbox/shared/contract/reservation.ts";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { useRead } from "../customers/use-read.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";

export type TableChoiceProps = {
  guests: number;
  /** Null: now. */
  at: string | null;
  /** A booking that is in nobody's way, as it is its own. */
  reservationId?: string;
  chosen: readonly string[] | null;
  onChoose(tableIds: string[] | null): void;
  /** What "no choice" stands for. */
  anyLabel: string;
  /** Another time was tapped, where nothing is free. */
  onTime?(at: string): void;
};

const most = 6;
const typing_ms = 300;

/** Tables that fit, the best first; where none does, the nearest times that have one. */
export function TableChoice({
  guests,
  at,
  reservationId,
  chosen,
  onChoose,
  anyLabel,
  onTime,
}: TableChoiceProps) {
  const { client, figures } = usePos();
  const query = new URLSearchParams({ guests: String(guests) });
  if (at !== null) query.set("at", at);
  if (reservationId !== undefined) query.set("reservationId", reservationId);
  const latest = [...client.store.tables.all.value.values()].reduce(
    (seq, { version }) => Math.max(seq, version),
    0,
  );
  const { value, problem } = useRead<Suggestions>(
    `/api/reservations/suggestions?${query}`,
    latest,
    typing_ms,
  );
  if (problem) return <Refused problem={problem} />;
  const items = value?.items ?? [];
  const isEmpty = value !== null && items.length === 0;
  return (
    <OptionGroup label="Table" {...(isEmpty ? { rule: "none is free for them at that time" } : {})}>
      {!isEmpty && (
        <Chip role="radio" on={chosen === null} onToggle={() => onChoose(null)}>
          {anyLabel}
        </Chip>
      )}
      {items.slice(0, most).map(({ tableIds, names, seats }) => (
        <Chip
          key={tableIds.join()}
          role="radio"
          on={chosen?.join() === tableIds.join()}
          note={`${seats} seats`}
          onToggle={() => onChoose(tableIds)}
        >
          {names.join(" + ")}
        </Chip>
      ))}
      {onTime &&
        value?.times.map((time) => (
          <Chip key={time} icon="clock" onToggle={() => onTime(time)}>
            {figures.value.time(time)}
          </Chip>
        ))}
    </OptionGroup>
  );
}
