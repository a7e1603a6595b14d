/**
 * Gift cards over HTTP. The code of a card is in the answer to its issue, and in no table: the stored answer is the card, and the code
 * is worked out again from the card's id and a key of the box whenever the answer is given (`reveal`).
 */
import { createHmac } from "node:crypto";
import { DaysQuery, ListQuery, listOf } from "@tillbox/shared/contract/common.ts";
import {
  GiftCard,
  GiftCardAdjustInput,
  GiftCardBlockInput,
  GiftCardEntry,
  GiftCardInput,
  GiftCardLookupInput,
  GiftCardQuery,
  GiftCardReplaceInput,
  GiftCardTopUpInput,
  GiftCardWithCode,
} from "@tillbox/shared/contract/gift-card.ts";
import { LedgerDays } from "@tillbox/shared/contract/ledger.ts";
import { giftCode, shownGiftCode } from "@tillbox/shared/gift-code.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { z } from "zod";
import { createBackOff } from "../../http/back-off.ts";
import { action, type Route, type RouteRequest, read, write } from "../../http/route.ts";
import { type PageRequest, readPage } from "../../kernel/keyset.ts";
import type { ColumnValue } from "../../kernel/types.ts";
import { ledgerDays, pageOfEntries } from "../ledger/rows.ts";
import { daysAsked } from "../settings/rows.ts";
import {
  adjustGiftCard,
  blockGiftCard,
  issueGiftCard,
  replaceGiftCardCode,
  topUpGiftCard,
} from "./commands.ts";
import type { GiftCardState } from "./gift-card.ts";
import {
  cardWithHash,
  checkedCode,
  findGiftCard,
  giftCardLedger,
  giftCards,
  giftCardView,
  markOf,
} from "./rows.ts";

const tag = "Gift cards";
const readPermission = "gift-card.read";

/** The n-th code of a card, the same whenever it is asked for: fifteen numbers of five bits from a keyed hash. */
export const codeOfCard = (key: string, id: string, codeNumber: number): string => {
  const bytes = createHmac("sha256", key).update(`gift card ${codeNumber} ${id}`).digest();
  return giftCode([...bytes.subarray(0, 15)].map((byte) => byte & 31));
};

/** The code goes into the answer as it leaves; `given` is the one that the client brought. */
const revealed = (key: string, json: string, given: string | undefined): string => {
  const card = JSON.parse(json) as Partial<GiftCard>;
  if (card.id === undefined || card.codeNumber === undefined) return json;
  const code = given === undefined ? codeOfCard(key, card.id, card.codeNumber) : checkedCode("code", given);
  return JSON.stringify({ ...card, code: shownGiftCode(code) });
};

const newestFirst = {
  select: "SELECT created_at, id, state FROM gift_cards",
  order: ["created_at", "id"],
  direction: "DESC",
} as const;
const filters = ({ status, customerId, search }: GiftCardQuery): { sql: string; values: ColumnValue[] }[] => [
  ...(status === undefined ? [] : [{ sql: "status = ?", values: [status] }]),
  ...(customerId === undefined ? [] : [{ sql: "customer_id = ?", values: [customerId] }]),
  ...(search === undefined ? [] : [{ sql: "? IN (number, last4)", values: [search.toUpperCase()] }]),
];

const reads: Route[] = [
  read<GiftCardQuery>({
    path: "/gift-cards",
    tag,
    permission: readPermission,
    summary: "Gift cards and store credit, newest first; never their codes",
    query: GiftCardQuery,
    answers: listOf(GiftCard),
    run: ({ kernel, query }) => {
      const page = readPage(kernel.db, newestFirst, filters(query), query);
      const items = page.items.map(({ state }) => giftCardView(JSON.parse(String(state)) as GiftCardState));
      return { items, nextCursor: page.nextCursor };
    },
  }),
  read<DaysQuery>({
    path: "/gift-cards/liability",
    tag,
    permission: "report.read",
    summary: "What the store owes on all cards: opening, movements by kind, closing",
    description: "Without from and to: this month so far",
    query: DaysQuery,
    answers: LedgerDays,
    run: ({ kernel, query }) => ledgerDays(kernel, giftCardLedger, daysAsked(kernel, query, "month")),
  }),
  read({
    path: "/gift-cards/:id",
    tag,
    permission: readPermission,
    summary: "One gift card",
    answers: GiftCard,
    run: ({ kernel, params }) => {
      const card = findGiftCard(kernel, params.id ?? "");
      return { json: giftCards.view(card, kernel), version: card.version };
    },
  }),
  read<PageRequest>({
    path: "/gift-cards/:id/ledger",
    tag,
    permission: readPermission,
    summary: "Every movement of a card, newest first",
    query: ListQuery,
    answers: listOf(GiftCardEntry),
    run: ({ kernel, params, query }) =>
      pageOfEntries(kernel, giftCardLedger, findGiftCard(kernel, params.id ?? "").id, query),
  }),
];

