/** Gift cards and house accounts on paper: slips of what was paid, invoices when they are issued and again when somebody asks. */
import type { LedgerSlip } from "@tillbox/shared/contract/printer.ts";
import type { Tender } from "@tillbox/shared/contract/tender.ts";
import { conflict, notFound } from "@tillbox/shared/refusal.ts";
import { query } from "../../../kernel/database.ts";
import type { Command, Reaction, Reads, StoredEvent } from "../../../kernel/types.ts";
import { type AccountState, accountInvoices, type InvoiceState } from "../../account/rows.ts";
import type { GiftCardState } from "../../gift-card/rows.ts";
import { setting } from "../../settings/rows.ts";
import { jobAnswer } from "../jobs.ts";
import { letterhead, personName, printPaper } from "../rows.ts";

type SlipFacts = Pick<LedgerSlip, "title" | "number" | "facts" | "rows" | "total" | "tender" | "after">;

const slip = (event: Pick<StoredEvent, "actor" | "at">, reads: Reads, facts: SlipFacts): LedgerSlip => ({
  kind: "slip",
  letterhead: letterhead(reads),
  at: event.at,
  by: event.actor === null ? "" : personName(reads, event.actor),
  ...facts,
});

const tenderOf = ({ method, amount, rounding, tendered, change }: Tender): LedgerSlip["tender"] => ({
  method,
  amount,
  rounding,
  tendered,
  change,
});

const print = (event: StoredEvent, reads: Reads, facts: SlipFacts): void => {
  if (!setting(reads, "printer.auto_print")) return;
  printPaper(reads, slip(event, reads, facts), { subject: event.id, at: event.at });
};

/** Whoever pays for a card gets a receipt beside it, so that the card can be given away. */
export const giftCardReaction: Reaction = {
  entity: "gift-card",
  react: ({ event, after }, reads) => {
    const { tender, number } = event.data as { tender?: Tender | null; number?: string };
    if (!tender || number === undefined) return;
    const card = after as GiftCardState;
    const title = event.type === "GiftCardIssued" ? "Gift card" : "Top-up";
    print(event, reads, {
      title,
      number,
      facts: [{ label: "Card", value: `${card.number} •••• ${card.last4}` }],
      rows: [],
      total: { label: title, amount: tender.amount },
      tender: tenderOf(tender),
      after: { label: "On the card", amount: card.balance },
    });
  },
};

export const accountReaction: Reaction = {
  entity: "account",
  react: ({ event, after }, reads) => {
    if (event.type !== "AccountSettled") return;
    const { tender, number } = event.data as { tender: Tender; number: string };
    const account = after as AccountState;
    print(event, reads, {
      title: "Payment",
      number,
      facts: [{ label: "Account of", value: account.name }],
      rows: [],
      total: { label: "Paid", amount: tender.amount },
      tender: tenderOf(tender),
      after: { label: "Still owed", amount: account.balance },
    });
  },
};

const lineLabel = ({ businessDay, kind, receiptNumber, reason }: InvoiceState["lines"][number]): string => {
  const what = receiptNumber === null ? (reason ?? "Correction") : `Receipt ${receiptNumber}`;
  return `${businessDay} ${kind === "credited" ? `Refund of ${what.toLowerCase()}` : what}`;
};

const invoiceFacts = (invoice: InvoiceState): SlipFacts => {
  const { name, address, taxNumber } = invoice.billTo;
  return {
    title: "Invoice",
    number: invoice.number,
    facts: [
      { label: "To", value: name },
      ...(address === null ? [] : [{ label: "Address", value: address }]),
      ...(taxNumber === null ? [] : [{ label: "Tax number", value: taxNumber }]),
      { label: "To be paid by", value: invoice.dueOn },
    ],
    rows: [
      ...(invoice.carried === 0 ? [] : [{ label: "Carried over", amount: invoice.carried }]),
      ...invoice.lines.map((line) => ({ label: lineLabel(line), amount: line.amount })),
    ],
    total: { label: "Due", amount: invoice.due },
    tender: null,
    after: null,
  };
};

export const invoiceReaction: Reaction = {
  entity: accountInvoices.name,
  react: ({ event, after }, reads) => print(event, reads, invoiceFacts(after as InvoiceState)),
};

const earlier = query<[string], { id: string }>(
  "SELECT id FROM jobs WHERE subject = ? ORDER BY created_at LIMIT 1",
);

/** Prints an invoice again; it says that it is a copy. */
export const reprintInvoice: Command<{ invoiceId: string; jobId: string }> = {
  name: "print.account-invoice",
  permission: "account.read",
  decide: ({ invoiceId, jobId }, { reads, at, actor }) => {
    const invoice = reads.get(accountInvoices, invoiceId);
    if (!invoice) throw notFound("invoice", invoiceId);
    const document = slip({ actor: actor.userId, at: invoice.createdAt }, reads, invoiceFacts(invoice));
    const copyOf = earlier.get(reads.db, invoiceId)?.id ?? null;
    return {
      events: [],
      answer: jobAnswer(jobId),
      alongside: () => {
        if (printPaper(reads, document, { id: jobId, subject: invoiceId, at, copyOf }) === null)
          throw conflict("No receipt printer is set up. Add one under Printers.");
      },
    };
  },
};
