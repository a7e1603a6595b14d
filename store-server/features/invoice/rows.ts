/** Invoices as rows, and their numbers: given when an invoice is issued, gap-free in each epoch. */
import type { InvoiceIssued } from "@tillbox/shared/contract/invoice.ts";
import { query } from "../../kernel/database.ts";
import type { BaseState, Entity, EventDraft, Projection, Reads, StoredEvent } from "../../kernel/types.ts";

export type InvoiceState = BaseState & InvoiceIssued;

export const invoiceIssued = (id: string, data: InvoiceIssued): EventDraft => ({
  entity: "invoice",
  id,
  type: "InvoiceIssued",
  data: { ...data },
});

/** Issued once; it never changes. */
const evolve = (invoice: InvoiceState | undefined, event: StoredEvent): InvoiceState => {
  if (invoice || event.type !== "InvoiceIssued") throw new Error(`an invoice cannot fold ${event.type}`);
  const base = { id: event.id, version: event.seq, createdAt: event.at, updatedAt: event.at };
  return { ...(event.data as unknown as InvoiceIssued), ...base };
};

export const invoices: Entity<InvoiceState> = {
  name: "invoice",
  table: "invoices",
  evolve,
  columns: {
    number: (invoice) => invoice.number,
    order_id: (invoice) => invoice.orderId,
    business_day: (invoice) => invoice.businessDay,
  },
  view: (invoice) => JSON.stringify(invoice),
  announce: (_event, invoice) =>
    invoice ? [{ event: "invoice:update", rooms: ["invoices"], data: JSON.stringify(invoice) }] : [],
};

const counter = query<[string], { value: number }>("SELECT value FROM counters WHERE series = ?");
const count = query<[string, number]>(
  "INSERT INTO counters (series, value) VALUES (?, ?) ON CONFLICT (series) DO UPDATE SET value = MAX(value, excluded.value)",
);
const seriesOf = (epoch: number): string => `invoice-${epoch}`;

export const nextInvoiceNumber = (reads: Reads): string => {
  const next = (counter.get(reads.db, seriesOf(reads.epoch))?.value ?? 0) + 1;
  return `I${reads.epoch}-${String(next).padStart(6, "0")}`;
};

export const invoiceProjection: Projection = {
  entity: "invoice",
  project: ({ event, after }, { db }) => {
    count.run(db, seriesOf(event.epoch), Number((after as InvoiceState).number.split("-")[1]));
  },
};

const ofOrder = query<[string], { id: string }>("SELECT id FROM invoices WHERE order_id = ?");
/** The invoice that was written for an order; undefined where there is none. */
export const invoiceOf = (reads: Reads, orderId: string): InvoiceState | undefined => {
  const id = ofOrder.get(reads.db, orderId)?.id;
  return id === undefined ? undefined : reads.get(invoices, id);
};

/** To whom it goes, a line each; sealed as it stands. */
export const billTo = ({ company, address, vatId }: InvoiceState): string[] =>
  [company, ...address, vatId].filter((line) => line !== null);
