/**
 * What happens to a payment beside being captured: it is tried where the answer comes later (a card), is unknown until it is asked for
 * again, settles or fails; it is voided while the order is not paid in full; and a tip comes after it. Pure.
 */
import type { PaymentInput } from "@tillbox/shared/contract/order.ts";
import type { Tender } from "@tillbox/shared/contract/tender.ts";
import { conflict, invalid, notFound } from "@tillbox/shared/refusal.ts";
import { reversed, tenderOfPayment } from "@tillbox/shared/tender.ts";
import type { EventDraft } from "../../kernel/types.ts";
import { orderMoney } from "./bill.ts";
import {
  earnerOf,
  isFinal,
  isOpenAttempt,
  type LaterTip,
  type OrderPayment,
  type OrderState,
  tipOf,
} from "./order.ts";
import { checkNoneOpen, decideFinalise, type PaymentFacts } from "./payment.ts";
import { checkChangeable, orderEvent } from "./status.ts";
import { orderView } from "./view.ts";

export const findPayment = (order: OrderState, paymentId: string): OrderPayment => {
  const payment = order.payments.find(({ id }) => id === paymentId);
  if (!payment) throw notFound("payment", paymentId);
  return payment;
};

/** Money changes hands back as it came: amount, tip and rounding, on the day and from the drawer of the void. */
export const decideVoidPayment = (
  order: OrderState,
  paymentId: string,
  reason: string,
  facts: { businessDay: string; drawerId: string | null; userId: string | null },
): EventDraft[] => {
  const payment = findPayment(order, paymentId);
  if (isFinal(order))
    throw conflict("This order is paid in full. Refund it instead of voiding a payment.", orderView(order));
  checkChangeable(order);
  if (payment.status !== "captured")
    throw conflict(`This payment is ${payment.status}; there is nothing to give back.`, orderView(order));
  const { businessDay, drawerId, userId } = facts;
  const tender: Tender = {
    ...reversed(tenderOfPayment({ ...payment, tip: tipOf(order, payment) })),
    businessDay,
    drawerId,
  };
  return [orderEvent(order.id, "PaymentVoided", { paymentId, reason, by: userId, tender })];
};

/** What is tried stands on the order before anybody is asked for it, so that a retry resumes the same attempt. */
export const decideAttempt = (
  order: OrderState,
  input: PaymentInput,
  facts: Pick<PaymentFacts, "paymentId" | "userId" | "at" | "businessDay" | "drawerId">,
): EventDraft[] => {
  checkChangeable(order);
  const { due } = orderMoney(order);
  const amount = input.amount ?? due;
  if (amount === 0 || amount > due) throw invalid("amount", `must be between 1 and the ${due} that are due`);
  checkNoneOpen(order, amount, input.force === true);
  const { paymentId, userId, at, businessDay, drawerId } = facts;
  const payment: OrderPayment = {
    id: paymentId,
    method: input.method,
    status: "pending",
    amount,
    tip: input.tip ?? 0,
    rounding: 0,
    tendered: null,
    change: 0,
    reference: input.reference ?? null,
    split: null,
    businessDay,
    takenBy: userId,
    drawerId,
    at,
  };
  return [orderEvent(order.id, "PaymentAttempted", { payment })];
};

const openAttempt = (order: OrderState, paymentId: string): OrderPayment => {
  const payment = findPayment(order, paymentId);
  if (!isOpenAttempt(payment)) throw conflict(`This payment is ${payment.status} already.`, orderView(order));
  return payment;
};

/** Nobody answered. It stays unknown until it is asked for again. */
export const decideUnknown = (order: OrderState, paymentId: string): EventDraft[] =>
  openAttempt(order, paymentId).status === "unknown"
    ? []
    : [orderEvent(order.id, "PaymentUnknown", { paymentId })];

export const decideFailed = (order: OrderState, paymentId: string, reason: string): EventDraft[] => {
  openAttempt(order, paymentId);
  return [orderEvent(order.id, "PaymentFailed", { paymentId, reason })];
};

/**
 * The money came. Throws `conflict` where the order does not need it any more (it was paid by other means meanwhile): whoever asked
 * has to give it back to the card.
 */
export const decideSettled = (
  order: OrderState,
  paymentId: string,
  reference: string | null,
  facts: Omit<PaymentFacts, "paymentId" | "stored">,
): EventDraft[] => {
  const payment = openAttempt(order, paymentId);
  const { due } = orderMoney(order);
  if (isFinal(order) || order.status === "cancelled" || payment.amount > due)
    throw conflict(
      "This order was paid by other means meanwhile. Give this payment back to the card.",
      orderView(order),
    );
  const { businessDay } = facts;
  const captured: OrderPayment = {
    ...payment,
    status: "captured",
    businessDay,
    reference: reference ?? payment.reference,
  };
  const tender = tenderOfPayment(captured);
  const settled = orderEvent(order.id, "PaymentSettled", {
    paymentId,
    businessDay,
    reference: captured.reference,
    tender,
  });
  if (payment.amount < due) return [settled];
  const payments = order.payments.map((each) => (each.id === paymentId ? captured : each));
  return [settled, ...decideFinalise({ ...order, payments }, facts)];
};

const withTipsAfter = new Set<string>(["external", "card", "wallet"]);

/** A tip that was written on the slip after the payment. The payment stays as it is; the tip is money of its own. */
export const decideTip = (
  order: OrderState,
  tip: Omit<LaterTip, "earnedBy">,
  facts: { hour: number; drawerId: string | null },
): EventDraft[] => {
  const payment = findPayment(order, tip.paymentId);
  if (payment.status !== "captured")
    throw conflict(`This payment is ${payment.status} and takes no tip.`, orderView(order));
  if (!withTipsAfter.has(payment.method))
    throw conflict("Only a card's slip takes a tip afterwards. Give it with the payment.", orderView(order));
  if ((order.tips ?? []).some(({ id }) => id === tip.id))
    throw conflict("There is a tip with this id already.", orderView(order));
  const tender = {
    ...tenderOfPayment({ ...payment, amount: 0, tip: tip.amount, rounding: 0, businessDay: tip.businessDay }),
    drawerId: facts.drawerId,
  };
  return [
    orderEvent(order.id, "TipAdded", {
      tip: { ...tip, earnedBy: earnerOf(order, payment) },
      afterwards: isFinal(order),
      hour: facts.hour,
      currency: order.policy.currency,
      method: payment.method,
      tender,
    }),
  ];
};
