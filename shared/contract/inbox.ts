/** The inbox: what people tapped on devices and the box could not do as it was meant. */
import { z } from "zod";
import { entityFields, Id, ListQuery, Reason } from "./common.ts";

export const inboxKinds = ["refused", "overwritten"] as const;
export const inboxStatuses = ["open", "reapplied", "dismissed"] as const;

export const InboxItem = z
  .object({
    ...entityFields,
    kind: z.enum(inboxKinds).meta({
      description:
        "refused: a change that was not done; overwritten: one that was done, and whose fields somebody set again without knowing of it",
    }),
    status: z.enum(inboxStatuses),
    deviceId: z.string().nullable().meta({ description: "The device that sent it, or that lost" }),
    userId: z.string().nullable().meta({ description: "Who tapped" }),
    userName: z.string().nullable(),
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
        userId: z.string().nullable(),
        userName: z.string().nullable(),
      })
      .nullable()
      .meta({ description: "Whose change won" }),
    settled: z
      .object({
        at: z.string(),
        by: z.string().nullable(),
        reason: z.string().nullable(),
        entityId: z.string().nullable().meta({ description: "What it was applied to" }),
      })
      .nullable(),
  })
  .meta({ id: "InboxItem" });
export type InboxItem = z.infer<typeof InboxItem>;

export const ReapplyInput = z.strictObject({
  commandId: Id.optional(),
  entityId: Id.optional().meta({ description: "Another thing of the same kind to apply it to" }),
});
export const DismissInput = z.strictObject({ commandId: Id.optional(), reason: Reason.optional() });
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
