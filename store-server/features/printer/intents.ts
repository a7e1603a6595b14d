/** What a device may ask to be printed, as intents of the thing that is printed. A job that was asked for once is printed once. */
import { Id } from "@tillbox/shared/contract/common.ts";
import { PrintJobSettlement, ReceiptInput } from "@tillbox/shared/contract/printer.ts";
import { newId } from "@tillbox/shared/id.ts";
import { z } from "zod";
import { intentsOf } from "../../kernel/intent.ts";
import type { Intent } from "../../kernel/types.ts";
import { printProforma, printTestPage, reprintReceipt, retryPrintJob, settlePrintJob } from "./jobs.ts";
import { reprintInvoice } from "./ledger/jobs.ts";
import { reprintRefund } from "./refunds/jobs.ts";

const Nothing = z.strictObject({ commandId: Id.optional() });
const ofOrder = intentsOf("order");
const toReceipt = (orderId: string, { printerId }: ReceiptInput) => ({ orderId, jobId: newId(), printerId });

export const printIntents: readonly Intent[] = [
  ofOrder("receipt", ReceiptInput, reprintReceipt, toReceipt),
  ofOrder("proforma", ReceiptInput, printProforma, toReceipt),
  intentsOf("refund")("receipt", ReceiptInput, reprintRefund, (refundId, { printerId }) => ({
    refundId,
    jobId: newId(),
    printerId,
  })),
  intentsOf("account-invoice")("print", Nothing, reprintInvoice, (invoiceId) => ({
    invoiceId,
    jobId: newId(),
  })),
  intentsOf("printer")("test", Nothing, printTestPage, (printerId) => ({ printerId, jobId: newId() })),
  intentsOf("print-job")("retry", Nothing, retryPrintJob, (jobId) => ({ jobId })),
  intentsOf("print-job")("settle", PrintJobSettlement, settlePrintJob, (jobId, { printed }) => ({
    jobId,
    printed,
  })),
];
