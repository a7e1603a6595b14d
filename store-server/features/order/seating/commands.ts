/** Seating a party that was expected, or that waited: an order is opened at its table, or one that is open already is linked. */

import { conflict, invalid } from "@tillbox/shared/refusal.ts";
import type { Command, Context, Decision, EventDraft, Reads } from "../../../kernel/types.ts";
import { tables } from "../../floor/rows.ts";
import {
  reservations,
  reservationToSeat,
  seatReservationEvents,
  seatWaitEvents,
  tablesNow,
  waitlist,
  waitToSeat,
} from "../../reservation/rows.ts";
import { type OpenOrder, openOrder } from "../commands.ts";
import { isOpen } from "../order.ts";
import { orders } from "../rows.ts";
import { orderView } from "../view.ts";

export type Seat = {
  /** Of the reservation, or of the entry of the waitlist. */
  id: string;
  orderId: string;
  tableIds?: string[] | undefined;
  newCheck: boolean;
};
type Party = {
  guests: number;
  customerId: string | null;
  tableIds: readonly string[];
  reservationId?: string;
};

/** What it takes: managing reservations, and opening orders. */
const permission = (_input: Seat, { actor }: Context): string =>
  actor.permissions.has("reservation.manage") ? "order.open" : "reservation.manage";

const opening = (seat: Seat, party: Party, [tableId, ...joinedTableIds]: string[]): OpenOrder => ({
  id: seat.orderId,
  type: "dine-in",
  tableId: tableId ?? null,
  guests: party.guests,
  customerId: party.customerId,
  customerName: null,
  notes: null,
  send: false,
  newCheck: seat.newCheck,
  joinedTableIds,
  ...(party.reservationId === undefined ? {} : { reservationId: party.reservationId }),
  items: [],
});

/** The tables that the party sits at, and the events of its order: none for one that is open already. */
const seated = (seat: Seat, party: Party, context: Context): { tableIds: string[]; events: EventDraft[] } => {
  const known = context.reads.get(orders, seat.orderId);
  if (known) {
    if (!isOpen(known)) throw conflict("This order is over. Seat them with a new one.", orderView(known));
    if (known.tableId === null) throw invalid("orderId", "this order is at no table");
    return { tableIds: [known.tableId], events: [] };
  }
  seat.tableIds?.forEach((id, index) => {
    if (!context.reads.get(tables.entity, id)) throw invalid(`tableIds.${index}`, `there is no table ${id}`);
  });
  const tableIds =
    seat.tableIds ??
    (party.tableIds.length > 0 ? [...party.tableIds] : tablesNow(context, party.guests, party.reservationId));
  return { tableIds, events: openOrder.decide(opening(seat, party, tableIds), context).events };
};

const orderText = (reads: Reads, id: string): string => {
  const order = reads.get(orders, id);
  return order ? orders.view(order, reads) : "null";
};

export const seatReservation: Command<Seat> = {
  name: "reservation.seat",
  permission,
  target: ({ id }) => ({ entity: "reservation", id }),
  decide: (seat, context): Decision => {
    const state = reservationToSeat(context.reads, seat.id);
    const party = { ...state, reservationId: state.id };
    const { tableIds, events } = seated(seat, party, context);
    const { orderId } = seat;
    return {
      events: [...events, ...seatReservationEvents(context, state, { orderId, tableIds })],
      answer: (reads) => {
        const after = reads.get(reservations, seat.id) ?? state;
        return `{"reservation":${reservations.view(after, reads)},"order":${orderText(reads, orderId)}}`;
      },
    };
  },
};

export const seatWait: Command<Seat> = {
  name: "waitlist.seat",
  permission,
  target: ({ id }) => ({ entity: "waitlist-entry", id }),
  decide: (seat, context): Decision => {
    const state = waitToSeat(context.reads, seat.id);
    const { events } = seated(seat, { ...state, tableIds: [] }, context);
    return {
      events: [...events, ...seatWaitEvents(state, seat.orderId)],
      answer: (reads) => {
        const after = reads.get(waitlist, seat.id) ?? state;
        return `{"entry":${waitlist.view(after, reads)},"order":${orderText(reads, seat.orderId)}}`;
      },
    };
  },
};
