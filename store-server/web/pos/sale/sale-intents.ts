/** Selling without a check, and exchanging goods of an old receipt: one intent each, all of it or nothing. */
import type { Order, Payment, PaymentInput } from "@tillbox/shared/contract/order.ts";
import type { ExchangeInput, SaleInput } from "@tillbox/shared/contract/sale.ts";
import type { OrderIntent } from "../../client/intents.ts";
import { takenBy } from "../../client/taken.ts";

type Goods = Pick<SaleInput, "items" | "customerId">;

/** `id` is that of the order which the sale becomes; `shown` the payment as the guest was told, of cash. */
export const sellGoods = (
  id: string,
  goods: Goods,
  payment: PaymentInput,
  shown: Payment | null,
): OrderIntent => ({
  label: "Sell",
  chain: id,
  method: "POST",
  path: "/api/sales",
  body: { id, ...goods, payment } satisfies SaleInput,
  // Cash is in the hand. Of everything else only the box knows whether it is money.
  asksOnce: payment.method !== "cash",
  ...takenBy(shown),
});

export const exchangeGoods = (order: Pick<Order, "id">, exchange: ExchangeInput): OrderIntent => ({
  label: "Exchange goods",
  chain: order.id,
  method: "POST",
  path: `/api/orders/${encodeURIComponent(order.id)}/exchange`,
  body: exchange,
  asksOnce: true,
});
