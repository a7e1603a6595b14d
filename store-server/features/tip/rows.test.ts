import { newId } from "@tillbox/shared/id.ts";
import { expect, test } from "vitest";
import { furnish, line, peopleOf } from "../../testing/bistro.ts";
import { rebuiltDifferences } from "../../testing/rebuilt.ts";
import { openTestStore } from "../../testing.ts";
import { transferOrder } from "../order/commands.ts";
import { addTip, voidPayment } from "../order/payments/commands.ts";
import { refundOrder } from "../order/refunds/commands.ts";
import { registerUser } from "../staff/commands.ts";
import { tipReport } from "./routes.ts";
import { tipsByPerson } from "./rows.ts";

test("a tip that goes back is taken from whoever was given it, though somebody else serves by then", async () => {
  const store = openTestStore();
  const { open, pay } = peopleOf(() => store);
  await furnish(store);
  const person = {
    id: "waiter-2",
    name: "Waiter 2",
    role: "waiter",
    username: null,
    secrets: { demo: true },
  };
  await store.done(registerUser, person, "owner");
  const tips = () =>
    Object.fromEntries(
      tipsByPerson
        .all(store.kernel.db, "2000-01-01", "2100-01-01")
        .map(({ userId, amount }) => [userId, amount]),
    );
  const started = await open([line("soup", 2)]);
  const { id } = started;
  const { order } = await pay(started, { method: "external", amount: 700, tip: 100 });
  const paymentId = order.payments[0]?.id ?? "";
  await store.done(transferOrder, { id, userId: "waiter-2" }, "waiter");
  await store.done(addTip, { id, paymentId, tipId: newId(), amount: 40 }, "waiter");
  expect(tips()).toEqual({ waiter: 100, "waiter-2": 40 });
  await store.done(voidPayment, { id, paymentId, reason: "wrong table" }, "manager");
  expect(tips()).toEqual({ waiter: 0, "waiter-2": 0 });

  await pay(order, { method: "external", tip: 60 });
  const refund = { reason: "cold", tip: 60 };
  await store.done(refundOrder, { id, refundId: newId(), refund }, "manager");
  expect(tips()).toEqual({ waiter: 0, "waiter-2": 0 });
  expect(rebuiltDifferences(store.kernel)).toEqual([]);
});

test("the report's people, methods and days each sum to the same tips", async () => {
  let now = Date.parse("2026-05-04T18:00:00Z");
  const store = openTestStore({ wall: () => now });
  const { open, pay } = peopleOf(() => store);
  await furnish(store);
  await pay(await open([line("soup", 2)]), { method: "external", tip: 100 });
  now += 36 * 3_600_000;
  await pay(await open([line("soup", 2)]), { method: "external", tip: 35 });
  await pay(await open([line("soup", 1)]), { method: "cash", tip: 10 });
  const { items, byMethod, byDay } = tipReport(store.kernel, "2000-01-01", "2100-01-01");
  expect(byDay.map(({ amount }) => amount)).toEqual([100, 45]);
  expect(byMethod.map(({ method, amount }) => [method, amount])).toEqual([
    ["cash", 10],
    ["external", 135],
  ]);
  expect(items.reduce((sum, { total }) => sum + total, 0)).toBe(145);
  expect(tipReport(store.kernel, "2000-01-01", "2000-01-02").byDay).toEqual([]);
});
