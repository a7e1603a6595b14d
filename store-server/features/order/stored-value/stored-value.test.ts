/** What orders do to the cards and accounts that pay for them, through every way that money comes back or moves. */
import type { Order } from "@tillbox/shared/contract/order.ts";
import { giftCode } from "@tillbox/shared/gift-code.ts";
import { newId } from "@tillbox/shared/id.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { furnish, line, peopleOf } from "../../../testing/bistro.ts";
import { rebuiltDifferences } from "../../../testing/rebuilt.ts";
import { openTestStore, type TestStore } from "../../../testing.ts";
import { openAccount } from "../../account/commands.ts";
import { accounts } from "../../account/rows.ts";
import { blockGiftCard, issueGiftCard } from "../../gift-card/commands.ts";
import { giftCards } from "../../gift-card/rows.ts";
import { payOrder } from "../money/commands.ts";
import { mergeOrders } from "../moves/commands.ts";
import { voidPayment } from "../payments/commands.ts";
import { refundOrder } from "../refunds/commands.ts";
import { exchangeGoods, sell } from "../sales/commands.ts";

let now = Date.parse("2026-05-04T12:00:00Z");
let store: TestStore;
const { open, pay } = peopleOf(() => store);
const code = (seed: number): string => giftCode(Array.from({ length: 15 }, () => seed));
const issue = (id: string, seed: number, amount: number, extra: object = {}) =>
  store.done(issueGiftCard, {
    id,
    code: code(seed),
    amount,
    tender: { method: "cash" as const },
    print: false,
    ...extra,
  });

beforeEach(async () => {
  now = Date.parse("2026-05-04T12:00:00Z");
  store = openTestStore({ wall: () => now, strict: true });
  await furnish(store);
  await issue("card", 3, 2000);
  await store.done(openAccount, { id: "account", name: "Harbour Freight Ltd", limit: 1000 });
});
afterEach(() => {
  const differences = rebuiltDifferences(store.kernel);
  store.kernel.close();
  if (differences.length > 0) throw new Error(`a rebuild differs: ${JSON.stringify(differences)}`);
});

const card = (id = "card") => store.kernel.get(giftCards, id);
const owed = () => store.kernel.get(accounts, "account")?.balance;
const byCard = (order: { id: string }, extra: object = {}) => ({
  id: order.id,
  paymentId: newId(),
  payment: { method: "gift_card" as const, reference: code(3), ...extra },
});
const paid = async (order: Order, extra: object = {}): Promise<Order> => {
  const answer: { order: Order } = await store.done(payOrder, byCard(order, extra), "waiter");
  return answer.order;
};
const refund = (order: Order, extra: object = {}) =>
  store.submit(
    refundOrder,
    { id: order.id, refundId: newId(), refund: { reason: "cold", ...extra } },
    "manager",
  );

