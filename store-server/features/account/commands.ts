/** Commands of house accounts. */
import type { AccountInput, AccountInvoiceIssued } from "@tillbox/shared/contract/account.ts";
import type { TenderInput } from "@tillbox/shared/contract/ledger.ts";
import { addDays } from "@tillbox/shared/days.ts";
import { conflict } from "@tillbox/shared/refusal.ts";
import { query } from "../../kernel/database.ts";
import { sealMaybe, unseal } from "../../kernel/personal.ts";
import type { Command, Context, Decision, EventDraft, Reads } from "../../kernel/types.ts";
import { linkable } from "../customer/rows.ts";
import { nextNumber, takeTender } from "../ledger/rows.ts";
import { dayOf, setting } from "../settings/rows.ts";
import {
  type AccountFields,
  type AccountState,
  accountEvent,
  checkSettlement,
  decideBlock,
  tillView,
} from "./account.ts";
import {
  accountInvoices,
  accounts,
  accountView,
  findAccount,
  invoiceIssued,
  invoiceSeries,
  settlementSeries,
} from "./rows.ts";

const target = ({ id }: { id: string }) => ({ entity: accounts.name, id });
const answered = (id: string, events: EventDraft[]): Decision => ({ events, answer: target({ id }) });

/** What identifies a person is sealed for them; a company's name is none. */
const personal = ["name", "address", "email", "note"] as const;
const sealedFields = <F extends Partial<AccountFields>>(
  reads: Reads,
  customerId: string | null,
  fields: F,
): F => {
  if (customerId === null) return fields;
  const sealed = personal
    .filter((key) => fields[key] !== undefined)
    .map((key) => [key, sealMaybe(reads.db, customerId, fields[key])]);
  return { ...fields, ...Object.fromEntries(sealed) };
};

export type OpenAccount = Omit<AccountInput, "id" | "commandId"> & { id: string };
export const openAccount: Command<OpenAccount> = {
  name: "account.open",
  permission: "account.manage",
  decide: (input, { reads }) => {
    const known = reads.get(accounts, input.id);
    if (known) throw conflict("There is an account with this id already.", accountView(known));
    const customerId = input.customerId ?? null;
    if (customerId !== null) linkable(reads, customerId);
    const fields = sealedFields(reads, customerId, {
      name: input.name,
      address: input.address ?? null,
      taxNumber: input.taxNumber ?? null,
      email: input.email ?? null,
      limit: input.limit,
      dueDays: input.dueDays ?? setting(reads, "account.due_days"),
      note: input.note ?? null,
    });
    const currency = setting(reads, "currency.code");
    return answered(input.id, [accountEvent(input.id, "AccountOpened", { ...fields, customerId, currency })]);
  },
};

export type ChangeAccount = {
  id: string;
  /** `dueDays` null: as the store's setting says now. */
  fields: {
    [K in keyof AccountFields]?: AccountFields[K] | undefined | (K extends "dueDays" ? null : never);
  };
};
export const changeAccount: Command<ChangeAccount> = {
  name: "account.change",
  permission: "account.manage",
  target,
  decide: ({ id, fields }, { reads }) => {
    const account = findAccount(reads, id);
    const plain = (value: unknown): unknown => (typeof value === "string" ? unseal(reads.db, value) : value);
    const wanted =
      fields.dueDays === null ? { ...fields, dueDays: setting(reads, "account.due_days") } : fields;
    const changed = Object.fromEntries(
      Object.entries(wanted).filter(
        ([key, value]) => value !== undefined && value !== plain(account[key as keyof AccountFields]),
      ),
    ) as Partial<AccountFields>;
    if (Object.keys(changed).length === 0) return answered(id, []);
    return answered(id, [
      accountEvent(id, "AccountChanged", sealedFields(reads, account.customerId, changed)),
    ]);
  },
};

export const blockAccount: Command<{ id: string; blocked: boolean; reason: string }> = {
  name: "account.block",
  permission: "account.manage",
  approvable: true,
  target,
  decide: ({ id, blocked, reason }, { reads }) =>
    answered(id, decideBlock(findAccount(reads, id), blocked, reason)),
};

