/**
 * A gift card or a store credit: a debt of the store to whoever holds the code. Its balance changes by events only, and is never below
 * zero. Selling one is neither revenue nor taxed: that comes with the order that it pays for. Pure.
 */
import type { GiftCardKind, GiftCardStatus } from "@tillbox/shared/contract/gift-card.ts";
import type { Tender } from "@tillbox/shared/contract/tender.ts";
import { addDays } from "@tillbox/shared/days.ts";
import { formatMinor } from "@tillbox/shared/money.ts";
import { conflict, invalid, type Refusal } from "@tillbox/shared/refusal.ts";
import type { BaseState, EventDraft, StoredEvent } from "../../kernel/types.ts";

/** How a code stands in the journal: a slow hash, and what a person may see of it. */
export type CodeMark = { codeHash: string; last4: string };

export type GiftCardState = BaseState &
  CodeMark & {
    number: string;
    kind: GiftCardKind;
    currency: string;
    balance: number;
    expiresOn: string | null;
    /** The business day on which what was left was written off; null while it is good. */
    expiredOn: string | null;
    blockedReason: string | null;
    customerId: string | null;
    note: string | null;
    issuedBy: string | null;
    businessDay: string;
    /** How many codes it has had. */
    codeNumber: number;
  };

/** What moves the balance says by how much, signed, and on which business day. */
type Movement = { amount: number; businessDay: string };
type OfPayment = Movement & { orderId: string; paymentId: string };
export type GiftCardEvents = {
  GiftCardIssued: Movement &
    CodeMark &
    Pick<GiftCardState, "number" | "kind" | "currency" | "expiresOn" | "customerId" | "note"> & {
      /** What was paid for it; null where it was granted. */
      tender: Tender | null;
      reason: string | null;
    };
  GiftCardToppedUp: Movement & { number: string; tender: Tender; expiresOn: string | null };
  GiftCardRedeemed: OfPayment;
  GiftCardCredited: OfPayment & { expiresOn: string | null };
  GiftCardAdjusted: Movement & { reason: string; expiresOn: string | null };
  GiftCardExpired: Movement;
  GiftCardBlocked: { reason: string };
  GiftCardUnblocked: { reason: string };
  GiftCardCodeReplaced: CodeMark & { reason: string };
};
export type GiftCardEventType = keyof GiftCardEvents;

export const giftCardEvent = <T extends GiftCardEventType>(
  id: string,
  type: T,
  data: GiftCardEvents[T],
): EventDraft => ({ entity: "gift-card", id, type, data: { ...data } });

const moved = (card: GiftCardState, { amount }: Movement): GiftCardState => ({
  ...card,
  balance: card.balance + amount,
});
/** More money on it, which is good until then. */
const renewed = (card: GiftCardState, data: Movement & { expiresOn: string | null }): GiftCardState => ({
  ...moved(card, data),
  expiresOn: data.expiresOn,
  expiredOn: null,
});

type Folds = {
  [T in Exclude<GiftCardEventType, "GiftCardIssued">]: (
    card: GiftCardState,
    data: GiftCardEvents[T],
  ) => GiftCardState;
};
const folds: Folds = {
  GiftCardToppedUp: renewed,
  GiftCardRedeemed: moved,
  GiftCardCredited: renewed,
  GiftCardAdjusted: renewed,
  GiftCardExpired: (card, data) => ({ ...moved(card, data), expiredOn: data.businessDay }),
  GiftCardBlocked: (card, { reason }) => ({ ...card, blockedReason: reason }),
  GiftCardUnblocked: (card) => ({ ...card, blockedReason: null }),
  GiftCardCodeReplaced: (card, { codeHash, last4 }) => ({
    ...card,
    codeHash,
    last4,
    codeNumber: card.codeNumber + 1,
  }),
};

