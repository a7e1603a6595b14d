import { Badge } from "@tillbox/shared/ui/badge.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { usePos } from "../pos.ts";
import type { FloorSheet } from "./floor-sheet.ts";
import { bookingSaid, bookingsOf, guestsText, isExpected, lineOf, tableNames, waitSaid } from "./parties.ts";
import { useLine } from "./use-line.ts";

const shown = 4;

/** Who comes next and who waits: one tap seats them. */
export function NextCard({ onOpen }: { onOpen(sheet: FloorSheet): void }) {
  const { client, figures } = usePos();
  const suggestions = useLine();
  const now_ms = client.clock.now.value;
  const tables = client.store.tables.all.value;
  if (!client.session.may("reservation.read")) return null;
  const today = figures.value.businessDay(now_ms);
  const expected = bookingsOf(client.store.reservations.all.value.values(), today).filter(isExpected);
  const line = lineOf(client.store.waits.all.value.values());
  const rows = [
    ...line.map((entry) => {
      const said = waitSaid(entry, suggestions.get(entry.id), now_ms);
      const free = suggestions.get(entry.id)?.tables;
      return (
        <ListRow
          key={entry.id}
          start={<Badge tone={said.tone}>{free ? free.names.join("+") : "–"}</Badge>}
          title={`${entry.name ?? "Waiting"}, ${entry.guests}`}
          detail={said.text}
          onSelect={() => onOpen({ kind: "waiting", id: entry.id })}
        />
      );
    }),
    ...expected.map((booking) => {
      const said = bookingSaid(booking, now_ms);
      return (
        <ListRow
          key={booking.id}
          start={<Badge tone={said.tone}>{tableNames(booking.tableIds, tables).replaceAll(" ", "")}</Badge>}
          title={`${booking.name ?? "Booking"}, ${booking.guests}`}
          detail={said.text}
          end={figures.value.time(booking.at)}
          onSelect={() => onOpen({ kind: "booking", id: booking.id })}
        />
      );
    }),
  ];
  const guests = expected.reduce((sum, booking) => sum + booking.guests, 0);
  return (
    <Card
      label="Next"
      aside={
        client.session.may("reservation.manage") && (
          <IconButton icon="plus" label="Book a table" onClick={() => onOpen({ kind: "book" })} />
        )
      }
    >
      {rows.length === 0 ? <p class="pos-calm">Nobody is expected, nobody waits.</p> : rows.slice(0, shown)}
      <ListRow
        title="All of today"
        end={expected.length === 0 ? "" : guestsText(guests)}
        opens
        onSelect={() => onOpen({ kind: "bookings" })}
      />
    </Card>
  );
}
