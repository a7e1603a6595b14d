/** Reservations and the waitlist as rows. */
import type { Reservation, WaitEntry } from "@tillbox/shared/contract/reservation.ts";
import type { Announcement, Entity } from "../../../kernel/types.ts";
import { evolve, isExpected, type ReservationState } from "../reservation.ts";
import { evolveWait, type WaitState, waits } from "../wait/entry.ts";

/** What the clock waits for. */
const awaits = (state: ReservationState): string | null => {
  if (isExpected(state) && !state.held) return "hold";
  return state.status === "booked" && !state.spared ? "no-show" : null;
};

export const reservationView = ({ spared: _spared, ...shown }: ReservationState): Reservation => shown;
export const waitView = (state: WaitState): WaitEntry => state;

const told = (event: Announcement["event"], data: string): Announcement[] => [
  { event, rooms: ["reservations"], data },
];

export const reservations: Entity<ReservationState> = {
  name: "reservation",
  table: "reservations",
  evolve,
  columns: {
    starts_at: (state) => state.at,
    business_day: (state) => state.businessDay,
    status: (state) => state.status,
    expected: (state) => Number(isExpected(state)),
    awaits,
    order_id: (state) => state.orderId,
  },
  view: (state) => JSON.stringify(reservationView(state)),
  announce: (_event, state, reads) =>
    state ? told("reservation:update", reservations.view(state, reads)) : [],
};

export const waitlist: Entity<WaitState> = {
  name: "waitlist-entry",
  table: "waitlist",
  evolve: evolveWait,
  columns: {
    status: (state) => state.status,
    waits: (state) => Number(waits(state)),
    order_id: (state) => state.orderId,
  },
  view: (state) => JSON.stringify(waitView(state)),
  announce: (_event, state, reads) => (state ? told("waitlist:update", waitlist.view(state, reads)) : []),
};
