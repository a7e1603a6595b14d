/** An exchange while a person decides: what comes back, what is taken instead, and what the difference comes to. Pure. */
import { cashPayment } from "@tillbox/shared/cash.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { RefundInput } from "@tillbox/shared/contract/refund.ts";
import type { ExchangeInput } from "@tillbox/shared/contract/sale.ts";
import { type Goods, nothing, refundableLines, returnOf } from "../refund/refund-draft.ts";

export type Back = Goods & { reason: string };
export const nothingBack: Back = { ...nothing, reason: "" };

export type Returned = { itemId: string; name: string; quantityMilli: number };

/** What comes back by name; a combo stands as one. */
export const returnedOf = (order: Pick<Order, "items">, { chosen }: Back): Returned[] =>
  refundableLines(order).flatMap(({ id, name, combo }) => {
    const quantityMilli = chosen.get(id) ?? 0;
    return quantityMilli > 0 ? [{ itemId: id, name: combo?.name ?? name, quantityMilli }] : [];
  });

type Returns = NonNullable<RefundInput["items"]>;
export const returnsOf = (order: Pick<Order, "items">, back: Back): Returns =>
  returnedOf(order, back).map(({ itemId }) => returnOf(itemId, back));

/** What the guest hands over for the new goods less what comes back; negative: they get it. Cash in the coins that there are. */
export const netOf = (
  sale: number,
  back: number,
  method: ExchangeInput["method"],
  stepMinor: number,
): number => {
  const cash = cashPayment({
    due: sale,
    tip: 0,
    settles: true,
    stepMinor: method === "cash" ? stepMinor : 1,
  });
  return (cash.ok ? cash.tendered : sale) - back;
};
