/** What goes on with an order besides its lines and money: courses, moves between checks, changed discounts, comps, its timeline. */
import { z } from "zod";
import { Id, Quantity, Reason } from "./common.ts";

export const DiscountChangeInput = z.strictObject({
  commandId: Id.optional(),
  kind: z.enum(["percent", "amount"]).optional(),
  value: z
    .union([z.string(), z.number()])
    .optional()
    .meta({ description: "A percentage as a decimal string, or an amount in minor units" }),
  reason: Reason.optional(),
});
export const CompInput = z.strictObject({
  id: Id.optional(),
  commandId: Id.optional(),
  itemId: Id.nullable().optional().meta({ description: "Without it: the whole check" }),
  reason: Reason,
});

const Courses = z.array(z.int().min(1).max(20)).max(20);
export const CoursesInput = z.strictObject({
  commandId: Id.optional(),
  courses: Courses.optional(),
  itemIds: z.array(Id).max(500).optional(),
});
/** What goes of a line. A part of it gets an id of its own; whoever makes the tap may give it. */
export const PortionInput = z
  .strictObject({ itemId: Id, quantity: Quantity, newItemId: Id.optional() })
  .meta({ id: "PortionInput" });
export type PortionInput = z.infer<typeof PortionInput>;
const Portions = z.array(PortionInput).min(1).max(200);
export const OrderSplitInput = z.strictObject({
  /** Id of the new order. */
  id: Id.optional(),
  commandId: Id.optional(),
  items: Portions,
  tableId: Id.nullable().optional(),
});
export type OrderSplitInput = z.infer<typeof OrderSplitInput>;
export const MoveItemsInput = z.strictObject({ commandId: Id.optional(), toOrderId: Id, items: Portions });
export const MergeInput = z.strictObject({ commandId: Id.optional(), fromOrderId: Id });
/** What happened to an order: a sentence, who did it, on which device; `data` is the journal's own. */
export const TimelineEntry = z
  .object({
    seq: z.int(),
    at: z.string(),
    type: z.string(),
    text: z.string(),
    actor: z.string().nullable(),
    actorName: z.string().nullable(),
    device: z.string().nullable(),
    deviceName: z.string().nullable(),
    deviceAt: z.string().nullable(),
    data: z.unknown(),
  })
  .meta({ id: "TimelineEntry" });
export type TimelineEntry = z.infer<typeof TimelineEntry>;
