/** The inbox: what people tapped on devices and the box could not do as it was meant. */
import { z } from "zod";
import { Amount, entityFields, Id, ListQuery, Minor, Reason } from "./common.ts";
import { OrderOpenInput } from "./order.ts";

export const inboxKinds = ["refused", "overwritten", "unallocated-cash"] as const;
export const inboxStatuses = ["open", "reapplied", "dismissed", "allocated", "returned"] as const;

const InboxCash = z.object({
  amount: Minor,
  left: Minor.meta({ description: "Neither booked on a check nor given back" }),
  booked: Minor.meta({ description: "Of the same cash, what its check could take at once" }),
  currency: z.string(),
  paymentId: z.string(),
  businessDay: z.string().meta({ description: "The day that accepted it" }),
  drawerId: z.string().nullable(),
  late: z.literal(true),
  allocations: z.array(
    z.object({
      orderId: z.string(),
      paymentId: z.string(),
      amount: Minor,
      by: z.string().nullable(),
      at: z.string(),
    }),
  ),
});
export type InboxCash = z.infer<typeof InboxCash>;

export const InboxItem = z
  .object({
    ...entityFields,
    kind: z.enum(inboxKinds).meta({
      description:
        "refused: a change that was not done; overwritten: one that was done, and whose fields somebody set again without knowing of it; unallocated-cash: money that was taken and stands on no check",
    }),
    status: z.enum(inboxStatuses),
    deviceId: z.string().nullable().meta({ description: "The device that sent it, or that lost" }),
    deviceName: z.string().nullable(),
    userId: z.string().nullable().meta({ description: "Who tapped" }),
    userName: z.string().nullable(),
    sentBy: z
      .string()
      .optional()
      .meta({ description: "Who sent it for them; absent where they did it themselves" }),
    sentByName: z.string().nullable().optional(),
    tappedAt: z.string().nullable().meta({ description: "By the device's clock" }),
    entityType: z.string(),
    entityId: z.string(),
    action: z.string().meta({ description: "What applying it again does" }),
    data: z.record(z.string(), z.unknown()),
    changeId: z.string().nullable(),
    basedOn: z.int().nullable().meta({ description: "The version that the device knew" }),
    code: z.string().nullable(),
    detail: z.string().meta({ description: "Why, for a person" }),
    fields: z
      .array(z.object({ field: z.string(), lost: z.unknown(), won: z.unknown() }))
      .meta({ description: "Of what was overwritten" }),
    by: z
      .object({
        deviceId: z.string().nullable(),
        deviceName: z.string().nullable(),
        userId: z.string().nullable(),
        userName: z.string().nullable(),
      })
      .nullable()
      .meta({ description: "Whose change won" }),
    cash: InboxCash.nullable(),
    settled: z
      .object({
        at: z.string(),
        by: z.string().nullable(),
        byName: z.string().nullable(),
        reason: z.string().nullable(),
        entityId: z.string().nullable().meta({ description: "What it was applied to" }),
      })
      .nullable(),
  })
  .meta({ id: "InboxItem" });
export type InboxItem = z.infer<typeof InboxItem>;

/** The check that lines are put on which had nowhere to go. */
const Opening = OrderOpenInput.pick({
  id: true,
  type: true,
  tableId: true,
  joinedTableIds: true,
  guests: true,
  newCheck: true,
});
export const ReapplyInput = z.strictObject({
  commandId: Id.optional(),
  entityId: Id.optional().meta({ description: "Another thing of the same kind to apply it to" }),
  opening: Opening.optional().meta({
    description:
      "Lines that were refused (`add-items` of an order): the check to open with them, in the same moment. Not together with entityId",
  }),
});
export type ReapplyInput = z.infer<typeof ReapplyInput>;
export const DismissInput = z.strictObject({ commandId: Id.optional(), reason: Reason.optional() });
export const AllocateInput = z.strictObject({
  commandId: Id.optional(),
  orderId: Id,
  amount: Amount.min(1, "must be more than zero")
    .optional()
    .meta({ description: "Minor units; without it as much as is left and due" }),
  tip: Amount.optional().meta({ description: "Of the same cash" }),
  paymentId: Id.optional(),
});
export type AllocateInput = z.infer<typeof AllocateInput>;
export const GiveBackInput = z.strictObject({ commandId: Id.optional(), reason: Reason.optional() });
export const Reapplied = z
  .object({
    item: InboxItem,
    answer: z.unknown().meta({ description: "What the endpoint of the same command answers" }),
  })
  .meta({ id: "Reapplied" });
export const InboxQuery = ListQuery.extend({
  status: z.enum(["open", "settled"]).optional(),
  kind: z.enum(inboxKinds).optional(),
  deviceId: Id.optional(),
  userId: Id.optional(),
});
export type InboxQuery = z.infer<typeof InboxQuery>;
