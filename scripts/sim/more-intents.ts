/** Taps on several checks, and on money that was taken: moves, courses, comps, refunds, voids, tips. As sensible as the others. */
import type { OrderState } from "@tillbox/store-server/features/order/rows.ts";
import type { Random } from "../crash/random.ts";
import type { Maker, Sight } from "./intents.ts";

const reason = "simulated";
const lineOf = (order: OrderState, random: Random): string =>
  order.lines.length === 0 || random.chance(0.05) ? "no-line" : random.pick(order.lines).id;
const portionsOf = (order: OrderState, random: Random): object[] =>
  Array.from({ length: random.between(1, 2) }, () => ({
    itemId: lineOf(order, random),
    quantity: random.between(1, 2),
  }));
const otherOf = ({ orderIds }: Sight, random: Random): string =>
  random.chance(0.03) ? "no-order" : random.pick(orderIds.slice(-6));
const paymentOf = (order: OrderState, random: Random): string =>
  order.payments.length === 0 ? "no-payment" : random.pick(order.payments).id;
const discountOf = (order: OrderState, random: Random): string =>
  order.discounts.length === 0 ? "no-discount" : random.pick(order.discounts).id;

const split: Maker = (order, random, names) => ({
  action: "split",
  data: { id: names.next("order"), items: portionsOf(order, random) },
});
const refund: Maker = (order, random) => ({
  action: "refund",
  data: {
    ...random.pick([
      {},
      { amount: random.between(1, 3000) },
      { items: [{ itemId: lineOf(order, random), quantity: 1 }] },
    ]),
    reason,
  },
});

export const moreMakers: readonly (readonly [weight: number, make: Maker])[] = [
  [2, split],
  [
    2,
    (order, random, _names, sight) => ({
      action: "move-items",
      data: { toOrderId: otherOf(sight, random), items: portionsOf(order, random) },
    }),
  ],
  [
    2,
    (_order, random, _names, sight) => ({ action: "merge", data: { fromOrderId: otherOf(sight, random) } }),
  ],
  [2, (_order, random) => ({ action: "hold", data: { courses: [random.between(1, 3)] } })],
  [2, (_order, random) => ({ action: "fire", data: { courses: [random.between(1, 3)] } })],
  [1, (order, random) => ({ action: "comp", data: { itemId: lineOf(order, random), reason } })],
  [1, (order, random) => ({ action: "remove-discount", data: { discountId: discountOf(order, random) } })],
  [
    1,
    (order, random) => ({
      action: "change-discount",
      data: { discountId: discountOf(order, random), kind: "percent", value: "20", reason },
    }),
  ],
  [4, refund],
  [1, (order, random) => ({ action: "void-payment", data: { paymentId: paymentOf(order, random), reason } })],
  [
    1,
    (order, random) => ({
      action: "add-tip",
      data: { paymentId: paymentOf(order, random), amount: random.between(1, 500) },
    }),
  ],
];
