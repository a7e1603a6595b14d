import { Invoice, InvoiceInput } from "@tillbox/shared/contract/invoice.ts";
import { newId } from "@tillbox/shared/id.ts";
import { type Route, write } from "../../../http/route.ts";
import { writeInvoice } from "./commands.ts";

export const orderInvoiceRoutes: Route[] = [
  write({
    method: "post",
    path: "/orders/:id/invoice",
    tag: "Invoices",
    status: 201,
    summary: "Write an invoice to a company for a paid order",
    body: InvoiceInput,
    answers: Invoice,
    prepare: ({ body, params }) => ({
      command: writeInvoice,
      input: { id: params.id ?? "", invoiceId: body.id ?? newId(), invoice: body },
    }),
  }),
];
