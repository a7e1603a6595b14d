/** Print jobs: written in the transaction of the change that asks for them, claimed by the printers' workers, asked for by people. */
import type { JobStatus, PrintDocument, PrintJob, Receipt } from "@tillbox/shared/contract/printer.ts";
import { conflict, notFound } from "@tillbox/shared/refusal.ts";
import { query } from "../../kernel/database.ts";
import { addJob, type JobRow, settleJob } from "../../kernel/jobs.ts";
import { readPage } from "../../kernel/keyset.ts";
import type { ColumnValue, Command, Reaction, Reads } from "../../kernel/types.ts";
import { tables } from "../floor/rows.ts";
import { billTo, type InvoiceState, invoiceOf } from "../invoice/rows.ts";
import {
  decideProforma,
  type KitchenNews,
  kitchenNews,
  kitchenTicket,
  type OrderState,
  orders,
  type PaperFacts,
  receipt,
} from "../order/rows.ts";
import { setting } from "../settings/rows.ts";
import { receiptPrinter, routeTickets } from "./routing.ts";
import {
  allPrinters,
  type JobPayload,
  letterhead,
  type PrinterState,
  personName,
  printers,
  printQueue,
  stations,
} from "./rows.ts";

export { type JobPayload, letterhead, personName, printQueue };

const tableName = (tableId: string | null, reads: Reads): string | null =>
  tableId === null ? null : (reads.get(tables.entity, tableId)?.name ?? null);
const paperFacts = (order: OrderState, reads: Reads, at: string): PaperFacts => ({
  tableName: tableName(order.tableId, reads),
  waiter: order.openedBy === null ? "" : personName(reads, order.openedBy),
  timeZone: setting(reads, "store.time_zone"),
  at,
});

const stationNames = (printer: PrinterState, reads: Reads): string =>
  printer.stations.map((id) => reads.get(stations.entity, id)?.name ?? id).join(" + ") || printer.name;

const printTickets = (order: OrderState, news: KitchenNews, reads: Reads, at: string): void => {
  const { movedFrom } = news;
  const origin = movedFrom
    ? { movedFrom: { tableName: tableName(movedFrom.tableId, reads), orderNumber: movedFrom.number } }
    : {};
  const facts = { ...paperFacts(order, reads, at), ...origin };
  const routable = news.lines.map((ticket) => ({
    ...ticket,
    stations: ticket.line.stations,
    categoryId: ticket.line.categoryId,
  }));
  for (const { printer, lines } of routeTickets(allPrinters(reads), routable, order.type)) {
    const document = kitchenTicket(order, lines, stationNames(printer, reads), facts);
    addJob(reads.db, {
      queue: printQueue,
      lane: printer.id,
      subject: order.id,
      payload: { document } satisfies JobPayload,
      at,
    });
  }
};

/** The kitchen's tickets print at send and when something is taken back; the receipt at full payment. */
export const printReaction: Reaction = {
  entity: "order",
  react: ({ event, before, after }, reads) => {
    const order = after as OrderState;
    const news = kitchenNews(event, before as OrderState | undefined, order);
    if (news.lines.length > 0) printTickets(order, news, reads, event.at);
    if (event.type !== "OrderFinalised" || !setting(reads, "printer.auto_print")) return;
    const printer = receiptPrinter(allPrinters(reads), order.type);
    if (printer) addReceipt(order, printer, reads, event.at, { proforma: false, copyOf: null });
  },
};

/** An invoice is the receipt with its own number and whom it goes to. */
export const receiptDocument = (order: OrderState, reads: Reads, at: string, proforma = false): Receipt => {
  const document = receipt(order, letterhead(reads), paperFacts(order, reads, at), proforma);
  const invoice = proforma ? undefined : invoiceOf(reads, order.id);
  return invoice ? { ...document, invoice: { number: invoice.number, billTo: billTo(invoice) } } : document;
};

/** An invoice prints when it is written. */
export const companyInvoiceReaction: Reaction = {
  entity: "invoice",
  react: ({ event, after }, reads) => {
    const order = reads.get(orders, (after as InvoiceState).orderId);
    if (!order || !setting(reads, "printer.auto_print")) return;
    const printer = receiptPrinter(allPrinters(reads), order.type);
    if (printer) addReceipt(order, printer, reads, event.at, { proforma: false, copyOf: null });
  },
};

type ReceiptOptions = { id?: string; proforma: boolean; copyOf: string | null };
const addReceipt = (
  order: OrderState,
  printer: PrinterState,
  reads: Reads,
  at: string,
  options: ReceiptOptions,
): string => {
  const document = receiptDocument(order, reads, at, options.proforma);
  return addJob(reads.db, {
    ...(options.id === undefined ? {} : { id: options.id }),
    queue: printQueue,
    lane: printer.id,
    subject: order.id,
    copyOf: options.copyOf,
    payload: { document } satisfies JobPayload,
    at,
  });
};

const one = query<[string, string], JobRow>("SELECT * FROM jobs WHERE id = ? AND queue = ?");
const earlierReceipt = query<[string], { id: string }>(
  "SELECT id FROM jobs WHERE subject = ? AND json_extract(payload, '$.document.kind') = 'receipt' AND json_extract(payload, '$.document.proforma') = 0 ORDER BY created_at LIMIT 1",
);

export const jobView = (job: JobRow): PrintJob => ({
  id: job.id,
  printerId: job.lane,
  kind: (JSON.parse(job.payload) as JobPayload).document.kind,
  orderId: job.subject,
  status: job.status,
  attempts: job.attempts,
  error: job.error === null ? null : (JSON.parse(job.error) as PrintJob["error"]),
  copyOf: job.copy_of,
  version: job.version,
  createdAt: job.created_at,
  updatedAt: job.updated_at,
});

