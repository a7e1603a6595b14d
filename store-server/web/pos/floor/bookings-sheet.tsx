import type { Reservation } from "@tillbox/shared/contract/reservation.ts";
import { Badge } from "@tillbox/shared/ui/badge.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { usePos } from "../pos.ts";
import type { FloorSheet } from "./floor-sheet.ts";
import { bookingSaid, bookingsOf, guestsText, isExpected, lineOf, tableNames, waitSaid } from "./parties.ts";
import { useLine } from "./use-line.ts";

type Props = { onOpen(sheet: FloorSheet): void; onClose(): void };

function Waiting({ onOpen }: Pick<Props, "onOpen">) {
  const { client } = usePos();
  const suggestions = useLine();
  const line = lineOf(client.store.waits.all.value.values());
  if (line.length === 0) return null;
  return (
    <section class="pos-parties">
      <SectionLabel>Waiting</SectionLabel>
      {line.map((entry) => {
        const said = waitSaid(entry, suggestions.get(entry.id), client.clock.now.value);
        return (
          <ListRow
            key={entry.id}
            start={<Badge tone={said.tone}>{entry.guests}</Badge>}
            title={entry.name ?? "Somebody"}
            detail={said.text}
            opens
            onSelect={() => onOpen({ kind: "waiting", id: entry.id })}
          />
        );
      })}
    </section>
  );
}

function Booked({
  title,
  bookings,
  onOpen,
}: { title: string; bookings: readonly Reservation[] } & Pick<Props, "onOpen">) {
  const { client, figures } = usePos();
  const tables = client.store.tables.all.value;
  if (bookings.length === 0) return null;
  return (
    <section class="pos-parties">
      <SectionLabel>{title}</SectionLabel>
      {bookings.map((booking) => {
        const said = bookingSaid(booking, client.clock.now.value);
        const where =
          booking.tableIds.length === 0 ? "no table yet" : `table ${tableNames(booking.tableIds, tables)}`;
        return (
          <ListRow
            key={booking.id}
            start={<Badge tone={said.tone}>{booking.guests}</Badge>}
            title={booking.name ?? "Erased"}
            detail={`${said.text} · ${where}`}
            end={figures.value.time(booking.at)}
            opens
            onSelect={() => onOpen({ kind: "booking", id: booking.id })}
          />
        );
      })}
    </section>
  );
}

/** Everybody who is expected today, who waits, and how those of before came out. */
export function BookingsSheet({ onOpen, onClose }: Props) {
  const { client, figures } = usePos();
  const now_ms = client.clock.now.value;
  const all = bookingsOf(client.store.reservations.all.value.values(), figures.value.businessDay(now_ms));
  const expected = all.filter(isExpected);
  const isCalm = all.length === 0 && lineOf(client.store.waits.all.value.values()).length === 0;
  const mayManage = client.session.may("reservation.manage");
  return (
    <Sheet
      open
      place="end"
      title="Bookings"
      subtitle={`${figures.value.longDay(now_ms)} · ${guestsText(expected.reduce((sum, { guests }) => sum + guests, 0))} expected`}
      actions={
        mayManage && (
          <>
            <Button size="l" icon="timer" onClick={() => onOpen({ kind: "wait" })}>
              Add to waitlist
            </Button>
            <Button size="l" kind="primary" icon="calendar-clock" onClick={() => onOpen({ kind: "book" })}>
              Book a table
            </Button>
          </>
        )
      }
      onClose={onClose}
    >
      {isCalm && (
        <EmptyState icon="bookings" title="Nobody is expected today">
          Book a table for guests who call, or put those at the door on the waitlist.
        </EmptyState>
      )}
      <Waiting onOpen={onOpen} />
      <Booked title="Expected" bookings={expected} onOpen={onOpen} />
      <Booked title="Before" bookings={all.filter((one) => !isExpected(one))} onOpen={onOpen} />
    </Sheet>
  );
}
