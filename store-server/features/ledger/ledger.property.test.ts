/**
 * Random days of cards and accounts: sold, spent, refunded, corrected, written off, charged, settled, invoiced, over several days, with
 * taps that are sent again. Whatever happened, the ledgers add up to the balances, each day goes on from the one before, and the journal
 * gives the same tables again.
 */
import { accountEntryKinds } from "@tillbox/shared/contract/account.ts";
import { giftCardEntryKinds } from "@tillbox/shared/contract/gift-card.ts";
import { newId } from "@tillbox/shared/id.ts";
import { array, assert, asyncProperty, boolean, constantFrom, integer, record } from "fast-check";
import { expect, test } from "vitest";
import type { Command } from "../../kernel/types.ts";
import { furnish, line, opening } from "../../testing/bistro.ts";
import { rebuiltDifferences } from "../../testing/rebuilt.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { adjustAccount, invoiceAccount, openAccount, settleAccount } from "../account/commands.ts";
import { adjustGiftCard, blockGiftCard, issueGiftCard, topUpGiftCard } from "../gift-card/commands.ts";
import { writeOff } from "../gift-card/expiry/commands.ts";
import { codeOfCard } from "../gift-card/routes.ts";
import { openOrder } from "../order/commands.ts";
import { payOrder } from "../order/money/commands.ts";
import { refundOrder } from "../order/refunds/commands.ts";
import { type LedgerName, ledgerDays } from "./rows.ts";

const kinds = [
  "sell",
  "top-up",
  "pay",
  "pay",
  "refund",
  "adjust",
  "block",
  "charge",
  "charge",
  "settle",
  "correct",
  "invoice",
  "day",
] as const;
type Step = { kind: (typeof kinds)[number]; which: number; amount: number; again: boolean };
const step = record({
  kind: constantFrom(...kinds),
  which: integer({ min: 0, max: 1 }),
  amount: integer({ min: 1, max: 900 }),
  again: boolean(),
});

const day_ms = 86_400_000;
const lastDay = "2026-05-06";
const tender = { method: "cash" as const };
const codeOf = (id: string): string => codeOfCard("key", id, 1);

const openRun = async () => {
  let now = Date.parse("2026-05-04T12:00:00Z");
  const store = openTestStore({ wall: () => now, strict: true });
  await furnish(store);
  for (const id of ["account-0", "account-1"])
    await store.done(openAccount, { id, name: id, limit: 6000 }, "manager");
  for (const id of ["card-0", "card-1"])
    await store.done(
      issueGiftCard,
      { id, code: codeOf(id), amount: 2000, tender, expiresOn: lastDay },
      "waiter",
    );
  return { store, tomorrow: () => void (now += day_ms) };
};
type Run = Awaited<ReturnType<typeof openRun>>;

/** Sends a tap, now and then twice; the second must give the same answer and write nothing. */
const tap = async <I>(store: TestStore, command: Command<I>, input: I, again: boolean): Promise<boolean> => {
  const commandId = newId();
  const first = await store.submit(command, input, "manager", commandId);
  if (again) {
    const head = store.kernel.headSeq();
    const second = await store.submit(command, input, "manager", commandId);
    expect({ ...second, replay: false }).toEqual(first);
    expect(store.kernel.headSeq()).toBe(head);
  }
  return first.ok;
};

const paid = async (
  { store }: Run,
  { amount, again }: Step,
  method: "gift_card" | "house_account",
  reference: string,
) => {
  const order = opening([line("soup", 4)]);
  await store.done(openOrder, order, "waiter");
  const id = order.id;
  const payment = { method, reference, amount };
  if (!(await tap(store, payOrder, { id, paymentId: newId(), payment }, again))) return null;
  const rest = { id, paymentId: newId(), payment: { method: "cash" as const } };
  await store.submit(payOrder, rest, "waiter");
  return id;
};

