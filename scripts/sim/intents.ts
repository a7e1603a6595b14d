/** What a person might tap next: any intent of an order on what the device can see, mostly sensible, sometimes not. Pure but for what it reads. */
import type { SyncChange } from "@tillbox/shared/protocol/sync.ts";
import type { OrderState } from "@tillbox/store-server/features/order/rows.ts";
import type { Random } from "../crash/random.ts";
import { moreMakers } from "./more-intents.ts";
import { type Item, items, tableIds } from "./shop.ts";

export type Names = { next(kind: string): string };
/** The orders that devices know of, some of which the box may have refused. */
export type Sight = { orderIds: readonly string[]; order(id: string): OrderState | undefined };
type Tap = Pick<SyncChange, "entityId" | "action" | "data">;
export type Maker = (order: OrderState, random: Random, names: Names, sight: Sight) => Omit<Tap, "entityId">;

const options = ({ optionIds, variantIds }: Item, random: Random) => ({
  ...(optionIds.length > 0 && random.chance(0.7)
    ? { modifiers: [{ optionId: random.pick(optionIds) }] }
    : {}),
  ...(variantIds.length > 0 && random.chance(0.9) ? { variantId: random.pick(variantIds) } : {}),
});

/** Half of the lines have no id of their own: nothing but the change id then keeps them from coming twice. */
const lineOf = (random: Random, names: Names) => {
  const item = random.pick(items);
  return {
    ...(random.chance(0.5) ? { id: names.next("line") } : {}),
    menuItemId: random.chance(0.02) ? "nothing" : item.id,
    quantity: random.between(1, 4),
    ...options(item, random),
    ...(random.chance(0.3) ? { course: random.between(1, 3) } : {}),
    ...(random.chance(0.3) ? { seat: random.between(1, 4) } : {}),
  };
};
const linesOf = (random: Random, names: Names) =>
  Array.from({ length: random.between(1, 3) }, () => lineOf(random, names));

const anyLine = (order: OrderState, random: Random): string =>
  order.lines.length === 0 || random.chance(0.05) ? "no-line" : random.pick(order.lines).id;

const splitOf = (order: OrderState, random: Random): object => {
  const count = random.between(2, 4);
  return random.pick([
    { splitType: "equal", splitDetails: { splitCount: count, splitIndex: random.between(1, count) } },
    { splitType: "seat", splitDetails: { seat: random.between(1, 4) } },
    { splitType: "amount", splitDetails: { splitAmount: random.between(1, 3000) } },
    { splitType: "item", splitDetails: { itemIds: [anyLine(order, random)] } },
  ]);
};

const pay: Maker = (order, random, names) => ({
  action: "pay",
  data: {
    ...(random.chance(0.5) ? { id: names.next("payment") } : {}),
    // The last three are not set up or name nothing: each says so to its own tap, and holds up no other.
    method: random.chance(0.85)
      ? random.pick(["cash", "cash", "external"])
      : random.pick(["card", "wallet", "gift_card"]),
    ...(random.chance(0.3) ? { tip: random.between(0, 900) } : {}),
    ...random.pick([{}, {}, { amount: random.between(1, 4000) }, { split: splitOf(order, random) }]),
    ...(random.chance(0.3) ? { tendered: random.between(500, 90_000) } : {}),
  },
});

const discount: Maker = (order, random) => ({
  action: "discount",
  data: {
    discount: {
      ...random.pick([{ scope: "order" }, { scope: "item", itemId: anyLine(order, random) }]),
      ...random.pick([
        { kind: "percent", value: String(random.between(1, 30)) },
        { kind: "amount", value: random.between(1, 1500) },
      ]),
      reason: "simulated",
    },
  },
});

const kitchen: Maker = (order, random) => ({
  action: "kitchen",
  data: {
    itemIds:
      random.chance(0.5) && order.lines.length > 0
        ? order.lines.map(({ id }) => id)
        : [anyLine(order, random)],
    status: random.pick(["preparing", "ready", "ready", "served", "sent"]),
  },
});

const statuses = ["confirmed", "preparing", "ready", "served", "completed", "cancelled"] as const;

const makers: readonly (readonly [weight: number, make: Maker])[] = [
  [
    8,
    (_, random, names) => ({
      action: "add-items",
      data: { items: linesOf(random, names), send: random.chance(0.3) },
    }),
  ],
  [
    4,
    (order, random) => ({
      action: "change-item",
      data: { itemId: anyLine(order, random), quantity: random.between(1, 6) },
    }),
  ],
  [
    2,
    (order, random) => ({
      action: "change-item",
      data: { itemId: anyLine(order, random), notes: "no garlic" },
    }),
  ],
  [
    3,
    (order, random) => ({
      action: "void-item",
      data: { itemId: anyLine(order, random), reason: "simulated" },
    }),
  ],
  [
    6,
    (_, random) => ({ action: "send", data: random.chance(0.3) ? { courses: [random.between(1, 3)] } : {} }),
  ],
  [3, discount],
  [2, (_, random) => ({ action: "transfer", data: { tableId: random.pick(tableIds) } })],
  [1, (_, random) => ({ action: "transfer", data: { userId: random.pick(["waiter", "owner"]) } })],
  [9, pay],
  [6, kitchen],
  [4, (_, random) => ({ action: "status", data: { status: random.pick(statuses) } })],
  [1, () => ({ action: "cancel", data: { reason: "simulated" } })],
  [2, (_, random) => ({ action: "update", data: { guests: random.between(1, 9) } })],
  [1, () => ({ action: "juggle", data: {} })],
  [1, (_, random) => ({ action: "pay", data: { method: "cash", amount: random.pick([0, -1, 1.5]) } })],
];
const bag = [...makers, ...moreMakers].flatMap(([weight, make]) =>
  Array.from({ length: weight }, () => make),
);

const openOrder = (random: Random, names: Names, taken: readonly string[]): Tap => ({
  entityId: taken.length > 0 && random.chance(0.03) ? random.pick(taken) : names.next("order"),
  action: "create",
  data: {
    ...random.pick([{ type: "takeaway" }, { type: "dine-in", tableId: random.pick(tableIds), guests: 2 }]),
    items: random.chance(0.9) ? linesOf(random, names) : [],
    send: random.chance(0.4),
  },
});

/** The next tap of a device. Later orders are likelier than old ones, so that most taps meet an open order. */
export const nextTap = (sight: Sight, random: Random, names: Names, isKitchen: boolean): Tap => {
  const known = sight.orderIds;
  if (known.length === 0 || (!isKitchen && random.chance(0.15))) return openOrder(random, names, known);
  const seen = known.slice(-8).filter((id) => sight.order(id) || random.chance(0.05));
  const id = seen.length > 0 && random.chance(0.9) ? random.pick(seen) : random.pick(known);
  const order = sight.order(id);
  if (!order) return { entityId: id, action: "add-items", data: { items: linesOf(random, names) } };
  return { entityId: id, ...(isKitchen ? kitchen : random.pick(bag))(order, random, names, sight) };
};
