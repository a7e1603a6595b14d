import { newId } from "@tillbox/shared/id.ts";
import { expect, test } from "vitest";
import { furnish, line, peopleOf } from "../../testing/bistro.ts";
import { rebuiltDifferences } from "../../testing/rebuilt.ts";
import { openTestStore } from "../../testing.ts";
import { transferOrder } from "../order/commands.ts";
import { addTip, voidPayment } from "../order/payments/commands.ts";
import { refundOrder } from "../order/refunds/commands.ts";
import { registerUser } from "../staff/commands.ts";
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