const play = async (run: Run, steps: readonly Step[]): Promise<void> => {
  const { store, tomorrow } = run;
  const orders: string[] = [];
  for (const each of steps) {
    const { kind, which, amount, again } = each;
    const [cardId, accountId] = [`card-${which}`, `account-${which}`];
    const moreId = `card-${which}-${orders.length}`;
    const reason = "because";
    if (kind === "sell") {
      const card = { id: moreId, code: codeOf(moreId), amount, tender, expiresOn: lastDay };
      await tap(store, issueGiftCard, card, again);
    }
    if (kind === "top-up") await tap(store, topUpGiftCard, { id: cardId, amount, tender }, again);
    if (kind === "pay") orders.push((await paid(run, each, "gift_card", codeOf(cardId))) ?? "");
    if (kind === "charge") orders.push((await paid(run, each, "house_account", accountId)) ?? "");
    if (kind === "refund") {
      const id = orders[amount % Math.max(1, orders.length)] ?? "";
      const refund = { reason, ...(again ? {} : { amount }) };
      await tap(store, refundOrder, { id, refundId: newId(), refund }, again);
    }
    if (kind === "adjust") {
      const change = { id: cardId, amount: again ? amount : 0 - amount, expiresOn: undefined, reason };
      await tap(store, adjustGiftCard, change, again);
    }
    if (kind === "block") await tap(store, blockGiftCard, { id: cardId, blocked: again, reason }, again);
    if (kind === "settle") await tap(store, settleAccount, { id: accountId, amount, tender }, again);
    if (kind === "correct")
      await tap(store, adjustAccount, { id: accountId, amount: again ? amount : 0 - amount, reason }, again);
    if (kind === "invoice") await tap(store, invoiceAccount, { id: accountId, invoiceId: newId() }, again);
    if (kind === "day") {
      tomorrow();
      await writeOff(store.kernel);
    }
  }
};

type Sums = { id: string; balance: number; entries: number; last: number };
const faultsOf = ({ store }: Run, ledger: LedgerName, table: string): string[] => {
  const rows = store.kernel.db
    .prepare<[string, string], Sums>(
      `SELECT id, json_extract(state, '$.balance') AS balance, (SELECT COALESCE(SUM(amount), 0) FROM ledger_entries WHERE ledger = ? AND holder_id = ${table}.id) AS entries, COALESCE((SELECT balance FROM ledger_entries WHERE ledger = ? AND holder_id = ${table}.id ORDER BY seq DESC LIMIT 1), 0) AS last FROM ${table}`,
    )
    .all(ledger, ledger);
  const faults = rows.flatMap(({ id, balance, entries, last }) =>
    balance === entries && balance === last ? [] : [`${id} holds ${balance}, its ledger ${entries}`],
  );
  const all = rows.reduce((sum, { balance }) => sum + balance, 0);
  const days = Array.from({ length: 60 }, (_, index) =>
    new Date(Date.parse("2026-05-01T00:00:00Z") + index * day_ms).toISOString().slice(0, 10),
  );
  let stood = 0;
  for (const day of days) {
    const { opening: from, closing } = ledgerDays(store.kernel, ledger, { from: day, to: day });
    if (from !== stood) faults.push(`${day} opens with ${from} after ${stood}`);
    stood = closing;
  }
  return stood === all ? faults : [...faults, `the days end with ${stood}, the balances with ${all}`];
};

/** What the runs did, so that a proof that exercises nothing fails. */
const kindsIn = ({ store }: Run): string[] =>
  store.kernel.db
    .prepare<[], string>("SELECT DISTINCT ledger || ' ' || kind FROM ledger_entries")
    .pluck()
    .all();
const everyKind = [
  ...giftCardEntryKinds.filter((kind) => kind !== "granted").map((kind) => `gift-card ${kind}`),
  ...accountEntryKinds.map((kind) => `account ${kind}`),
];

const allFaults = (run: Run): string[] => [
  ...faultsOf(run, "gift-card", "gift_cards"),
  ...faultsOf(run, "account", "accounts"),
];

test("whatever is done to cards and accounts, ledgers, days and balances agree, and the journal gives them again", async () => {
  const seen = new Set<string>();
  await assert(
    asyncProperty(array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
      const run = await openRun();
      try {
        await play(run, steps);
        for (const kind of kindsIn(run)) seen.add(kind);
        expect(allFaults(run)).toEqual([]);
        expect(rebuiltDifferences(run.store.kernel)).toEqual([]);
      } finally {
        run.store.kernel.close();
      }
    }),
    { numRuns: 60 },
  );
  expect([...seen].sort()).toEqual(everyKind.sort());
}, 60_000);

test("the proof sees one cent that is missing from a ledger", async () => {
  const run = await openRun();
  await play(run, [{ kind: "charge", which: 0, amount: 500, again: false }]);
  run.store.kernel.db.exec("UPDATE ledger_entries SET amount = amount - 1 WHERE holder_id = 'card-0'");
  expect(allFaults(run)).toEqual(["card-0 holds 2000, its ledger 1999"]);
  run.store.kernel.db.exec("UPDATE ledger_days SET amount = amount + 1 WHERE kind = 'charged'");
  expect(allFaults(run)).toHaveLength(2);
  run.store.kernel.close();
});
