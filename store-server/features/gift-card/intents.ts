/** What a device may send as intents of a gift card. Paying with one is a payment of the order. */
import {
  GiftCardAdjustInput,
  GiftCardBlockInput,
  GiftCardInput,
  GiftCardTopUpInput,
} from "@tillbox/shared/contract/gift-card.ts";
import { invalid } from "@tillbox/shared/refusal.ts";
import { intentsOf } from "../../kernel/intent.ts";
import type { Intent } from "../../kernel/types.ts";
import { adjustGiftCard, blockGiftCard, issueGiftCard, topUpGiftCard } from "./commands.ts";
import { checkedCode } from "./rows.ts";

const intent = intentsOf("gift-card");

export const giftCardIntents: readonly Intent[] = [
  intent("create", GiftCardInput, issueGiftCard, (id, { commandId: _commandId, code, ...body }) => {
    if (code === undefined)
      throw invalid("code", "is missing: a card that is sold away from the box brings its own code");
    return { ...body, id, code: checkedCode("code", code) };
  }),
  intent("top-up", GiftCardTopUpInput, topUpGiftCard, (id, { amount, tender }) => ({ id, amount, tender })),
  intent("adjust", GiftCardAdjustInput, adjustGiftCard, (id, { amount, expiresOn, reason }) => ({
    id,
    amount: amount ?? 0,
    expiresOn,
    reason,
  })),
  intent("block", GiftCardBlockInput, blockGiftCard, (id, { blocked, reason }) => ({ id, blocked, reason })),
];
