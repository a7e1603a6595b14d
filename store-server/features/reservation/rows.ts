/**
 * Reservations and the waitlist as rows, and what other features ask of them: which tables are kept, and what becomes of a party when
 * its order ends.
 */
import { conflict, notFound } from "@tillbox/shared/refusal.ts";
import { query } from "../../kernel/database.ts";
import type { Context, Entity, EventDraft, Projection, Reads, StoredEvent } from "../../kernel/types.ts";
import { holdEvents, tables } from "../floor/rows.ts";
import type { OrderState } from "../order/rows.ts";
import { reservations, waitlist } from "./entities/rows.ts";
import { suggestTables, typicalMinutes } from "./facts/rows.ts";
import {
  checkMove,
  evolve,
  heldTables,
  minutesAfter,
  type ReservationState,
  reservationEvent,
} from "./reservation.ts";
import { checkWaitMove, type WaitState, waitEvent } from "./wait/entry.ts";

export { reservations, waitlist } from "./entities/rows.ts";

const byOrder = query<[string], { id: string }>("SELECT id FROM reservations WHERE order_id = ?");
const waitByOrder = query<[string], { id: string }>("SELECT id FROM waitlist WHERE order_id = ?");

const folded = (
  before: ReservationState | undefined,
  events: readonly EventDraft[],
  { at, actor }: Context,
): ReservationState | undefined =>
  events.reduce<ReservationState | undefined>(
    (state, draft) =>
      evolve(state, { ...draft, at, actor: actor.userId, seq: before?.version ?? 0 } as StoredEvent),
    before,
  );

/** The events of a reservation, and those of the tables that are kept for it from then on, or no more. */
export const withHolds = (
  context: Context,
  before: ReservationState | undefined,
  events: readonly EventDraft[],
): EventDraft[] => {
  const after = folded(before, events, context);
  const now = heldTables(after);
  const hold = after ? { reservationId: after.id, at: after.at, guests: after.guests } : null;
  const touched = [...new Set([...heldTables(before), ...now])];
  return [
    ...events,
    ...touched.flatMap((id) => {
      const table = context.reads.get(tables.entity, id);
      return table && after ? holdEvents(table, after.id, now.includes(id) ? hold : null) : [];
    }),
  ];
};

/** A party that may sit down now. Throws `not_found`, or `conflict` where it sits already. */
export const reservationToSeat = (reads: Reads, id: string): ReservationState => {
  const state = reads.get(reservations, id);
  if (!state) throw notFound("reservation", id);
  checkMove(state, "seated");
  return state;
};
export const waitToSeat = (reads: Reads, id: string): WaitState => {
  const state = reads.get(waitlist, id);
  if (!state) throw notFound("waitlist entry", id);
  checkWaitMove(state, "seated");
  return state;
};

/** The tables that a party without any gets now: what fits best for as long as it is likely to sit. Throws `conflict` where nothing does. */
export const tablesNow = ({ reads, at }: Context, guests: number, except?: string): string[] => {
  const until = minutesAfter(at, typicalMinutes(reads, guests));
  const [best] = suggestTables(reads, { guests, at, until, now: at, except });
  if (!best) throw conflict(`No table for ${guests} is free now.`);
  return best.ids;
};

/** A party that came by a reservation sits down. */
export const seatReservationEvents = (
  context: Context,
  reservation: ReservationState,
  seat: { orderId: string; tableIds: string[] },
): EventDraft[] =>
  withHolds(context, reservation, [reservationEvent(reservation.id, "ReservationSeated", seat)]);
/** A party that waited sits down. */
export const seatWaitEvents = ({ id }: WaitState, orderId: string): EventDraft[] => [
  waitEvent(id, "WaitlistSeated", { orderId }),
];

/** An order that is over: completed, cancelled, or gone on as another one. */
export type EndedOrder = { orderId: string; cancelled: boolean; goesOnAs: string | null };

/** What becomes of the party whose order is over. A cancelled order undoes its seating: they are there, and have no table. */
export const partyEvents = (context: Context, ended: readonly EndedOrder[]): EventDraft[] =>
  ended.flatMap((order) => {
    const reservation = stateOf(context.reads, reservations, byOrder.get(context.reads.db, order.orderId));
    const entry = stateOf(context.reads, waitlist, waitByOrder.get(context.reads.db, order.orderId));
    return [
      ...(reservation?.status === "seated" ? reservationEnds(context, reservation, order) : []),
      ...(entry?.status === "seated" ? waitEnds(entry, order) : []),
    ];
  });

const stateOf = <S extends ReservationState | WaitState>(
  reads: Reads,
  entity: Entity<S>,
  row: { id: string } | undefined,
): S | undefined => (row ? reads.get(entity, row.id) : undefined);

const reservationEnds = (
  context: Context,
  reservation: ReservationState,
  { cancelled, goesOnAs }: EndedOrder,
): EventDraft[] => {
  const { id } = reservation;
  if (goesOnAs !== null) return [reservationEvent(id, "ReservationFollowed", { orderId: goesOnAs })];
  return cancelled
    ? withHolds(context, reservation, [reservationEvent(id, "ReservationUnseated", {})])
    : [reservationEvent(id, "ReservationCompleted", {})];
};

const waitEnds = ({ id }: WaitState, { cancelled, goesOnAs }: EndedOrder): EventDraft[] => {
  if (goesOnAs !== null) return [waitEvent(id, "WaitlistFollowed", { orderId: goesOnAs })];
  return cancelled ? [waitEvent(id, "WaitlistReturned", {})] : [];
};

const addTurn = query<[number, number]>(
  "INSERT INTO table_turns (guests, turns, minutes) VALUES (?, 1, ?) ON CONFLICT (guests) DO UPDATE SET turns = turns + 1, minutes = minutes + excluded.minutes",
);
/** A check that was left open overnight says nothing of how long people sit. */
const longestTurn_minutes = 360;

/** How long parties sit: from opening to the end of each order at a table. */
export const turnsProjection: Projection = {
  entity: "order",
  project: ({ event, after }, { db }) => {
    const order = after as OrderState;
    if (event.type !== "StatusChanged" || event.data.to !== "completed") return;
    if (order.tableId === null || order.guests === null) return;
    const minutes = Math.round((Date.parse(event.at) - Date.parse(order.createdAt)) / 60_000);
    if (minutes <= longestTurn_minutes) addTurn.run(db, Math.min(order.guests, 20), Math.max(minutes, 1));
  },
};
