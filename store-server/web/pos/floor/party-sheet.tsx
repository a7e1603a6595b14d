import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Reservation, WaitEntry } from "@tillbox/shared/contract/reservation.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { usePos } from "../pos.ts";
import { Refused, reasonOf } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { EditBooking, EditWaiting } from "./edit-party.tsx";
import { bookingSaid, guestsText, isExpected, isWaiting, tableNames, waitSaid } from "./parties.ts";
import { movePartyTo, type PartyKind, seatParty } from "./party-intents.ts";
import { TableChoice } from "./table-choice.tsx";
import { useLine } from "./use-line.ts";

type Props = { id: string; onClose(): void };

/** Moves a party and says so, with a way back. */
const useMove = (kind: PartyKind, party: { id: string }, onClose: () => void) => {
  const { client, notices } = usePos();
  const move = async (status: string): Promise<boolean> => {
    const outcome = await client.outbox.submit(movePartyTo(kind, party, status));
    if (!outcome.ok) notices.warn(reasonOf(outcome.problem));
    return outcome.ok;
  };
  return (status: string, said: string, back: string): void => {
    onClose();
    void move(status).then((isDone) => {
      if (isDone) notices.say(said, { onUndo: () => void move(back) });
      return isDone;
    });
  };
};

/** Seats the party and goes on at their check. */
const useSeat = (kind: PartyKind, party: { id: string }) => {
  const { router } = usePos();
  const [orderId] = useState(newId);
  const submit = useSubmit();
  const seat = (tableIds: readonly string[] | null): void => {
    const wanted = { orderId, ...(tableIds ? { tableIds } : {}) };
    void submit.ask<{ order: Order }>(seatParty(kind, party, wanted), ({ order }) =>
      router.go({ page: "order", id: order.id }),
    );
  };
  return { seat, ...submit };
};

function Contact({ phone, notes }: { phone: string | null; notes: string | null }) {
  return (
    <>
      {phone && <ListRow title={<a href={`tel:${phone}`}>{phone}</a>} detail="Telephone" />}
      {notes && <ListRow title={notes} detail="Note" />}
    </>
  );
}

type BookingProps = { booking: Reservation; onEdit(): void; onClose(): void };
function BookingActions({ booking, onEdit, onClose }: BookingProps) {
  const move = useMove("reservations", booking, onClose);
  const now = usePos().client.clock.now.value;
  const name = booking.name ?? "The party";
  if (!isExpected(booking))
    return (
      <Button icon="undo" onClick={() => move("booked", `${name} is booked again`, booking.status)}>
        Book again
      </Button>
    );
  return (
    <>
      <Button kind="danger" onClick={() => move("cancelled", `${name}: cancelled`, "booked")}>
        Cancel booking
      </Button>
      {Date.parse(booking.at) <= now && (
        <Button onClick={() => move("no-show", `${name}: did not come`, booking.status)}>Did not come</Button>
      )}
      {booking.status === "booked" && (
        <Button onClick={() => move("arrived", `${name}: arrived`, "booked")}>Arrived</Button>
      )}
      <Button icon="edit" onClick={onEdit}>
        Change
      </Button>
    </>
  );
}

function Booking({ booking, onEdit, onClose }: BookingProps) {
  const { client, figures, router } = usePos();
  const { seat, isBusy, problem } = useSeat("reservations", booking);
  const [chosen, choose] = useState<string[] | null>(null);
  const names = tableNames(chosen ?? booking.tableIds, client.store.tables.all.value);
  const said = bookingSaid(booking, client.clock.now.value);
  const maySeat = client.session.may("reservation.manage") && client.session.may("order.open");
  const canSeat = maySeat && booking.status !== "seated" && booking.status !== "completed";
  const { orderId } = booking;
  return (
    <Sheet
      open
      place="end"
      title={booking.name ?? "Booking"}
      subtitle={`${figures.value.time(booking.at)} · ${guestsText(booking.guests)}`}
      actions={
        canSeat && (
          <Button size="l" kind="primary" icon="seat" busy={isBusy} onClick={() => seat(chosen)}>
            {names === "–" ? "Seat them" : `Seat at ${names}`}
          </Button>
        )
      }
      onClose={onClose}
    >
      <div class="pos-stack">
        <p>
          <Pill tone={said.tone} icon="calendar-clock">
            {said.text}
          </Pill>
        </p>
        <Contact phone={booking.phone} notes={booking.notes} />
        {orderId !== null && (
          <ListRow
            title="Open their check"
            opens
            onSelect={() => router.go({ page: "order", id: orderId })}
          />
        )}
        {canSeat && (
          <TableChoice
            guests={booking.guests}
            at={null}
            reservationId={booking.id}
            chosen={chosen}
            onChoose={choose}
            anyLabel={
              booking.tableIds.length > 0
                ? `As booked: ${tableNames(booking.tableIds, client.store.tables.all.value)}`
                : "Best that fits"
            }
          />
        )}
        <Refused problem={problem} />
        {canSeat && (
          <div class="pos-party-actions">
            <BookingActions booking={booking} onEdit={onEdit} onClose={onClose} />
          </div>
        )}
      </div>
    </Sheet>
  );
}

