import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { furnish, line, peopleOf } from "../../testing/bistro.ts";
import { rebuiltDifferences } from "../../testing/rebuilt.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { createCustomer } from "../customer/commands.ts";
import { adjustPoints } from "../loyalty/commands.ts";
import { loyaltyPrograms } from "../loyalty/rows.ts";
import { printProforma } from "../printer/jobs.ts";
import { printers } from "../printer/rows.ts";
import { voidLine } from "./lines/commands.ts";
import { mergeOrders, moveItems, splitOrder } from "./moves/commands.ts";
import { giveReward } from "./rewards/commands.ts";
import { setTerms } from "./terms/commands.ts";

let store: TestStore;
const { set, open } = peopleOf(() => store);
beforeEach(async () => {
  store = openTestStore({ strict: true });
  await furnish(store);
  await set("service.rate", "0.1");
  await store.done(printers.create, { id: "paper", fields: { name: "Receipts", role: "receipt" } });
});
const show = async (order: Order): Promise<Order> => {
  await store.done(printProforma, { orderId: order.id, jobId: newId(), printerId: undefined }, "waiter");
  return order;
};
const retype = (order: Order, type: "takeaway" | "dine-in") =>
  store.submit(setTerms, { id: order.id, terms: { type } }, "waiter");

describe("a check that the guest was shown", () => {
  it("is made cheaper by another type with a manager's word only, for the amount at stake", async () => {
    const order = await show(await open([line("wine"), line("soup")]));
    expect(await retype(order, "takeaway")).toMatchObject({
      ok: false,
      refusal: {
        code: "forbidden",
        details: {
          permission: "order.discount-any",
          approvable: true,
          approval: { action: "order.discount-any", subjectId: order.id, amount: 155 },
        },
      },
    });
    const done: Order = await store.done(setTerms, { id: order.id, terms: { type: "takeaway" } }, "manager");
    expect(order.total - done.total).toBe(155);
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
  });
  it("becomes dearer by another type as before, and nobody is asked before it was shown", async () => {
    const order = await open([line("wine")]);
    expect(await retype(order, "takeaway")).toMatchObject({ ok: true });
    await show(order);
    expect(await retype(order, "dine-in")).toMatchObject({ ok: true });
    expect(await retype(order, "takeaway")).toMatchObject({ ok: false });
  });
  it("says what is wrong with a type before it asks for anybody", async () => {
    const order = await show(await open([line("wine")], { tableId: "t1" }));
    expect(await retype(order, "takeaway")).toMatchObject({ refusal: { code: "invalid" } });
  });
  it("takes a reward for points with a manager's word only", async () => {
    const fiver = { id: "fiver", name: "5.00 off", points: 20, kind: "amount" as const, amount: 500 };
    const program = { name: "Points", active: true, earnPoints: 1, earnAmount: 100, rewards: [fiver] };
    await store.done(loyaltyPrograms.create, { id: "program", fields: program as never }, "owner");
    const { id: customerId } = await store.done<{ id: string; words: { name: string } }>(createCustomer, {
      id: newId(),
      words: { name: "Guest 12" },
    });
    await store.done(
      adjustPoints,
      { id: customerId, entryId: newId(), points: 50, reason: "gift" },
      "manager",
    );
    const order = await show(await open([line("soup")], { customerId }));
    const reward = (as: "waiter" | "manager") =>
      store.submit(giveReward, { id: order.id, discountId: newId(), rewardId: "fiver" }, as);
    expect(await reward("waiter")).toMatchObject({
      refusal: {
        code: "forbidden",
        details: { permission: "order.discount-any", approval: { subjectId: order.id, amount: 550 } },
      },
    });
    expect(await reward("manager")).toMatchObject({ ok: true });
  });
  it("goes on as one that was shown, wherever its lines go", async () => {
    const shown = await show(await open([line("soup", 3), line("wine")], { send: false }));
    const portion = (name: string, toLineId = newId()) => ({
      itemId: shown.items.find((item) => item.name === name)?.id ?? "",
      quantity: 1,
      toLineId,
    });
    const [one, other] = [await open([line("soup")]), await open([line("soup")])];
    const moved = { id: shown.id, toOrderId: one.id, items: [portion("Soup")] };
    await store.done(moveItems, moved, "waiter");
    const part = { id: shown.id, newOrderId: newId(), items: [portion("Soup")], tableId: null };
    await store.done(splitOrder, part, "waiter");
    await store.done(mergeOrders, { id: other.id, fromOrderId: shown.id }, "waiter");
    for (const id of [one.id, part.newOrderId, other.id]) {
      expect(await retype({ id } as Order, "takeaway")).toMatchObject({ refusal: { code: "forbidden" } });
      const entity = store.kernel.entity("order");
      const state = store.kernel.get(entity, id) as never;
      const { items } = JSON.parse(entity.view(state, store.kernel)) as Order;
      const input = { id, itemId: items[0]?.id ?? "", reason: null };
      expect(await store.refused(voidLine, input, "waiter")).toBe("forbidden");
    }
  });
});
