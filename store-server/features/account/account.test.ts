/** House accounts through `execute`: charging within a limit, settling the oldest first, what comes back, invoices. */
import type { Account, AccountInvoice } from "@tillbox/shared/contract/account.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { unsealJson } from "../../kernel/personal.ts";
import { furnish, line, peopleOf } from "../../testing/bistro.ts";
import { rebuiltDifferences } from "../../testing/rebuilt.ts";
import { actorOf, openTestStore, type TestStore } from "../../testing.ts";
import { createCustomer } from "../customer/commands.ts";
import { eraseCustomer } from "../customer/erasing/commands.ts";
import { ledgerDays } from "../ledger/rows.ts";
import { payOrder } from "../order/money/commands.ts";
import { refundOrder } from "../order/refunds/commands.ts";
import {
  adjustAccount,
  blockAccount,
  changeAccount,
  invoiceAccount,
  openAccount,
  settleAccount,
} from "./commands.ts";
import { accountInvoices, accountLedger, accounts } from "./rows.ts";

let now = Date.parse("2026-05-04T12:00:00Z");
let store: TestStore;
const { set, open } = peopleOf(() => store);

beforeEach(async () => {
  now = Date.parse("2026-05-04T12:00:00Z");
  store = openTestStore({ wall: () => now, strict: true });
  await furnish(store);
});
afterEach(() => store.kernel.close());

const company = (extra: object = {}): Promise<Account> =>
  store.done(openAccount, { id: newId(), name: "Harbour Freight Ltd", limit: 2000, ...extra }, "manager");
const charge = (order: { id: string }, account: { id: string }, extra: object = {}) => ({
  id: order.id,
  paymentId: newId(),
  payment: { method: "house_account" as const, reference: account.id, ...extra },
});
const charged = async (account: { id: string }, soups = 1): Promise<Order> => {
  const order = await open([line("soup", soups)]);
  const answer: { order: Order } = await store.done(payOrder, charge(order, account), "waiter");
  return answer.order;
};
const settle = (account: { id: string }, amount?: number, tender: object = { method: "cash" }) =>
  store.submit(settleAccount, { id: account.id, amount, tender: tender as { method: "cash" } }, "cashier");
const stateOf = ({ id }: { id: string }) => store.kernel.get(accounts, id);

