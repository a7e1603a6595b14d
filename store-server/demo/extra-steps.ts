/** From the extra of a visit to the commands that people gave. */

import type { PaymentInput } from "@tillbox/shared/contract/order.ts";
import { openOrder, transferOrder } from "../features/order/commands.ts";
import { giveComp } from "../features/order/discounts/commands.ts";
import { payOrder } from "../features/order/money/commands.ts";
import { mergeOrders, splitOrder } from "../features/order/moves/commands.ts";
import { refundOrder } from "../features/order/refunds/commands.ts";
import { hostOf, manager, type Names, type Step, step, type TotalOf } from "./step.ts";
import type { Visit } from "./visits.ts";

/** What a guest puts on a gift card at once, minor units. */
const fromCard = 2_500;

export const paysOtherwise = ({ extra }: Visit): boolean =>
  extra?.kind === "gift-card" || extra?.kind === "account";

const paid = (
  visit: Visit,
  names: Names,
  name: string,
  orderId: string,
  payment: (totalOf: TotalOf) => PaymentInput,
  minute = visit.payMinute,
): Step =>
  step(names, {
    minute,
    actor: hostOf(visit),
    name: `pay-${name}`,
    command: payOrder,
    input: (totalOf) => ({ id: orderId, paymentId: `${orderId}-${name}`, payment: payment(totalOf) }),
  });

/** The drinks of the first round: on the table long before anything is moved. */
const firstLine = (visit: Visit): string => visit.rounds[0]?.lines[0]?.id ?? "";
const middle = (visit: Visit): number => (visit.rounds[1]?.minute ?? visit.payMinute) + 2;

const handedOver = (visit: Visit, names: Names): Step[] => [
  step(names, {
    minute: middle(visit),
    actor: manager,
    name: "hand-over",
    command: transferOrder,
    input: () => ({ id: names.orderId, userId: "cashier" }),
  }),
];

/** One guest pays their drink alone, on a check of their own. */
const ownCheck = (visit: Visit, names: Names): Step[] => {
  const newOrderId = `${names.orderId}-s`;
  const line = visit.rounds[0]?.lines[0];
  const items = [
    { itemId: firstLine(visit), quantity: line?.quantity ?? 1, toLineId: `${names.orderId}-sl` },
  ];
  return [
    step(names, {
      minute: visit.payMinute - 3,
      actor: hostOf(visit),
      name: "own-check",
      command: splitOrder,
      input: () => ({ id: names.orderId, newOrderId, items, tableId: null }),
    }),
    paid(visit, names, "own", newOrderId, () => ({ method: "cash" })),
  ];
};

/** Friends who sat down at the bar first come over, and their check with them. */
const joined = (visit: Visit, names: Names): Step[] => {
  const fromOrderId = `${names.orderId}-j`;
  const { id: _id, seat: _seat, ...drink } = visit.rounds[0]?.lines[0] ?? { id: "", quantity: 1 };
  const items = [{ ...drink, id: `${names.orderId}-j1` }];
  const nobody = { tableId: null, guests: 1, customerId: null, customerName: null, notes: null };
  return [
    step(names, {
      minute: middle(visit),
      actor: hostOf(visit),
      name: "bar-check",
      command: openOrder,
      input: () => ({
        ...nobody,
        id: fromOrderId,
        type: "dine-in" as const,
        send: true,
        newCheck: true,
        items,
      }),
    }),
    step(names, {
      minute: middle(visit) + 3,
      actor: hostOf(visit),
      name: "join",
      command: mergeOrders,
      input: () => ({ id: names.orderId, fromOrderId }),
    }),
  ];
};

const comped = (visit: Visit, names: Names): Step[] => [
  step(names, {
    minute: middle(visit),
    actor: manager,
    name: "comp",
    command: giveComp,
    input: () => ({
      id: names.orderId,
      discountId: `${names.orderId}-c`,
      itemId: firstLine(visit),
      reason: "On the house",
    }),
  }),
];

const refunded = (visit: Visit, names: Names): Step[] => [
  step(names, {
    minute: visit.payMinute + 4,
    actor: manager,
    name: "refund",
    command: refundOrder,
    input: () => ({
      id: names.orderId,
      refundId: `${names.orderId}-r`,
      refund: { items: [{ itemId: firstLine(visit), quantity: 1 }], reason: "It was not what was ordered" },
    }),
  }),
];

const byGiftCard = (visit: Visit, names: Names, code: string): Step[] => {
  const { orderId } = names;
  const first = (totalOf: TotalOf): number => Math.min(fromCard, totalOf(orderId));
  return [
    paid(visit, names, "card", orderId, (totalOf) => ({
      method: "gift_card",
      reference: code,
      // What covers all of it needs no second payment; a cent is left for it, so that the plan is always the same.
      amount: Math.max(1, Math.min(first(totalOf), totalOf(orderId) - 1)),
    })),
    paid(visit, names, "rest", orderId, () => ({ method: "external" }), visit.payMinute + 1),
  ];
};

const onAccount = (visit: Visit, names: Names, accountId: string): Step[] => [
  paid(visit, names, "account", names.orderId, () => ({ method: "house_account", reference: accountId })),
];

export const extraSteps = (visit: Visit, names: Names): Step[] => {
  const { extra } = visit;
  switch (extra?.kind) {
    case "handed-over":
      return handedOver(visit, names);
    case "own-check":
      return ownCheck(visit, names);
    case "joined":
      return joined(visit, names);
    case "comped":
      return comped(visit, names);
    case "refunded":
      return refunded(visit, names);
    case "gift-card":
      return byGiftCard(visit, names, extra.code);
    case "account":
      return onAccount(visit, names, extra.accountId);
    case undefined:
      return [];
  }
};
