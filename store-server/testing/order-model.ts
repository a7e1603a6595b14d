/**
 * A random evening: several tables, several devices, everything that can be done to a check, in any order. After every tap a watcher
 * that knows the journal only says what is wrong: what the kitchen believes it has to cook against what stands on the checks, the
 * workflow, the tables, the money. An honest store leaves it nothing to say.
 */
import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { type Arbitrary, array, constantFrom, integer, record } from "fast-check";
import { changeOrder, openOrder, transferOrder } from "../features/order/commands.ts";
import { changeDiscount, giveComp, giveDiscount } from "../features/order/discounts/commands.ts";
import { addLines, changeLine, voidLine } from "../features/order/lines/commands.ts";
import { payOrder } from "../features/order/money/commands.ts";
import { mergeOrders, moveItems, splitOrder } from "../features/order/moves/commands.ts";
import { orders } from "../features/order/rows.ts";
import { orderView } from "../features/order/view.ts";
import {
  fireOrder,
  holdOrder,
  moveLines,
  moveOrder,
  sendOrder,
} from "../features/order/workflow/commands.ts";
import type { Command } from "../kernel/types.ts";
import { actorOf, type TestStore } from "../testing.ts";
import { line, opening } from "./bistro.ts";

const verbs = [
  "open",
  "open",
  "add",
  "add",
  "add",
  "change",
  "void",
  "send",
  "send",
  "hold",
  "fire",
  "kitchen",
  "kitchen",
  "kitchen",
  "status",
  "merge",
  "merge",
  "split",
  "split",
  "move",
  "move",
  "transfer",
  "discount",
  "comp",
  "pay",
  "part",
  "cancel",
  "guests",
] as const;
export type Tap = {
  verb: (typeof verbs)[number];
  check: number;
  other: number;
  line: number;
  count: number;
  device: number;
};
const tap: Arbitrary<Tap> = record({
  verb: constantFrom(...verbs),
  check: integer({ min: 0, max: 7 }),
  other: integer({ min: 0, max: 7 }),
  line: integer({ min: 0, max: 5 }),
  count: integer({ min: 1, max: 4 }),
  device: integer({ min: 1, max: 3 }),
});
export const evening: Arbitrary<Tap[]> = array(tap, { minLength: 5, maxLength: 45 });

const at = <T>(list: readonly T[], index: number): T | undefined =>
  list.length === 0 ? undefined : list[index % list.length];
const dishes = ["soup", "wine", "soup", "ham"] as const;
const kitchenStates = ["preparing", "ready", "served", "sent"] as const;
const statuses = ["confirmed", "preparing", "ready", "served", "completed"] as const;

type Ask = { command: Command<never>; input: object };
const ask = <I extends object>(command: Command<I>, input: I): Ask => ({ command, input });

/** What a tap points at. */
type Place = {
  order: Order;
  second: Order;
  id: string;
  itemId: string;
  items: { itemId: string; quantity: number; toLineId: string }[];
  tableId: string | null;
  index: number;
  other: number;
  count: number;
};
const newLine = ({ index, count }: Pick<Place, "index" | "count">) =>
  line(dishes[index % dishes.length] ?? "soup", count, { course: (index % 3) + 1 });
const courseOf = ({ index }: Place): number => (index % 3) + 1;

