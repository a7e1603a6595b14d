import {
  Exchange,
  ExchangeInput,
  Sale,
  SaleInput,
  SplitQuery,
  SplitState,
} from "@tillbox/shared/contract/sale.ts";
import { newId } from "@tillbox/shared/id.ts";
import { invalid } from "@tillbox/shared/refusal.ts";
import type { SplitPart } from "@tillbox/shared/split.ts";
import { type SplitPlan, splitState } from "@tillbox/shared/split-state.ts";
import type { z } from "zod";
import { type Route, read, write } from "../../../http/route.ts";
import { orderMoney } from "../bill.ts";
import { findOrder } from "../facts/rows.ts";
import { activeLines, type OrderState } from "../order.ts";
import { exchangeGoods, sell } from "./commands.ts";

type SplitQuery = z.infer<typeof SplitQuery>;

const planOf = (order: OrderState, { splitType, splitCount }: SplitQuery): SplitPlan => {
  if (splitType === "seat") return { splitType };
  if (splitType === "equal") {
    if (splitCount === undefined) throw invalid("splitCount", "is needed for equal parts");
    return { splitType, splitCount };
  }
  const groups = Map.groupBy(activeLines(order), (line) => line.combo?.id ?? line.id);
  return { splitType: "item", groups: [...groups.values()].map((lines) => lines.map(({ id }) => id)) };
};

const stateOf = (order: OrderState, query: SplitQuery) => {
  const seats = new Map(
    activeLines(order).flatMap(({ id, seat }) => (seat === null ? [] : [[id, seat] as const])),
  );
  const { bill, paid } = orderMoney(order);
  const payments = order.payments
    .filter(({ status }) => status === "captured")
    .map(({ amount, split }) => ({ amount, part: split as SplitPart | null }));
  const { parts, ...state } = splitState(bill, seats, payments, planOf(order, query));
  return { ...state, paid, parts: parts.map(({ part, ...rest }) => ({ split: part, ...rest })) };
};

export const orderSaleRoutes: Route[] = [
  write({
    method: "post",
    path: "/sales",
    tag: "Orders",
    status: 201,
    summary: "Sell without a check: items and their payment in one step",
    body: SaleInput,
    answers: Sale,
    prepare: ({ body: { id, commandId: _commandId, payment, ...sale } }) => ({
      command: sell,
      input: { id: id ?? newId(), paymentId: payment.id ?? newId(), sale, payment },
    }),
  }),
  write({
    method: "post",
    path: "/orders/:id/exchange",
    tag: "Refunds",
    status: 201,
    summary: "Take goods of an old receipt back and sell others, for the difference",
    description:
      "A refund and a sale in one step, each a document of its own, both settled by `method`: only the difference changes hands.",
    body: ExchangeInput,
    answers: Exchange,
    prepare: ({ body, params }) => ({
      command: exchangeGoods,
      input: {
        id: params.id ?? "",
        refundId: body.refundId ?? newId(),
        saleId: body.sale.id ?? newId(),
        paymentId: body.sale.paymentId ?? newId(),
        exchange: body,
      },
    }),
  }),
  read<SplitQuery>({
    path: "/orders/:id/splits",
    tag: "Payments",
    permission: "order.read",
    summary: "A bill in parts (equal, by seat, by item), with what of each is paid and open",
    query: SplitQuery,
    answers: SplitState,
    run: ({ kernel, params, query }) => stateOf(findOrder(kernel, params.id ?? ""), query),
  }),
];
