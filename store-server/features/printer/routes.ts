import { BusinessDay, Id, listOf } from "@tillbox/shared/contract/common.ts";
import {
  jobStatuses,
  Printer,
  PrinterChange,
  PrinterInput,
  PrinterScan,
  PrintJob,
  PrintJobSettlement,
  ReceiptInput,
  Station,
  StationChange,
  StationInput,
  type Transport,
} from "@tillbox/shared/contract/printer.ts";
import { newId } from "@tillbox/shared/id.ts";
import { invalid } from "@tillbox/shared/refusal.ts";
import { z } from "zod";
import { recordRoutes } from "../../http/record-routes.ts";
import { type Route, read, write } from "../../http/route.ts";
import { printDayReport, printXReport } from "./cash/jobs.ts";
import {
  findPrintJob,
  jobView,
  listPrintJobs,
  printProforma,
  printTestPage,
  reprintReceipt,
  retryPrintJob,
  settlePrintJob,
} from "./jobs.ts";
import { reprintInvoice } from "./ledger/jobs.ts";
import { reprintRefund } from "./refunds/jobs.ts";
import { allPrinters, printers, stations } from "./rows.ts";

const tag = "Printing";
const JobQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).optional(),
  cursor: z.string().max(200).optional(),
  status: z.enum(jobStatuses).optional(),
  printerId: Id.optional(),
});

/** Refuses a network printer that no job could be sent to, while a person is there to correct it. */
const checkTarget =
  (mayPrintTo: (host: string) => boolean) =>
  <F extends { transport?: Transport }>(fields: F): F => {
    const { transport } = fields;
    if (transport?.type === "network" && !mayPrintTo(transport.host))
      throw invalid("transport.host", "must be an address of the store's own network");
    return fields;
  };

const jobRoutes: Route[] = [
  ...recordRoutes({
    tag,
    readPermission: "menu.read",
    path: "/stations",
    record: stations,
    input: StationInput,
    change: StationChange,
    answers: Station,
  }),
  write({
    method: "post",
    path: "/printers/:id/test",
    tag,
    status: 201,
    summary: "Print a test page",
    answers: PrintJob,
    prepare: ({ params }) => ({
      command: printTestPage,
      input: { printerId: params.id ?? "", jobId: newId() },
    }),
  }),
  write({
    method: "post",
    path: "/refunds/:id/receipt",
    tag: "Refunds",
    status: 201,
    summary: "Print a refund again; it says that it is a copy",
    body: ReceiptInput.optional(),
    answers: PrintJob,
    prepare: ({ body, params }) => ({
      command: reprintRefund,
      input: { refundId: params.id ?? "", jobId: newId(), printerId: body?.printerId },
    }),
  }),
  write({
    method: "post",
    path: "/day-reports/x/print",
    tag: "Cash",
    status: 201,
    summary: "Print the X report of a day that no Z holds yet",
    body: ReceiptInput.extend({ businessDay: BusinessDay.optional() }).optional(),
    answers: PrintJob,
    prepare: ({ body }) => ({
      command: printXReport,
      input: { jobId: newId(), printerId: body?.printerId, businessDay: body?.businessDay },
    }),
  }),
  write({
    method: "post",
    path: "/day-reports/:id/print",
    tag: "Cash",
    status: 201,
    summary: "Print a Z report again; it says that it is a copy",
    body: ReceiptInput.optional(),
    answers: PrintJob,
    prepare: ({ body, params }) => ({
      command: printDayReport,
      input: { id: params.id ?? "", jobId: newId(), printerId: body?.printerId },
    }),
  }),
  write({
    method: "post",
    path: "/account-invoices/:id/print",
    tag: "House accounts",
    status: 201,
    summary: "Print an invoice again; it says that it is a copy",
    answers: PrintJob,
    prepare: ({ params }) => ({
      command: reprintInvoice,
      input: { invoiceId: params.id ?? "", jobId: newId() },
    }),
  }),
  read<z.infer<typeof JobQuery>>({
    path: "/print-jobs",
    tag,
    permission: "printer.read",
    summary: "Print jobs, newest first",
    query: JobQuery,
    answers: listOf(PrintJob),
    run: ({ kernel, query }) => listPrintJobs(kernel, query),
  }),
  read({
    path: "/print-jobs/:id",
    tag,
    permission: "printer.read",
    summary: "One print job",
    answers: PrintJob,
    run: ({ kernel, params }) => jobView(findPrintJob(kernel, params.id ?? "")),
  }),
  write({
    method: "post",
    path: "/print-jobs/:id/retry",
    tag,
    status: 200,
    summary: "Print a job again that failed or whose outcome is unknown",
    answers: PrintJob,
    prepare: ({ params }) => ({ command: retryPrintJob, input: { jobId: params.id ?? "" } }),
  }),
  write<z.infer<typeof PrintJobSettlement>, { jobId: string; printed: boolean }>({
    method: "post",
    path: "/print-jobs/:id/settle",
    tag,
    status: 200,
    summary:
      "Say of a job that failed or is unknown that its paper is there, or that nobody needs it any more",
    body: PrintJobSettlement,
    answers: PrintJob,
    prepare: ({ params, body }) => ({
      command: settlePrintJob,
      input: { jobId: params.id ?? "", printed: body.printed },
    }),
  }),
  write({
    method: "post",
    path: "/orders/:id/receipt",
    tag,
    status: 201,
    summary: "Print the receipt again, marked as a copy",
    body: ReceiptInput.optional(),
    answers: PrintJob,
    prepare: ({ params, body }) => ({
      command: reprintReceipt,
      input: { orderId: params.id ?? "", jobId: newId(), printerId: body?.printerId },
    }),
  }),
  write({
    method: "post",
    path: "/orders/:id/proforma",
    tag,
    status: 201,
    summary: "Print the check before payment; no receipt",
    body: ReceiptInput.optional(),
    answers: PrintJob,
    prepare: ({ params, body }) => ({
      command: printProforma,
      input: { orderId: params.id ?? "", jobId: newId(), printerId: body?.printerId },
    }),
  }),
];

/** Looks for printers on the store's network, on the usual port and on these. */
export type ScanForPrinters = (ports: readonly number[]) => Promise<PrinterScan>;

const scanRoute = (scan: ScanForPrinters): Route =>
  read({
    path: "/printers/scan",
    tag,
    permission: "printer.manage",
    summary: "Look for network printers on the store's own network; takes a few seconds",
    description:
      "Port 9100, and the ports of printers that are set up, on every address of the box's own private networks. `searched` and `notSearched` say which kinds of connection were looked at.",
    answers: PrinterScan,
    run: async ({ kernel }) => {
      const known = allPrinters(kernel).flatMap(({ id, transport }) =>
        transport.type === "network" ? [{ id, ...transport }] : [],
      );
      const found = await scan(known.map(({ port }) => port));
      const idOf = ({ host, port }: { host: string; port: number }): string | null =>
        known.find((one) => one.host === host && one.port === port)?.id ?? null;
      return { ...found, items: found.items.map((item) => ({ ...item, printerId: idOf(item.transport) })) };
    },
  });

/** `mayPrintTo` is false for a host that a print job may never go to. */
export const printerRoutes = (mayPrintTo: (host: string) => boolean, scan: ScanForPrinters): Route[] => [
  scanRoute(scan),
  ...recordRoutes({
    tag,
    readPermission: "printer.read",
    path: "/printers",
    record: printers,
    input: PrinterInput,
    change: PrinterChange,
    answers: Printer,
    complete: checkTarget(mayPrintTo),
  }),
  ...jobRoutes,
];
