import type { Table } from "@tillbox/shared/contract/floor.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { setTableStatus } from "../../client/intents.ts";
import { elapsed } from "../../common/figures.ts";
import { checkName } from "../order/check-title.ts";
import { usePos } from "../pos.ts";
import { reasonOf } from "../refusal.tsx";
import type { FloorSheet } from "./floor-sheet.ts";
import { guestsText } from "./parties.ts";
import { ordersByTable, ordersOf } from "./table-state.ts";

type Props = { table: Table; onClose(): void; onSeat(): void; onOpen(sheet: FloorSheet): void };

function Checks({ table }: { table: Table }) {
  const { client, router, figures } = usePos();
  const here = ordersOf(table, ordersByTable(client.orders.value.values()));
  return (
    <>
      {here.map((order) => (
        <ListRow
          key={order.id}
          title={checkName(order)}
          detail={`${order.guests ?? "?"} guests · ${elapsed(order.createdAt, client.clock.now.value)}`}
          end={figures.value.money(order.due)}
          opens
          onSelect={() => router.go({ page: "order", id: order.id })}
        />
      ))}
    </>
  );
}

const meanings = {
  reserved: "It is kept for a booking.",
  cleaning: "It is being cleaned.",
} as const;

/** A table with several checks, or one that is kept or being cleaned. */
export function TableSheet({ table, onClose, onSeat, onOpen }: Props) {
  const { client, notices, figures } = usePos();
  const free = async (): Promise<void> => {
    onClose();
    const outcome = await client.outbox.submit(setTableStatus(table, "available"));
    if (!outcome.ok) notices.warn(reasonOf(outcome.problem));
  };
  const resting = table.status === "reserved" || table.status === "cleaning" ? table.status : null;
  const held = table.status === "reserved" ? table.heldFor : null;
  const actions = (
    <>
      {resting && !held && (
        <Button size="l" onClick={() => void free()}>
          {resting === "cleaning" ? "It is clean" : "Free the table"}
        </Button>
      )}
      <Button size="l" kind="primary" icon="people" onClick={onSeat}>
        {resting ? "Seat guests" : "New check"}
      </Button>
    </>
  );
  return (
    <Sheet
      open
      place="end"
      title={`Table ${table.name}`}
      subtitle={resting ? meanings[resting] : "More than one check"}
      actions={actions}
      onClose={onClose}
    >
      {held && (
        <ListRow
          title={client.store.reservations.all.value.get(held.reservationId)?.name ?? "Booking"}
          detail={guestsText(held.guests)}
          end={figures.value.time(held.at)}
          opens
          onSelect={() => onOpen({ kind: "booking", id: held.reservationId })}
        />
      )}
      <Checks table={table} />
    </Sheet>
  );
}
