/** What a manager's device may send about unallocated cash. */
import { AllocateInput, GiveBackInput } from "@tillbox/shared/contract/inbox.ts";
import { newId } from "@tillbox/shared/id.ts";
import { intentsOf } from "../../../kernel/intent.ts";
import type { Intent } from "../../../kernel/types.ts";
import { allocateCash, giveBackCash, ledgerCashInstead } from "./commands.ts";

const intent = intentsOf("refused-change");

const paidActions = new Set(["gift-card create", "gift-card top-up", "account settle"]);
/** Cash for a card or an account that could not be booked lies there like that for a check. */
export const keepingCash = (intents: readonly Intent[]): Intent[] =>
  intents.map((each) =>
    paidActions.has(`${each.entityType} ${each.action}`) ? { ...each, instead: ledgerCashInstead } : each,
  );

export const lateCashIntents: readonly Intent[] = [
  intent("allocate", AllocateInput, allocateCash, (id, allocation) => ({
    id,
    paymentId: allocation.paymentId ?? newId(),
    allocation,
  })),
  intent("give-back", GiveBackInput, giveBackCash, (id, { reason }) => ({ id, reason: reason ?? null })),
];
