/** What a manager's device may send about unallocated cash. */
import { AllocateInput, GiveBackInput } from "@tillbox/shared/contract/inbox.ts";
import { newId } from "@tillbox/shared/id.ts";
import { intentsOf } from "../../../kernel/intent.ts";
import type { Intent } from "../../../kernel/types.ts";
import { allocateCash, giveBackCash } from "./commands.ts";

const intent = intentsOf("refused-change");

export const lateCashIntents: readonly Intent[] = [
  intent("allocate", AllocateInput, allocateCash, (id, allocation) => ({
    id,
    paymentId: allocation.paymentId ?? newId(),
    allocation,
  })),
  intent("give-back", GiveBackInput, giveBackCash, (id, { reason }) => ({ id, reason: reason ?? null })),
];
