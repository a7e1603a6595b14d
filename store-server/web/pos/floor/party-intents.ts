/** What a person may do with parties and tables, as intents for the outbox. */
import type {
  ReservationChange,
  ReservationInput,
  WaitChange,
  WaitInput,
} from "@tillbox/shared/contract/reservation.ts";
import type { OrderIntent } from "../../client/intents.ts";

type Ids = { id: string };
export type PartyKind = "reservations" | "waitlist";
const pathOf = (kind: PartyKind, { id }: Ids, rest = ""): string =>
  `/api/${kind}/${encodeURIComponent(id)}${rest}`;

export const book = (body: ReservationInput & Ids): OrderIntent => ({
  label: `Book for ${body.guests}`,
  chain: body.id,
  method: "POST",
  path: "/api/reservations",
  body,
});

export const joinLine = (body: WaitInput & Ids): OrderIntent => ({
  label: `Put ${body.guests} on the waitlist`,
  chain: body.id,
  method: "POST",
  path: "/api/waitlist",
  body,
});

/** Only what is named changes; null clears it. */
export const changeBooking = (booking: Ids, change: ReservationChange): OrderIntent => ({
  label: "Change a booking",
  chain: booking.id,
  method: "PUT",
  path: pathOf("reservations", booking),
  body: change,
});

export const changeWaiting = (entry: Ids, change: WaitChange): OrderIntent => ({
  label: "Change a party that waits",
  chain: entry.id,
  method: "PUT",
  path: pathOf("waitlist", entry),
  body: change,
});

export const movePartyTo = (kind: PartyKind, party: Ids, status: string): OrderIntent => ({
  label: `Party: ${status}`,
  chain: party.id,
  method: "PUT",
  path: pathOf(kind, party, "/status"),
  body: { status },
});

export const seatParty = (
  kind: PartyKind,
  party: Ids,
  seat: { orderId: string; tableIds?: readonly string[] },
): OrderIntent => ({
  label: "Seat the party",
  chain: party.id,
  method: "POST",
  path: pathOf(kind, party, "/seat"),
  body: seat,
});

export const pushTogether = (table: Ids & { name: string }, tableIds: readonly string[]): OrderIntent => ({
  label: `Push tables together with ${table.name}`,
  chain: table.id,
  method: "POST",
  path: `/api/tables/${encodeURIComponent(table.id)}/join`,
  body: { tableIds },
});

export const pushApart = (table: Ids & { name: string }): OrderIntent => ({
  label: `Push table ${table.name} apart`,
  chain: table.id,
  method: "POST",
  path: `/api/tables/${encodeURIComponent(table.id)}/separate`,
});
