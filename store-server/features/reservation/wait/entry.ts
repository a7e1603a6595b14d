/** A party that waits for a table: its state, how each event changes it, and how it may move. Pure. */
import type { WaitStatus } from "@tillbox/shared/contract/reservation.ts";
import { conflict } from "@tillbox/shared/refusal.ts";
import type { BaseState, EventDraft, StoredEvent } from "../../../kernel/types.ts";

export type WaitState = BaseState & {
  guests: number;
  /** Sealed. */
  name: string | null;
  phone: string | null;
  notes: string | null;
  customerId: string | null;
  quotedMinutes: number | null;
  status: WaitStatus;
  reason: string | null;
  orderId: string | null;
  notifiedAt: string | null;
  seatedAt: string | null;
  endedAt: string | null;
};
type Joined = Pick<WaitState, "guests" | "name" | "phone" | "notes" | "customerId" | "quotedMinutes">;
export type WaitEvents = {
  WaitlistJoined: Joined;
  WaitlistChanged: Partial<Joined>;
  WaitlistNotified: Record<string, never>;
  WaitlistSeated: { orderId: string };
  /** Back in the line, at the place that it had: called too early, gone and come back, or its order was cancelled. */
  WaitlistReturned: Record<string, never>;
  WaitlistFollowed: { orderId: string };
  WaitlistLeft: { reason: string | null };
};
export type WaitEventType = keyof WaitEvents;

export const waitEvent = <T extends WaitEventType>(id: string, type: T, data: WaitEvents[T]): EventDraft => ({
  entity: "waitlist-entry",
  id,
  type,
  data: { ...data },
});

type Folds = {
  [T in Exclude<WaitEventType, "WaitlistJoined">]: (data: WaitEvents[T], at: string) => Partial<WaitState>;
};
const folds: Folds = {
  WaitlistChanged: (data) => data,
  WaitlistNotified: (_data, at) => ({ status: "notified", notifiedAt: at }),
  WaitlistSeated: ({ orderId }, at) => ({ status: "seated", orderId, seatedAt: at, endedAt: at }),
  WaitlistReturned: () => ({
    status: "waiting",
    orderId: null,
    notifiedAt: null,
    seatedAt: null,
    endedAt: null,
    reason: null,
  }),
  WaitlistFollowed: ({ orderId }) => ({ orderId }),
  WaitlistLeft: ({ reason }, at) => ({ status: "left", endedAt: at, reason }),
};

const joined = (event: StoredEvent): WaitState => ({
  ...(event.data as unknown as Joined),
  id: event.id,
  version: event.seq,
  createdAt: event.at,
  updatedAt: event.at,
  status: "waiting",
  reason: null,
  orderId: null,
  notifiedAt: null,
  seatedAt: null,
  endedAt: null,
});

export const evolveWait = (state: WaitState | undefined, event: StoredEvent): WaitState => {
  if (event.type === "WaitlistJoined") return joined(event);
  const fold = folds[event.type as keyof Folds] as
    | ((data: unknown, at: string) => Partial<WaitState>)
    | undefined;
  if (!state || !fold) throw new Error(`the waitlist cannot fold ${event.type}`);
  return { ...state, ...fold(event.data, event.at), version: event.seq, updatedAt: event.at };
};

const moves: Readonly<Record<WaitStatus, readonly WaitStatus[]>> = {
  waiting: ["notified", "seated", "left"],
  notified: ["waiting", "seated", "left"],
  seated: [],
  left: ["waiting", "seated"],
};
export const waits = ({ status }: WaitState): boolean => status === "waiting" || status === "notified";

/** Throws `conflict` with the allowed ones where it cannot go there. */
export const checkWaitMove = (state: WaitState, to: WaitStatus): void => {
  const allowed = moves[state.status];
  if (allowed.includes(to)) return;
  const next = allowed.length > 0 ? `Allowed now: ${allowed.join(", ")}.` : "They have their table.";
  throw conflict(`A party that is ${state.status} cannot become ${to}. ${next}`, { ...state, allowed });
};
