/** Booking, changing and moving reservations; and what the clock does to them. */
import type {
  ReservationChange,
  ReservationInput,
  ReservationStatus,
} from "@tillbox/shared/contract/reservation.ts";
import { conflict, invalid, notFound } from "@tillbox/shared/refusal.ts";
import { businessDay } from "@tillbox/shared/time.ts";
import { sealMaybe, unseal } from "../../kernel/personal.ts";
import type { Command, Context, Decision, EventDraft, Reads } from "../../kernel/types.ts";
import { linkable } from "../customer/rows.ts";
import { ordersAt, tables } from "../floor/rows.ts";
import { setting } from "../settings/rows.ts";
import { reservations, reservationView } from "./entities/rows.ts";
import { checkOverlap, checkTables, expectedIn, type Span, suggestTables } from "./facts/rows.ts";
import {
  checkMove,
  isExpected,
  minutesAfter,
  type ReservationState,
  reservationEvent,
} from "./reservation.ts";
import { withHolds } from "./rows.ts";

const target = ({ id }: { id: string }) => ({ entity: "reservation", id });
const answers = (id: string, events: EventDraft[]): Decision => ({
  events,
  answer: { entity: "reservation", id },
});

export const findReservation = (reads: Reads, id: string): ReservationState => {
  const found = reads.get(reservations, id);
  if (!found) throw notFound("reservation", id);
  return found;
};

const furthest_days = 3 * 366;
const dayMinutes = 24 * 60;

/** From its time on, how long it sits, on which business day. Throws `invalid` for a time that is over, or too far away. */
const timeOf = (reads: Reads, given: { at: string; durationMinutes: number }, now: string) => {
  const at = minutesAfter(given.at, 0);
  const until = minutesAfter(at, given.durationMinutes);
  if (at > minutesAfter(now, furthest_days * dayMinutes))
    throw invalid("at", "is more than three years away");
  if (until <= now) throw invalid("at", "is over");
  const day = businessDay(at, setting(reads, "store.time_zone"), setting(reads, "business_day.cutover"));
  return { at, until, durationMinutes: given.durationMinutes, businessDay: day };
};

/** Its tables are kept from now on. */
const isDue = (reads: Reads, at: string, now: string): boolean =>
  minutesAfter(at, -setting(reads, "reservation.hold_minutes")) <= now;

type Places = Pick<ReservationState, "tableIds" | "fixed">;
type Asked = Span & { guests: number; now: string; except?: string };

const nothingFits = ({ guests }: Asked): Error =>
  conflict(`No table for ${guests} is free at that time. Ask for other times, or book without a table.`);

const picked = (reads: Reads, asked: Asked): Places => {
  const [best] = suggestTables(reads, asked);
  if (!best) throw nothingFits(asked);
  return { tableIds: best.ids, fixed: false };
};

/** The tables of a booking: those that a person named, or what the box picks. */
const placesOf = (reads: Reads, tableIds: readonly string[] | null | undefined, asked: Asked): Places => {
  if (!tableIds) return picked(reads, asked);
  checkTables(reads, tableIds);
  checkOverlap(reads, tableIds, asked, asked.except);
  return { tableIds: [...tableIds], fixed: true };
};

type Words = Pick<ReservationState, "name" | "phone" | "notes" | "customerId">;
type Given = {
  name?: string | null | undefined;
  phone?: string | null | undefined;
  notes?: string | null | undefined;
  customerId?: string | null | undefined;
};

/**
 * Who comes, sealed: under the customer's key where they are one, so that erasing the customer erases it here too, else under a key of
 * its own. The name of a customer is taken over as it stands sealed with them.
 */
export const guestWords = (reads: Reads, id: string, given: Given): Words => {
  const { customerId = null, name = null, phone = null, notes = null } = given;
  const customer = customerId === null ? null : linkable(reads, customerId);
  const person = customerId ?? id;
  return {
    name: sealMaybe(reads.db, person, name) ?? customer?.name ?? null,
    phone: sealMaybe(reads.db, person, phone) ?? customer?.phone ?? null,
    notes: sealMaybe(reads.db, person, notes),
    customerId,
  };
};

