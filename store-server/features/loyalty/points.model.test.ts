import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { furnish, line, opening } from "../../testing/bistro.ts";
import { rebuiltDifferences } from "../../testing/rebuilt.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { createCustomer } from "../customer/commands.ts";
import { customers } from "../customer/rows.ts";
import { orderMoney } from "../order/bill.ts";
import { changeOrder, openOrder } from "../order/commands.ts";
import { voidLine } from "../order/lines/commands.ts";
import { payOrder } from "../order/money/commands.ts";
import { mergeOrders, splitOrder } from "../order/moves/commands.ts";
import { refundOrder } from "../order/refunds/commands.ts";
import { giveReward, removeDiscount } from "../order/rewards/commands.ts";
import { orders } from "../order/rows.ts";
import { moveOrder } from "../order/workflow/commands.ts";
import { adjustPoints } from "./commands.ts";
import { ledgerPage, loyaltyPrograms } from "./rows.ts";

/* Any taps in any order, most of them twice, on a handful of checks of two guests; the ledger is held against its laws after each. */

const kinds = [
  "open",
  "reward",
  "unreward",
  "void",
  "cancel",
  "merge",
  "split",
  "pay",
  "refund",
  "unlink",
  "all",
] as const;
const tap = fc.record({
  kind: fc.constantFrom(...kinds, "reward", "reward", "pay"),
  one: fc.nat(1000),
  other: fc.nat(1000),
  share: fc.integer({ min: 1, max: 100 }),
  twice: fc.boolean(),
});
type Tap = { kind: (typeof kinds)[number]; one: number; other: number; share: number; twice: boolean };
const guests = ["guest-1", "guest-2"];

const openShop = async (): Promise<TestStore> => {
  const store = openTestStore({ strict: true });
  await furnish(store);
  const rewards = [
    { id: "off", name: "off", points: 15, kind: "amount" as const, amount: 300 },
    { id: "soup", name: "soup", points: 25, kind: "item" as const, menuItemId: "soup" },
  ];
  const fields = { name: "Points", active: true, earnPoints: 3, earnAmount: 200, rewards };
  await store.done(loyaltyPrograms.create, { id: "program", fields }, "owner");
  for (const id of guests) {
    await store.done(createCustomer, { id, words: { name: id } });
    await store.done(adjustPoints, { id, entryId: newId(), points: 60, reason: "welcome" }, "manager");
  }
  return store;
};

/** One tap, or its retry with the same key: then nothing may happen. A refusal is an answer like any other. */
const openTaps = (store: TestStore) => {
  const known: string[] = [];
  const pick = (index: number): string => known[index % Math.max(1, known.length)] ?? "none";
  const look = (id: string): Order | undefined => {
    const row = store.kernel.db
      .prepare<[string], string>("SELECT state FROM orders WHERE id = ?")
      .pluck()
      .get(id);
    return row === undefined ? undefined : (JSON.parse(row) as Order);
  };
  const send = async (command: never, input: unknown, twice: boolean): Promise<void> => {
    const key = newId();
    await store.submit(command, input as never, "owner", key);
    if (!twice) return;
    const head = store.kernel.headSeq();
    expect((await store.submit(command, input as never, "owner", key)).replay).toBe(true);
    expect(store.kernel.headSeq()).toBe(head);
  };
  const open = (one: number, twice: boolean): Promise<void> => {
    const items = [line("soup", 1 + (one % 3)), ...(one % 2 === 0 ? [line("wine")] : [])];
    const input = opening(items, { customerId: one % 5 === 0 ? null : (guests[one % 2] ?? null) });
    known.push(input.id);
    return send(openOrder as never, input, twice);
  };
  const inputs = (id: string, { kind, other, share }: Tap): [unknown, object] | null => {
    const order = look(id) as unknown as { lines: { id: string }[]; discounts: { id: string }[] } | undefined;
    const itemId = order?.lines[other % Math.max(1, order.lines.length)]?.id ?? "none";
    const discountId = order?.discounts[other % Math.max(1, order.discounts.length)]?.id ?? "none";
    const refund = { reason: "cold", ...(share === 100 ? {} : { amount: share * 7 }) };
    if (kind === "reward")
      return [giveReward, { id, discountId: newId(), rewardId: other % 2 ? "off" : "soup" }];
    if (kind === "unreward") return [removeDiscount, { id, discountId }];
    if (kind === "void") return [voidLine, { id, itemId, reason: null }];
    if (kind === "cancel") return [moveOrder, { id, status: "cancelled", reason: null }];
    if (kind === "merge") return [mergeOrders, { id, fromOrderId: pick(other) }];
    if (kind === "pay") return [payOrder, { id, paymentId: newId(), payment: { method: "cash" } }];
    if (kind === "refund") return [refundOrder, { id, refundId: newId(), refund }];
    if (kind === "all") return [refundOrder, { id, refundId: newId(), refund: { reason: "cold" } }];
    if (kind === "unlink") return [changeOrder, { id, customerId: other % 2 ? null : guests[other % 3] }];
    const newOrderId = newId();
    known.push(newOrderId);
    return [
      splitOrder,
      { id, newOrderId, items: [{ itemId, quantity: 1, toLineId: newId() }], tableId: null },
    ];
  };
  const run = async (each: Tap): Promise<void> => {
    const wanted = each.kind === "open" ? null : inputs(pick(each.one), each);
    if (wanted === null) return open(each.one, each.twice);
    return send(wanted[0] as never, wanted[1], each.twice);
  };
  return { run, known };
};

