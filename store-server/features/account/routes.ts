import {
  Account,
  AccountAdjustInput,
  AccountBlockInput,
  AccountChange,
  AccountEntry,
  AccountInput,
  AccountInvoice,
  AccountInvoiceInput,
  AccountQuery,
  AccountSettleInput,
  Settlement,
  Statement,
} from "@tillbox/shared/contract/account.ts";
import { DaysQuery, ListQuery, listOf } from "@tillbox/shared/contract/common.ts";
import { LedgerDays } from "@tillbox/shared/contract/ledger.ts";
import { newId } from "@tillbox/shared/id.ts";
import { notFound } from "@tillbox/shared/refusal.ts";
import { z } from "zod";
import { type Route, read, write } from "../../http/route.ts";
import { query } from "../../kernel/database.ts";
import { type PageRequest, pageOfAll, readPage } from "../../kernel/keyset.ts";
import { unseal } from "../../kernel/personal.ts";
import type { Reads } from "../../kernel/types.ts";
import { ledgerDays, pageOfEntries, statementOf } from "../ledger/rows.ts";
import { daysAsked } from "../settings/rows.ts";
import type { AccountState } from "./account.ts";
import {
  adjustAccount,
  blockAccount,
  changeAccount,
  invoiceAccount,
  openAccount,
  settleAccount,
} from "./commands.ts";
import {
  accountInvoices,
  accountLedger,
  accounts,
  accountView,
  findAccount,
  type InvoiceState,
  invoiceView,
} from "./rows.ts";

const tag = "House accounts";
const readPermission = "account.read";

const all = query<[], { state: string }>("SELECT state FROM accounts");
const nameOf = ({ db }: Pick<Reads, "db">, { name }: AccountState): string => unseal(db, name) ?? "";

/** By name. Names of people are sealed, so they are sorted and searched here and not by SQL; accounts are few. */
const matching = (reads: Pick<Reads, "db">, wanted: AccountQuery): Account[] => {
  const words = (wanted.search ?? "").toLowerCase().split(/\s+/);
  return all
    .all(reads.db)
    .map(({ state }) => JSON.parse(state) as AccountState)
    .map((account) => ({ account, name: nameOf(reads, account) }))
    .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
    .sort((one, other) => one.name.localeCompare(other.name) || (one.account.id < other.account.id ? -1 : 1))
    .map(({ account }) => accountView(account))
    .filter(({ status }) => wanted.status === undefined || status === wanted.status)
    .filter(({ customerId }) => wanted.customerId === undefined || customerId === wanted.customerId);
};

const newestInvoices = {
  select: "SELECT version, state FROM account_invoices",
  order: ["version"],
  direction: "DESC",
} as const;

const reads: Route[] = [
  read<AccountQuery>({
    path: "/accounts",
    tag,
    permission: readPermission,
    summary: "House accounts by name",
    query: AccountQuery,
    answers: listOf(Account),
    run: ({ kernel, query: wanted }) => pageOfAll(matching(kernel, wanted), wanted),
  }),
  read<DaysQuery>({
    path: "/accounts/receivables",
    tag,
    permission: "report.read",
    summary: "What all accounts owe: opening, movements by kind, closing",
    description: "Without from and to: this month so far",
    query: DaysQuery,
    answers: LedgerDays,
    run: ({ kernel, query: days }) => ledgerDays(kernel, accountLedger, daysAsked(kernel, days, "month")),
  }),
  read({
    path: "/accounts/:id",
    tag,
    permission: readPermission,
    summary: "One account, with what is open on it",
    answers: Account,
    run: ({ kernel, params }) => {
      const account = findAccount(kernel, params.id ?? "");
      return { json: accounts.view(account, kernel), version: account.version };
    },
  }),
  read<PageRequest>({
    path: "/accounts/:id/ledger",
    tag,
    permission: readPermission,
    summary: "Every movement of an account, newest first",
    query: ListQuery,
    answers: listOf(AccountEntry),
    run: ({ kernel, params, query: page }) =>
      pageOfEntries(kernel, accountLedger, findAccount(kernel, params.id ?? "").id, page),
  }),
  read<DaysQuery>({
    path: "/accounts/:id/statement",
    tag,
    permission: readPermission,
    summary: "An account over business days: opening, every movement, closing",
    description: "Without from and to: this month so far",
    query: DaysQuery,
    answers: Statement,
    run: ({ kernel, params, query: asked }) => {
      const days = daysAsked(kernel, asked, "month");
      const { id, currency } = findAccount(kernel, params.id ?? "");
      return { accountId: id, ...days, currency, ...statementOf(kernel, accountLedger, id, days) };
    },
  }),
];

