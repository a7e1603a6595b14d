/** Drawers and days on paper: slips of what was done with a drawer, the Z when a day is closed, an X or a copy when somebody asks. */
import type { CashSlip, DayDocument, PrintDocument } from "@tillbox/shared/contract/printer.ts";
import { conflict, notFound } from "@tillbox/shared/refusal.ts";
import { query } from "../../../kernel/database.ts";
import { addJob } from "../../../kernel/jobs.ts";
import type { Command, Reaction, Reads, StoredEvent } from "../../../kernel/types.ts";
import { type DayReportState, dayReports, dayReportView, xReport } from "../../day/rows.ts";
import { type DrawerState, drawerName } from "../../drawer/rows.ts";
import { type OrderState, orderMoney } from "../../order/rows.ts";
import { setting } from "../../settings/rows.ts";
import { type JobPayload, jobAnswer, letterhead, personName, printQueue } from "../jobs.ts";
import { drawerPrinter, reportPrinter } from "../routing.ts";
import { allPrinters, type PrinterState, printers } from "../rows.ts";

type Job = { id?: string; subject: string; at: string; copyOf: string | null };
const addDocument = (reads: Reads, printer: PrinterState, document: PrintDocument, job: Job): string =>
  addJob(reads.db, {
    ...job,
    queue: printQueue,
    lane: printer.id,
    payload: { document } satisfies JobPayload,
  });

const slipEvents: Readonly<Record<string, CashSlip["event"]>> = {
  PaidIn: "paid_in",
  PaidOut: "paid_out",
  NoSale: "no_sale",
  Closed: "closed",
};

const slipOf = (event: StoredEvent, drawer: DrawerState, kind: CashSlip["event"], reads: Reads): CashSlip => {
  const move = kind === "closed" ? undefined : drawer.moves.at(-1);
  const last = kind === "closed" ? drawer.counts.at(-1) : undefined;
  return {
    kind: "cash",
    letterhead: letterhead(reads),
    drawerId: drawer.id,
    drawerName: drawerName(reads, drawer),
    event: kind,
    by: event.actor === null ? "" : personName(reads, event.actor),
    at: event.at,
    amount: move && kind !== "no_sale" ? move.amount : null,
    reason: move?.reason ?? drawer.closed?.note ?? null,
    count: last
      ? {
          float: drawer.float,
          expected: last.expected,
          counted: last.counted,
          overShort: last.overShort,
          denominations: last.denominations,
        }
      : null,
  };
};

/** The pulse that opens a drawer goes with its slip, to the printer that it hangs on. */
export const drawerReaction: Reaction = {
  entity: "drawer",
  react: ({ event, after }, reads) => {
    const kind = slipEvents[event.type];
    const printer = kind && drawerPrinter(allPrinters(reads));
    if (!printer) return;
    const slip = slipOf(event, after as DrawerState, kind, reads);
    addDocument(reads, printer, slip, { subject: event.id, at: event.at, copyOf: null });
  },
};

/** Cash that no receipt follows at once (a part of the bill, or receipts are not printed by themselves) opens the drawer too. */
export const cashReaction: Reaction = {
  entity: "order",
  react: ({ event, after }, reads) => {
    const { payment } = event.data as { payment?: { method: string } };
    if (event.type !== "PaymentCaptured" || payment?.method !== "cash") return;
    const printer = drawerPrinter(allPrinters(reads));
    const hasReceipt = orderMoney(after as OrderState).due === 0 && setting(reads, "printer.auto_print");
    if (printer?.printSettings.openDrawer !== true || hasReceipt) return;
    const document: PrintDocument = { kind: "drawer", orderId: event.id, at: event.at };
    addDocument(reads, printer, document, { subject: event.id, at: event.at, copyOf: null });
  },
};

const zDocument = (report: DayReportState, reads: Reads): DayDocument => ({
  kind: "day",
  letterhead: letterhead(reads),
  number: report.number,
  by: report.closedBy === null ? "the box, by itself" : personName(reads, report.closedBy),
  at: report.createdAt,
  figures: dayReportView(report),
  grandTotals: report.grandTotals,
});

export const dayReaction: Reaction = {
  entity: dayReports.name,
  react: ({ event, after }, reads) => {
    const printer = reportPrinter(allPrinters(reads));
    if (!printer || !setting(reads, "printer.auto_print")) return;
    const document = zDocument(after as DayReportState, reads);
    addDocument(reads, printer, document, { subject: event.id, at: event.at, copyOf: null });
  },
};

const printerFor = (reads: Reads, printerId: string | undefined): PrinterState => {
  const printer =
    printerId === undefined ? reportPrinter(allPrinters(reads)) : reads.get(printers.entity, printerId);
  if (!printer && printerId !== undefined) throw notFound("printer", printerId);
  if (!printer) throw conflict("No report or receipt printer is set up. Add one under Printers.");
  return printer;
};

const earlier = query<[string], { id: string }>(
  "SELECT id FROM jobs WHERE subject = ? AND json_extract(payload, '$.document.kind') = 'day' ORDER BY created_at LIMIT 1",
);

type PrintRequest = { jobId: string; printerId: string | undefined };
/** Prints a Z again, marked as a copy where it was printed before. */
export const printDayReport: Command<PrintRequest & { id: string }> = {
  name: "print.day-report",
  permission: "day.read",
  decide: ({ id, jobId, printerId }, { reads, at }) => {
    const report = reads.get(dayReports, id);
    if (!report) throw notFound("day report", id);
    const printer = printerFor(reads, printerId);
    const job = { id: jobId, subject: id, at, copyOf: earlier.get(reads.db, id)?.id ?? null };
    return {
      events: [],
      answer: jobAnswer(jobId),
      alongside: () => addDocument(reads, printer, zDocument(report, reads), job),
    };
  },
};

/** Prints the figures of a day so far. */
export const printXReport: Command<PrintRequest & { businessDay: string | undefined }> = {
  name: "print.x-report",
  permission: "day.read",
  decide: ({ businessDay, jobId, printerId }, { reads, at, actor }) => {
    const printer = printerFor(reads, printerId);
    const { at: _at, waitingDays: _days, ...figures } = xReport(reads, at, businessDay);
    const by = actor.userId === null ? actor.name : personName(reads, actor.userId);
    const document: DayDocument = {
      kind: "day",
      letterhead: letterhead(reads),
      number: null,
      by,
      at,
      figures,
      grandTotals: null,
    };
    const job = { id: jobId, subject: `x-${figures.businessDay}`, at, copyOf: null };
    return {
      events: [],
      answer: jobAnswer(jobId),
      alongside: () => addDocument(reads, printer, document, job),
    };
  },
};