type WaitingProps = { entry: WaitEntry; onEdit(): void; onClose(): void };
function Waiting({ entry, onEdit, onClose }: WaitingProps) {
  const { client, figures } = usePos();
  const { seat, isBusy, problem } = useSeat("waitlist", entry);
  const move = useMove("waitlist", entry, onClose);
  const suggestion = useLine().get(entry.id);
  const [chosen, choose] = useState<string[] | null>(null);
  const said = waitSaid(entry, suggestion, client.clock.now.value);
  const best = suggestion?.tables ?? null;
  const names = chosen ? tableNames(chosen, client.store.tables.all.value) : best?.names.join(" + ");
  const name = entry.name ?? "The party";
  const quoted = entry.quotedMinutes === null ? "" : ` · told ${entry.quotedMinutes} min`;
  const mayManage = client.session.may("reservation.manage") && isWaiting(entry);
  return (
    <Sheet
      open
      place="end"
      title={name}
      subtitle={`${guestsText(entry.guests)} · since ${figures.value.time(entry.createdAt)}${quoted}`}
      actions={
        mayManage && (
          <Button
            size="l"
            kind="primary"
            icon="seat"
            busy={isBusy}
            disabled={names === undefined}
            onClick={() => seat(chosen ?? best?.tableIds ?? null)}
          >
            {names === undefined ? "No table is free" : `Seat at ${names}`}
          </Button>
        )
      }
      onClose={onClose}
    >
      <div class="pos-stack">
        <p>
          <Pill tone={said.tone} icon="timer">
            {said.text}
          </Pill>
        </p>
        <Contact phone={entry.phone} notes={entry.notes} />
        {mayManage && (
          <TableChoice
            guests={entry.guests}
            at={null}
            chosen={chosen}
            onChoose={choose}
            anyLabel={best ? `Suggested: ${best.names.join(" + ")}` : "As suggested"}
          />
        )}
        <Refused problem={problem} />
        {mayManage && (
          <div class="pos-party-actions">
            <Button size="l" icon="edit" onClick={onEdit}>
              Change
            </Button>
            <Button size="l" kind="danger" onClick={() => move("left", `${name}: gone`, "waiting")}>
              They left
            </Button>
            {entry.status === "waiting" && (
              <Button size="l" icon="bell" onClick={() => move("notified", `${name}: called`, "waiting")}>
                Call them
              </Button>
            )}
          </div>
        )}
      </div>
    </Sheet>
  );
}

/** A booking: who, when, where; seat them, or say that they did not come. */
export function BookingSheet({ id, onClose }: Props) {
  const booking = usePos().client.store.reservations.all.value.get(id);
  const [isEditing, setEditing] = useState(false);
  if (!booking) return null;
  if (isEditing) return <EditBooking booking={booking} onClose={() => setEditing(false)} />;
  return <Booking booking={booking} onEdit={() => setEditing(true)} onClose={onClose} />;
}

/** A party that waits: call them, seat them, or let them go. */
export function WaitingSheet({ id, onClose }: Props) {
  const entry = usePos().client.store.waits.all.value.get(id);
  const [isEditing, setEditing] = useState(false);
  if (!entry) return null;
  if (isEditing) return <EditWaiting entry={entry} onClose={() => setEditing(false)} />;
  return <Waiting entry={entry} onEdit={() => setEditing(true)} onClose={onClose} />;
}
