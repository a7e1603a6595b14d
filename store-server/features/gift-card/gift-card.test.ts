/** Gift cards through `execute`: selling, paying, what comes back, running out, and many tills at once. */
import type { GiftCard } from "@tillbox/shared/contract/gift-card.ts";
import { giftCode } from "@tillbox/shared/gift-code.ts";
import { newId } from "@tillbox/shared/id.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { furnish, line, peopleOf } from "../../testing/bistro.ts";
import { rebuiltDifferences } from "../../testing/rebuilt.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { ledgerDays } from "../ledger/rows.ts";
import { payOrder } from "../order/money/commands.ts";
import {
  adjustGiftCard,
  blockGiftCard,
  expireGiftCards,
  issueGiftCard,
  replaceGiftCardCode,
  topUpGiftCard,
} from "./commands.ts";
import { writeOff } from "./expiry/commands.ts";
import { giftCardLedger, giftCards } from "./rows.ts";

const days = ["2026-05-04", "2026-06-03"] as const;
const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`);

let now = noon(days[0]);
let store: TestStore;
let made = 0;
const { set, open, pay } = peopleOf(() => store);

beforeEach(async () => {
  now = noon(days[0]);
  store = openTestStore({ wall: () => now, strict: true });
  await furnish(store);
});
afterEach(() => store.kernel.close());

const newCode = (): string => {
  made += 1;
  return giftCode(Array.from({ length: 15 }, (_, index) => (made >> index) & 31));
};
const sell = async (amount: number, extra: object = {}): Promise<GiftCard & { code: string }> => {
  const code = newCode();
  const input = { id: newId(), code, amount, tender: { method: "cash" as const }, ...extra };
  const card: GiftCard = await store.done(issueGiftCard, input, "waiter");
  return { ...card, code };
};
const cardOf = (id: string) => store.kernel.get(giftCards, id);
const balanceOf = (id: string): number | undefined => cardOf(id)?.balance;
const payWith = (order: { id: string }, code: string, extra: object = {}) =>
  store.submit(
    payOrder,
    {
      id: order.id,
      paymentId: newId(),
      payment: { method: "gift_card" as const, reference: code, ...extra },
    },
    "waiter",
  );
const journalText = (): string =>
  store.kernel.db.prepare<[], string>("SELECT group_concat(bytes) FROM journal").pluck().get() ?? "";

describe("a gift card", () => {
  test("is sold for cash with change and rounding, and is no sale", async () => {
    await set("rounding.cash", 5);
    const card = await sell(2512, { tender: { method: "cash", tendered: 3000 } });
    expect(card).toMatchObject({
      balance: 2512,
      status: "active",
      number: "G1-000001",
      expiresOn: "2029-05-04",
    });
    const sold = store.kernel.db
      .prepare<[], string>("SELECT bytes FROM journal WHERE entity = 'gift-card'")
      .pluck()
      .get();
    expect(JSON.parse(sold ?? "").data.tender).toMatchObject({
      purpose: "gift_card",
      amount: 2512,
      rounding: -2,
      tendered: 3000,
      change: 490,
      businessDay: days[0],
    });
    expect(store.kernel.db.prepare("SELECT COUNT(*) FROM sales_by_hour").pluck().get()).toBe(0);
  });

  test("is in the journal and in its row by a hash and its last four symbols only", async () => {
    const card = await sell(1000);
    const rows = JSON.stringify(store.kernel.db.prepare("SELECT * FROM gift_cards").all());
    for (const text of [journalText(), rows]) {
      expect(text).not.toContain(card.code);
      expect(text).toContain(card.code.slice(-4));
    }
  });

  test("too little cash, no reason for a gift, too much on one card and a code twice are refused", async () => {
    const input = { id: newId(), code: newCode(), amount: 1000 };
    const cash = { method: "cash" as const };
    expect(await store.refused(issueGiftCard, { ...input, tender: { ...cash, tendered: 999 } })).toBe(
      "invalid",
    );
    expect(await store.refused(issueGiftCard, input)).toBe("invalid");
    expect(await store.refused(issueGiftCard, { ...input, amount: 100_001, tender: cash })).toBe("invalid");
    expect(await store.refused(issueGiftCard, { ...input, amount: 0, tender: cash })).toBe("invalid");
    const card = await sell(1000);
    expect(await store.refused(issueGiftCard, { ...input, code: card.code, tender: cash })).toBe("conflict");
    expect(await store.refused(issueGiftCard, { ...input, reason: "sorry" }, "waiter")).toBe("forbidden");
    expect(await store.done(issueGiftCard, { ...input, reason: "sorry" }, "manager")).toMatchObject({
      kind: "store_credit",
      balance: 1000,
    });
  });

  test("pays a bill: the debit and the payment are one", async () => {
    const card = await sell(5000);
    const order = await open([line("soup")]);
    const answer = await payWith(order, card.code.toLowerCase());
    expect(answer.ok && JSON.parse(answer.body ?? "")).toMatchObject({
      payment: { method: "gift_card", amount: 850, reference: card.id },
      order: { due: 0, receiptNumber: "R1-000001" },
    });
    expect(balanceOf(card.id)).toBe(4150);
    expect(journalText()).not.toContain(card.code);
  });

  test("that holds less than is wanted says how much, and pays that when it is asked for", async () => {
    const card = await sell(500);
    const order = await open([line("soup")]);
    const refused = await payWith(order, card.code);
    expect(refused.ok || refused.refusal).toMatchObject({
      code: "conflict",
      details: { current: { balance: 500, last4: card.last4 } },
    });
    expect(balanceOf(card.id)).toBe(500);
    expect((await payWith(order, card.code, { amount: 500 })).ok).toBe(true);
    expect(cardOf(card.id)).toMatchObject({ balance: 0 });
    expect((await pay(order)).order.due).toBe(0);
  });

  test("takes a tip only where the store allows it", async () => {
    const card = await sell(5000);
    const order = await open([line("soup")]);
    const refused = await payWith(order, card.code, { tip: 100 });
    expect(refused.ok || refused.refusal.code).toBe("invalid");
    await set("gift_card.tips", true);
    expect((await payWith(order, card.code, { tip: 100 })).ok).toBe(true);
    expect(balanceOf(card.id)).toBe(4050);
  });

  test.each([
    { reference: undefined, code: "invalid" },
    { reference: "0000-0000-0000-0001", code: "invalid" },
    { reference: giftCode(Array.from({ length: 15 }, () => 31)), code: "invalid" },
  ])("paying with $reference is refused and writes nothing", async ({ reference, code }) => {
    const order = await open([line("soup")]);
    const head = store.kernel.headSeq();
    const answer = await payWith(order, reference as string);
    expect(answer.ok || answer.refusal.code).toBe(code);
    expect(store.kernel.headSeq()).toBe(head);
  });

  test("is topped up, corrected, blocked and given a new code; the old code ends", async () => {
    const card = await sell(1000);
    const { id } = card;
    await store.done(topUpGiftCard, { id, amount: 500, tender: { method: "external" } }, "waiter");
    const correction = { id, amount: -300, expiresOn: undefined, reason: "typed wrong" };
    expect(await store.refused(adjustGiftCard, correction, "waiter")).toBe("forbidden");
    await store.done(adjustGiftCard, correction, "manager");
    expect(await store.refused(adjustGiftCard, { ...correction, amount: -1201 })).toBe("conflict");
    expect(balanceOf(id)).toBe(1200);
    await store.done(blockGiftCard, { id, blocked: true, reason: "reported lost" }, "manager");
    const order = await open([line("soup")]);
    const blocked = await payWith(order, card.code);
    expect(blocked.ok || blocked.refusal).toMatchObject({ code: "conflict" });
    expect(await store.refused(blockGiftCard, { id, blocked: true, reason: "again" })).toBe("conflict");
    await store.done(blockGiftCard, { id, blocked: false, reason: "found" });
    const fresh = newCode();
    const replace = { id, code: fresh, codeNumber: 1, reason: "seen by others", print: false };
    expect(await store.done(replaceGiftCardCode, replace)).toMatchObject({ codeNumber: 2 });
    expect(await store.refused(replaceGiftCardCode, { ...replace, code: newCode() })).toBe("conflict");
    expect((await payWith(order, card.code)).ok).toBe(false);
    expect((await payWith(order, fresh)).ok).toBe(true);
    expect(balanceOf(id)).toBe(350);
  });
});

describe("an approval", () => {
  const asked = async (answer: ReturnType<TestStore["submit"]>): Promise<unknown> => {
    const { ok, ...rest } = await answer;
    return ok ? "done" : (rest as { refusal?: { details: unknown } }).refusal?.details;
  };

  test("of money that is put on a card or taken off it is bound to the card and the amount", async () => {
    const id = newId();
    const gift = { id, code: newCode(), amount: 700, reason: "waited for an hour" };
    expect(await asked(store.submit(issueGiftCard, gift, "waiter"))).toMatchObject({
      approval: { action: "gift-card.manage", subjectId: id, amount: 700 },
    });
    const card = await sell(1000);
    const correction = { id: card.id, amount: -300, expiresOn: undefined, reason: "typed wrong" };
    expect(await asked(store.submit(adjustGiftCard, correction, "waiter"))).toMatchObject({
      approval: { action: "gift-card.manage", subjectId: card.id, amount: 300 },
    });
  });
});

describe("the last day", () => {
  test("what is left is written off by an event, once, and nothing before", async () => {
    const card = await sell(1000, { expiresOn: "2026-06-02" });
    const empty = await sell(850, { expiresOn: "2026-06-02" });
    await payWith(await open([line("soup")]), empty.code);
    const expire = (): Promise<{ expired: number }> => store.done(expireGiftCards, {});
    expect(await expire()).toEqual({ expired: 0 });
    now = noon(days[1]);
    const order = await open([line("soup")]);
    expect(await payWith(order, card.code)).toMatchObject({ ok: false, refusal: { code: "conflict" } });
    expect(balanceOf(card.id)).toBe(1000);
    expect(await expire()).toEqual({ expired: 1 });
    expect(await expire()).toEqual({ expired: 0 });
    expect(cardOf(card.id)).toMatchObject({ balance: 0, expiredOn: days[1] });
    expect(ledgerDays(store.kernel, giftCardLedger, { from: days[1], to: days[1] })).toMatchObject({
      opening: 1000,
      movements: [{ kind: "expired", entries: 1, amount: -1000 }],
      closing: 0,
    });
  });

  test("it can be extended before it is over, and a top-up renews a card that ran out", async () => {
    const card = await sell(1000, { expiresOn: "2026-06-02" });
    const { id } = card;
    await store.done(adjustGiftCard, { id, amount: 0, expiresOn: "2026-07-01", reason: "was away" });
    now = noon(days[1]);
    expect(await store.done(expireGiftCards, {})).toEqual({ expired: 0 });
    now = noon("2026-07-02");
    await store.done(topUpGiftCard, { id, amount: 700, tender: { method: "cash" } });
    expect(cardOf(id)).toMatchObject({ balance: 700, expiresOn: "2029-07-02", expiredOn: null });
  });

  test("a card that never ends is never written off", async () => {
    await set("gift_card.validity_months", 0);
    const card = await sell(1000);
    now = noon("2099-01-01");
    expect(await store.done(expireGiftCards, {})).toEqual({ expired: 0 });
    expect(cardOf(card.id)).toMatchObject({ expiresOn: null, balance: 1000 });
  });
});

test("a round writes off all cards that ran out, however many, and nothing when there are none", async () => {
  for (let index = 0; index < 230; index += 1) await sell(100, { expiresOn: "2026-06-02" });
  expect(await writeOff(store.kernel)).toBe(0);
  const head = store.kernel.headSeq();
  now = noon(days[1]);
  expect(await writeOff(store.kernel)).toBe(230);
  expect(store.kernel.headSeq()).toBe(head + 230);
  expect(await writeOff(store.kernel)).toBe(0);
});

describe("many tills at once", () => {
  test("forty tablets that spend the same 20.00 at the same moment get 20.00 between them", async () => {
    const card = await sell(2000);
    const orders = await Promise.all(Array.from({ length: 40 }, () => open([line("soup")])));
    const answers = await Promise.all(orders.map((order) => payWith(order, card.code, { amount: 300 })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(6);
    expect(balanceOf(card.id)).toBe(200);
    expect(
      answers.filter(({ ok }) => !ok).every((answer) => !answer.ok && answer.refusal.code === "conflict"),
    ).toBe(true);
  });

  test("the same tap sent five times takes the money once", async () => {
    const card = await sell(2000);
    const order = await open([line("soup")]);
    const input = {
      id: order.id,
      paymentId: newId(),
      payment: { method: "gift_card" as const, reference: card.code, amount: 300 },
    };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => store.submit(payOrder, input, "waiter", "one-tap")),
    );
    expect(new Set(answers.map((answer) => answer.ok && answer.body)).size).toBe(1);
    expect(balanceOf(card.id)).toBe(1700);
  });
});

test("a rebuild from the journal finds the same cards and the same ledger", async () => {
  const card = await sell(1000, { expiresOn: "2026-06-02" });
  await payWith(await open([line("soup")]), card.code, { amount: 400 });
  now = noon(days[1]);
  await store.done(expireGiftCards, {});
  expect(rebuiltDifferences(store.kernel)).toEqual([]);
  store.kernel.db.exec("UPDATE ledger_days SET amount = amount + 1 WHERE kind = 'sold'");
  expect(rebuiltDifferences(store.kernel)).toMatchObject([{ table: "ledger_days" }]);
});
