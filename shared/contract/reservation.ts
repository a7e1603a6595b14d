/** Guests that are expected, and guests that wait: what a client sends, and the views that everybody gets. */
import { z } from "zod";
import { isPhone } from "../phone.ts";
import {
  BusinessDay,
  changeOf,
  entityFields,
  Id,
  Instant,
  ListQuery,
  listOf,
  Name,
  Reason,
  Text,
} from "./common.ts";
import { maxJoinedTables, TableSet } from "./floor.ts";
import { Order } from "./order.ts";

export const reservationStatuses = [
  "booked",
  "arrived",
  "seated",
  "completed",
  "no-show",
  "cancelled",
] as const;
export type ReservationStatus = (typeof reservationStatuses)[number];
export const waitStatuses = ["waiting", "notified", "seated", "left"] as const;
export type WaitStatus = (typeof waitStatuses)[number];

const Guests = z.int().min(1).max(500);
const Minutes = z.int().min(15).max(720);
const Phone = z.string().trim().max(40).refine(isPhone, "must be a telephone number of at least four digits");
const TableIds = z.array(Id).max(maxJoinedTables);

const reservationFields = {
  guests: Guests,
  at: Instant,
  durationMinutes: Minutes.optional(),
  name: Name.optional(),
  phone: Phone.optional(),
  customerId: Id.optional(),
  tableIds: TableIds.optional().meta({
    description:
      "Left out: the box picks what fits best, or refuses. Empty: no table yet. Several: pushed together",
  }),
  notes: Text.optional(),
  source: z.string().trim().min(1).max(60).optional().meta({ description: 'How it came: "phone", "web"' }),
};
export const ReservationInput = z
  .strictObject({ id: Id.optional(), commandId: Id.optional(), ...reservationFields })
  .refine((given) => given.name !== undefined || given.customerId !== undefined, {
    message: "give a name or a customerId",
    path: ["name"],
  })
  .meta({ id: "ReservationInput" });
export type ReservationInput = z.infer<typeof ReservationInput>;
export const ReservationChange = changeOf(reservationFields)
  .extend({ commandId: Id.optional() })
  .meta({ id: "ReservationChange" });
export type ReservationChange = z.infer<typeof ReservationChange>;
export const ReservationStatusInput = z.strictObject({
  commandId: Id.optional(),
  status: z.enum(["booked", "arrived", "no-show", "cancelled"]),
  reason: Reason.optional(),
});
export const SeatInput = z.strictObject({
  commandId: Id.optional(),
  tableIds: TableIds.min(1)
    .optional()
    .meta({ description: "Left out: those of the reservation, or what fits best now" }),
  orderId: Id.optional().meta({
    description: "Id of the order that is opened; or of an open one, which is linked as it is",
  }),
  newCheck: z.boolean().optional(),
});

export const Reservation = z
  .object({
    ...entityFields,
    guests: z.int(),
    at: z.string(),
    until: z.string(),
    durationMinutes: z.int(),
    businessDay: z.string(),
    name: z.string().nullable(),
    phone: z.string().nullable(),
    customerId: z.string().nullable(),
    tableIds: z.array(z.string()),
    fixed: z.boolean().meta({ description: "A person chose the tables; the box does not change them" }),
    status: z.enum(reservationStatuses),
    held: z.boolean().meta({ description: "Its tables are kept for it now" }),
    notes: z.string().nullable(),
    source: z.string().nullable(),
    reason: z.string().nullable(),
    orderId: z.string().nullable(),
    arrivedAt: z.string().nullable(),
    seatedAt: z.string().nullable(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: "Reservation" });
export type Reservation = z.infer<typeof Reservation>;
export const ReservationQuery = ListQuery.extend({
  from: BusinessDay.optional(),
  to: BusinessDay.optional(),
  status: z.enum(reservationStatuses).optional(),
});
export const SeatedReservation = z.object({ reservation: Reservation, order: Order });

export const SuggestionQuery = z.strictObject({
  guests: z.coerce.number().int().min(1).max(500),
  at: Instant.optional(),
  durationMinutes: z.coerce.number().int().min(15).max(720).optional(),
  reservationId: Id.optional(),
});
export type SuggestionQuery = z.infer<typeof SuggestionQuery>;
export const Suggestions = z.object({
  items: z.array(TableSet),
  times: z
    .array(z.string())
    .meta({ description: "Where nothing is free: the nearest times at which something is" }),
});
export type Suggestions = z.infer<typeof Suggestions>;

const waitFields = {
  guests: Guests,
  name: Name.optional(),
  phone: Phone.optional(),
  customerId: Id.optional(),
  quotedMinutes: z.int().min(0).max(600).optional().meta({ description: "Left out: what the box expects" }),
  notes: Text.optional(),
};
export const WaitInput = z
  .strictObject({ id: Id.optional(), commandId: Id.optional(), ...waitFields })
  .refine((given) => given.name !== undefined || given.customerId !== undefined, {
    message: "give a name or a customerId",
    path: ["name"],
  })
  .meta({ id: "WaitlistInput" });
export type WaitInput = z.infer<typeof WaitInput>;
export const WaitChange = changeOf(waitFields)
  .extend({ commandId: Id.optional() })
  .meta({ id: "WaitlistChange" });
export type WaitChange = z.infer<typeof WaitChange>;
export const WaitStatusInput = z.strictObject({
  commandId: Id.optional(),
  status: z.enum(["waiting", "notified", "left"]),
  reason: Reason.optional(),
});
export const WaitEntry = z
  .object({
    ...entityFields,
    guests: z.int(),
    name: z.string().nullable(),
    phone: z.string().nullable(),
    customerId: z.string().nullable(),
    quotedMinutes: z.int().nullable(),
    notes: z.string().nullable(),
    status: z.enum(waitStatuses),
    reason: z.string().nullable(),
    orderId: z.string().nullable(),
    notifiedAt: z.string().nullable(),
    seatedAt: z.string().nullable(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: "WaitlistEntry" });
export type WaitEntry = z.infer<typeof WaitEntry>;
export const WaitQuery = ListQuery.extend({ status: z.enum(waitStatuses).optional() });
export const WaitSuggestion = z.object({
  entryId: z.string(),
  waitMinutes: z.int().nullable().meta({ description: "Null: no table of this store seats the party" }),
  tables: TableSet.nullable().meta({ description: "What the party may have now" }),
});
export type WaitSuggestion = z.infer<typeof WaitSuggestion>;
export const Waitlist = listOf(WaitEntry).extend({
  suggestions: z.array(WaitSuggestion).meta({ description: "For everybody who waits, in their order" }),
});
export const WaitEstimate = z.object({
  guests: z.int(),
  ahead: z.int().meta({ description: "Parties that wait before this one" }),
  waitMinutes: z.int().nullable(),
  tables: TableSet.nullable(),
});
export type WaitEstimate = z.infer<typeof WaitEstimate>;
export const SeatedWait = z.object({ entry: WaitEntry, order: Order });
