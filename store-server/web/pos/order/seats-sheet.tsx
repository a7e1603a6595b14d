import type { OrderLine } from "@tillbox/shared/contract/order.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { changeOrder } from "../../client/intents.ts";
import { usePos } from "../pos.ts";
import { reasonOf } from "../refusal.tsx";
import { movable } from "./pick-lines.tsx";
import { mostSeats, seatsOf } from "./place-fields.tsx";
import type { Actions } from "./use-actions.ts";

type Props = { order: ShownOrder; actions: Actions; onClose(): void };

const seatText = (seat: number | null): string => (seat === null ? "whole table" : `seat ${seat}`);

function Line({ line, isOn, onToggle }: { line: OrderLine; isOn: boolean; onToggle(): void }) {
  return (
    <button type="button" class="pos-pick-name" aria-pressed={isOn} onClick={onToggle}>
      <ListRow
        title={line.combo?.name ?? line.name}
        detail={line.modifiers.map(({ name }) => name).join(", ") || undefined}
        start={<b class="pos-pick-count">{line.quantity}</b>}
        end={seatText(line.seat)}
      />
    </button>
  );
}

/** Who gets what: choose a guest, then tap what is theirs. A tap more gives it back to the table. */
export function SeatsSheet({ order, actions, onClose }: Props) {
  const { client, notices } = usePos();
  const seats = seatsOf(order.guests, order.items);
  const [seat, setSeat] = useState(1);
  const lines = movable(order.items);
  const addGuest = async (): Promise<void> => {
    const guests = Math.max(order.guests ?? 0, seats) + 1;
    setSeat(guests);
    const outcome = await client.outbox.submit(changeOrder(order, { guests }));
    if (!outcome.ok) notices.warn(reasonOf(outcome.problem));
  };
  return (
    <Sheet
      open
      title="Who gets what"
      subtitle="Choose a guest, then tap what is theirs"
      onClose={onClose}
      actions={
        <Button size="l" kind="primary" icon="check" onClick={onClose}>
          Done
        </Button>
      }
    >
      <OptionGroup label="Guest" role="radiogroup">
        {Array.from({ length: Math.max(1, seats) }, (_, index) => index + 1).map((one) => (
          <Chip key={one} role="radio" on={seat === one} onToggle={() => setSeat(one)}>
            <span class="visually-hidden">Seat </span>
            {one}
          </Chip>
        ))}
        {seats < mostSeats && (
          <Button icon="plus" onClick={() => void addGuest()}>
            One more guest
          </Button>
        )}
      </OptionGroup>
      {lines.length === 0 ? (
        <EmptyState icon="seat" title="Nothing is ordered yet">
          Lines appear here once something is on the check.
        </EmptyState>
      ) : (
        <div class="pos-pick" role="group" aria-label={`Of seat ${seat}`}>
          {lines.map((line) => (
            <Line
              key={line.id}
              line={line}
              isOn={line.seat === seat}
              onToggle={() => actions.seat(line, line.seat === seat ? null : seat)}
            />
          ))}
        </div>
      )}
    </Sheet>
  );
}
