/** The one view of an order that everybody gets: answers, live frames, sync. Pure. */

import type { Order, OrderLine, Payment } from "@tillbox/shared/contract/order.ts";
import type { OrderRefund } from "@tillbox/shared/contract/refund.ts";
import { ppmToPercent } from "@tillbox/shared/decimal.ts";
import { orderMoney } from "./bill.ts";
import {
  isHeld,
  type Line,
  type OrderPayment,
  type OrderState,
  type RefundOfOrder,
  tipOf,
  unsentMilli,
} from "./order.ts";
import { refundedMilli, refundedOf, refundsOf } from "./refunded.ts";

const lineView = (
  order: OrderState,
  line: Line,
  amounts: { lineTotal: number; discountAmount: number } | undefined,
): OrderLine => ({
  id: line.id,
  menuItemId: line.menuItemId,
  name: line.name,
  variantId: line.variantId,
  variantName: line.variantName,
  quantity: line.quantityMilli / 1000,
  unitPrice: line.unitPrice,
  modifiers: line.modifiers,
  ...(line.combo ? { combo: line.combo } : {}),
  ...(line.priceRule ? { priceRule: line.priceRule } : {}),
  notes: line.notes,
  seat: line.seat,
  course: line.course,
  station: line.stations[0] ?? null,
  status: line.status,
  sentQuantity: line.sentMilli / 1000,
  refundedQuantity: refundedMilli(order, line.id) / 1000,
  sentAt: line.sentAt,
  lineTotal: amounts?.lineTotal ?? 0,
  discountAmount: amounts?.discountAmount ?? 0,
  taxClassId: line.taxClass.id,
  allergens: line.allergens,
  held: unsentMilli(line) > 0 && isHeld(order, line),
  heldQuantity: (line.heldMilli ?? 0) / 1000,
  ...(line.fired ? { fired: true } : {}),
  movedFrom: line.movedFrom ?? null,
});

const refundView = (refund: RefundOfOrder): OrderRefund => ({
  id: refund.id,
  number: refund.number,
  amount: refund.total,
  total: refund.total,
  tip: refund.tip,
  reason: refund.reason,
  businessDay: refund.businessDay,
  refundedBy: refund.by ?? "system",
  createdAt: refund.at,
  items: refund.lines.map(({ lineId, quantityMilli, amount, restocked }) => ({
    itemId: lineId,
    quantity: quantityMilli / 1000,
    amount,
    ...(restocked ? { restocked } : {}),
  })),
  tenders: refund.tenders.map(({ paymentId, method, amount, tip, rounding }) => ({
    paymentId,
    method,
    amount,
    tip,
    rounding,
    payout: amount + tip + rounding,
  })),
});

export const paymentView = (order: OrderState, payment: OrderPayment): Payment => {
  const refunded = refundedOf(order, payment.id).amount;
  return {
    id: payment.id,
    orderId: order.id,
    method: payment.method,
    status: refunded > 0 && refunded === payment.amount ? "refunded" : payment.status,
    amount: payment.amount,
    tip: tipOf(order, payment),
    rounding: payment.rounding,
    tendered: payment.tendered,
    change: payment.change,
    reference: payment.reference,
    split: payment.split,
    businessDay: payment.businessDay,
    takenBy: payment.takenBy ?? "system",
    drawerId: payment.drawerId ?? null,
    createdAt: payment.at,
    refunded,
  };
};

export const orderView = (order: OrderState): Order => {
  const { bill, paid, tips, refunded, due } = orderMoney(order);
  const amounts = new Map(bill.lines.map((line) => [line.id, line]));
  return {
    id: order.id,
    number: order.number,
    type: order.type,
    status: order.status,
    tableId: order.tableId,
    guests: order.guests,
    customerId: order.customerId ?? null,
    customerName: order.customerName,
    notes: order.notes,
    openedBy: order.openedBy ?? "system",
    items: order.lines.map((line) => lineView(order, line, amounts.get(line.id))),
    discounts: order.discounts.map((discount, index) => ({
      id: discount.id,
      scope: discount.scope,
      itemId: discount.itemId,
      kind: discount.kind,
      value: discount.kind === "percent" ? ppmToPercent(discount.value) : discount.value,
      reason: discount.reason,
      amount: bill.discounts[index] ?? 0,
      comp: discount.comp === true,
      reward: discount.reward ? { id: discount.reward.rewardId, points: discount.reward.points } : null,
    })),
    payments: order.payments.map((payment) => paymentView(order, payment)),
    refunds: refundsOf(order).map(refundView),
    refunded,
    subtotal: bill.subtotal,
    discountTotal: bill.discountTotal,
    serviceCharge: bill.serviceCharge,
    taxTotal: bill.taxTotal,
    taxes: bill.taxes,
    tipTotal: tips,
    total: bill.total,
    paid,
    due,
    currency: order.policy.currency,
    businessDay: order.businessDay,
    version: order.version,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
    sentAt: order.sentAt,
    readyAt: order.readyAt,
    proformaAt: order.proformaAt,
    paidAt: order.paidAt,
    closedAt: order.closedAt,
    receiptNumber: order.receiptNumber,
    taxExemption: order.taxExemption ?? null,
    serviceWaiver: order.serviceWaiver ?? null,
    heldCourses: order.heldCourses ?? [],
    delayed: order.delay !== undefined,
    delayedSince: order.delay?.since ?? null,
    splitFrom: order.splitFrom ?? null,
    splitInto: order.splitInto ?? [],
    mergedInto: order.mergedInto ?? null,
    mergedFrom: order.mergedFrom ?? [],
  };
};

const texts = new WeakMap<OrderState, string>();
/** The view as JSON text, written once for each state: the answer, the row and every socket send the same bytes. */
export const orderText = (order: OrderState): string => {
  const remembered = texts.get(order);
  if (remembered !== undefined) return remembered;
  const text = JSON.stringify(orderView(order));
  texts.set(order, text);
  return text;
};
