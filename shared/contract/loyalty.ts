/** Loyalty: points for what was paid, rewards for points. A ledger per customer; its sum is the balance. */
import { z } from "zod";
import { Amount, changeOf, entityFields, Id, Name, Reason } from "./common.ts";

const Points = z.int().min(1, "must be more than zero").max(1_000_000);
const RewardInput = z
  .discriminatedUnion("kind", [
    z.strictObject({
      id: Id,
      name: Name,
      points: Points,
      kind: z.literal("amount"),
      amount: Amount.min(1, "must be more than zero"),
    }),
    z.strictObject({ id: Id, name: Name, points: Points, kind: z.literal("item"), menuItemId: Id }),
  ])
  .meta({ id: "Reward", description: "An amount off the bill, or one portion of an item for nothing" });
export type Reward = z.infer<typeof RewardInput>;

const programFields = {
  name: Name,
  active: z.boolean().optional().meta({ description: "At most one program is active" }),
  sort: z.int().min(0).max(100_000).optional(),
  earnPoints: Points.meta({ description: "So many points" }),
  earnAmount: Amount.min(1, "must be more than zero").meta({
    description: "for each of this amount, rounded down",
  }),
  basis: z.enum(["gross", "net"]).optional().meta({
    description:
      "What is counted: lines after discounts with tax, or without. Never tips, never the service charge",
  }),
  excludedCategories: z.array(Id).max(200).optional(),
  expiryMonths: z.int().min(1).max(120).optional().meta({
    description: "All points lapse so long after the last time some were earned; null: never",
  }),
  allowNegative: z.boolean().optional().meta({
    description: "A refund may take back points that were spent already; otherwise they are forgone",
  }),
  rewards: z.array(RewardInput).max(50).optional(),
};
export const LoyaltyProgramInput = z.strictObject({
  id: Id.optional(),
  commandId: Id.optional(),
  ...programFields,
});
export type LoyaltyProgramInput = z.infer<typeof LoyaltyProgramInput>;
export const LoyaltyProgramChange = changeOf(programFields).extend({ commandId: Id.optional() });
export const LoyaltyProgram = z
  .object({
    ...entityFields,
    name: z.string(),
    active: z.boolean(),
    sort: z.int(),
    earnPoints: z.int(),
    earnAmount: z.int(),
    basis: z.enum(["gross", "net"]),
    excludedCategories: z.array(z.string()),
    expiryMonths: z.int().nullable(),
    allowNegative: z.boolean(),
    rewards: z.array(RewardInput),
  })
  .meta({ id: "LoyaltyProgram" });
export type LoyaltyProgram = z.infer<typeof LoyaltyProgram>;

export const pointsKinds = [
  "earned",
  "spent",
  "returned",
  "reversed",
  "restored",
  "adjusted",
  "expired",
  "forfeited",
] as const;
export type PointsKind = (typeof pointsKinds)[number];

export const PointsAdjustInput = z.strictObject({
  commandId: Id.optional(),
  points: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((points) => points !== 0, "must not be zero"),
  reason: Reason,
});
export const PointsEntry = z
  .object({
    seq: z.int(),
    at: z.string(),
    kind: z.enum(pointsKinds).meta({
      description:
        "earned by a paid order, reversed by its refund; spent for a reward, returned when the reward went or the order was cancelled, restored by a refund",
    }),
    points: z.int(),
    balance: z.int(),
    forgone: z.int().meta({ description: "What a refund could not take back, because it was spent" }),
    orderId: z.string().nullable(),
    refundId: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: "PointsEntry" });
export type PointsEntry = z.infer<typeof PointsEntry>;

export const CustomerPoints = z
  .object({
    balance: z.int(),
    expireAt: z.string().nullable(),
    rewards: z.array(z.intersection(RewardInput, z.object({ affordable: z.boolean() }))),
    items: z.array(PointsEntry),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: "CustomerPoints" });
export type CustomerPoints = z.infer<typeof CustomerPoints>;

export const RewardUseInput = z.strictObject({
  /** Of the discount that it becomes. */
  id: Id.optional(),
  commandId: Id.optional(),
  rewardId: Id,
  itemId: Id.optional().meta({ description: "The line that is free; otherwise the first that fits" }),
});
export type RewardUseInput = z.infer<typeof RewardUseInput>;
