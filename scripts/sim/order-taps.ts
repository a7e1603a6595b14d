/** What a person may tap on a check that is on the screen: any intent of it, mostly sensible, sometimes not. */
import { newId } from "@tillbox/shared/id.ts";
import type { Random } from "../crash/random.ts";
import { linesOf } from "./lines.ts";
import { customerIds, tableIds } from "./shop.ts";
import type { SeenOrder, Sight } from "./sight.ts";

export type Done = { action: string; data: Record<string, unknown> };
export type Maker = (order: SeenOrder, random: Random, sight: Sight) => Done;

const reason = "simulated";
const done = (action: string, data: Record<string, unknown> = {}): Done => ({ action, data });

/** Ids in a view are found in a set order, so the same seed picks the same one. */
const anyLine = ({ lines }: SeenOrder, random: Random): string =>
  lines.length === 0 || random.chance(0.03) ? "no-line" : random.pick(lines).id;
const anyPayment = ({ payments }: SeenOrder, random: Random): string =>
  payments.length === 0 ? "no-payment" : random.pick(payments).id;
const anyDiscount = ({ discounts }: SeenOrder, random: Random): string =>
  discounts.length === 0 ? "no-discount" : random.pick(discounts).id;
const anyOrder = ({ orders }: Sight, random: Random): string =>
  random.chance(0.03) || orders.length === 0 ? "no-order" : random.pick(orders.slice(-8)).id;
const portions = (order: SeenOrder, random: Random) =>
  Array.from({ length: random.between(1, 2) }, () => ({
    itemId: anyLine(order, random),
    quantity: random.between(1, 2),
    newItemId: newId(),
  }));

const course = (random: Random) => ({ courses: [random.between(1, 3)] });
const discounted = (order: SeenOrder, random: Random) => ({
  ...random.pick([{ scope: "order" }, { scope: "item", itemId: anyLine(order, random) }]),
  ...random.pick([
    { kind: "percent", value: String(random.between(1, 30)) },
    { kind: "amount", value: random.between(1, 1500) },
  ]),
  reason,
});

const kitchen: Maker = (order, random) =>
  done("kitchen", {
    itemIds:
      random.chance(0.5) && order.lines.length > 0
        ? order.lines.map(({ id }) => id)
        : [anyLine(order, random)],
    status: random.pick(["preparing", "ready", "ready", "served", "sent"]),
  });
const statuses = ["confirmed", "preparing", "ready", "served", "completed", "cancelled"] as const;

const lineMakers: readonly (readonly [weight: number, make: Maker])[] = [
  [9, (_, random) => done("add-items", { items: linesOf(random), send: random.chance(0.3) })],
  [
    4,
    (order, random) =>
      done("change-item", { itemId: anyLine(order, random), quantity: random.between(1, 6) }),
  ],
  [2, (order, random) => done("change-item", { itemId: anyLine(order, random), notes: "well done" })],
  [1, (order, random) => done("change-item", { itemId: anyLine(order, random), seat: random.between(1, 4) })],
  [3, (order, random) => done("void-item", { itemId: anyLine(order, random), reason })],
  [6, (_, random) => done("send", random.chance(0.3) ? course(random) : {})],
  [2, (_, random) => done("hold", course(random))],
  [2, (_, random) => done("fire", course(random))],
  [6, kitchen],
  [1, (order, random) => done("comp", { itemId: anyLine(order, random), reason })],
  [3, (order, random) => done("discount", discounted(order, random))],
  [1, (order, random) => done("remove-discount", { discountId: anyDiscount(order, random) })],
  [
    1,
    (order, random) =>
      done("change-discount", {
        discountId: anyDiscount(order, random),
        kind: "percent",
        value: String(random.between(1, 40)),
        reason,
      }),
  ],
];

const checkMakers: readonly (readonly [weight: number, make: Maker])[] = [
  [2, (_, random) => done("transfer", { tableId: random.pick(tableIds) })],
  [1, (_, random) => done("transfer", { userId: random.pick(["ann", "eve"]) })],
  [2, (order, random) => done("split", { id: newId(), items: portions(order, random) })],
  [
    2,
    (order, random, sight) =>
      done("move-items", { toOrderId: anyOrder(sight, random), items: portions(order, random) }),
  ],
  [2, (_order, random, sight) => done("merge", { fromOrderId: anyOrder(sight, random) })],
  [4, (_, random) => done("status", { status: random.pick(statuses) })],
  [1, () => done("delete", { reason })],
  [2, (_, random) => done("update", { guests: random.between(1, 9) })],
  [1, (_, random) => done("update", { notes: random.pick(["window", "birthday", null]) })],
  [2, (_, random) => done("update", { customerId: random.pick([...customerIds, null]) })],
  [1, () => done("reward", { rewardId: "five-off" })],
];

const moneyMakers: readonly (readonly [weight: number, make: Maker])[] = [
  [
    3,
    (order, random) =>
      done("refund", {
        ...random.pick([
          {},
          { amount: random.between(1, 3000) },
          { items: [{ itemId: anyLine(order, random), quantity: 1 }] },
        ]),
        reason,
      }),
  ],
  [1, (order, random) => done("void-payment", { paymentId: anyPayment(order, random), reason })],
  [
    2,
    (order, random) =>
      done("add-tip", { paymentId: anyPayment(order, random), amount: random.between(1, 500) }),
  ],
];

const bagOf = (makers: readonly (readonly [number, Maker])[]): Maker[] =>
  makers.flatMap(([weight, make]) => Array<Maker>(weight).fill(make));
const bag = bagOf([...lineMakers, ...checkMakers, ...moneyMakers]);

/** Anything but a payment. */
export const anyTap: Maker = (order, random, sight) => random.pick(bag)(order, random, sight);
export const kitchenTap: Maker = kitchen;
export const lineChoice = anyLine;
