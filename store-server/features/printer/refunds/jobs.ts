/** Refunds on paper: printed when they are issued, and again when somebody asks. */
import type { RefundSlip } from "@tillbox/shared/contract/printer.ts";
import { conflict, notFound } from "@tillbox/shared/refusal.ts";
import { query } from "../../../kernel/database.ts";
import { addJob } from "../../../kernel/jobs.ts";
import type { Command, Reaction, Reads } from "../../../kernel/types.ts";
import { billTo, invoiceOf } from "../../invoice/rows.ts";
import { type RefundState, refunds } from "../../refund/rows.ts";
import { setting } from "../../settings/rows.ts";
import { type JobPayload, jobAnswer, letterhead, personName, printQueue } from "../jobs.ts";
import { receiptPrinter } from "../routing.ts";
import { allPrinters, type PrinterState, printers } from "../rows.ts";

const slip = (refund: RefundState, reads: Reads): RefundSlip => {
  const invoice = refund.invoiceNumber ? invoiceOf(reads, refund.orderId) : undefined;
  return {
    kind: "refund",
    letterhead: letterhead(reads),
    orderId: refund.orderId,
    orderNumber: refund.orderNumber,
    number: refund.number,
    receiptNumber: refund.receiptNumber,
    creditNoteFor: refund.invoiceNumber ?? null,
    billTo: invoice ? billTo(invoice) : null,
    refundedBy: personName(reads, refund.userId),
    reason: refund.reason,
    at: refund.createdAt,
    lines: refund.items.map(({ name, quantityMilli, net, tax, itemId }) => ({
      name,
      quantity: quantityMilli / 1000,
      amount: isInclusive(refund, itemId) ? net + tax : net,
    })),
    serviceCharge: refund.serviceCharge,
    total: refund.total,
    taxes: refund.taxes,
    tenders: refund.tenders.map(({ method, amount, tip, rounding }) => ({ method, amount, tip, rounding })),
  };
};

/** Whether the tax of a line is within its price; as on the receipt, added taxes stand below the lines. */
const isInclusive = (refund: RefundState, itemId: string): boolean => {
  const taxClassId = refund.items.find((item) => item.itemId === itemId)?.taxClassId;
  return refund.taxes.some((row) => row.taxClassId === taxClassId && row.inclusive);
};

const addSlip = (
  refund: RefundState,
  printer: PrinterState,
  reads: Reads,
  job: { id?: string; at: string; copyOf: string | null },
): string =>
  addJob(reads.db, {
    ...job,
    queue: printQueue,
    lane: printer.id,
    subject: refund.orderId,
    payload: { document: slip(refund, reads) } satisfies JobPayload,
  });

export const refundReaction: Reaction = {
  entity: "refund",
  react: ({ event, after }, reads) => {
    const refund = after as RefundState | undefined;
    if (event.type !== "RefundIssued" || !refund || !setting(reads, "printer.auto_print")) return;
    const printer = receiptPrinter(allPrinters(reads), refund.orderType);
    if (printer) addSlip(refund, printer, reads, { at: event.at, copyOf: null });
  },
};

const earlierSlip = query<[string, string], { id: string }>(
  "SELECT id FROM jobs WHERE subject = ? AND json_extract(payload, '$.document.kind') = 'refund' AND json_extract(payload, '$.document.number') = ? ORDER BY created_at LIMIT 1",
);

/** Prints a refund again; it says that it is a copy. */
export const reprintRefund: Command<{ refundId: string; jobId: string; printerId: string | undefined }> = {
  name: "print.refund",
  permission: "payment.take",
  decide: ({ refundId, jobId, printerId }, { reads, at }) => {
    const refund = reads.get(refunds, refundId);
    if (!refund) throw notFound("refund", refundId);
    const printer =
      printerId === undefined
        ? receiptPrinter(allPrinters(reads), refund.orderType)
        : reads.get(printers.entity, printerId);
    if (!printer && printerId !== undefined) throw notFound("printer", printerId);
    if (!printer) throw conflict("No receipt printer is set up. Add one under Printers.");
    const copyOf = earlierSlip.get(reads.db, refund.orderId, refund.number)?.id ?? null;
    return {
      events: [],
      answer: jobAnswer(jobId),
      alongside: () => addSlip(refund, printer, reads, { id: jobId, at, copyOf }),
    };
  },
};
