/** Commands of gift cards: facts, then the pure decider; what has to be printed is printed in the same transaction. */
import type { GiftCardInput } from "@tillbox/shared/contract/gift-card.ts";
import type { TenderInput } from "@tillbox/shared/contract/ledger.ts";
import { shownGiftCode } from "@tillbox/shared/gift-code.ts";
import { conflict } from "@tillbox/shared/refusal.ts";
import { query } from "../../kernel/database.ts";
import { sealMaybe } from "../../kernel/personal.ts";
import type { Command, Context, Decision, EventDraft, Reads } from "../../kernel/types.ts";
import { linkable } from "../customer/rows.ts";
import { nextNumber, takeTender } from "../ledger/rows.ts";
import { letterhead, printPaper } from "../printer/rows.ts";
import { dayAt, setting } from "../settings/rows.ts";
import {
  decideAdjust,
  decideBlock,
  decideExpire,
  decideIssue,
  decideTopUp,
  type GiftCardState,
  giftCardEvent,
  tillView,
} from "./gift-card.ts";
import {
  addFacts,
  cardWithHash,
  findGiftCard,
  giftCardSeries,
  giftCards,
  giftCardView,
  markOf,
} from "./rows.ts";

const target = ({ id }: { id: string }) => ({ entity: giftCards.name, id });
const answered = (id: string, events: EventDraft[]): Decision => ({ events, answer: target({ id }) });

/** Two cards with one code would be one card to whoever pays with it. */
const unusedMark = (reads: Reads, code: string) => {
  const mark = markOf(code);
  if (cardWithHash(reads, mark.codeHash)) throw conflict("There is a card with this code already.");
  return mark;
};

export type IssueGiftCard = Omit<GiftCardInput, "id" | "code" | "commandId"> & {
  id: string;
  /** Plain; it goes no further than its hash and the paper. */
  code: string;
};

const sellOrGrant = (tender: TenderInput | undefined): string =>
  tender === undefined ? "gift-card.manage" : "gift-card.sell";

export const issueGiftCard: Command<IssueGiftCard> = {
  name: "gift-card.issue",
  /** An empty store credit is a piece of paper that a refund can go to. */
  permission: ({ tender, amount }) => (amount === 0 ? "gift-card.sell" : sellOrGrant(tender)),
  approvable: true,
  approvalSubjects: ({ id }) => [id],
  approvalAmount: ({ amount }) => amount,
  approvalNamesAmount: true,
  decide: (input, context) => {
    const { reads } = context;
    const { id, code, amount, kind, tender, reason, expiresOn, note } = input;
    const customerId = input.customerId ?? null;
    if (customerId !== null) linkable(reads, customerId);
    const known = reads.get(giftCards, id);
    if (known) throw conflict("There is a gift card with this id already.", giftCardView(known));
    const card = {
      ...unusedMark(reads, code),
      number: nextNumber(reads, giftCardSeries),
      kind: kind ?? (tender === undefined ? ("store_credit" as const) : ("gift_card" as const)),
      currency: setting(reads, "currency.code"),
      amount,
      expiresOn,
      customerId,
      note: customerId === null ? (note ?? null) : sealMaybe(reads.db, customerId, note ?? null),
      tender: tender === undefined ? null : takeTender(context, "gift_card", amount, tender),
      reason: reason ?? null,
    };
    const events = decideIssue(id, card, addFacts(context));
    return { ...answered(id, events), alongside: () => printCard(context, id, code, input.print) };
  },
};

/** The card on paper, with its code: after its events were folded, so with what is on it now. */
const printCard = ({ reads, at }: Context, id: string, code: string, wanted = true): void => {
  if (!wanted || !setting(reads, "printer.auto_print")) return;
  const card = findGiftCard(reads, id);
  const document = {
    kind: "gift-card" as const,
    letterhead: letterhead(reads),
    title: card.kind === "store_credit" ? "Store credit" : "Gift card",
    number: card.number,
    code: shownGiftCode(code),
    amount: card.balance,
    expiresOn: card.expiresOn,
  };
  printPaper(reads, document, { subject: id, at });
};

export const topUpGiftCard: Command<{ id: string; amount: number; tender: TenderInput }> = {
  name: "gift-card.top-up",
  permission: "gift-card.sell",
  target,
  decide: ({ id, amount, tender }, context) => {
    const topUp = {
      amount,
      number: nextNumber(context.reads, giftCardSeries),
      tender: takeTender(context, "gift_card", amount, tender),
    };
    return answered(id, decideTopUp(findGiftCard(context.reads, id), topUp, addFacts(context)));
  },
};

export type AdjustGiftCard = {
  id: string;
  amount: number;
  expiresOn: string | null | undefined;
  reason: string;
};
export const adjustGiftCard: Command<AdjustGiftCard> = {
  name: "gift-card.adjust",
  permission: "gift-card.manage",
  approvable: true,
  approvalAmount: ({ amount }) => Math.abs(amount),
  approvalNamesAmount: true,
  approvalAbout: ({ amount }) => (amount < 0 ? "less" : "more"),
  target,
  decide: ({ id, ...change }, context) =>
    answered(id, decideAdjust(findGiftCard(context.reads, id), change, addFacts(context))),
};

export const blockGiftCard: Command<{ id: string; blocked: boolean; reason: string }> = {
  name: "gift-card.block",
  permission: "gift-card.manage",
  approvable: true,
  target,
  decide: ({ id, blocked, reason }, { reads }) =>
    answered(id, decideBlock(findGiftCard(reads, id), blocked, reason)),
};

export type ReplaceCode = {
  id: string;
  code: string;
  codeNumber: number;
  reason: string;
  print: boolean | undefined;
};
/** A card that was lost or seen by others gets a new code; the old one is worth nothing from then on. */
export const replaceGiftCardCode: Command<ReplaceCode> = {
  name: "gift-card.replace-code",
  permission: "gift-card.manage",
  approvable: true,
  target,
  decide: ({ id, code, codeNumber, reason, print }, context) => {
    const { reads } = context;
    const card = findGiftCard(reads, id);
    if (card.codeNumber !== codeNumber)
      throw conflict("This card has got a new code in the meantime.", tillView(card));
    const events = [giftCardEvent(id, "GiftCardCodeReplaced", { ...unusedMark(reads, code), reason })];
    return { ...answered(id, events), alongside: () => printCard(context, id, code, print) };
  },
};

const due = query<[string, number], { id: string }>(
  "SELECT id FROM gift_cards WHERE expires_on < ? ORDER BY expires_on, id LIMIT ?",
);
/** So many cards are written off by one command, so that no sale waits for it. */
export const expiryStep = 100;

/** The cards that hold something and are over at `at`, at most a step of them. */
export const lapsedCards = (reads: Reads, at: string): GiftCardState[] =>
  due.all(reads.db, dayAt(reads, at), expiryStep).map(({ id }) => findGiftCard(reads, id));

/** Writes off what is left on cards whose last day is over, a step at a time. Answers how many there were. */
export const expireGiftCards: Command<Record<string, never>> = {
  name: "gift-card.expire",
  permission: "gift-card.manage",
  decide: (_input, { reads, at }) => {
    const day = dayAt(reads, at);
    const events = lapsedCards(reads, at).flatMap((card) => decideExpire(card, day));
    return { events, answer: () => JSON.stringify({ expired: events.length }) };
  },
};
