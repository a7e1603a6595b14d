import type { Table } from "@tillbox/shared/contract/floor.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { QuantityStepper } from "@tillbox/shared/ui/quantity-stepper.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { useOpening } from "../order/use-opening.ts";
import { usePos } from "../pos.ts";
import { reasonOf } from "../refusal.tsx";
import { neighboursOf } from "./neighbours.ts";
import { tableNames } from "./parties.ts";
import { pushApart } from "./party-intents.ts";

const quick = 8;
const most = 99;

export type GuestsSheetProps = {
  table: Table;
  /** A second check at a table that has one. */
  newCheck?: boolean;
  onClose(): void;
};

type NeighboursProps = { table: Table; joined: readonly string[]; onJoin(ids: string[]): void };

/** Free tables that can be pushed together with this one, and with those that are. */
function Neighbours({ table, joined, onJoin }: NeighboursProps) {
  const { client, notices } = usePos();
  const tables = client.store.tables.all.value;
  const set = table.joinedTableIds.filter((id) => id !== table.id);
  const apart = async (): Promise<void> => {
    const outcome = await client.outbox.submit(pushApart(table));
    if (!outcome.ok) notices.warn(reasonOf(outcome.problem));
  };
  if (set.length > 0)
    return (
      <OptionGroup label={`Stands with ${tableNames(set, tables)}`}>
        <Button size="l" icon="unlink" onClick={() => void apart()}>
          Push apart
        </Button>
      </OptionGroup>
    );
  const near = neighboursOf(table, joined, tables);
  if (near.length === 0) return null;
  return (
    <OptionGroup label="Push together with">
      {near.map(({ id, name, seats }) => (
        <Chip
          key={id}
          icon="link"
          note={`${seats} seats`}
          on={joined.includes(id)}
          onToggle={() => onJoin(joined.includes(id) ? [] : [...joined, id])}
        >
          {name}
        </Chip>
      ))}
    </OptionGroup>
  );
}

/** How many sit down: one tap seats them and opens the check. */
export function GuestsSheet({ table, newCheck = false, onClose }: GuestsSheetProps) {
  const { client, router } = usePos();
  const open = useOpening();
  const [more, setMore] = useState(Math.max(quick + 1, table.seats));
  const [joined, setJoined] = useState<string[]>([]);
  const mayOpen = client.session.may("order.open");
  const seat = (guests: number): void => {
    const id = open({
      type: "dine-in",
      tableId: table.id,
      guests,
      ...(joined.length > 0 ? { joinedTableIds: joined } : {}),
      ...(newCheck ? { newCheck } : {}),
    });
    router.go({ page: "order", id });
  };
  return (
    <Sheet
      open
      place="end"
      title={newCheck ? `New check at table ${table.name}` : `Seat table ${table.name}`}
      subtitle={`${table.seats + joined.reduce((sum, id) => sum + (client.store.tables.get(id)?.seats ?? 0), 0)} seats`}
      onClose={onClose}
    >
      {!mayOpen && <p class="pos-reason">Your role may not open checks. Ask a manager.</p>}
      <OptionGroup label="Guests" rule="one tap opens the check">
        <div class="pos-guests">
          {Array.from({ length: quick }, (_, index) => index + 1).map((guests) => (
            <Button
              key={guests}
              size="xl"
              kind={guests === table.seats ? "primary" : "plain"}
              disabled={!mayOpen}
              label={`${guests} ${guests === 1 ? "guest" : "guests"}`}
              onClick={() => seat(guests)}
            >
              {guests}
            </Button>
          ))}
        </div>
      </OptionGroup>
      <Neighbours table={table} joined={joined} onJoin={setJoined} />
      <OptionGroup label="More">
        <QuantityStepper label="Guests" size="l" value={more} min={1} max={most} onChange={setMore} />
        <Button size="l" disabled={!mayOpen} onClick={() => seat(more)}>
          Seat {more}
        </Button>
      </OptionGroup>
    </Sheet>
  );
}
