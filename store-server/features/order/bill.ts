/** The money of an order: its bill, what is paid and what is due. Pure; computed once for each state. */
import { type Bill, type BillDiscount, type BillInput, computeBill, exempt } from "@tillbox/shared/bill.ts";
import { activeLines, type Discount, type OrderState, tipOf } from "./order.ts";

export type OrderMoney = { bill: Bill; paid: number; tips: number; refunded: number; due: number };

const known = new WeakMap<OrderState, OrderMoney>();

export const toBillDiscount = ({
  scope,
  itemId,
  kind,
  value,
}: Pick<Discount, "scope" | "itemId" | "kind" | "value">): BillDiscount => ({
  scope,
  kind,
  value,
  ...(itemId === null ? {} : { itemId }),
});

/** What the bill of an order is computed from. */
export const billInput = (order: OrderState): BillInput => {
  const input = {
    lines: activeLines(order),
    discounts: order.discounts.map(toBillDiscount),
    service: order.serviceWaiver ? null : order.policy.service,
    taxRounding: order.policy.taxRounding,
  };
  return order.taxExemption ? exempt(input) : input;
};

/** Never computed twice for one state: a state does not change. */
export const orderMoney = (order: OrderState): OrderMoney => {
  const remembered = known.get(order);
  if (remembered) return remembered;
  const bill = computeBill(billInput(order));
  const captured = order.payments.filter((payment) => payment.status === "captured");
  const paid = captured.reduce((sum, payment) => sum + payment.amount, 0);
  const tips = captured.reduce((sum, payment) => sum + tipOf(order, payment), 0);
  const refunded = (order.refunds ?? []).reduce((sum, refund) => sum + refund.total, 0);
  const money = { bill, paid, tips, refunded, due: bill.total - paid + refunded };
  known.set(order, money);
  return money;
};
