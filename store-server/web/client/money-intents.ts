/** What a person may do with money that was taken: refund it, void it, add the tip that stands on the slip. */
import type { InvoiceInput } from "@tillbox/shared/contract/invoice.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { RefundInput } from "@tillbox/shared/contract/refund.ts";
import type { OrderIntent } from "./intents.ts";

type Ids = Pick<Order, "id">;

const to = (order: Ids, rest: string) => ({
  chain: order.id,
  path: `/api/orders/${encodeURIComponent(order.id)}${rest}`,
  method: "POST" as const,
});
const ofPayment = (order: Ids, paymentId: string, what: string) =>
  to(order, `/payments/${encodeURIComponent(paymentId)}/${what}`);

export const refundOrder = (order: Ids, body: RefundInput): OrderIntent => ({
  label: "Refund",
  ...to(order, "/refunds"),
  body,
  asksOnce: true,
});

/** Company and address are nobody's business but the box's: nothing of them stays on this device. */
export const writeInvoice = (order: Ids, body: InvoiceInput): OrderIntent => ({
  label: "Write an invoice",
  ...to(order, "/invoice"),
  body,
  asksOnce: true,
  isDirect: true,
});

export const voidPayment = (order: Ids, paymentId: string, reason: string): OrderIntent => ({
  label: "Void a payment",
  ...ofPayment(order, paymentId, "void"),
  body: { reason },
  asksOnce: true,
});

export const addTip = (order: Ids, paymentId: string, amount: number): OrderIntent => ({
  label: "Add a tip",
  ...ofPayment(order, paymentId, "tip"),
  body: { amount },
  asksOnce: true,
});
