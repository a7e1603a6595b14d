/** What of a paid order was refunded, and what is left to refund. Pure. */
import { type BillWorth, billWorth, worthLeft } from "@tillbox/shared/refund.ts";
import type { PaidTender } from "@tillbox/shared/refund-tender.ts";
import { billInput, orderMoney } from "./bill.ts";
import { type OrderPayment, type OrderState, type RefundOfOrder, tipOf } from "./order.ts";

export const refundsOf = (order: OrderState): readonly RefundOfOrder[] => order.refunds ?? [];

export const worthOf = (order: OrderState): BillWorth => billWorth(billInput(order), orderMoney(order).bill);

/** The order's bill less its refunds, down to the last tax of the last line. */
export const refundable = (order: OrderState): BillWorth =>
  worthLeft(
    worthOf(order),
    refundsOf(order).flatMap((refund) => refund.lines),
  );

/** What of a payment was given back: of its amount, of its tip, and the money that went out for it. */
export const refundedOf = (
  order: OrderState,
  paymentId: string,
): { amount: number; tip: number; payout: number } => {
  const back = { amount: 0, tip: 0, payout: 0 };
  for (const refund of refundsOf(order)) {
    for (const tender of refund.tenders) {
      if (tender.paymentId !== paymentId) continue;
      back.amount += tender.amount;
      back.tip += tender.tip;
      back.payout += tender.amount + tender.tip + tender.rounding;
    }
  }
  return back;
};

export const refundedMilli = (order: OrderState, lineId: string): number =>
  refundsOf(order).reduce(
    (sum, { lines }) =>
      lines.reduce((of, line) => (line.lineId === lineId ? of + line.quantityMilli : of), sum),
    0,
  );

const asPaid = (order: OrderState, payment: OrderPayment): PaidTender => ({
  paymentId: payment.id,
  method: payment.method,
  amount: payment.amount,
  tip: tipOf(order, payment),
  rounding: payment.rounding,
  reference: payment.reference,
  refunded: refundedOf(order, payment.id),
});

/** The captured payments with what was given back of each. */
export const paidTenders = (order: OrderState): PaidTender[] =>
  order.payments.filter((payment) => payment.status === "captured").map((payment) => asPaid(order, payment));
