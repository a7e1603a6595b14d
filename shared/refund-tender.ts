/**
 * To whom the money of a refund goes: back to the payments it came from, in their order. Cash that was rounded is given back rounded:
 * what one payment gave back altogether, once its whole amount is refunded, is exactly what was handed over for it, and on the way there
 * only coins that exist are handed out.
 */
import { roundToStep } from "./cash.ts";
import type { PaymentMethod } from "./contract/order-words.ts";

/** A captured payment and what was given back of it so far. `payout` is the money that really went out. */
export type PaidTender = {
  paymentId: string;
  method: PaymentMethod;
  amount: number;
  tip: number;
  rounding: number;
  reference: string | null;
  refunded: { amount: number; tip: number; payout: number };
};
/** `payout` = amount + tip + rounding; all positive for money that goes out. */
export type RefundTender = {
  paymentId: string;
  method: PaymentMethod;
  amount: number;
  tip: number;
  rounding: number;
  reference: string | null;
};
export type TenderWish = {
  amount: number;
  tip: number;
  /** Pays out by this method; without it each payment gets back its own. */
  method?: PaymentMethod | undefined;
  reference?: string | null | undefined;
  cashStep: number;
};

/**
 * Spreads a refund over the payments. Null when they do not have as much left, of the bill or of tips. A method that was paid with is
 * served first; `isOther` tells that money goes out by another method than it came in by.
 */
export function refundTenders(
  payments: readonly PaidTender[],
  wish: TenderWish,
): { tenders: RefundTender[]; isOther: boolean } | null {
  let { amount, tip } = wish;
  const tenders: RefundTender[] = [];
  let isOther = false;
  for (const payment of inOrder(payments, wish.method)) {
    const own = Math.min(amount, payment.amount - payment.refunded.amount);
    const tips = Math.min(tip, payment.tip - payment.refunded.tip);
    if (own === 0 && tips === 0) continue;
    amount -= own;
    tip -= tips;
    const other = wish.method !== undefined && !isSame(payment, wish);
    isOther ||= other;
    const method = wish.method ?? payment.method;
    const payout = payoutOf(payment, own, tips, method === "cash" ? wish.cashStep : 1);
    tenders.push({
      paymentId: payment.paymentId,
      method,
      amount: own,
      tip: tips,
      rounding: payout - own - tips,
      reference: other || wish.reference ? (wish.reference ?? null) : payment.reference,
    });
  }
  return amount === 0 && tip === 0 ? { tenders, isOther } : null;
}

/** The same method; of cards and accounts, the very one that was paid with. */
const isSame = ({ method, reference }: PaidTender, wish: TenderWish): boolean =>
  method === wish.method && (!namesItsHolder.has(method) || !wish.reference || wish.reference === reference);
const namesItsHolder = new Set<PaymentMethod>(["gift_card", "house_account"]);

const inOrder = (payments: readonly PaidTender[], method: PaymentMethod | undefined): PaidTender[] => [
  ...payments.filter((payment) => payment.method === method),
  ...payments.filter((payment) => payment.method !== method),
];

/** What goes out now: what has to be out after this refund, less what is. */
function payoutOf(payment: PaidTender, amount: number, tip: number, step: number): number {
  const refunded = payment.refunded.amount + amount;
  const tips = payment.refunded.tip + tip;
  const handed = payment.amount + payment.rounding;
  const settled = payment.method === "cash" && refunded === payment.amount;
  const cap = payment.method === "cash" ? handed : Number.MAX_SAFE_INTEGER;
  const out = settled ? handed : Math.min(roundToStep(refunded, step), cap);
  return Math.max(0, out + tips - payment.refunded.payout);
}
