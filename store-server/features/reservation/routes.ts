import { listOf } from "@tillbox/shared/contract/common.ts";
import {
  Reservation,
  ReservationChange,
  ReservationInput,
  ReservationQuery,
  ReservationStatusInput,
  SuggestionQuery,
  Suggestions,
  WaitChange,
  WaitEntry,
  WaitEstimate,
  WaitInput,
  Waitlist,
  WaitQuery,
  WaitStatusInput,
} from "@tillbox/shared/contract/reservation.ts";
import { newId } from "@tillbox/shared/id.ts";
import { businessDay } from "@tillbox/shared/time.ts";
import { z } from "zod";
import { type Route, read, write } from "../../http/route.ts";
import { query } from "../../kernel/database.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { readPage } from "../../kernel/keyset.ts";
import type { ColumnValue } from "../../kernel/types.ts";
import { setting } from "../settings/rows.ts";
import { bookReservation, changeReservation, findReservation, moveReservation } from "./commands.ts";
import { reservations, reservationView, waitlist, waitView } from "./entities/rows.ts";
import { namedSet, otherTimes, suggestTables } from "./facts/rows.ts";
import { minutesAfter, type ReservationState } from "./reservation.ts";
import { changeWait, findWait, joinWaitlist, moveWait } from "./wait/commands.ts";
import type { WaitState } from "./wait/entry.ts";
import { estimateWait, waitSuggestions } from "./wait/rows.ts";

const tag = "Reservations";
const common = { tag, permission: "reservation.read" };
type Condition = { sql: string; values: ColumnValue[] };

const byTime = {
  select: "SELECT business_day, starts_at, id, state FROM reservations",
  order: ["business_day", "starts_at", "id"],
  direction: "ASC",
} as const;
const inLine = {
  select: "SELECT created_at, id, state FROM waitlist",
  order: ["created_at", "id"],
  direction: "ASC",
} as const;

const today = (kernel: Kernel): string =>
  businessDay(
    kernel.clock.now(),
    setting(kernel, "store.time_zone"),
    setting(kernel, "business_day.cutover"),
  );

const firstHere = query<[], { day: string | null }>(
  "SELECT MIN(business_day) AS day FROM reservations WHERE status IN ('arrived', 'seated')",
);
/** From today on, and whoever came before the day began and is still here. */
const fromToday = (kernel: Kernel): Condition[] => {
  const day = today(kernel);
  const first = firstHere.get(kernel.db)?.day ?? day;
  return [
    { sql: "business_day >= ?", values: [first < day ? first : day] },
    { sql: "(business_day >= ? OR status IN ('arrived', 'seated'))", values: [day] },
  ];
};

const filters = (kernel: Kernel, { from, to, status }: z.infer<typeof ReservationQuery>): Condition[] => [
  ...(from === undefined && to === undefined ? fromToday(kernel) : []),
  ...(from === undefined ? [] : [{ sql: "business_day >= ?", values: [from] }]),
  ...(to === undefined ? [] : [{ sql: "business_day <= ?", values: [to] }]),
  ...(status === undefined ? [] : [{ sql: "status = ?", values: [status] }]),
];

const suggest = (kernel: Kernel, query: SuggestionQuery) => {
  const now = kernel.clock.now();
  const minutes = query.durationMinutes ?? setting(kernel, "reservation.duration_minutes");
  const at = minutesAfter(query.at ?? now, 0);
  const until = minutesAfter(at, minutes);
  const wanted = { guests: query.guests, at, until, now, except: query.reservationId };
  const items = suggestTables(kernel, wanted).map((set) => namedSet(kernel, set));
  return { items, times: items.length > 0 ? [] : otherTimes(kernel, wanted) };
};

const reservationReads: Route[] = [
  read<z.infer<typeof ReservationQuery>>({
    ...common,
    path: "/reservations",
    summary:
      "Reservations by their time; unless told otherwise from today's business day on, and who came earlier and is still here",
    query: ReservationQuery,
    answers: listOf(Reservation),
    run: ({ kernel, query: asked }) => {
      const page = readPage(kernel.db, byTime, filters(kernel, asked), asked);
      const items = page.items.map(({ state }) =>
        reservationView(JSON.parse(String(state)) as ReservationState),
      );
      return { items, nextCursor: page.nextCursor };
    },
  }),
  read<SuggestionQuery>({
    ...common,
    path: "/reservations/suggestions",
    summary:
      "Tables that fit a party at a time, the best first; where there are none, the nearest times that have some",
    description:
      "Considers other reservations, who sits where now, and how long parties of their size usually stay. `reservationId`: one that is being moved, and so is in nobody's way.",
    query: SuggestionQuery,
    answers: Suggestions,
    run: ({ kernel, query }) => suggest(kernel, query),
  }),
  read({
    ...common,
    path: "/reservations/:id",
    summary: "One reservation",
    answers: Reservation,
    run: ({ kernel, params }) => {
      const state = findReservation(kernel, params.id ?? "");
      return { json: reservations.view(state, kernel), version: state.version };
    },
  }),
];