describe("a gift card gets back", () => {
  test("what a voided payment took, and can pay again", async () => {
    const order = await paid(await open([line("soup", 2)]), { amount: 1500 });
    expect(card()?.balance).toBe(500);
    const paymentId = order.payments[0]?.id ?? "";
    await store.done(voidPayment, { id: order.id, paymentId, reason: "wrong card" }, "manager");
    expect(card()?.balance).toBe(2000);
    expect(await store.refused(voidPayment, { id: order.id, paymentId, reason: "again" })).toBe("conflict");
    await paid(order);
    expect(card()?.balance).toBe(300);
  });

  test("its part of a refund, and cash gets back the cash", async () => {
    const order = await open([line("soup", 4)]);
    await paid(order, { amount: 2000 });
    const { order: closed } = await pay(order);
    expect((await refund(closed)).ok).toBe(true);
    expect(card()?.balance).toBe(2000);
  });

  test("a refund also when it is blocked, or has run out: then it is good for a while", async () => {
    await issue("short", 4, 1000, { expiresOn: "2026-05-10" });
    const order = await open([line("soup")]);
    const input = { ...byCard(order), payment: { method: "gift_card" as const, reference: code(4) } };
    const { order: closed }: { order: Order } = await store.done(payOrder, input, "waiter");
    await store.done(blockGiftCard, { id: "short", blocked: true, reason: "lost" });
    now = Date.parse("2026-06-01T12:00:00Z");
    expect((await refund(closed)).ok).toBe(true);
    expect(card("short")).toMatchObject({ balance: 850, expiresOn: "2026-07-01", expiredOn: null });
    const kinds = store.kernel.db
      .prepare("SELECT kind FROM ledger_entries WHERE holder_id = 'short' ORDER BY seq")
      .pluck()
      .all();
    expect(kinds).toEqual(["sold", "redeemed", "expired", "credited"]);
  });

  test("nothing of a refund that goes to another card, which is named by its code and needs the permission", async () => {
    await issue("other", 5, 100);
    const closed = await paid(await open([line("soup")]));
    const wish = { method: "gift_card", reference: code(5) };
    const input = {
      id: closed.id,
      refundId: newId(),
      refund: { reason: "cold", method: "gift_card" as const, reference: code(5) },
    };
    const answer = await store.submit(refundOrder, input, "cashier");
    expect(answer.ok || answer.refusal.details.permission).toBe("payment.refund-other");
    expect(await refund(closed, { ...wish, reference: "other" })).toMatchObject({
      refusal: { code: "invalid" },
    });
    expect((await refund(closed, wish)).ok).toBe(true);
    expect([card()?.balance, card("other")?.balance]).toEqual([1150, 950]);
    const events = store.kernel.db.prepare("SELECT group_concat(bytes) FROM journal").pluck().get();
    expect(events).not.toContain(code(5));
  });

  test("nothing, and gives nothing more, when another check is merged into the one that it paid a part of", async () => {
    const [one, two] = [await open([line("soup", 2)]), await open([line("wine")])];
    await paid(one, { amount: 500 });
    await store.done(mergeOrders, { id: one.id, fromOrderId: two.id }, "manager");
    expect(card()?.balance).toBe(1500);
  });
});

describe("a quick sale", () => {
  const sale = (payment: object) => ({
    id: newId(),
    paymentId: newId(),
    sale: { items: [line("soup", 2)] },
    payment: payment as { method: "house_account" },
  });

  test("is paid by a card like any other", async () => {
    await store.done(sell, sale({ method: "gift_card", reference: code(3) }), "waiter");
    expect(card()?.balance).toBe(300);
  });

  test("goes no further than the limit of an account, but for whoever may", async () => {
    const charge = { method: "house_account", reference: "account" };
    expect(await store.refused(sell, sale(charge), "waiter")).toBe("conflict");
    expect(owed()).toBe(0);
    await store.done(sell, sale(charge), "manager");
    expect(owed()).toBe(1700);
  });
});

describe("an exchange", () => {
  const exchange = (order: Order, soups: number, reference: string, method = "gift_card") => ({
    id: order.id,
    refundId: newId(),
    saleId: newId(),
    paymentId: newId(),
    exchange: {
      items: [{ itemId: order.items[0]?.id ?? "", quantity: 1 }],
      reason: "another size",
      method: method as "gift_card",
      reference,
      sale: { items: [line("soup", soups)] },
    },
  });

  test("by the card that paid takes or gives the difference, also where the card is empty by now", async () => {
    const first = await paid(await open([line("soup")]));
    await paid(await open([line("soup", 2)]), { amount: 1150 });
    expect(card()?.balance).toBe(0);
    await store.done(exchangeGoods, exchange(first, 1, code(3)), "manager");
    expect(card()?.balance).toBe(0);
    expect(await store.refused(exchangeGoods, exchange(first, 2, code(3)), "manager")).toBe("conflict");
  });

  test("by an account charges the difference to it", async () => {
    const order = await open([line("soup")]);
    const input = {
      id: order.id,
      paymentId: newId(),
      payment: { method: "house_account" as const, reference: "account" },
    };
    const { order: closed }: { order: Order } = await store.done(payOrder, input, "waiter");
    await store.done(exchangeGoods, exchange(closed, 2, "account", "house_account"), "manager");
    expect(owed()).toBe(1700);
  });
});
