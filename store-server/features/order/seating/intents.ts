/** Seating a party, as a device may send it. Two parties at one table get two checks, as with orders. */
import { SeatInput } from "@tillbox/shared/contract/reservation.ts";
import { newId } from "@tillbox/shared/id.ts";
import type { z } from "zod";
import { intentsOf } from "../../../kernel/intent.ts";
import type { Intent } from "../../../kernel/types.ts";
import { type Seat, seatReservation, seatWait } from "./commands.ts";

const seat = (
  id: string,
  { orderId, tableIds, newCheck = false }: z.infer<typeof SeatInput>,
  attended: boolean,
): Seat => ({
  id,
  orderId: orderId ?? newId(),
  tableIds,
  newCheck: newCheck || !attended,
});

export const seatingIntents: readonly Intent[] = [
  intentsOf("reservation")("seat", SeatInput, seatReservation, seat),
  intentsOf("waitlist-entry")("seat", SeatInput, seatWait, seat),
];