const reservationWrites: Route[] = [
  write({
    method: "post",
    path: "/reservations",
    tag,
    status: 201,
    summary: "Book a table",
    description:
      "Without `tableIds` the box picks what fits best at that time, or refuses with 409. With them an overlap with another reservation is refused with 409 and the other one as `current`. From `reservation.hold_minutes` before its time its tables are `reserved`.",
    body: ReservationInput,
    answers: Reservation,
    prepare: ({ body }) => ({ command: bookReservation, input: { ...body, id: body.id ?? newId() } }),
  }),
  write({
    method: "put",
    path: "/reservations/:id",
    tag,
    status: 200,
    summary: "Change the named fields of a reservation; tableIds null lets the box pick again",
    body: ReservationChange,
    answers: Reservation,
    prepare: ({ body: { commandId: _commandId, ...change }, params }) => ({
      command: changeReservation,
      input: { ...change, id: params.id ?? "" },
    }),
  }),
  write({
    method: "put",
    path: "/reservations/:id/status",
    tag,
    status: 200,
    summary: "The party arrived, did not come, cancelled; or is booked again",
    body: ReservationStatusInput,
    answers: Reservation,
    prepare: ({ body, params }) => ({
      command: moveReservation,
      input: { id: params.id ?? "", status: body.status, reason: body.reason ?? null },
    }),
  }),
];

const waitReads: Route[] = [
  read<z.infer<typeof WaitQuery>>({
    ...common,
    path: "/waitlist",
    summary:
      "Who waits, who came first first, with what each may have now or how long it takes; `status` for the others",
    query: WaitQuery,
    answers: Waitlist,
    run: ({ kernel, query }) => {
      const where =
        query.status === undefined
          ? { sql: "waits = 1", values: [] }
          : { sql: "status = ?", values: [query.status] };
      const page = readPage(kernel.db, inLine, [where], query);
      const items = page.items.map(({ state }) => waitView(JSON.parse(String(state)) as WaitState));
      return { items, nextCursor: page.nextCursor, suggestions: waitSuggestions(kernel, kernel.clock.now()) };
    },
  }),
  read<{ guests: number }>({
    ...common,
    path: "/waitlist/estimate",
    summary: "How long a party of this size would wait if it joined the line now",
    query: z.strictObject({ guests: z.coerce.number().int().min(1).max(500) }) as z.ZodType<{
      guests: number;
    }>,
    answers: WaitEstimate,
    run: ({ kernel, query }) => estimateWait(kernel, query.guests, kernel.clock.now()),
  }),
  read({
    ...common,
    path: "/waitlist/:id",
    summary: "One party that waits, or did",
    answers: WaitEntry,
    run: ({ kernel, params }) => {
      const state = findWait(kernel, params.id ?? "");
      return { json: waitlist.view(state, kernel), version: state.version };
    },
  }),
];

const waitWrites: Route[] = [
  write({
    method: "post",
    path: "/waitlist",
    tag,
    status: 201,
    summary: "A party joins the line; without quotedMinutes it is told what the box expects",
    body: WaitInput,
    answers: WaitEntry,
    prepare: ({ body }) => ({ command: joinWaitlist, input: { ...body, id: body.id ?? newId() } }),
  }),
  write({
    method: "put",
    path: "/waitlist/:id",
    tag,
    status: 200,
    summary: "Change the named fields of a party that waits",
    body: WaitChange,
    answers: WaitEntry,
    prepare: ({ body: { commandId: _commandId, ...change }, params }) => ({
      command: changeWait,
      input: { ...change, id: params.id ?? "" },
    }),
  }),
  write({
    method: "put",
    path: "/waitlist/:id/status",
    tag,
    status: 200,
    summary: "The party was called, has left, or waits again",
    body: WaitStatusInput,
    answers: WaitEntry,
    prepare: ({ body, params }) => ({
      command: moveWait,
      input: { id: params.id ?? "", status: body.status, reason: body.reason ?? null },
    }),
  }),
];

export const reservationRoutes: Route[] = [
  ...reservationReads,
  ...reservationWrites,
  ...waitReads,
  ...waitWrites,
];
