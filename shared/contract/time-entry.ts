/** Working time: who came, paused and left when. Times are the box's; a correction names its reason. */
import { z } from "zod";
import { BusinessDay, entityFields, Id, Instant, Reason } from "./common.ts";

export const ClockInInput = z.strictObject({
  id: Id.optional(),
  commandId: Id.optional(),
  userId: Id.optional().meta({ description: "Somebody else, by the permission time.manage" }),
});
export const ClockMoveInput = z.strictObject({ commandId: Id.optional() });

const Break = z.strictObject({ startedAt: Instant, endedAt: Instant });
export const TimeCorrectionInput = z.strictObject({
  commandId: Id.optional(),
  startedAt: Instant.optional(),
  endedAt: Instant.nullable().optional(),
  breaks: z.array(Break).max(20).optional(),
  reason: Reason,
});
export type TimeCorrectionInput = z.infer<typeof TimeCorrectionInput>;

export const TimeEntry = z
  .object({
    ...entityFields,
    userId: z.string(),
    businessDay: z.string(),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
    breaks: z.array(z.object({ startedAt: z.string(), endedAt: z.string().nullable() })),
    status: z.enum(["working", "paused", "ended"]),
    /** Seconds at work without breaks, and in breaks; null while the entry is open. */
    workedSeconds: z.int().nullable(),
    breakSeconds: z.int().nullable(),
    corrections: z.array(z.object({ by: z.string(), at: z.string(), reason: z.string() })),
  })
  .meta({ id: "TimeEntry" });
export type TimeEntry = z.infer<typeof TimeEntry>;

export const TimeEntryQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).optional(),
  cursor: z.string().max(200).optional(),
  userId: Id.optional(),
  from: BusinessDay.optional(),
  to: BusinessDay.optional(),
  open: z.enum(["true", "false"]).optional(),
});

export const HoursReport = z
  .object({
    items: z.array(
      z.object({
        userId: z.string(),
        name: z.string(),
        businessDay: z.string(),
        entries: z.int(),
        workedSeconds: z.int(),
        breakSeconds: z.int(),
        /** Entries that nobody ended yet; they count nothing. */
        open: z.int(),
      }),
    ),
    from: z.string(),
    to: z.string(),
    completeTo: z.int(),
  })
  .meta({ id: "HoursReport" });
