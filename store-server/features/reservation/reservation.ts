/** A reservation: its state, how each event changes it, and how it may move. Pure. */
import type { ReservationStatus } from "@tillbox/shared/contract/reservation.ts";
import { conflict } from "@tillbox/shared/refusal.ts";
import type { BaseState, EventDraft, StoredEvent } from "../../kernel/types.ts";

export type ReservationState = BaseState & {
  guests: number;
  /** RFC 3339 with milliseconds, as all times are compared as texts. */
  at: string;
  until: string;
  durationMinutes: number;
  businessDay: string;
  /** Sealed. */
  name: string | null;
  phone: string | null;
  notes: string | null;
  customerId: string | null;
  tableIds: string[];
  fixed: boolean;
  source: string | null;
  status: ReservationStatus;
  held: boolean;
  /** Somebody took a no-show back: the clock does not say so again. */
  spared: boolean;
  reason: string | null;
  orderId: string | null;
  arrivedAt: string | null;
  seatedAt: string | null;
  endedAt: string | null;
};
type Booked = Pick<
  ReservationState,
  | "guests"
  | "at"
  | "until"
  | "durationMinutes"
  | "businessDay"
  | "name"
  | "phone"
  | "notes"
  | "customerId"
  | "tableIds"
  | "fixed"
  | "source"
>;
export type ReservationEvents = {
  ReservationBooked: Booked;
  ReservationChanged: Partial<Booked> & { held: boolean };
  /** Its time is near: from now on its tables are kept for it. */
  ReservationHeld: { tableIds: string[] };
  ReservationArrived: Record<string, never>;
  ReservationSeated: { orderId: string; tableIds: string[] };
  /** The order that it was seated with was cancelled: the party is there and has no table. */
  ReservationUnseated: Record<string, never>;
  /** Its order goes on as another one. */
  ReservationFollowed: { orderId: string };
  ReservationCompleted: Record<string, never>;
  ReservationMissed: { reason: string | null };
  ReservationCancelled: { reason: string | null };
  ReservationReinstated: { held: boolean };
};
export type ReservationEventType = keyof ReservationEvents;

export const reservationEvent = <T extends ReservationEventType>(
  id: string,
  type: T,
  data: ReservationEvents[T],
): EventDraft => ({ entity: "reservation", id, type, data: { ...data } });

export const isExpected = ({ status }: ReservationState): boolean =>
  status === "booked" || status === "arrived";
/** The tables that are kept for it now. */
export const heldTables = (reservation: ReservationState | undefined): string[] =>
  reservation && isExpected(reservation) && reservation.held ? reservation.tableIds : [];

type Folds = {
  [T in Exclude<ReservationEventType, "ReservationBooked">]: (
    data: ReservationEvents[T],
    at: string,
    state: ReservationState,
  ) => Partial<ReservationState>;
};
const folds: Folds = {
  ReservationChanged: (data) => data,
  ReservationHeld: ({ tableIds }) => ({ held: true, tableIds }),
  ReservationArrived: (_data, at) => ({ status: "arrived", arrivedAt: at, endedAt: null, reason: null }),
  ReservationSeated: ({ orderId, tableIds }, at, state) => ({
    status: "seated",
    orderId,
    tableIds,
    arrivedAt: state.arrivedAt ?? at,
    seatedAt: at,
    endedAt: null,
    reason: null,
  }),
  ReservationUnseated: () => ({ status: "arrived", orderId: null, seatedAt: null }),
  ReservationFollowed: ({ orderId }) => ({ orderId }),
  ReservationCompleted: (_data, at) => ({ status: "completed", endedAt: at }),
  ReservationMissed: ({ reason }, at) => ({ status: "no-show", endedAt: at, reason }),
  ReservationCancelled: ({ reason }, at) => ({ status: "cancelled", endedAt: at, reason }),
  ReservationReinstated: ({ held }, _at, state) => ({
    status: "booked",
    held,
    spared: state.spared || state.status === "no-show",
    arrivedAt: null,
    endedAt: null,
    reason: null,
  }),
};

const booked = (event: StoredEvent): ReservationState => ({
  ...(event.data as unknown as Booked),
  id: event.id,
  version: event.seq,
  createdAt: event.at,
  updatedAt: event.at,
  status: "booked",
  held: false,
  spared: false,
  reason: null,
  orderId: null,
  arrivedAt: null,
  seatedAt: null,
  endedAt: null,
});

export const evolve = (state: ReservationState | undefined, event: StoredEvent): ReservationState => {
  if (event.type === "ReservationBooked") return booked(event);
  const fold = folds[event.type as keyof Folds] as
    | ((data: unknown, at: string, state: ReservationState) => Partial<ReservationState>)
    | undefined;
  if (!state || !fold) throw new Error(`a reservation cannot fold ${event.type}`);
  return { ...state, ...fold(event.data, event.at, state), version: event.seq, updatedAt: event.at };
};

const moves: Readonly<Record<ReservationStatus, readonly ReservationStatus[]>> = {
  booked: ["arrived", "seated", "no-show", "cancelled"],
  arrived: ["booked", "seated", "no-show", "cancelled"],
  seated: [],
  completed: [],
  "no-show": ["booked", "arrived", "seated"],
  cancelled: ["booked", "arrived", "seated"],
};

/** Throws `conflict` with the allowed ones where it cannot go there. */
export const checkMove = (state: ReservationState, to: ReservationStatus): void => {
  const allowed = moves[state.status];
  if (allowed.includes(to)) return;
  const next = allowed.length > 0 ? `Allowed now: ${allowed.join(", ")}.` : "Its order says how it goes on.";
  throw conflict(`A reservation that is ${state.status} cannot become ${to}. ${next}`, { ...state, allowed });
};

export const minutesAfter = (at: string, minutes: number): string =>
  new Date(Date.parse(at) + minutes * 60_000).toISOString();

export const overlaps = (
  one: Pick<ReservationState, "at" | "until">,
  other: Pick<ReservationState, "at" | "until">,
): boolean => one.at < other.until && other.at < one.until;
