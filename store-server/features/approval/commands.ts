/** Gives an approval: proves the PIN, looks whether its owner may do the thing, and hands out a token that serves once. */
import { randomBytes } from "node:crypto";
import type { ApprovalInput, GivenApproval } from "@tillbox/shared/contract/approval.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { AttemptKey } from "../../http/back-off.ts";
import { actorKey } from "../../kernel/answers.ts";
import { grantApproval } from "../../kernel/approvals.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import type { Actor } from "../../kernel/types.ts";
import { actorOf } from "../staff/rows.ts";

/** Whose PIN it is. Throws `unauthorized` or `rate_limited`. */
export type ProvePin = (pin: string, keys: AttemptKey[]) => Promise<string>;

/** Guesses count together with those of signing in on the same device. */
const keysOf = (asking: Actor): AttemptKey[] => [
  { key: asking.deviceId === null ? `approval ${actorKey(asking)}` : `device ${asking.deviceId}` },
];

/** A wrong PIN says nothing about whoever is signed in, so it is no 401, which would sign them out. */
const proved = async (provePin: ProvePin, pin: string, asking: Actor): Promise<string> => {
  try {
    return await provePin(pin, keysOf(asking));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "unauthorized") throw error;
    throw new Refusal("forbidden", "This PIN is not right. Try again.", {
      errors: [{ path: "pin", message: "is not right" }],
    });
  }
};

/** Throws `forbidden` for a wrong PIN and for somebody who may not do it either, `rate_limited` after too many guesses. */
export const approve = async (
  kernel: Kernel,
  provePin: ProvePin,
  input: ApprovalInput,
  asking: Actor,
): Promise<GivenApproval> => {
  const { action, subjectId, amount = null, about = null, pin } = input;
  const approver = actorOf(kernel, await proved(provePin, pin, asking), asking.deviceId);
  if (!approver?.userId || !approver.permissions.has(action))
    throw new Refusal(
      "forbidden",
      `${approver?.name ?? "This person"} may not approve this. Ask a manager.`,
      {
        permission: action,
      },
    );
  const token = randomBytes(32).toString("base64url");
  const approval = { token, action, subjectId, amount, about, askedBy: asking, approvedBy: approver.userId };
  const expiresAt = await kernel.operate(() => grantApproval(kernel.db, approval, kernel.clock.now()));
  return { approvalToken: token, expiresAt, approvedBy: { id: approver.userId, name: approver.name } };
};