/** The words that are given and differ from what is known; the same word sealed twice would be another text. */
export const changedWords = (reads: Reads, known: Words & { id: string }, given: Given): Partial<Words> => {
  const customerId = given.customerId === undefined ? known.customerId : given.customerId;
  if (given.customerId && given.customerId !== known.customerId) linkable(reads, given.customerId);
  const person = customerId ?? known.id;
  const words = (["name", "phone", "notes"] as const).flatMap((key) => {
    const [old, wanted] = [known[key], given[key]];
    if (wanted === undefined || wanted === (old === null ? null : unseal(reads.db, old))) return [];
    return [[key, sealMaybe(reads.db, person, wanted)] as const];
  });
  return {
    ...Object.fromEntries(words),
    ...(customerId === known.customerId ? {} : { customerId }),
  };
};

export const bookReservation: Command<ReservationInput & { id: string }> = {
  name: "reservation.book",
  permission: "reservation.manage",
  decide: (input, context) => {
    const { reads, at: now } = context;
    const { id, guests } = input;
    const taken = reads.get(reservations, id);
    if (taken) throw conflict("There is a reservation with this id already.", reservationView(taken));
    const durationMinutes = input.durationMinutes ?? setting(reads, "reservation.duration_minutes");
    const time = timeOf(reads, { at: input.at, durationMinutes }, now);
    const booked = reservationEvent(id, "ReservationBooked", {
      guests,
      ...time,
      ...placesOf(reads, input.tableIds, { ...time, guests, now }),
      ...guestWords(reads, id, input),
      source: input.source ?? null,
    });
    const tableIds = booked.data.tableIds as string[];
    const held = isDue(reads, time.at, now) ? [reservationEvent(id, "ReservationHeld", { tableIds })] : [];
    return answers(id, withHolds(context, undefined, [booked, ...held]));
  },
};

/** Whether the tables that the box picked are still right for what is asked now. */
const stillFits = (reads: Reads, { tableIds }: ReservationState, asked: Asked): boolean => {
  const seats = tableIds.reduce((sum, id) => sum + (reads.get(tables.entity, id)?.seats ?? 0), 0);
  const others = expectedIn(reads, asked, asked.except);
  return seats >= asked.guests && !others.some((other) => other.tableIds.some((id) => tableIds.includes(id)));
};

const placesAfter = (
  reads: Reads,
  state: ReservationState,
  change: ReservationChange,
  asked: Asked,
): Partial<Places> => {
  if (change.tableIds !== undefined) return placesOf(reads, change.tableIds, asked);
  if (state.tableIds.length === 0) return {};
  if (!state.fixed) return stillFits(reads, state, asked) ? {} : picked(reads, asked);
  checkOverlap(reads, state.tableIds, asked, state.id);
  return {};
};

const changedTime = (context: Context, state: ReservationState, change: ReservationChange) => {
  const { reads, at: now } = context;
  const standard = setting(reads, "reservation.duration_minutes");
  const durationMinutes =
    change.durationMinutes === null ? standard : (change.durationMinutes ?? state.durationMinutes);
  if (change.at === undefined && durationMinutes === state.durationMinutes) return null;
  return timeOf(reads, { at: change.at ?? state.at, durationMinutes }, now);
};

export const changeReservation: Command<ReservationChange & { id: string }> = {
  name: "reservation.change",
  permission: "reservation.manage",
  target,
  decide: ({ id, ...change }, context) => {
    const { reads, at: now } = context;
    const state = findReservation(reads, id);
    const words = changedWords(reads, state, change);
    const source =
      change.source === undefined || change.source === state.source ? {} : { source: change.source };
    const time = changedTime(context, state, change);
    const guests = change.guests ?? state.guests;
    const isMoved = time !== null || guests !== state.guests || change.tableIds !== undefined;
    if (isMoved && !isExpected(state))
      throw conflict(
        `This reservation is ${state.status}. Only its words can change.`,
        reservationView(state),
      );
    const span = time ?? state;
    const places = isMoved
      ? placesAfter(reads, state, change, { at: span.at, until: span.until, guests, now, except: id })
      : {};
    const changed = {
      ...words,
      ...source,
      ...time,
      ...(guests === state.guests ? {} : { guests }),
      ...places,
    };
    if (Object.keys(changed).length === 0) return answers(id, []);
    const held = isDue(reads, span.at, now);
    return answers(
      id,
      withHolds(context, state, [reservationEvent(id, "ReservationChanged", { ...changed, held })]),
    );
  },
};