const issued = (event: StoredEvent): GiftCardState => {
  const data = event.data as unknown as GiftCardEvents["GiftCardIssued"];
  const { amount, tender: _tender, reason: _reason, ...card } = data;
  return {
    ...card,
    id: event.id,
    version: event.seq,
    createdAt: event.at,
    updatedAt: event.at,
    balance: amount,
    expiredOn: null,
    blockedReason: null,
    issuedBy: event.actor,
    codeNumber: 1,
  };
};

export const evolve = (card: GiftCardState | undefined, event: StoredEvent): GiftCardState => {
  if (event.type === "GiftCardIssued") return issued(event);
  const fold = folds[event.type as keyof Folds] as
    | ((card: GiftCardState, data: unknown) => GiftCardState)
    | undefined;
  if (!card || !fold) throw new Error(`a gift card cannot fold ${event.type}`);
  const next = { ...fold(card, event.data), version: event.seq, updatedAt: event.at };
  if (next.balance < 0)
    throw new Error(`a gift card cannot owe anything; ${event.type} leaves ${next.balance}`);
  return next;
};

export const statusOf = (card: GiftCardState): GiftCardStatus => {
  if (card.blockedReason !== null) return "blocked";
  if (card.expiredOn !== null) return "expired";
  return card.balance === 0 ? "empty" : "active";
};

/** Its last day is over, whether or not what is left was written off already. */
export const isOver = (card: GiftCardState, day: string): boolean =>
  card.expiresOn !== null && card.expiresOn < day;

/** Throws `conflict` where nobody may pay with it now. */
export const checkSpendable = (card: GiftCardState, day: string): void => {
  if (card.blockedReason !== null)
    throw conflict(`This card is blocked: ${card.blockedReason}. Ask a manager.`, tillView(card));
  if (isOver(card, day))
    throw conflict(`This card was good until ${card.expiresOn}. A manager can extend it.`, tillView(card));
};

export const amountText = ({ currency }: Pick<GiftCardState, "currency">, minor: number): string =>
  `${formatMinor(minor, currency)} ${currency}`;

/** What whoever holds the code may see. */
export const tillView = (card: GiftCardState) => ({
  id: card.id,
  number: card.number,
  last4: card.last4,
  balance: card.balance,
  currency: card.currency,
  status: statusOf(card),
  expiresOn: card.expiresOn,
});

/** Facts of a movement that adds to a card. `validUntil`: until when new money is good by the store's rule. */
export type AddFacts = { businessDay: string; maxBalance: number; validUntil: string | null };

/** The later of two last days; null never ends. */
export const later = (one: string | null, other: string | null): string | null =>
  one === null || other === null ? null : one > other ? one : other;

const checkRoom = (path: string, balance: number, { maxBalance }: AddFacts): void => {
  if (balance > maxBalance)
    throw invalid(path, `would leave ${balance} on the card; the store's limit is ${maxBalance}`);
};

export type NewGiftCard = Omit<GiftCardEvents["GiftCardIssued"], "businessDay" | "expiresOn"> & {
  /** Not given: by the store's rule. */
  expiresOn: string | null | undefined;
};

export const decideIssue = (id: string, card: NewGiftCard, facts: AddFacts): EventDraft[] => {
  checkRoom("amount", card.amount, facts);
  if (card.tender !== null && card.amount === 0) throw invalid("amount", "must be more than zero");
  if (card.tender === null && card.reason === null)
    throw invalid("reason", "say why it is given without a payment, or give its tender");
  if (typeof card.expiresOn === "string" && card.expiresOn < facts.businessDay)
    throw invalid("expiresOn", "is over already");
  const expiresOn = card.expiresOn === undefined ? facts.validUntil : card.expiresOn;
  return [giftCardEvent(id, "GiftCardIssued", { ...card, expiresOn, businessDay: facts.businessDay })];
};

