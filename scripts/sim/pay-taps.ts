/** Payments as people take them: what is due on the screen, a part of it, a split, with a tip, in cash also without the box. */

import { newId } from "@tillbox/shared/id.ts";
import type { Random } from "../crash/random.ts";
import { lineChoice, type Maker } from "./order-taps.ts";
import { giftCodes } from "./shop.ts";
import type { SeenOrder } from "./sight.ts";

const splitOf = (order: SeenOrder, random: Random): object => {
  const count = random.between(2, 4);
  return random.pick([
    { splitType: "equal", splitDetails: { splitCount: count, splitIndex: random.between(1, count) } },
    { splitType: "seat", splitDetails: { seat: random.between(1, 4) } },
    { splitType: "amount", splitDetails: { splitAmount: random.between(1, 3000) } },
    { splitType: "item", splitDetails: { itemIds: [lineChoice(order, random)] } },
  ]);
};

/** Most guests pay what they are told. */
const howMuch = (order: SeenOrder, due: number, random: Random): object =>
  random.pick([
    {},
    {},
    due > 0 ? { amount: due } : {},
    due > 0 ? { amount: due, tendered: due + random.pick([0, 20, 5000]) } : {},
    { amount: random.between(1, 4000) },
    { split: splitOf(order, random) },
  ]);

export const payTap: Maker = (order, random) => ({
  action: "pay",
  data: {
    ...(random.chance(0.9) ? { id: newId() } : {}),
    ...random.pick<object>([
      { method: "cash" },
      { method: "cash" },
      { method: "cash" },
      { method: "external" },
      { method: "gift_card", reference: random.pick(giftCodes) },
      // Not set up here: it says so to its own tap, and holds up no other.
      { method: random.pick(["card", "wallet"]) },
    ]),
    ...(random.chance(0.3) ? { tip: random.between(0, 900) } : {}),
    ...howMuch(order, order.due, random),
  },
});

/** What stays in the drawer, as a till says it with the tap; of a part of a split bill only the box knows. */
export const takenOf = (
  { action, data }: { action: string; data: Record<string, unknown> },
  seen: SeenOrder | undefined,
): { taken?: number } => {
  if (action !== "pay" || data.method !== "cash" || data.split !== undefined || !seen) return {};
  const taken = Number(data.amount ?? Math.max(0, seen.due)) + Number(data.tip ?? 0);
  return taken > 0 ? { taken } : {};
};
