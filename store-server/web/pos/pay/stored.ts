/** What a gift card or a house account gives towards a part of the bill. Pure; amounts in minor units. */
import type { Account } from "@tillbox/shared/contract/account.ts";
import type { GiftCard } from "@tillbox/shared/contract/gift-card.ts";
import type { PaymentInput } from "@tillbox/shared/contract/order.ts";

export type Source = {
  method: "gift_card" | "house_account";
  /** What the box is told: the code of the card, the id of the account. */
  reference: string;
  title: string;
  /** Null: the box decides, and a manager may let it go further. */
  available: number | null;
};

export const cardSource = (card: GiftCard, code: string): Source => ({
  method: "gift_card",
  reference: code,
  title: `Gift card •••• ${card.last4}`,
  available: card.balance,
});

export const accountSource = ({ id, name }: Pick<Account, "id" | "name">): Source => ({
  method: "house_account",
  reference: id,
  title: name ?? "An erased guest",
  available: null,
});

/** `amount` towards the bill and `tip`; `isShort` where the source holds less than the part, which then cannot be split off. */
export type Share = { amount: number; tip: number; isPart: boolean; isShort: boolean };

/** All of the part, or of a bill that is not split as much as there is: the tip first, because it was promised. */
export const shareOf = (
  { available }: Pick<Source, "available">,
  part: { amount: number; isSplit: boolean },
  tip: number,
): Share => {
  const { amount, isSplit } = part;
  if (available === null || available >= amount + tip) return { amount, tip, isPart: false, isShort: false };
  const rest = available - tip;
  const isShort = isSplit || rest <= 0;
  return { amount: isShort ? amount : rest, tip, isPart: !isShort, isShort };
};

export const storedFields = (source: Source, share: Share): Partial<PaymentInput> => ({
  reference: source.reference,
  ...(share.isPart ? { amount: share.amount } : {}),
});

/** The balance that a refusal names; null where it names none. */
export const balanceIn = (current: unknown): number | null => {
  if (typeof current !== "object" || current === null || !("balance" in current)) return null;
  return typeof current.balance === "number" ? current.balance : null;
};