export const decideTopUp = (
  card: GiftCardState,
  topUp: { amount: number; number: string; tender: Tender },
  facts: AddFacts,
): EventDraft[] => {
  if (card.blockedReason !== null)
    throw conflict(`This card is blocked: ${card.blockedReason}. Unblock it first.`, tillView(card));
  const { businessDay } = facts;
  const expired = decideExpire(card, businessDay);
  checkRoom("amount", (expired.length > 0 ? 0 : card.balance) + topUp.amount, facts);
  const expiresOn = isOver(card, businessDay) ? facts.validUntil : later(card.expiresOn, facts.validUntil);
  return [...expired, giftCardEvent(card.id, "GiftCardToppedUp", { ...topUp, expiresOn, businessDay })];
};

export const decideAdjust = (
  card: GiftCardState,
  change: { amount: number; expiresOn: string | null | undefined; reason: string },
  facts: AddFacts,
): EventDraft[] => {
  const { amount, reason } = change;
  if (card.balance + amount < 0)
    throw conflict(`There are only ${amountText(card, card.balance)} on this card.`, tillView(card));
  if (amount > 0) checkRoom("amount", card.balance + amount, facts);
  if (typeof change.expiresOn === "string" && change.expiresOn < facts.businessDay)
    throw invalid("expiresOn", "is over already. Take the balance off instead");
  const expiresOn = change.expiresOn === undefined ? card.expiresOn : change.expiresOn;
  if (amount > 0 && expiresOn !== null && expiresOn < facts.businessDay)
    throw invalid("expiresOn", "its last day is over; give a new one with the amount");
  return [
    giftCardEvent(card.id, "GiftCardAdjusted", { amount, reason, expiresOn, businessDay: facts.businessDay }),
  ];
};

export const decideBlock = (card: GiftCardState, blocked: boolean, reason: string): EventDraft[] => {
  if ((card.blockedReason !== null) === blocked)
    throw conflict(blocked ? "This card is blocked already." : "This card is not blocked.", tillView(card));
  return [giftCardEvent(card.id, blocked ? "GiftCardBlocked" : "GiftCardUnblocked", { reason })];
};

/** Writes off what is left after the last day; nothing for a card that is still good, or that holds nothing. */
export const decideExpire = (card: GiftCardState, businessDay: string): EventDraft[] =>
  isOver(card, businessDay) && card.balance > 0
    ? [giftCardEvent(card.id, "GiftCardExpired", { amount: 0 - card.balance, businessDay })]
    : [];

/** Money of a payment that goes off the card (negative) or back onto it. */
export type PaymentMovement = { amount: number; orderId: string; paymentId: string };

/** A refund is worth something to a guest for at least so long, whatever the card said before. */
const refundDays = 30;

/**
 * What one command does to a card. What comes back is credited first, and to a card that has run out as well: what was left on it is
 * written off, and the refund is good for a while. Throws `conflict` where more is taken than there is.
 */
export const decideMovements = (
  card: GiftCardState,
  movements: readonly PaymentMovement[],
  businessDay: string,
): EventDraft[] => {
  const backs = movements.filter(({ amount }) => amount > 0);
  const taken = movements.filter(({ amount }) => amount < 0);
  const expired = backs.length > 0 ? decideExpire(card, businessDay) : [];
  if (taken.length > 0) checkSpendable(card, businessDay);
  const end = [...backs, ...taken].reduce(
    (sum, { amount }) => sum + amount,
    expired.length > 0 ? 0 : card.balance,
  );
  if (end < 0) throw tooLittle(card);
  const expiresOn = later(card.expiresOn, addDays(businessDay, refundDays));
  return [
    ...expired,
    ...backs.map((back) =>
      giftCardEvent(card.id, "GiftCardCredited", { ...onlyPayment(back), expiresOn, businessDay }),
    ),
    ...taken.map((take) => giftCardEvent(card.id, "GiftCardRedeemed", { ...onlyPayment(take), businessDay })),
  ];
};

const onlyPayment = ({ amount, orderId, paymentId }: PaymentMovement): PaymentMovement => ({
  amount,
  orderId,
  paymentId,
});

export const tooLittle = (card: GiftCardState): Refusal =>
  conflict(
    `There are only ${amountText(card, card.balance)} on this card. Take that much, and the rest in another way.`,
    tillView(card),
  );