const invoiceReads: Route[] = [
  read<PageRequest>({
    path: "/accounts/:id/invoices",
    tag,
    permission: readPermission,
    summary: "Invoices of an account, newest first",
    query: ListQuery,
    answers: listOf(AccountInvoice),
    run: ({ kernel, params, query: page }) => {
      const { id } = findAccount(kernel, params.id ?? "");
      const found = readPage(kernel.db, newestInvoices, [{ sql: "account_id = ?", values: [id] }], page);
      const items = found.items.map((row) =>
        invoiceView(JSON.parse(String(row.state)) as InvoiceState, kernel),
      );
      return { items, nextCursor: found.nextCursor };
    },
  }),
  read({
    path: "/account-invoices/:id",
    tag,
    permission: readPermission,
    summary: "One invoice",
    answers: AccountInvoice,
    run: ({ kernel, params }) => {
      const invoice = kernel.get(accountInvoices, params.id ?? "");
      if (!invoice) throw notFound("invoice", params.id ?? "");
      return invoiceView(invoice, kernel);
    },
  }),
];

const writes: Route[] = [
  write({
    method: "post",
    path: "/accounts",
    tag,
    status: 201,
    summary: "Open a house account, with its limit",
    body: AccountInput,
    answers: Account,
    prepare: ({ body: { commandId: _commandId, ...body } }) => ({
      command: openAccount,
      input: { ...body, id: body.id ?? newId() },
    }),
  }),
  write({
    method: "put",
    path: "/accounts/:id",
    tag,
    status: 200,
    summary: "Change an account; a lower limit takes nothing back that was charged",
    body: AccountChange,
    answers: Account,
    prepare: ({ body: { commandId: _commandId, ...fields }, params }) => ({
      command: changeAccount,
      input: { id: params.id ?? "", fields },
    }),
  }),
  write({
    method: "post",
    path: "/accounts/:id/block",
    tag,
    status: 200,
    summary: "Block an account, or unblock it",
    body: AccountBlockInput,
    answers: Account,
    prepare: ({ body: { blocked, reason }, params }) => ({
      command: blockAccount,
      input: { id: params.id ?? "", blocked, reason },
    }),
  }),
  write({
    method: "post",
    path: "/accounts/:id/settle",
    tag,
    status: 201,
    summary: "Take money for an account, all or a part of what is owed; the oldest charges are paid first",
    body: AccountSettleInput,
    answers: z.object({ settlement: Settlement, account: Account }),
    prepare: ({ body: { amount, tender }, params }) => ({
      command: settleAccount,
      input: { id: params.id ?? "", amount, tender },
    }),
  }),
  write({
    method: "post",
    path: "/accounts/:id/adjust",
    tag,
    status: 200,
    summary: "Correct a balance with a reason: a debt that is written off, or one from before",
    body: AccountAdjustInput,
    answers: Account,
    prepare: ({ body: { amount, reason }, params }) => ({
      command: adjustAccount,
      input: { id: params.id ?? "", amount, reason },
    }),
  }),
  write({
    method: "post",
    path: "/accounts/:id/invoices",
    tag,
    status: 201,
    summary: "Issue an invoice over everything since the last one",
    body: AccountInvoiceInput.optional(),
    answers: AccountInvoice,
    prepare: ({ body, params }) => ({
      command: invoiceAccount,
      input: { id: params.id ?? "", invoiceId: body?.id ?? newId() },
    }),
  }),
];

export const accountRoutes: Route[] = [...reads, ...invoiceReads, ...writes];
