/** What a device may send as intents of reservations and of the waitlist. */
import {
  ReservationChange,
  ReservationInput,
  ReservationStatusInput,
  WaitChange,
  WaitInput,
  WaitStatusInput,
} from "@tillbox/shared/contract/reservation.ts";
import { intentsOf } from "../../kernel/intent.ts";
import type { Intent } from "../../kernel/types.ts";
import { bookReservation, changeReservation, moveReservation } from "./commands.ts";
import { changeWait, joinWaitlist, moveWait } from "./wait/commands.ts";

const reservation = intentsOf("reservation");
const wait = intentsOf("waitlist-entry");
type Moved<S> = { status: S; reason?: string | undefined };
const moved = <S>(id: string, { status, reason }: Moved<S>) => ({ id, status, reason: reason ?? null });

export const reservationIntents: readonly Intent[] = [
  reservation("create", ReservationInput, bookReservation, (id, body) => ({ ...body, id })),
  reservation("update", ReservationChange, changeReservation, (id, { commandId: _commandId, ...change }) => ({
    ...change,
    id,
  })),
  reservation("status", ReservationStatusInput, moveReservation, moved),
  wait("create", WaitInput, joinWaitlist, (id, body) => ({ ...body, id })),
  wait("update", WaitChange, changeWait, (id, { commandId: _commandId, ...change }) => ({ ...change, id })),
  wait("status", WaitStatusInput, moveWait, moved),
];
