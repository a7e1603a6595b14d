import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { furnish, line, peopleOf } from "../../testing/bistro.ts";
import { rebuiltDifferences } from "../../testing/rebuilt.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { tipReport } from "../tip/routes.ts";
import { tipsByMethod, tipsByPerson } from "../tip/rows.ts";
import { findOrder } from "./facts/rows.ts";
import { payOrder } from "./money/commands.ts";
import { evolve, type OrderState } from "./order.ts";
import { decidePay } from "./payment.ts";
import { decideAttempt, decideFailed, decideSettled, decideUnknown } from "./payment-life.ts";
import { addTip, voidPayment } from "./payments/commands.ts";
import { refundOrder } from "./refunds/commands.ts";
import { allowedStatuses } from "./status.ts";

let store: TestStore;
const { set, open, pay } = peopleOf(() => store);
beforeEach(async () => {
  store = openTestStore();
  await furnish(store);
});
const all = ["2000-01-01", "2100-01-01"] as const;

describe("a void of a payment", () => {
  const voiding = (order: Order, paymentId = order.payments[0]?.id ?? "") => ({
    id: order.id,
    paymentId,
    reason: "wrong table",
  });
  it("gives back what was handed over, and the order is due again", async () => {
    const { order } = await pay(await open([line("soup", 2)]), { amount: 700, tip: 50 });
    const done: { payment: Order["payments"][number]; order: Order } = await store.done(
      voidPayment,
      voiding(order),
      "manager",
    );
    expect(done).toMatchObject({ payment: { status: "voided" }, order: { paid: 0, due: 1700, tipTotal: 0 } });
    const money = store.kernel.db
      .prepare<[], { amount: number; tip: number; given: number }>(
        "SELECT SUM(amount) AS amount, SUM(tip) AS tip, SUM(given) AS given FROM day_tenders",
      )
      .get();
    expect(money).toEqual({ amount: 0, tip: 0, given: 0 });
    expect(await store.refused(voidPayment, voiding(order), "manager")).toBe("conflict");
    expect((await pay(done.order)).order.due).toBe(0);
  });
  it("is a manager's, and not of an order that is paid in full", async () => {
    const { order } = await pay(await open([line("soup", 2)]), { amount: 700 });
    const answer = await store.submit(voidPayment, voiding(order), "cashier");
    expect(answer).toMatchObject({
      refusal: { code: "forbidden", details: { permission: "payment.void", approvable: true } },
    });
    const { order: done } = await pay(order);
    expect(await store.refused(voidPayment, voiding(done), "manager")).toBe("conflict");
  });
  it("is approved with the tips that came after it, for they go back too", async () => {
    const { order } = await pay(await open([line("soup", 2)]), { method: "external", amount: 700, tip: 50 });
    const payment = order.payments[0]?.id ?? "";
    await store.done(addTip, { id: order.id, paymentId: payment, tipId: newId(), amount: 300 }, "waiter");
    expect(await store.submit(voidPayment, voiding(order), "cashier")).toMatchObject({
      refusal: { details: { approval: { action: "payment.void", amount: 1050 } } },
    });
  });
  it("frees the part of the bill that it paid", async () => {
    const order = await open([line("soup", 2)]);
    const half = { split: { splitType: "equal" as const, splitDetails: { splitCount: 2, splitIndex: 1 } } };
    const { order: paid } = await pay(order, half);
    await store.done(voidPayment, voiding(paid), "manager");
    expect((await pay(order, half)).payment.amount).toBe(850);
  });
});

describe("a tip after the payment", () => {
  const tip = (order: Order, amount: number, paymentId = order.payments[0]?.id ?? "") => ({
    id: order.id,
    paymentId,
    tipId: newId(),
    amount,
  });
  it("leaves the payment and the sale as they are, and stands in ledger and figures of its own day", async () => {
    const { order } = await pay(await open([line("soup")]), { method: "external", tip: 40 });
    const done: { order: Order } = await store.done(addTip, tip(order, 60), "waiter");
    expect(done.order).toMatchObject({ total: order.total, paid: order.paid, due: 0, tipTotal: 100 });
    expect(findOrder(store.kernel, order.id).payments[0]?.tip).toBe(40);
    expect(tipsByPerson.all(store.kernel.db, ...all)).toMatchObject([{ userId: "waiter", amount: 100 }]);
    const sums = store.kernel.db
      .prepare<[], { tips: number }>("SELECT SUM(tips) AS tips FROM sales_by_hour")
      .get();
    expect(sums?.tips).toBe(100);
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
  });
  it("of an order that is not paid in full is counted once, with its sale", async () => {
    const { order } = await pay(await open([line("soup", 2)]), { method: "external", amount: 850 });
    await store.done(addTip, tip(order, 60), "waiter");
    await pay(order);
    const sums = store.kernel.db
      .prepare<[], { tips: number; method: number }>(
        "SELECT SUM(tips) AS tips, (SELECT SUM(tips) FROM sales_by_method) AS method FROM sales_by_hour",
      )
      .get();
    expect(sums).toEqual({ tips: 60, method: 60 });
  });
  it("goes back by a refund like any other, to the cent", async () => {
    const { order } = await pay(await open([line("soup")]), { method: "external", tip: 40 });
    await store.done(addTip, tip(order, 60), "waiter");
    const refund = { reason: "cold", tip: 100 };
    await store.done(refundOrder, { id: order.id, refundId: newId(), refund }, "manager");
    expect(tipsByMethod.all(store.kernel.db, ...all)).toMatchObject([{ method: "external", amount: 0 }]);
  });
  it("is not written on cash, nor on a payment that was voided", async () => {
    const { order } = await pay(await open([line("soup", 2)]), { amount: 700 });
    expect(await store.refused(addTip, tip(order, 10), "waiter")).toBe("conflict");
    expect(await store.refused(addTip, tip(order, 10, "nothing"), "waiter")).toBe("not_found");
  });
});

