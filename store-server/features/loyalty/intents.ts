/** What a device may send of loyalty besides rewards, which are intents of the order. */
import { PointsAdjustInput } from "@tillbox/shared/contract/loyalty.ts";
import { newId } from "@tillbox/shared/id.ts";
import { intentsOf } from "../../kernel/intent.ts";
import type { Intent } from "../../kernel/types.ts";
import { adjustPoints } from "./commands.ts";

export const loyaltyIntents: readonly Intent[] = [
  intentsOf("customer")("points", PointsAdjustInput, adjustPoints, (id, { points, reason }) => ({
    id,
    entryId: newId(),
    points,
    reason,
  })),
];
