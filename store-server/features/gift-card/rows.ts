/**
 * Gift cards as rows: the saved fold, how a code is found, and the events that other things make of a card. The journal knows a code only
 * as a slow hash: it travels to the hub, and who reads it there can spend nothing; but a box that was restored from it still knows
 * every card that is out among guests, because the hash needs no key that could be lost with the old box.
 */
import { pbkdf2Sync } from "node:crypto";
import type { GiftCard } from "@tillbox/shared/contract/gift-card.ts";
import { addMonths } from "@tillbox/shared/days.ts";
import { readGiftCode } from "@tillbox/shared/gift-code.ts";
import { invalid, notFound } from "@tillbox/shared/refusal.ts";
import { query } from "../../kernel/database.ts";
import type { Context, Entity, EventDraft, Projection, Reads } from "../../kernel/types.ts";
import { countNumber, type LedgerName, writeEntry } from "../ledger/rows.ts";
import { dayAt, setting } from "../settings/rows.ts";
import {
  type AddFacts,
  type CodeMark,
  checkSpendable,
  decideMovements,
  evolve,
  type GiftCardEventType,
  type GiftCardState,
  type PaymentMovement,
  statusOf,
  tillView,
} from "./gift-card.ts";

export type { GiftCardState } from "./gift-card.ts";

export const giftCardLedger: LedgerName = "gift-card";
/** Letter of the series of what is printed when a card is sold or topped up. */
export const giftCardSeries = "G";

export const giftCardView = (card: GiftCardState): GiftCard => {
  const { codeHash: _hash, expiredOn: _expired, issuedBy, ...shown } = card;
  return { ...shown, issuedBy: issuedBy ?? "system", status: statusOf(card) };
};

export const giftCards: Entity<GiftCardState> = {
  name: "gift-card",
  table: "gift_cards",
  evolve,
  columns: {
    code_hash: (card) => card.codeHash,
    last4: (card) => card.last4,
    number: (card) => card.number,
    status: statusOf,
    customer_id: (card) => card.customerId,
    /** Only where there is something to write off. */
    expires_on: (card) => (card.balance > 0 ? card.expiresOn : null),
  },
  view: (card) => JSON.stringify(giftCardView(card)),
  announce: (_event, card) =>
    card
      ? [{ event: "gift-card:update", rooms: ["gift-cards"], data: JSON.stringify(giftCardView(card)) }]
      : [],
};

const kinds: Partial<Record<GiftCardEventType, string>> = {
  GiftCardToppedUp: "topped_up",
  GiftCardRedeemed: "redeemed",
  GiftCardCredited: "credited",
  GiftCardAdjusted: "adjusted",
  GiftCardExpired: "expired",
};

export const giftCardProjection: Projection = {
  entity: "gift-card",
  project: (change, reads) => {
    const { event } = change;
    countNumber(reads, event);
    const sold = event.data.tender === null ? "granted" : "sold";
    const kind = event.type === "GiftCardIssued" ? sold : kinds[event.type as GiftCardEventType];
    if (kind !== undefined) writeEntry(reads, giftCardLedger, change, kind);
  },
};

const rounds = 2000;

/** What the journal keeps of a code. Deliberately slow: about a millisecond. */
export const markOf = (code: string): CodeMark => ({
  codeHash: pbkdf2Sync(code, "tillbox gift card", rounds, 24, "sha256").toString("base64url"),
  last4: code.slice(-4),
});

const byHash = query<[string], { id: string }>("SELECT id FROM gift_cards WHERE code_hash = ?");
const byNumber = query<[string], { id: string }>("SELECT id FROM gift_cards WHERE number = ?");

export const cardWithHash = (reads: Reads, codeHash: string): GiftCardState | undefined => {
  const id = byHash.get(reads.db, codeHash)?.id;
  return id === undefined ? undefined : reads.get(giftCards, id);
};
export const cardWithNumber = (reads: Reads, number: string): GiftCardState | undefined => {
  const id = byNumber.get(reads.db, number)?.id;
  return id === undefined ? undefined : reads.get(giftCards, id);
};

/** The code as the box keeps it. Throws `invalid` for what can be none. */
export const checkedCode = (path: string, text: string): string => {
  const code = readGiftCode(text);
  if (code === null) throw invalid(path, "is no code of a gift card. Check what was typed, or scan it");
  return code;
};

export const findGiftCard = (reads: Reads, id: string): GiftCardState => {
  const card = reads.get(giftCards, id);
  if (!card) throw notFound("gift card", id);
  return card;
};

/** What the store says of money that is put on a card now. */
export const addFacts = ({ reads, at }: Context): AddFacts => {
  const months = setting(reads, "gift_card.validity_months");
  const businessDay = dayAt(reads, at);
  return {
    businessDay,
    maxBalance: setting(reads, "gift_card.max_balance"),
    validUntil: months === 0 ? null : addMonths(businessDay, months),
  };
};

/** The card whose code a guest shows. Throws `invalid` where there is none. */
export const cardByCode = (reads: Reads, reference: string | undefined): GiftCardState => {
  if (reference === undefined) throw invalid("reference", "give the code of the gift card");
  const card = cardWithHash(reads, markOf(checkedCode("reference", reference)).codeHash);
  if (!card) throw invalid("reference", "there is no gift card with this code");
  return card;
};

/** The card that a guest pays with, by its code. Throws `invalid` for no code of a card, `conflict` where it cannot be spent. */
export const spendableCard = ({ reads, at }: Context, reference: string | undefined) => {
  const card = cardByCode(reads, reference);
  checkSpendable(card, dayAt(reads, at));
  if (card.currency !== setting(reads, "currency.code"))
    throw invalid("reference", `this card holds ${card.currency}`);
  return { id: card.id, available: card.balance, current: tillView(card) };
};

/** Money of a payment that goes onto a card or off it; `amount` is signed, negative takes off. */
export type CardMovement = { cardId: string } & PaymentMovement;

/**
 * Events of the cards for what payments, voids and refunds did in one command: off the card where it is negative, back onto it where it
 * is positive. Throws `conflict` where a card has not so much, so two tablets never spend the same money. A blocked or expired card
 * still takes back what was paid with it.
 */
export const cardEvents = ({ reads, at }: Context, movements: readonly CardMovement[]): EventDraft[] => {
  const businessDay = dayAt(reads, at);
  return [...Map.groupBy(movements, ({ cardId }) => cardId)].flatMap(([cardId, own]) =>
    decideMovements(findGiftCard(reads, cardId), own, businessDay),
  );
};