export const findPrintJob = (reads: Reads, id: string): JobRow => {
  const job = one.get(reads.db, id, printQueue);
  if (!job) throw notFound("print job", id);
  return job;
};

type JobFilter = {
  status?: JobStatus | undefined;
  printerId?: string | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
};
export const listPrintJobs = (
  reads: Reads,
  filter: JobFilter,
): { items: PrintJob[]; nextCursor: string | null } => {
  const where: { sql: string; values: ColumnValue[] }[] = [{ sql: "queue = ?", values: [printQueue] }];
  if (filter.status) where.push({ sql: "status = ?", values: [filter.status] });
  if (filter.printerId) where.push({ sql: "lane = ?", values: [filter.printerId] });
  const page = readPage(
    reads.db,
    { select: "SELECT * FROM jobs", order: ["created_at", "id"], direction: "DESC" },
    where,
    filter,
  );
  return { items: page.items.map((row) => jobView(row as unknown as JobRow)), nextCursor: page.nextCursor };
};

const printerOf = (reads: Reads, id: string): PrinterState => {
  const printer = reads.get(printers.entity, id);
  if (!printer) throw notFound("printer", id);
  return printer;
};

export const jobAnswer =
  (id: string) =>
  (reads: Reads): string =>
    JSON.stringify(jobView(findPrintJob(reads, id)));

type ReceiptRequest = { orderId: string; jobId: string; printerId: string | undefined };
const ofOrder = ({ orderId }: ReceiptRequest) => ({ entity: "order", id: orderId });
const receiptFacts = (
  { orderId, printerId }: ReceiptRequest,
  reads: Reads,
): { order: OrderState; printer: PrinterState } => {
  const order = reads.get(orders, orderId);
  if (!order) throw notFound("order", orderId);
  const printer =
    printerId === undefined ? receiptPrinter(allPrinters(reads), order.type) : printerOf(reads, printerId);
  if (!printer) throw conflict("No receipt printer is set up. Add one under Printers.");
  return { order, printer };
};

/** Prints an order's receipt again; it says that it is a copy. */
export const reprintReceipt: Command<ReceiptRequest> = {
  name: "print.receipt",
  permission: "payment.take",
  target: ofOrder,
  decide: (input, { reads, at }) => {
    const { order, printer } = receiptFacts(input, reads);
    if (order.receiptNumber === null)
      throw conflict("This order is not paid yet. Print a pro-forma instead.");
    const copyOf = earlierReceipt.get(reads.db, order.id)?.id ?? null;
    return {
      events: [],
      answer: jobAnswer(input.jobId),
      alongside: () => addReceipt(order, printer, reads, at, { id: input.jobId, proforma: false, copyOf }),
    };
  },
};

/** Prints the check before payment. It was shown to a guest, so it is an event of the order. */
export const printProforma: Command<ReceiptRequest> = {
  name: "print.proforma",
  permission: "payment.take",
  target: ofOrder,
  decide: (input, { reads, at }) => {
    const { order, printer } = receiptFacts(input, reads);
    if (order.receiptNumber !== null) throw conflict("This order is paid. Print its receipt instead.");
    const events = decideProforma(order);
    return {
      events,
      answer: jobAnswer(input.jobId),
      alongside: () =>
        addReceipt(order, printer, reads, at, { id: input.jobId, proforma: true, copyOf: null }),
    };
  },
};

export const printTestPage: Command<{ printerId: string; jobId: string }> = {
  name: "print.test",
  permission: "printer.manage",
  decide: ({ printerId, jobId }, { reads, at }) => {
    const printer = printerOf(reads, printerId);
    const document: PrintDocument = {
      kind: "test",
      letterhead: letterhead(reads),
      printerName: printer.name,
      at,
    };
    const job = {
      id: jobId,
      queue: printQueue,
      lane: printer.id,
      subject: null,
      payload: { document } satisfies JobPayload,
      at,
    };
    return { events: [], answer: jobAnswer(jobId), alongside: (db) => addJob(db, job) };
  },
};

const needsPerson = new Set<JobStatus>(["failed", "unknown"]);
const repeatable = new Set<JobStatus>([...needsPerson, "cancelled"]);
const requeue = query<[string, string, string]>(
  "UPDATE jobs SET status = 'queued', attempts = 0, due_at = ?, lease_until = NULL, copy_of = COALESCE(copy_of, CASE begun WHEN 1 THEN id END), updated_at = ?, version = version + 1 WHERE id = ?",
);

/** A person asks for a job again. Where it may have been printed before, the paper says that it is a copy. */
export const retryPrintJob: Command<{ jobId: string }> = {
  name: "print.retry",
  permission: "printer.manage",
  decide: ({ jobId }, { reads, at }) => {
    const job = findPrintJob(reads, jobId);
    if (!repeatable.has(job.status))
      throw conflict(
        `This job is ${job.status}. Only failed, unknown and cancelled jobs are printed again.`,
        jobView(job),
      );
    return { events: [], answer: jobAnswer(jobId), alongside: (db) => requeue.run(db, at, at, jobId) };
  },
};

/** A person looked: the paper is there, or nobody needs it any more. */
export const settlePrintJob: Command<{ jobId: string; printed: boolean }> = {
  name: "print.settle",
  permission: "printer.manage",
  decide: ({ jobId, printed }, { reads, at }) => {
    const job = findPrintJob(reads, jobId);
    if (!needsPerson.has(job.status))
      throw conflict(`This job is ${job.status}. Nobody has to look at it.`, jobView(job));
    const status = printed ? "printed" : "cancelled";
    return {
      events: [],
      answer: jobAnswer(jobId),
      alongside: (db) => settleJob(db, jobId, { status }, at),
    };
  },
};