describe("charging an account", () => {
  test("pays the bill and is owed; the tip is owed too", async () => {
    const account = await company();
    const order = await open([line("soup")]);
    const answer = await store.submit(payOrder, charge(order, account, { tip: 150 }), "waiter");
    expect(answer.ok && JSON.parse(answer.body ?? "")).toMatchObject({
      payment: { method: "house_account", amount: 850, tip: 150, reference: account.id },
      order: { due: 0, receiptNumber: "R1-000001" },
    });
    expect(stateOf(account)).toMatchObject({ balance: 1000, open: [{ orderId: order.id, left: 1000 }] });
  });

  test("never goes above its limit without approval, which is bound to the amount", async () => {
    const account = await company({ limit: 1700 });
    await charged(account, 2);
    const order = await open([line("soup")]);
    const answer = await store.submit(payOrder, charge(order, account), "waiter");
    expect(answer.ok || answer.refusal).toMatchObject({
      code: "forbidden",
      details: { permission: "account.over-limit", approvable: true, approval: { amount: 850 } },
    });
    expect(stateOf(account)?.balance).toBe(1700);
    await store.done(payOrder, charge(order, account), "manager");
    expect(stateOf(account)?.balance).toBe(2550);
  });

  test("is neither allowed nor without a limit because something else was", async () => {
    const account = await company({ limit: 900 });
    const order = await open([line("soup", 2)]);
    const actor = (...permissions: string[]) => ({
      ...actorOf("waiter"),
      permissions: new Set<string>(permissions),
    });
    const forced = charge(order, account, { force: true });
    expect(await store.refused(payOrder, forced, actor("payment.force"))).toBe("forbidden");
    expect(await store.refused(payOrder, forced, actor("payment.force", "account.charge"))).toBe("conflict");
    const novice = await store.submit(payOrder, charge(order, account), actor("payment.take"));
    expect(novice.ok || novice.refusal).toMatchObject({
      details: { permission: "account.over-limit", approval: { amount: 1700 } },
    });
    expect(stateOf(account)?.balance).toBe(0);
    await store.done(payOrder, forced, actor("payment.force", "account.charge", "account.over-limit"));
    expect(stateOf(account)?.balance).toBe(1700);
  });

  test("settling by approval is bound to what is paid", async () => {
    const account = await company();
    await charged(account, 2);
    const tender = { method: "cash" as const };
    for (const [amount, stake] of [
      [undefined, 1700],
      [400, 400],
    ] as const) {
      const answer = await store.submit(settleAccount, { id: account.id, amount, tender }, "waiter");
      expect(answer.ok || answer.refusal.details).toMatchObject({ approval: { amount: stake } });
    }
  });

  test("two tablets at once do not get over the limit together", async () => {
    const account = await company({ limit: 2600 });
    const orders = await Promise.all(Array.from({ length: 12 }, () => open([line("soup")])));
    const answers = await Promise.all(
      orders.map((order) => store.submit(payOrder, charge(order, account), "waiter")),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(3);
    expect(stateOf(account)?.balance).toBe(2550);
  });

  test.each([
    ["no account is named", {}, "invalid"],
    ["there is no such account", { reference: "nobody" }, "invalid"],
  ])("is refused where %s", async (_why, payment, code) => {
    const order = await open([line("soup")]);
    const input = {
      id: order.id,
      paymentId: newId(),
      payment: { method: "house_account" as const, ...payment },
    };
    expect(await store.refused(payOrder, input, "waiter")).toBe(code);
  });

  test("is refused on a blocked account, by a cook, and on a device without a person", async () => {
    const account = await company();
    const order = await open([line("soup")]);
    expect(await store.refused(payOrder, charge(order, account), "cook")).toBe("forbidden");
    await store.done(blockAccount, { id: account.id, blocked: true, reason: "unpaid" }, "manager");
    expect(await store.refused(payOrder, charge(order, account), "manager")).toBe("conflict");
    await store.done(blockAccount, { id: account.id, blocked: false, reason: "paid" }, "manager");
    expect((await store.submit(payOrder, charge(order, account), "waiter")).ok).toBe(true);
  });
});

describe("settling an account", () => {
  test("takes a part, the oldest charge first, with change and cash rounding", async () => {
    await set("rounding.cash", 5);
    const account = await company({ limit: 10_000 });
    const [first, second] = [await charged(account, 1), await charged(account, 2)];
    const answer = await settle(account, 1003, { method: "cash", tendered: 2000 });
    expect(answer.ok && JSON.parse(answer.body ?? "")).toMatchObject({
      settlement: {
        number: "S1-000001",
        amount: 1003,
        balance: 1547,
        tender: { purpose: "account", amount: 1003, rounding: 2, tendered: 2000, change: 995 },
      },
    });
    expect(stateOf(account)?.open).toMatchObject([{ orderId: second.id, amount: 1700, left: 1547 }]);
    expect(first.receiptNumber).toBe("R1-000001");
    expect((await settle(account)).ok).toBe(true);
    expect(stateOf(account)).toMatchObject({ balance: 0, open: [], credit: 0 });
  });

  test("more than is owed, nothing owed, and a waiter are refused", async () => {
    const account = await company();
    expect(await settle(account)).toMatchObject({ refusal: { code: "conflict" } });
    await charged(account);
    expect(await settle(account, 851)).toMatchObject({ refusal: { code: "invalid" } });
    const tender = { method: "cash" as const };
    expect(await store.refused(settleAccount, { id: account.id, amount: 1, tender }, "waiter")).toBe(
      "forbidden",
    );
  });

  test("the same tap twice takes the money once", async () => {
    const account = await company();
    await charged(account);
    const input = { id: account.id, amount: 300, tender: { method: "external" as const } };
    await Promise.all(Array.from({ length: 4 }, () => store.submit(settleAccount, input, "cashier", "tap")));
    expect(stateOf(account)?.balance).toBe(550);
  });
});

describe("what comes back", () => {
  const refund = (order: Order, extra: object = {}) =>
    store.submit(
      refundOrder,
      { id: order.id, refundId: newId(), refund: { reason: "cold", ...extra } },
      "manager",
    );

  test("of a refunded order lowers its own charge, not the oldest", async () => {
    const account = await company({ limit: 10_000 });
    const [first, second] = [await charged(account, 1), await charged(account, 2)];
    expect((await refund(second, { amount: 700 })).ok).toBe(true);
    expect(stateOf(account)).toMatchObject({
      balance: 1850,
      open: [
        { orderId: first.id, left: 850 },
        { orderId: second.id, left: 1000 },
      ],
    });
  });

  test("of an order that was settled already is credit for the next one", async () => {
    const account = await company({ limit: 10_000 });
    const order = await charged(account, 1);
    await settle(account);
    expect((await refund(order)).ok).toBe(true);
    expect(stateOf(account)).toMatchObject({ balance: -850, credit: 850, open: [] });
    await charged(account, 2);
    expect(stateOf(account)).toMatchObject({ balance: 850, credit: 0, open: [{ amount: 1700, left: 850 }] });
  });

  test("goes to the account also when it was blocked meanwhile", async () => {
    const account = await company();
    const order = await charged(account);
    await store.done(blockAccount, { id: account.id, blocked: true, reason: "unpaid" }, "manager");
    expect((await refund(order)).ok).toBe(true);
    expect(stateOf(account)?.balance).toBe(0);
  });

  test("goes to another account only with the permission for that, and must name it", async () => {
    const [account, other] = [await company(), await company({ name: "Lighthouse Ltd" })];
    const order = await charged(account);
    const cash = await open([line("soup")]);
    await store.done(payOrder, { id: cash.id, paymentId: newId(), payment: { method: "cash" } }, "waiter");
    expect(await refund(cash, { method: "house_account" })).toMatchObject({ refusal: { code: "invalid" } });
    const input = {
      id: order.id,
      refundId: newId(),
      refund: { reason: "cold", method: "house_account" as const, reference: other.id },
    };
    const answer = await store.submit(refundOrder, input, "cashier");
    expect(answer.ok || answer.refusal.details.permission).toBe("payment.refund-other");
    expect((await store.submit(refundOrder, input, "manager")).ok).toBe(true);
    expect([stateOf(account)?.balance, stateOf(other)?.balance]).toEqual([850, -850]);
  });
});

describe("an invoice", () => {
  const invoice = (account: { id: string }): Promise<AccountInvoice> =>
    store.done(invoiceAccount, { id: account.id, invoiceId: newId() }, "manager");

  test("lists what was charged since the last one, with its receipt, and what is carried over", async () => {
    const account = await company({ limit: 10_000, dueDays: 10, address: "Pier 4" });
    await charged(account, 1);
    const first = await invoice(account);
    expect(first).toMatchObject({
      number: "A1-000001",
      billTo: { name: "Harbour Freight Ltd", address: "Pier 4" },
      dueOn: "2026-05-14",
      carried: 0,
      lines: [{ kind: "charged", orderNumber: 1, receiptNumber: "R1-000001", amount: 850 }],
      total: 850,
      due: 850,
      unpaid: 850,
    });
    expect(await store.refused(invoiceAccount, { id: account.id, invoiceId: newId() })).toBe("conflict");
    await settle(account, 500);
    await charged(account, 2);
    await store.done(adjustAccount, { id: account.id, amount: -200, reason: "goodwill" }, "manager");
    const second = await invoice(account);
    expect(second).toMatchObject({
      number: "A1-000002",
      carried: 350,
      lines: [{ amount: 1700 }, { kind: "adjusted", reason: "goodwill", amount: -200 }],
      total: 1500,
      due: 1850,
    });
    expect(second.due).toBe(stateOf(account)?.balance);
  });
});

test("changing an account keeps what is not named; the same words change nothing", async () => {
  const account = await company({ note: "monthly" });
  const head = store.kernel.headSeq();
  const same = { id: account.id, fields: { name: "Harbour Freight Ltd", limit: 2000 } };
  await store.done(changeAccount, same, "manager");
  expect(store.kernel.headSeq()).toBe(head);
  expect(
    await store.done(changeAccount, { id: account.id, fields: { limit: 500 } }, "manager"),
  ).toMatchObject({
    limit: 500,
    note: "monthly",
  });
  expect(await store.refused(changeAccount, same, "cashier")).toBe("forbidden");
});

test("the name of a person is sealed for them, and gone with them; the money stays", async () => {
  const person = { name: "Guest 12", customerId: "customer-12", limit: 5000 };
  expect(await store.refused(openAccount, { id: newId(), ...person })).toBe("invalid");
  await store.done(createCustomer, { id: "customer-12", words: { name: "Guest 12" } });
  const account = await company(person);
  await charged(account);
  const issued: AccountInvoice = await store.done(invoiceAccount, { id: account.id, invoiceId: newId() });
  const bytes = store.kernel.db.prepare("SELECT group_concat(bytes) FROM journal").pluck().get();
  expect(bytes).not.toContain("Guest 12");
  expect(issued.billTo.name).toBe("Guest 12");
  const shown = (): string =>
    unsealJson(store.kernel.db, JSON.stringify(store.kernel.get(accountInvoices, issued.id)));
  expect(shown()).toContain("Guest 12");
  const erasure = { id: "customer-12", reason: "asked" };
  expect(await store.refused(eraseCustomer, erasure)).toBe("conflict");
  await settle(account, 850);
  await store.done(eraseCustomer, erasure);
  expect(JSON.parse(shown())).toMatchObject({ billTo: { name: null }, due: 850 });
});

test("a rebuild from the journal finds the same accounts, invoices and ledger, and the days add up", async () => {
  const account = await company({ limit: 10_000 });
  await charged(account, 1);
  now += 86_400_000;
  await charged(account, 2);
  await store.done(invoiceAccount, { id: account.id, invoiceId: newId() });
  await settle(account, 1000);
  expect(ledgerDays(store.kernel, accountLedger, { from: "2026-05-05", to: "2026-05-05" })).toMatchObject({
    opening: 850,
    movements: [
      { kind: "charged", entries: 1, amount: 1700 },
      { kind: "settled", entries: 1, amount: -1000 },
    ],
    closing: 1550,
  });
  expect(rebuiltDifferences(store.kernel)).toEqual([]);
  store.kernel.db.exec("UPDATE accounts SET status = 'blocked'");
  expect(rebuiltDifferences(store.kernel)).toMatchObject([{ table: "accounts" }]);
});
