/** House accounts and their invoices as rows, and the events that orders make of them. */
import type { Account, AccountInvoice, AccountInvoiceIssued } from "@tillbox/shared/contract/account.ts";
import { invalid, notFound } from "@tillbox/shared/refusal.ts";
import type {
  BaseState,
  Context,
  Entity,
  EventDraft,
  Projection,
  Reads,
  StoredEvent,
} from "../../kernel/types.ts";
import { countNumber, type LedgerName, writeEntry } from "../ledger/rows.ts";
import { dayOf, setting } from "../settings/rows.ts";
import {
  type AccountEventType,
  type AccountState,
  availableOn,
  checkChargeable,
  decideMovements,
  evolve,
  type PaymentMovement,
  tillView,
} from "./account.ts";

export type { AccountState } from "./account.ts";

export const accountLedger: LedgerName = "account";
/** Letters of the series of invoices, and of receipts for settlements. */
export const invoiceSeries = "A";
export const settlementSeries = "S";

export const accountView = (account: AccountState): Account => {
  const { credit: _credit, invoicedSeq: _seq, ...shown } = account;
  return {
    ...shown,
    status: account.blockedReason === null ? "active" : "blocked",
    available: availableOn(account),
  };
};

export const accounts: Entity<AccountState> = {
  name: "account",
  table: "accounts",
  evolve,
  columns: {
    status: (account) => (account.blockedReason === null ? "active" : "blocked"),
    customer_id: (account) => account.customerId,
  },
  view: (account) => JSON.stringify(accountView(account)),
  announce: (_event, account) =>
    account
      ? [{ event: "account:update", rooms: ["accounts"], data: JSON.stringify(accountView(account)) }]
      : [],
};

export type InvoiceState = BaseState & AccountInvoiceIssued;

export const invoiceIssued = (id: string, data: AccountInvoiceIssued): EventDraft => ({
  entity: "account-invoice",
  id,
  type: "InvoiceIssued",
  data: { ...data },
});

const evolveInvoice = (invoice: InvoiceState | undefined, event: StoredEvent): InvoiceState => {
  if (invoice || event.type !== "InvoiceIssued") throw new Error(`an invoice cannot fold ${event.type}`);
  const base = { id: event.id, version: event.seq, createdAt: event.at, updatedAt: event.at };
  return { ...(event.data as unknown as AccountInvoiceIssued), ...base };
};

/** With what is still open of it, as the account stands now. */
export const invoiceView = (invoice: InvoiceState, reads: Reads): AccountInvoice => {
  const open = reads.get(accounts, invoice.accountId)?.open ?? [];
  const unpaid = open.reduce(
    (sum, { invoiceNumber, left }) => (invoiceNumber === invoice.number ? sum + left : sum),
    0,
  );
  return { ...invoice, unpaid };
};

export const accountInvoices: Entity<InvoiceState> = {
  name: "account-invoice",
  table: "account_invoices",
  evolve: evolveInvoice,
  columns: { number: (invoice) => invoice.number, account_id: (invoice) => invoice.accountId },
  view: (invoice, reads) => JSON.stringify(invoiceView(invoice, reads)),
  announce: (_event, invoice, reads) =>
    invoice
      ? [{ event: "invoice:update", rooms: ["accounts"], data: JSON.stringify(invoiceView(invoice, reads)) }]
      : [],
};

const kinds: Partial<Record<AccountEventType, string>> = {
  AccountCharged: "charged",
  AccountCredited: "credited",
  AccountSettled: "settled",
  AccountAdjusted: "adjusted",
};

export const accountProjections: Projection[] = [
  {
    entity: "account",
    project: (change, reads) => {
      countNumber(reads, change.event);
      const kind = kinds[change.event.type as AccountEventType];
      if (kind !== undefined) writeEntry(reads, accountLedger, change, kind);
    },
  },
  { entity: "account-invoice", project: ({ event }, reads) => countNumber(reads, event) },
];

export const findAccount = (reads: Reads, id: string): AccountState => {
  const account = reads.get(accounts, id);
  if (!account) throw notFound("account", id);
  return account;
};

/** The account that an order is charged to. Throws `invalid` where there is none, `conflict` where it is blocked. */
export const chargeableAccount = ({ reads }: Pick<Context, "reads">, reference: string | undefined) => {
  if (reference === undefined) throw invalid("reference", "give the id of the account");
  const account = reads.get(accounts, reference);
  if (!account) throw invalid("reference", `there is no account ${reference}`);
  checkChargeable(account);
  if (account.currency !== setting(reads, "currency.code"))
    throw invalid("reference", `this account is kept in ${account.currency}`);
  return { id: account.id, available: availableOn(account), current: tillView(account) };
};

/** Money of a payment that is charged to an account (positive) or comes back to it (negative). */
export type AccountMovement = { accountId: string } & PaymentMovement;

/** Events of the accounts for what payments, voids and refunds did in one command. */
export const accountEvents = (context: Context, movements: readonly AccountMovement[]): EventDraft[] => {
  const businessDay = dayOf(context);
  return [...Map.groupBy(movements, ({ accountId }) => accountId)].flatMap(([accountId, own]) =>
    decideMovements(findAccount(context.reads, accountId), own, businessDay),
  );
};
