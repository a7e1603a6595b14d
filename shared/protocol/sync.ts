/** `/sync/process`: intents in, a result per change out. */
import { z } from "zod";
import { Id, Instant, Problem } from "../contract/common.ts";

export const maxChanges = 500;
/** A device's clock that is further off than this is told so. */
export const maxSkew_s = 120;
export const SyncChange = z.strictObject({
  changeId: Id.optional(),
  entityType: z.string().max(40),
  entityId: Id,
  action: z.string().max(40),
  data: z.record(z.string(), z.unknown()).default({}),
  version: z.int().min(0).optional(),
  /** The life of the journal that `version` is of, where it is not the call's. No part of what the change says. */
  epoch: z.int().min(1).optional(),
  timestamp: Instant.optional(),
  /** Of cash: minor units that stayed in the hand, tip included, as this device computed. Counts where it cannot be booked as meant. */
  taken: z.int().min(1).max(10_000_000_000).optional(),
  /** A manager's one-shot approval for this change. No part of what the change says. */
  approvalToken: z.string().max(100).optional(),
  /** A person waits for the result on the screen: a refusal is told there. No part of what the change says. */
  attended: z.boolean().optional(),
  /** Who tapped it, where somebody else sends it (`inbox.manage`). No part of what the change says. */
  onBehalfOf: Id.optional(),
});
export type SyncChange = z.infer<typeof SyncChange>;
export const SyncRequest = z.strictObject({
  deviceId: Id,
  epoch: z.int().min(1).optional(),
  sameEpoch: z.boolean().optional().meta({
    description:
      "Nothing is done in another epoch than `epoch`: 412, with the box's own in `current.epoch`. For devices that first have to send again what a restored box may have lost",
  }),
  lastSyncVersion: z.int().min(0),
  deviceTime: Instant.optional().meta({ description: "The device's clock as it sends" }),
  answers: z.boolean().optional().meta({
    description: "Results carry `answer`: what the endpoint of the same command answers over HTTP",
  }),
  changes: z.array(z.unknown()).max(maxChanges, `at most ${maxChanges} changes a call`),
});
export const SyncResult = z.object({
  changeId: z.string(),
  status: z.enum(["applied", "merged", "duplicate", "conflict", "rejected"]),
  entityId: z.string(),
  version: z.int(),
  code: z.string().optional(),
  detail: z.string().optional(),
  current: z.unknown().optional(),
  answer: z.unknown().optional().meta({
    description:
      "What the endpoint of the same command answers over HTTP. Absent where it is kept no longer, belongs to another person, or the answers of the call grew too long",
  }),
  inboxId: z.string().optional().meta({ description: "Where it is kept for people to see" }),
  kept: z.literal(false).optional().meta({
    description: "It is kept nowhere: this device has too many open items. Keep it on the device",
  }),
  problem: Problem.optional().meta({ description: "What the endpoint would say: of refused changes" }),
});
export type SyncResult = z.infer<typeof SyncResult>;
export const SyncAnswer = z
  .object({
    results: z.array(SyncResult),
    changes: z.array(
      z.object({
        seq: z.int(),
        entityType: z.string(),
        entityId: z.string(),
        action: z.string(),
        data: z.unknown(),
        version: z.int(),
        timestamp: z.string(),
      }),
    ),
    syncVersion: z.int(),
    epoch: z.int(),
    hasMore: z.boolean(),
    replicatedSeq: z.int().nullable().optional().meta({
      description: "Up to which entry of this epoch the hub holds the journal; null: there is no hub",
    }),
    serverTime: z.string(),
    clockSkewSeconds: z.int().optional().meta({
      description:
        "How far the device's clock is ahead of the box's, negative when it is behind; only where it is more than two minutes",
    }),
  })
  .meta({ id: "SyncAnswer" });
