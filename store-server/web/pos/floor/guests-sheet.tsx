import type { Table } from "@tillbox/shared/contract/floor.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { QuantityStepper } from "@tillbox/shared/ui/quantity-stepper.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { useOpening } from "../order/use-opening.ts";
import { usePos } from "../pos.ts";

const quick = 8;
const most = 99;

export type GuestsSheetProps = {
  table: Table;
  /** A second check at a table that has one. */
  newCheck?: boolean;
  onClose(): void;
};

/** How many sit down: one tap seats them and opens the check. */
export function GuestsSheet({ table, newCheck = false, onClose }: GuestsSheetProps) {
  const { client, router } = usePos();
  const open = useOpening();
  const [more, setMore] = useState(Math.max(quick + 1, table.seats));
  const mayOpen = client.session.may("order.open");
  const seat = (guests: number): void => {
    const id = open({ type: "dine-in", tableId: table.id, guests, ...(newCheck ? { newCheck } : {}) });
    router.go({ page: "order", id });
  };
  return (
    <Sheet
      open
      place="end"
      title={newCheck ? `New check at table ${table.name}` : `Seat table ${table.name}`}
      subtitle={`${table.seats} seats`}
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
      <OptionGroup label="More">
        <QuantityStepper label="Guests" size="l" value={more} min={1} max={most} onChange={setMore} />
        <Button size="l" disabled={!mayOpen} onClick={() => seat(more)}>
          Seat {more}
        </Button>
      </OptionGroup>
    </Sheet>
  );
}