/** So many wrong codes in a row cost nothing; an address stands for many tills. */
const freeGuesses = 10;
const addressFactor = 10;

type Lookup = RouteRequest<z.infer<typeof GiftCardLookupInput>, unknown>;
/** Wrong codes are counted for the person, the device and the address, so that nobody can go through codes. */
const lookUp = async ({ kernel, actor, address, body }: Lookup): Promise<GiftCard> => {
  const code = checkedCode("code", body.code);
  const backOff = createBackOff(kernel, freeGuesses);
  const who = actor.userId ?? actor.deviceId ?? address;
  const keys = [{ key: `gift-card ${who}` }, { key: `gift-card at ${address}`, factor: addressFactor }];
  backOff.check(keys);
  const card = cardWithHash(kernel, markOf(code).codeHash);
  if (card) {
    await backOff.succeeded(keys);
    return giftCardView(card);
  }
  await backOff.failed(keys);
  throw new Refusal("not_found", "There is no gift card with this code.");
};

const codeRoutes = (key: string): Route[] => [
  write({
    method: "post",
    path: "/gift-cards",
    tag,
    status: 201,
    summary: "Sell a gift card, or grant store credit; its code is shown in this answer only",
    description:
      "With `tender` it is sold: no revenue and no tax, which come with the order that it pays for. Without, it is granted and needs a reason and the permission gift-card.manage.",
    body: GiftCardInput,
    answers: GiftCardWithCode,
    prepare: ({ body: { commandId: _commandId, ...body } }) => {
      const id = body.id ?? newId();
      const code = body.code === undefined ? codeOfCard(key, id, 1) : checkedCode("code", body.code);
      return { command: issueGiftCard, input: { ...body, id, code } };
    },
    reveal: (json, { body }) => revealed(key, json, body.code),
  }),
  write({
    method: "post",
    path: "/gift-cards/:id/replace-code",
    tag,
    status: 200,
    summary: "Give a card that was lost a new code; the old one ends",
    body: GiftCardReplaceInput,
    answers: GiftCardWithCode,
    prepare: ({ kernel, body, params }) => {
      const { id, codeNumber } = findGiftCard(kernel, params.id ?? "");
      const code =
        body.code === undefined ? codeOfCard(key, id, codeNumber + 1) : checkedCode("code", body.code);
      return {
        command: replaceGiftCardCode,
        input: { id, code, codeNumber, reason: body.reason, print: body.print },
      };
    },
    reveal: (json, { body }) => revealed(key, json, body.code),
  }),
];

const writes: Route[] = [
  write({
    method: "post",
    path: "/gift-cards/:id/top-up",
    tag,
    status: 200,
    summary: "Put more money on a card",
    body: GiftCardTopUpInput,
    answers: GiftCard,
    prepare: ({ body: { amount, tender }, params }) => ({
      command: topUpGiftCard,
      input: { id: params.id ?? "", amount, tender },
    }),
  }),
  write({
    method: "post",
    path: "/gift-cards/:id/adjust",
    tag,
    status: 200,
    summary: "Correct a balance, or the last day, with a reason",
    body: GiftCardAdjustInput,
    answers: GiftCard,
    prepare: ({ body: { amount, expiresOn, reason }, params }) => ({
      command: adjustGiftCard,
      input: { id: params.id ?? "", amount: amount ?? 0, expiresOn, reason },
    }),
  }),
  write({
    method: "post",
    path: "/gift-cards/:id/block",
    tag,
    status: 200,
    summary: "Block a card, or unblock it",
    body: GiftCardBlockInput,
    answers: GiftCard,
    prepare: ({ body: { blocked, reason }, params }) => ({
      command: blockGiftCard,
      input: { id: params.id ?? "", blocked, reason },
    }),
  }),
];

/** `key`: kept by the box, for the codes that it makes. */
export const giftCardRoutes = (key: string): Route[] => [
  ...reads,
  action({
    method: "post",
    path: "/gift-cards/lookup",
    tag,
    status: 200,
    permission: readPermission,
    summary: "What is on the card with this code",
    description: "Wrong codes are backed off: 429 after ten in a row.",
    body: GiftCardLookupInput,
    answers: GiftCard,
    run: lookUp,
  }),
  ...codeRoutes(key),
  ...writes,
];