describe("a payment whose answer comes later", () => {
  const facts = {
    paymentId: "card-1",
    userId: "waiter",
    at: "2026-05-04T12:00:00.000Z",
    businessDay: "2026-05-04",
    hour: 12,
    drawerId: null,
    cashStep: 1,
    receiptNumber: "R1-000001",
    completes: true,
    stored: null,
  };
  const run = (order: OrderState, events: readonly { type: string; data: unknown }[]): OrderState =>
    events.reduce(
      (state, event, index) =>
        evolve(state, { ...event, id: state.id, seq: state.version + index + 1, at: facts.at } as never),
      order,
    );
  const attempted = async () => {
    const { id } = await open([line("soup", 2)]);
    const order = findOrder(store.kernel, id);
    return run(order, decideAttempt(order, { method: "card" }, facts));
  };
  it("pays nothing until it is known, and nobody cancels the order meanwhile", async () => {
    const order = await attempted();
    expect(order.payments).toMatchObject([{ status: "pending", amount: 1700 }]);
    expect(allowedStatuses(order)).not.toContain("cancelled");
    const unknown = run(order, decideUnknown(order, "card-1"));
    expect(unknown.payments[0]?.status).toBe("unknown");
    expect(decideUnknown(unknown, "card-1")).toEqual([]);
  });
  it("keeps a second full payment away, unless somebody forces it", async () => {
    const order = await attempted();
    const cash = (extra: object = {}) =>
      decidePay(order, { method: "cash", ...extra }, { ...facts, paymentId: "p" });
    expect(() => cash()).toThrow(/not known yet/);
    expect(() => cash({ amount: 1 })).toThrow(/not known yet/);
    expect(cash({ force: true }).map(({ type }) => type)).toContain("OrderFinalised");
    expect(() => decideAttempt(order, { method: "card" }, { ...facts, paymentId: "card-2" })).toThrow(
      /not known/,
    );
  });
  it("settles the order when it arrives, once", async () => {
    const order = await attempted();
    const events = decideSettled(order, "card-1", "txn-9", facts);
    expect(events.map(({ type }) => type)).toEqual([
      "PaymentSettled",
      "OrderFinalised",
      "LinesSent",
      "StatusChanged",
    ]);
    const settled = run(order, events);
    expect(settled).toMatchObject({
      receiptNumber: "R1-000001",
      payments: [{ status: "captured", reference: "txn-9" }],
    });
    expect(() => decideSettled(settled, "card-1", null, facts)).toThrow(/captured already/);
  });
  it("that failed leaves the order due and its place free", async () => {
    const order = await attempted();
    const failed = run(order, decideFailed(order, "card-1", "declined"));
    expect(failed.payments[0]?.status).toBe("failed");
    expect(decidePay(failed, { method: "cash" }, { ...facts, paymentId: "p" })).toHaveLength(4);
    expect(() => decideSettled(failed, "card-1", null, facts)).toThrow(/failed already/);
  });
  it("that arrives after the order was paid otherwise is not taken: it has to go back to the card", async () => {
    const order = await attempted();
    const paid = run(order, decidePay(order, { method: "cash", force: true }, { ...facts, paymentId: "p" }));
    expect(() => decideSettled(paid, "card-1", null, facts)).toThrow(/Give this payment back/);
  });
  it("is forced with a permission only", async () => {
    const order = await open([line("soup")]);
    const payment = { method: "cash" as const, force: true };
    const answer = await store.submit(payOrder, { id: order.id, paymentId: newId(), payment }, "waiter");
    expect(answer).toMatchObject({ refusal: { details: { permission: "payment.force" } } });
  });
});

describe("the report of tips", () => {
  it("divides each day's pool by the store's rule, and names who they are", async () => {
    await set("tips.pool_percent", "50");
    await pay(await open([line("soup")]), { tip: 101 });
    await pay(await open([line("soup")], {}, "owner"), { tip: 300, method: "external" });
    const report = tipReport(store.kernel, ...all);
    expect(report.rule).toMatchObject({ percent: "50", by: "equal" });
    expect(report.items).toMatchObject([
      { userId: "owner", earned: 300, given: 150, received: 101, total: 251 },
      { userId: "waiter", earned: 101, given: 51, received: 100, total: 150 },
    ]);
    expect(report.byMethod).toMatchObject([
      { method: "cash", amount: 101 },
      { method: "external", amount: 300 },
    ]);
  });
});