export const settleAccount: Command<{ id: string; amount: number | undefined; tender: TenderInput }> = {
  name: "account.settle",
  permission: "account.settle",
  approvable: true,
  approvalAmount: ({ id, amount }, { reads }) => amount ?? findAccount(reads, id).balance,
  target,
  decide: ({ id, amount, tender }, context) => {
    const account = findAccount(context.reads, id);
    const paid = amount ?? account.balance;
    checkSettlement(account, paid);
    const settled = {
      amount: 0 - paid,
      number: nextNumber(context.reads, settlementSeries),
      tender: takeTender(context, "account", paid, tender),
      businessDay: dayOf(context),
    };
    return {
      events: [accountEvent(id, "AccountSettled", settled)],
      answer: (reads) =>
        `{"settlement":${JSON.stringify({ number: settled.number, amount: paid, balance: account.balance - paid, tender: settled.tender })},"account":${accounts.view(findAccount(reads, id), reads)}}`,
    };
  },
};

export const adjustAccount: Command<{ id: string; amount: number; reason: string }> = {
  name: "account.adjust",
  permission: "account.manage",
  approvable: true,
  approvalAmount: ({ amount }) => Math.abs(amount),
  approvalNamesAmount: true,
  approvalAbout: ({ amount }) => (amount < 0 ? "less" : "more"),
  target,
  decide: ({ id, amount, reason }, context) => {
    findAccount(context.reads, id);
    return answered(id, [
      accountEvent(id, "AccountAdjusted", { amount, reason, businessDay: dayOf(context) }),
    ]);
  },
};

type Line = {
  seq: number;
  businessDay: string;
  kind: "charged" | "credited" | "adjusted";
  orderNumber: number | null;
  receiptNumber: string | null;
  reason: string | null;
  amount: number;
};
/** At most so many on one invoice; the next one goes on from there. An order is known here by its number and its receipt only, as they stand on the paper. */
const linesSince = query<[string, number], Line>(
  "SELECT entry.seq, entry.business_day AS businessDay, entry.kind, orders.number AS orderNumber, json_extract(orders.state, '$.receiptNumber') AS receiptNumber, entry.reason, entry.amount FROM ledger_entries entry LEFT JOIN orders ON orders.id = entry.order_id WHERE entry.ledger = 'account' AND entry.holder_id = ? AND entry.seq > ? AND entry.kind <> 'settled' ORDER BY entry.seq LIMIT 2000",
);

const invoiceOf = (account: AccountState, lines: Line[], context: Context): AccountInvoiceIssued => {
  const businessDay = dayOf(context);
  const total = lines.reduce((sum, { amount }) => sum + amount, 0);
  return {
    number: nextNumber(context.reads, invoiceSeries),
    accountId: account.id,
    billTo: {
      name: account.name,
      address: account.address,
      taxNumber: account.taxNumber,
      email: account.email,
    },
    businessDay,
    dueOn: addDays(businessDay, account.dueDays),
    currency: account.currency,
    carried: account.balance - account.uninvoiced,
    lines,
    total,
    due: account.balance - account.uninvoiced + total,
  };
};

export const invoiceAccount: Command<{ id: string; invoiceId: string }> = {
  name: "account.invoice",
  permission: "account.manage",
  approvable: true,
  target,
  decide: ({ id, invoiceId }, context) => {
    const { reads } = context;
    const account = findAccount(reads, id);
    const known = reads.get(accountInvoices, invoiceId);
    if (known) throw conflict("There is an invoice with this id already.", known);
    const lines = linesSince.all(reads.db, id, account.invoicedSeq);
    if (lines.length === 0) throw conflict("Nothing was charged since the last invoice.", tillView(account));
    const invoice = invoiceOf(account, lines, context);
    const { number, total } = invoice;
    const throughSeq = lines.at(-1)?.seq ?? account.invoicedSeq;
    return {
      events: [
        invoiceIssued(invoiceId, invoice),
        accountEvent(id, "AccountInvoiced", { invoiceId, invoiceNumber: number, total, throughSeq }),
      ],
      answer: { entity: accountInvoices.name, id: invoiceId },
    };
  },
};
