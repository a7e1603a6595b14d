/** Writing an invoice for a paid order. */
import type { InvoiceInput } from "@tillbox/shared/contract/invoice.ts";
import { conflict } from "@tillbox/shared/refusal.ts";
import { seal, sealMaybe } from "../../../kernel/personal.ts";
import type { Command } from "../../../kernel/types.ts";
import { invoiceIssued, invoiceOf, invoices, nextInvoiceNumber } from "../../invoice/rows.ts";
import { orderMoney } from "../bill.ts";
import { dayOf, findOrder, orderTarget } from "../facts/rows.ts";
import { orderView } from "../view.ts";

export type InvoiceRequest = { id: string; invoiceId: string; invoice: InvoiceInput };

export const writeInvoice: Command<InvoiceRequest> = {
  name: "order.invoice",
  permission: "payment.take",
  target: orderTarget,
  decide: ({ id, invoiceId, invoice }, context) => {
    const { reads, actor } = context;
    const order = findOrder(reads, id);
    if (order.receiptNumber === null)
      throw conflict("This order is not paid yet. An invoice is written for its receipt.", orderView(order));
    const written = invoiceOf(reads, id) ?? reads.get(invoices, invoiceId);
    if (written)
      throw conflict(
        `Invoice ${written.number} was written already. Refund the order for a credit note.`,
        JSON.parse(invoices.view(written, reads)),
      );
    if ((order.refunds ?? []).length > 0)
      throw conflict(
        "A part of this order was refunded. An invoice shows the whole sale, and its credit notes come after it.",
        orderView(order),
      );
    const { bill } = orderMoney(order);
    const issued = invoiceIssued(invoiceId, {
      number: nextInvoiceNumber(reads),
      orderId: id,
      orderNumber: order.number,
      receiptNumber: order.receiptNumber,
      businessDay: dayOf(context),
      userId: actor.userId ?? "system",
      company: seal(reads.db, invoiceId, invoice.company),
      address: invoice.address.map((line) => seal(reads.db, invoiceId, line)),
      vatId: sealMaybe(reads.db, invoiceId, invoice.vatId ?? null),
      currency: order.policy.currency,
      total: bill.total,
      net: bill.total - bill.taxTotal,
      taxTotal: bill.taxTotal,
      taxes: bill.taxes,
    });
    return { events: [issued], answer: { entity: "invoice", id: invoiceId } };
  },
};