const asks: Record<(typeof verbs)[number], (place: Place) => Ask> = {
  open: (place) => openOf(place),
  add: (place) => ask(addLines, { id: place.id, items: [newLine(place)], send: place.other % 2 === 0 }),
  change: ({ id, itemId, other, count }) =>
    ask(changeLine, {
      id,
      itemId,
      change: other % 3 === 0 ? { notes: `note ${count}` } : { quantity: count },
    }),
  void: ({ id, itemId }) => ask(voidLine, { id, itemId, reason: null }),
  send: (place) =>
    ask(sendOrder, { id: place.id, courses: place.other % 4 === 0 ? [courseOf(place)] : undefined }),
  hold: (place) =>
    ask(
      holdOrder,
      place.other % 2 === 0
        ? { id: place.id, courses: [courseOf(place)] }
        : { id: place.id, itemIds: [place.itemId] },
    ),
  fire: (place) =>
    ask(fireOrder, place.other % 3 === 0 ? { id: place.id } : { id: place.id, courses: [courseOf(place)] }),
  kitchen: ({ id, order, index, count }) =>
    ask(moveLines, {
      id,
      itemIds: order.items.slice(0, count).map((each) => each.id),
      status: kitchenStates[index % 4] ?? "ready",
    }),
  status: ({ id, index }) => ask(moveOrder, { id, status: statuses[index % 5] ?? "ready", reason: null }),
  merge: ({ id, second }) => ask(mergeOrders, { id, fromOrderId: second.id }),
  split: ({ id, items, tableId }) => ask(splitOrder, { id, newOrderId: newId(), items, tableId }),
  move: ({ id, second, items }) => ask(moveItems, { id, toOrderId: second.id, items }),
  transfer: ({ id, tableId }) => ask(transferOrder, { id, tableId: tableId ?? "t1", userId: undefined }),
  discount: (place) => discountOf(place),
  comp: ({ id, itemId }) => ask(giveComp, { id, discountId: newId(), itemId, reason: "cold" }),
  pay: ({ id }) => ask(payOrder, { id, paymentId: newId(), payment: { method: "cash" as const } }),
  part: ({ id, count }) =>
    ask(payOrder, { id, paymentId: newId(), payment: { method: "cash" as const, amount: count * 100 } }),
  guests: ({ id, count }) => ask(changeOrder, { id, guests: count }),
  cancel: ({ id }) => ask(moveOrder, { id, status: "cancelled" as const, reason: null }),
};

const openOf = (place: Pick<Place, "index" | "other" | "count" | "tableId">): Ask => {
  const { index, other, count: guests, tableId } = place;
  const more = { tableId, newCheck: other % 2 === 0, send: index % 2 === 0, guests };
  return ask(openOrder, opening([newLine(place)], more));
};
const discountOf = ({ id, order, itemId, index, other, count }: Place): Ask => {
  const known = at(order.discounts, index);
  if (known && other % 2 === 0)
    return ask(changeDiscount, { id, discountId: known.id, change: { reason: "again" } });
  const scope = other % 3 === 0 ? ({ scope: "item", itemId } as const) : ({ scope: "order" } as const);
  const discount = { ...scope, kind: "percent" as const, value: String(count * 5), reason: "regular" };
  return ask(giveDiscount, { id, discountId: newId(), discount });
};

/** What a tap means on the checks that are there. */
const asked = (all: readonly Order[], { verb, check, other, line: index, count }: Tap): Ask => {
  const tableId = ([null, "t1", "t2"] as const)[count % 3] ?? null;
  const order = at(all, check);
  if (!order) return openOf({ index, other, count, tableId });
  const item = at(order.items, index);
  const itemId = item?.id ?? "none";
  const quantity = Math.min(count, Math.max(1, (item?.quantity ?? 1) - (other % 2)));
  const items = [{ itemId, quantity, toLineId: newId() }];
  const second = at(all, other) ?? order;
  return asks[verb]({ order, second, id: order.id, itemId, items, tableId, index, other, count });
};

/** Every check that there is, in the order in which they were opened. */
export const checksOf = (store: TestStore): Order[] =>
  (store.kernel.db.prepare("SELECT id FROM orders ORDER BY number").all() as { id: string }[]).map(({ id }) =>
    orderView(store.kernel.get(orders, id) as never),
  );

/** Taps; true when it was done, false when it was refused. Anything else throws. */
export const doTap = async (store: TestStore, given: Tap): Promise<boolean> => {
  const wanted = asked(checksOf(store), given);
  const actor = { ...actorOf("manager", `person-${given.device}`), deviceId: `device-${given.device}` };
  const answer = await store.submit(wanted.command, wanted.input as never, actor);
  return answer.ok;
};
