import { newId } from "@tillbox/shared/id.ts";
import { expect, it } from "vitest";
import { furnish, line, peopleOf } from "../../testing/bistro.ts";
import { rebuiltDifferences } from "../../testing/rebuilt.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { createCustomer } from "../customer/commands.ts";
import { customers } from "../customer/rows.ts";
import { refundOrder } from "../order/refunds/commands.ts";
import { giveReward } from "../order/rewards/commands.ts";
import { adjustPoints } from "./commands.ts";
import { ledgerPage, loyaltyPrograms } from "./rows.ts";

it("points that come after others lapsed are there to be spent, and the next sale is not held up", async () => {
  let now_ms = Date.parse("2026-03-01T12:00:00Z");
  const store: TestStore = openTestStore({ strict: true, wall: () => now_ms });
  const { open, pay } = peopleOf(() => store);
  await furnish(store);
  const reward = { id: "fiver", name: "5.00 off", points: 20, kind: "amount" as const, amount: 500 };
  const program = { name: "Points", active: true, expiryMonths: 12, rewards: [reward] };
  await store.done(loyaltyPrograms.create, { id: "program", fields: program }, "owner");
  const { id } = await store.done<{ id: string; words: { name: string } }>(createCustomer, {
    id: newId(),
    words: { name: "Guest 12" },
  });
  const sale = async (soups: number) =>
    (await pay(await open([line("soup", soups)], { customerId: id }))).order;

  const old = await sale(3);
  now_ms = Date.parse("2028-02-20T12:00:00Z");
  for (const points of [30, 5])
    await store.done(adjustPoints, { id, entryId: newId(), points, reason: "sorry" }, "manager");
  expect(store.kernel.get(customers, id)?.points).toBe(35);
  const { id: orderId } = await open([line("soup")], { customerId: id });
  await store.done(giveReward, { id: orderId, discountId: newId(), rewardId: "fiver" }, "waiter");
  const refund = { reason: "cold" };
  await store.done(refundOrder, { id: old.id, refundId: newId(), refund }, "manager");
  await sale(1);

  const entries = ledgerPage(store.kernel, id, { limit: 500 }).items.reverse();
  expect(entries.map(({ kind, points }) => [kind, points])).toEqual([
    ["earned", 25],
    ["expired", -25],
    ["adjusted", 30],
    ["adjusted", 5],
    ["spent", -20],
    ["reversed", -15],
    ["earned", 8],
  ]);
  expect(rebuiltDifferences(store.kernel)).toEqual([]);
});
