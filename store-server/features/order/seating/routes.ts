import { SeatedReservation, SeatedWait, SeatInput } from "@tillbox/shared/contract/reservation.ts";
import { newId } from "@tillbox/shared/id.ts";
import type { z } from "zod";
import { type Route, write } from "../../../http/route.ts";
import { seatReservation, seatWait } from "./commands.ts";

const tag = "Reservations";
type Body = z.infer<typeof SeatInput> | undefined;
const seatOf = (id: string | undefined, body: Body) => ({
  id: id ?? "",
  orderId: body?.orderId ?? newId(),
  tableIds: body?.tableIds,
  newCheck: body?.newCheck ?? false,
});

export const seatingRoutes: Route[] = [
  write({
    method: "post",
    path: "/reservations/:id/seat",
    tag,
    status: 201,
    summary: "Seat the party: opens an order at its tables, or links one that is open",
    description:
      "The reservation is completed when the order is, and `arrived` again when the order is cancelled.",
    body: SeatInput.optional(),
    answers: SeatedReservation,
    prepare: ({ body, params }) => ({ command: seatReservation, input: seatOf(params.id, body) }),
  }),
  write({
    method: "post",
    path: "/waitlist/:id/seat",
    tag,
    status: 201,
    summary: "Seat a party that waits: opens an order, or links one that is open",
    body: SeatInput.optional(),
    answers: SeatedWait,
    prepare: ({ body, params }) => ({ command: seatWait, input: seatOf(params.id, body) }),
  }),
];