const moved = (
  context: Context,
  state: ReservationState,
  to: ReservationStatus,
  reason: string | null,
): EventDraft[] => {
  const { reads, at: now } = context;
  if (to === "no-show" && now < state.at)
    throw conflict(
      "Its time has not come: they may still. Cancel it, or say so when its time is over.",
      reservationView(state),
    );
  if (to === "no-show") return [reservationEvent(state.id, "ReservationMissed", { reason })];
  if (to === "cancelled") return [reservationEvent(state.id, "ReservationCancelled", { reason })];
  const comesBack = !isExpected(state);
  if (comesBack) checkOverlap(reads, state.tableIds, state, state.id);
  if (comesBack && to === "booked" && state.until <= now)
    throw conflict("Its time is over. Book a new one.", reservationView(state));
  if (to === "arrived") return [reservationEvent(state.id, "ReservationArrived", {})];
  return [reservationEvent(state.id, "ReservationReinstated", { held: isDue(reads, state.at, now) })];
};

/** Arrived, did not come, cancelled; or back to booked. */
export const moveReservation: Command<{ id: string; status: ReservationStatus; reason: string | null }> = {
  name: "reservation.status",
  permission: "reservation.manage",
  target,
  decide: ({ id, status, reason }, context) => {
    const state = findReservation(context.reads, id);
    if (state.status === status) return answers(id, []);
    checkMove(state, status);
    return answers(id, withHolds(context, state, moved(context, state, status, reason)));
  },
};

/** Tables of the box's own choice give way where somebody sits at them; those that a person chose stay. */
const tablesToHold = (reads: Reads, state: ReservationState, now: string): string[] => {
  const isTaken = state.tableIds.some(
    (id) => ordersAt(reads.db, reads.get(tables.entity, id) ?? { id }).length > 0,
  );
  if (state.fixed || !isTaken) return state.tableIds;
  const { at, until, guests, id: except } = state;
  return suggestTables(reads, { at, until, guests, now, except })[0]?.ids ?? state.tableIds;
};

/** By the clock: a reservation's time is near. Does nothing where that is not so (any more). */
export const holdReservation: Command<{ id: string }> = {
  name: "reservation.hold",
  permission: "reservation.manage",
  decide: ({ id }, context) => {
    const state = findReservation(context.reads, id);
    const due = isExpected(state) && !state.held && isDue(context.reads, state.at, context.at);
    if (!due) return answers(id, []);
    const tableIds = tablesToHold(context.reads, state, context.at);
    return answers(id, withHolds(context, state, [reservationEvent(id, "ReservationHeld", { tableIds })]));
  },
};

/** When a guest that did not come is given up; null: never by the clock. */
export const missedAt = (reads: Reads, at: string): string | null => {
  const minutes = setting(reads, "reservation.no_show_minutes");
  return minutes === 0 ? null : minutesAfter(at, minutes);
};

/** By the clock: the party did not come. Does nothing where that is not so (any more). */
export const missReservation: Command<{ id: string }> = {
  name: "reservation.miss",
  permission: "reservation.manage",
  decide: ({ id }, context) => {
    const state = findReservation(context.reads, id);
    const missed = missedAt(context.reads, state.at);
    const due = state.status === "booked" && !state.spared && missed !== null && missed <= context.at;
    if (!due) return answers(id, []);
    const event = reservationEvent(id, "ReservationMissed", { reason: null });
    return answers(id, withHolds(context, state, [event]));
  },
};
