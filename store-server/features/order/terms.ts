/** Terms of an order: exempt from tax, without service charge, of another type with the taxes of that type. Pure. */
import type { BillTaxClass } from "@tillbox/shared/bill.ts";
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import type { TermsInput } from "@tillbox/shared/contract/terms.ts";
import { conflict } from "@tillbox/shared/refusal.ts";
import type { EventDraft } from "../../kernel/types.ts";
import { orderMoney } from "./bill.ts";
import { evolveTerms, type OrderEvents, type OrderPolicy, type OrderState } from "./order.ts";
import { checkChangeable, orderEvent } from "./status.ts";
import { orderView } from "./view.ts";

export type TermsFacts = {
  /** The classes of the order's lines for its new type, by line; undefined where it keeps its type. */
  retyped: { policy: OrderPolicy; classes: ReadonlyMap<string, BillTaxClass> } | undefined;
};

const termsOf = (
  order: OrderState,
  input: TermsInput,
  { retyped }: TermsFacts,
): OrderEvents["TermsChanged"] => ({
  ...(input.taxExemption === undefined ? {} : { taxExemption: input.taxExemption }),
  ...(input.serviceWaiver === undefined ? {} : { serviceWaiver: input.serviceWaiver }),
  ...(retyped && input.type !== undefined && input.type !== order.type
    ? {
        type: input.type satisfies OrderType,
        policy: retyped.policy,
        lines: order.lines.map((line) => ({
          lineId: line.id,
          taxClass: retyped.classes.get(line.id) ?? line.taxClass,
        })),
      }
    : {}),
});

export const decideTerms = (order: OrderState, input: TermsInput, facts: TermsFacts): EventDraft[] => {
  checkChangeable(order);
  const data = termsOf(order, input, facts);
  if (Object.keys(data).length === 0) return [];
  const { paid } = orderMoney(order);
  if (paid > 0 && orderMoney(evolveTerms(order, data)).bill.total < paid)
    throw conflict(
      "More than the rest of this bill is paid already. Take the payment back first.",
      orderView(order),
    );
  return [orderEvent(order.id, "TermsChanged", data)];
};
