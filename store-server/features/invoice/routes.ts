/** Reading invoices. They are issued by `POST /orders/:id/invoice`, beside the other commands of an order. */
import { BusinessDay, ListQuery, listOf } from "@tillbox/shared/contract/common.ts";
import { Invoice } from "@tillbox/shared/contract/invoice.ts";
import { notFound } from "@tillbox/shared/refusal.ts";
import type { z } from "zod";
import { type Route, read } from "../../http/route.ts";
import { readPage } from "../../kernel/keyset.ts";
import { type InvoiceState, invoices } from "./rows.ts";

const tag = "Invoices";
const InvoiceQuery = ListQuery.extend({ from: BusinessDay.optional(), to: BusinessDay.optional() });
type InvoiceQuery = z.infer<typeof InvoiceQuery>;

const newestFirst = {
  select: "SELECT version, state FROM invoices",
  order: ["version"],
  direction: "DESC",
} as const;

export const invoiceRoutes: Route[] = [
  read<InvoiceQuery>({
    path: "/invoices",
    tag,
    permission: "payment.take",
    summary: "Invoices, newest first",
    query: InvoiceQuery,
    answers: listOf(Invoice),
    run: ({ kernel, query }) => {
      const where = [
        ...(query.from === undefined ? [] : [{ sql: "business_day >= ?", values: [query.from] }]),
        ...(query.to === undefined ? [] : [{ sql: "business_day <= ?", values: [query.to] }]),
      ];
      const { items, nextCursor } = readPage(kernel.db, newestFirst, where, query);
      return { items: items.map((row) => JSON.parse(String(row.state)) as InvoiceState), nextCursor };
    },
  }),
  read({
    path: "/invoices/:id",
    tag,
    permission: "payment.take",
    summary: "One invoice",
    answers: Invoice,
    run: ({ kernel, params }) => {
      const invoice = kernel.get(invoices, params.id ?? "");
      if (!invoice) throw notFound("invoice", params.id ?? "");
      return { json: invoices.view(invoice, kernel), version: invoice.version };
    },
  }),
];
