/**
 * The ledgers of what the store owes (gift cards) and is owed (house accounts): every movement as a row, and sums per business day, both
 * projected from the events of the cards and accounts. So the balance at the end of any day is a sum of days, and ties to the journal.
 */
import type { LedgerDays, TenderInput } from "@tillbox/shared/contract/ledger.ts";
import type { Tender, TenderPurpose } from "@tillbox/shared/contract/tender.ts";
import { query } from "../../kernel/database.ts";
import { type PageRequest, readPage } from "../../kernel/keyset.ts";
import type { BaseState, Change, ColumnValue, Context, Reads, StoredEvent } from "../../kernel/types.ts";
import { openDrawerFor } from "../drawer/rows.ts";
import { dayOf, setting } from "../settings/rows.ts";
import { tenderFor } from "./tender.ts";

export type LedgerName = "gift-card" | "account";
export const ledgerTables = ["ledger_entries", "ledger_days"] as const;

type Entry = [
  seq: number,
  ledger: string,
  holder: string,
  at: string,
  day: string,
  kind: string,
  amount: number,
  balance: number,
  currency: string,
  orderId: string | null,
  paymentId: string | null,
  number: string | null,
  reason: string | null,
  by: string | null,
];
const addEntry = query<Entry>(
  "INSERT INTO ledger_entries (seq, ledger, holder_id, at, business_day, kind, amount, balance, currency, order_id, payment_id, number, reason, user_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
);
const addToDay = query<[string, string, string, string, number]>(
  "INSERT INTO ledger_days (ledger, currency, business_day, kind, entries, amount) VALUES (?, ?, ?, ?, 1, ?) ON CONFLICT (ledger, currency, business_day, kind) DO UPDATE SET entries = entries + 1, amount = amount + excluded.amount",
);

type Holder = BaseState & { balance: number; currency: string };

/** Writes one movement of a card or an account; `kind` is what the ledger calls the event. */
export const writeEntry = (
  reads: Reads,
  ledger: LedgerName,
  { event, after }: Pick<Change, "event" | "after">,
  kind: string,
): void => {
  const holder = after as Holder;
  const { amount, businessDay: day } = event.data as { amount: number; businessDay: string };
  const text = (key: string): string | null => {
    const value = event.data[key];
    return typeof value === "string" ? value : null;
  };
  addEntry.run(
    reads.db,
    event.seq,
    ledger,
    event.id,
    event.at,
    day,
    kind,
    amount,
    holder.balance,
    holder.currency,
    text("orderId"),
    text("paymentId"),
    text("number"),
    text("reason"),
    event.actor,
  );
  addToDay.run(reads.db, ledger, holder.currency, day, kind, amount);
};

const newestFirst = {
  select:
    "SELECT seq, at, business_day AS businessDay, kind, amount, balance, currency, order_id AS orderId, payment_id AS paymentId, number, reason, user_id AS by FROM ledger_entries",
  order: ["seq"],
  direction: "DESC",
} as const;

/** Movements of one card or account, newest first; `from` and `to` are business days. */
export const pageOfEntries = (
  reads: Pick<Reads, "db">,
  ledger: LedgerName,
  holderId: string,
  page: PageRequest & { from?: string | undefined; to?: string | undefined },
) =>
  readPage(
    reads.db,
    newestFirst,
    [
      { sql: "ledger = ? AND holder_id = ?", values: [ledger, holderId] },
      ...(page.from === undefined ? [] : [{ sql: "business_day >= ?", values: [page.from] }]),
      ...(page.to === undefined ? [] : [{ sql: "business_day <= ?", values: [page.to] }]),
    ],
    page,
  );

const upTo = query<[string, string, string], { amount: number | null }>(
  "SELECT SUM(amount) AS amount FROM ledger_entries WHERE ledger = ? AND holder_id = ? AND business_day < ?",
);
const between = query<[string, string, string, string], Record<string, ColumnValue>>(
  `${newestFirst.select} WHERE ledger = ? AND holder_id = ? AND business_day BETWEEN ? AND ? ORDER BY seq`,
);

/** One card or account over business days: what stood before, every movement, what stood after. */
export const statementOf = (
  { db }: Pick<Reads, "db">,
  ledger: LedgerName,
  holderId: string,
  { from, to }: { from: string; to: string },
) => {
  const opening = upTo.get(db, ledger, holderId, from)?.amount ?? 0;
  const entries = between.all(db, ledger, holderId, from, to);
  return { opening, entries, closing: entries.reduce((sum, { amount }) => sum + Number(amount), opening) };
};

const before = query<[string, string, string], { amount: number | null }>(
  "SELECT SUM(amount) AS amount FROM ledger_days WHERE ledger = ? AND currency = ? AND business_day < ?",
);
const within = query<[string, string, string, string], { kind: string; entries: number; amount: number }>(
  "SELECT kind, SUM(entries) AS entries, SUM(amount) AS amount FROM ledger_days WHERE ledger = ? AND currency = ? AND business_day BETWEEN ? AND ? GROUP BY kind ORDER BY kind",
);

/** What all cards, or all accounts, stood at before `from`, what moved until the end of `to`, and where that leaves them. */
export const ledgerDays = (
  reads: Reads,
  ledger: LedgerName,
  { from, to }: { from: string; to: string },
): LedgerDays => {
  const currency = setting(reads, "currency.code");
  const opening = before.get(reads.db, ledger, currency, from)?.amount ?? 0;
  const movements = within.all(reads.db, ledger, currency, from, to);
  const closing = movements.reduce((sum, { amount }) => sum + amount, opening);
  return { from, to, currency, opening, movements, closing };
};

const counter = query<[string], { value: number }>("SELECT value FROM counters WHERE series = ?");
const count = query<[string, number]>(
  "INSERT INTO counters (series, value) VALUES (?, ?) ON CONFLICT (series) DO UPDATE SET value = MAX(value, excluded.value)",
);
const seriesName = (letter: string, epoch: number): string => `${letter}-${epoch}`;

/** The next number of a series of the ledgers' papers, "G1-000042"; it is given only by the event that holds it. */
export const nextNumber = (reads: Reads, letter: string): string => {
  const value = (counter.get(reads.db, seriesName(letter, reads.epoch))?.value ?? 0) + 1;
  return `${letter}${reads.epoch}-${String(value).padStart(6, "0")}`;
};

/** Keeps the series of `event.data.number`, if it holds one. */
export const countNumber = (reads: Pick<Reads, "db">, event: StoredEvent): void => {
  const { number } = event.data;
  if (typeof number !== "string") return;
  count.run(reads.db, seriesName(number.charAt(0), event.epoch), Number(number.split("-")[1]));
};

/** What is handed over for a card or an account, with change and cash rounding as for a bill. */
export const takeTender = (
  context: Context,
  purpose: TenderPurpose,
  amount: number,
  given: TenderInput,
): Tender =>
  tenderFor(purpose, amount, given, {
    businessDay: dayOf(context),
    stepMinor: setting(context.reads, "rounding.cash"),
    drawerId: openDrawerFor(context.reads, context.actor),
  });
