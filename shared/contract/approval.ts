/** A manager's word for one action of somebody else, by PIN on the same screen. */
import { z } from "zod";
import { allPermissions, type Permission } from "../permissions.ts";
import { Amount, Id } from "./common.ts";

export const ApprovalInput = z.strictObject({
  action: z
    .string()
    .refine((name): name is Permission => allPermissions.some((known) => known === name), {
      message: "must be the permission that was missing, as the refusal named it",
    })
    .meta({ description: "The `permission` of the refusal that said `approvable`" }),
  subjectId: Id.meta({ description: "What the action is done to: the order, or its line or payment" }),
  amount: Amount.optional().meta({
    description:
      "Minor units; at most so much may be at stake. Left out: what the refusal named that came before. Where none came and nothing else bounds the amount (cash out of a drawer, a correction) it does not count",
  }),
  about: Id.optional().meta({
    description:
      "As the refusal named it: the account that is charged, the direction of a correction. Left out: as amount",
  }),
  pin: z.string().max(8),
});
export type ApprovalInput = z.infer<typeof ApprovalInput>;

export const GivenApproval = z
  .object({
    approvalToken: z.string(),
    expiresAt: z.string(),
    approvedBy: z.object({ id: z.string(), name: z.string() }),
  })
  .meta({ id: "GivenApproval" });
export type GivenApproval = z.infer<typeof GivenApproval>;