const totalOf = (store: TestStore, orderId: string | null): number | null => {
  const order = orderId === null ? undefined : store.kernel.get(orders, orderId);
  return order === undefined || order.status === "cancelled" ? null : orderMoney(order).bill.total;
};
const entriesOf = (store: TestStore, id: string) => ledgerPage(store.kernel, id, { limit: 500 }).items;
const checkBooks = (store: TestStore): void => {
  for (const id of guests) {
    const entries = entriesOf(store, id);
    const sum = entries.reduce((total, { points }) => total + points, 0);
    expect(sum).toBe(store.kernel.get(customers, id)?.points);
    for (const { balance } of entries) expect(balance).toBeGreaterThanOrEqual(0);
  }
};
/** Once everything is cancelled or refunded, what each order gave it took, and what rewards cost is back. */
const checkSettled = (store: TestStore): void => {
  for (const id of guests) {
    const byOrder = Map.groupBy(
      entriesOf(store, id).filter(({ orderId }) => orderId !== null),
      ({ orderId }) => orderId,
    );
    for (const entries of byOrder.values()) {
      const total = (...wanted: string[]) =>
        entries
          .filter(({ kind }) => wanted.includes(kind))
          .reduce((sum, { points, forgone }) => sum + points - forgone, 0);
      expect(total("earned", "reversed")).toBe(0);
    }
    // A check that its rewards made free was closed for nothing: there is no money to give back, and no points.
    const paidFor = entriesOf(store, id).filter(({ orderId }) => totalOf(store, orderId) !== 0);
    const rewards = paidFor.filter(({ kind }) => ["spent", "returned", "restored"].includes(kind));
    expect(rewards.reduce((sum, { points }) => sum + points, 0)).toBe(0);
  }
};

it("any taps on any checks keep the ledger's laws, and when all is undone nothing is left of any of them", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(tap, { minLength: 8, maxLength: 30 }), async (taps) => {
      const store = await openShop();
      const { run, known } = openTaps(store);
      for (const one of [1, 2, 4, 7]) await run({ kind: "open", one, other: 0, share: 100, twice: false });
      for (const each of taps) {
        await run(each);
        checkBooks(store);
      }
      for (const [one] of known.entries())
        for (const kind of ["cancel", "pay", "all"] as const)
          await run({ kind, one, other: 0, share: 100, twice: true });
      checkBooks(store);
      checkSettled(store);
      for (const id of guests) for (const { kind } of entriesOf(store, id)) seen.add(kind);
      expect(rebuiltDifferences(store.kernel)).toEqual([]);
      store.kernel.close();
    }),
    { numRuns: 15 },
  );
  expect([...seen].sort()).toEqual(["adjusted", "earned", "restored", "returned", "reversed", "spent"]);
});
