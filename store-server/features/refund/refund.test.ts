import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Refund, RefundInput } from "@tillbox/shared/contract/refund.ts";
import { newId } from "@tillbox/shared/id.ts";
import * as fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { furnish, line, peopleOf } from "../../testing/bistro.ts";
import { rebuiltDifferences } from "../../testing/rebuilt.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { menuItems } from "../menu/rows.ts";
import { addLines } from "../order/lines/commands.ts";
import { payOrder } from "../order/money/commands.ts";
import { refundOrder } from "../order/refunds/commands.ts";
import { orders } from "../order/rows.ts";
import { listPrintJobs } from "../printer/jobs.ts";
import { reprintRefund } from "../printer/refunds/jobs.ts";
import { printers } from "../printer/rows.ts";
import { salesBy } from "../report/rows.ts";

let store: TestStore;
const { set, open, pay, status } = peopleOf(() => store);
beforeEach(async () => {
  store = openTestStore();
  await furnish(store);
});

const asked = (order: Order, input: Partial<RefundInput> = {}) => ({
  id: order.id,
  refundId: newId(),
  refund: { reason: "cold", ...input },
});
const refund = (
  order: Order,
  input: Partial<RefundInput> = {},
  as: "manager" | "owner" = "manager",
): Promise<{ refund: Refund; order: Order }> => store.done(refundOrder, asked(order, input), as);
const no = (order: Order, input: Partial<RefundInput> = {}, as: "manager" | "cashier" = "manager") =>
  store.refused(refundOrder, asked(order, input), as);
const paid = async (items: Parameters<typeof open>[0], extra: object = {}) =>
  (await pay(await open(items), extra)).order;
const out = ({ tenders }: Refund) =>
  tenders.reduce((sum, { amount, tip, rounding }) => sum - amount - tip - rounding, 0);

describe("a refund", () => {
  it("gives everything back, has a number of its own, and leaves the receipt as it was", async () => {
    const order = await paid([line("soup", 2), line("wine")], { tip: 100 });
    const done = await refund(order);
    expect(done.refund).toMatchObject({
      number: "F1-000001",
      orderId: order.id,
      receiptNumber: order.receiptNumber,
      kind: "all",
      total: order.total,
      taxTotal: order.taxTotal,
      tip: 0,
      taxes: order.taxes,
      tenders: [{ purpose: "refund", method: "cash", amount: -order.total, tip: 0, rounding: 0 }],
    });
    expect(done.order).toMatchObject({
      total: order.total,
      paid: order.total,
      refunded: order.total,
      due: order.total,
      receiptNumber: order.receiptNumber,
      status: "completed",
      payments: [{ status: "refunded", refunded: order.total }],
      refunds: [{ number: "F1-000001", total: order.total, reason: "cold" }],
    });
    expect(done.order.items.map((item) => item.refundedQuantity)).toEqual([2, 1]);
  });
  it("of one of two portions gives half of the line, and the second the other half", async () => {
    await store.done(menuItems.change, { id: "soup", fields: { price: 855 } });
    const order = await paid([line("soup", 2)]);
    const itemId = order.items[0]?.id ?? "";
    const totals: number[] = [];
    for (let round = 0; round < 2; round += 1)
      totals.push((await refund(order, { items: [{ itemId, quantity: 1 }] })).refund.total);
    expect(totals).toEqual([855, 855]);
    expect(await no(order, { items: [{ itemId, quantity: 1 }] })).toBe("conflict");
  });
  it("needs a paid order, a line of it, a quantity that was sold and an amount that was paid", async () => {
    const order = await open([line("soup", 2)]);
    expect(await no(order)).toBe("conflict");
    const { order: done } = await pay(order);
    const itemId = done.items[0]?.id ?? "";
    const answers = await Promise.all([
      no(done, { items: [{ itemId: "nothing", quantity: 1 }] }),
      no(done, { items: [{ itemId, quantity: 3 }] }),
      no(done, { items: [{ itemId, quantity: 0.5 }] }),
      no(done, {
        items: [
          { itemId, quantity: 1 },
          { itemId, quantity: 1 },
        ],
      }),
      no(done, { amount: done.total + 1 }),
      no(done, { tip: 1 }),
    ]);
    expect(answers).toEqual(Array.from({ length: 6 }, () => "invalid"));
  });
  it("needs the permission, and another for paying out by another method", async () => {
    const order = await paid([line("soup")], { method: "external", reference: "slip 7" });
    const answer = await store.submit(refundOrder, asked(order), "cashier");
    expect(answer).toMatchObject({
      ok: false,
      refusal: { code: "forbidden", details: { permission: "payment.refund", approvable: true } },
    });
    const cash = await store.submit(refundOrder, asked(order, { method: "cash" }), "cashier");
    expect(cash).toMatchObject({ refusal: { details: { permission: "payment.refund-other" } } });
    const { refund: done } = await refund(order, { method: "cash" });
    expect(done.tenders).toMatchObject([{ method: "cash", amount: -850, payout: 850, reference: null }]);
    const shown = store.kernel.get(orders, done.orderId);
    expect(
      (JSON.parse(shown ? orders.view(shown, store.kernel) : "null") as Order).refunds[0]?.tenders,
    ).toMatchObject([{ amount: 850, payout: 850 }]);
  });
  it("gives tips back only when asked", async () => {
    const order = await paid([line("soup")], { tip: 150 });
    expect((await refund(order)).refund).toMatchObject({ total: 850, tip: 0 });
    expect((await refund(order, { tip: 100 })).refund).toMatchObject({ total: 0, tip: 100 });
    expect(await no(order, { tip: 100 })).toBe("conflict");
  });
  it("numbers documents without a gap, whatever was refused between", async () => {
    const numbers: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const order = await paid([line("soup")]);
      numbers.push((await refund(order)).refund.number);
      expect(await no(order)).toBe("conflict");
    }
    expect(numbers).toEqual(["F1-000001", "F1-000002", "F1-000003"]);
  });
  it("does not keep an order that is paid and not served yet from being completed", async () => {
    const { order } = await pay(await open([line("soup"), line("wine")], { type: "takeaway" }));
    await refund(order, { amount: 100 });
    expect((await status(order, "completed")).status).toBe("completed");
  });
  it("of a part of a combo takes the whole combo, by its id or a part's", async () => {
    const part = (id: string, menuItemId: string) => ({
      id,
      name: id,
      choices: [{ menuItemId, variantId: null, surcharge: 0 }],
    });
    await store.done(menuItems.create, {
      id: "lunch",
      fields: {
        name: "Lunch",
        categoryId: "food",
        price: 1200,
        parts: [part("a", "soup"), part("b", "wine")],
      },
    });
    const order = await paid([line("lunch", 2, { id: "c1" }), line("soup")]);
    const first = await refund(order, { items: [{ itemId: "c1.2", quantity: 1 }] });
    expect(first.refund).toMatchObject({ total: 1200, items: [{ itemId: "c1.1" }, { itemId: "c1.2" }] });
    const second = await refund(order, { items: [{ itemId: "c1", quantity: 1 }] });
    expect(second.refund.total).toBe(1200);
    expect(second.order.items.map((item) => item.refundedQuantity)).toEqual([2, 2, 0]);
  });
  it("prints where receipts print, and again as a copy", async () => {
    await store.done(printers.create, {
      id: "till",
      fields: { name: "Till", transport: { type: "screen" }, role: "receipt" },
    });
    const order = await paid([line("soup")]);
    const { refund: done } = await refund(order, {
      items: [{ itemId: order.items[0]?.id ?? "", quantity: 1 }],
    });
    await store.done(reprintRefund, { refundId: done.id, jobId: "again", printerId: undefined }, "cashier");
    const jobs = listPrintJobs(store.kernel, {}).items.filter(({ kind }) => kind === "refund");
    expect(jobs.map(({ copyOf }) => copyOf === null).sort()).toEqual([false, true]);
  });
  it("and its figures come out of the journal again", async () => {
    const order = await paid([line("soup", 2), line("wine")], { tip: 60 });
    await refund(order, { amount: 77, tip: 5 });
    await refund(order);
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
    store.kernel.db.exec("UPDATE sales_by_method SET amount = amount + 1");
    expect(rebuiltDifferences(store.kernel)).toHaveLength(1);
  });
  it("tapped twice with the same key is one refund", async () => {
    const order = await paid([line("soup")]);
    const input = asked(order);
    const [first, second] = await Promise.all(
      [1, 2].map(() => store.submit(refundOrder, input, "manager", "tap-1")),
    );
    expect(first?.ok && second?.ok && first.body === second.body && second.replay).toBe(true);
  });
});

describe("stories of refunds that other systems got wrong", () => {
  it("double refund from two tablets: one is done, the other is refused with the order as it is", async () => {
    const order = await paid([line("soup", 2)]);
    const itemId = order.items[0]?.id ?? "";
    const two = { items: [{ itemId, quantity: 2 }] };
    const answers = await Promise.all([
      store.submit(refundOrder, asked(order, two), "manager"),
      store.submit(refundOrder, asked(order, two), "owner"),
    ]);
    expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
    const refusal = answers.find(({ ok }) => !ok);
    expect(refusal).toMatchObject({
      refusal: { code: "conflict", details: { current: { refunded: order.total } } },
    });
  });
  it("cash-rounded sale 7.00 refunds 8.00: it refunds the 7.00 that were handed over, in any parts", async () => {
    await set("rounding.cash", 100);
    await store.done(menuItems.change, { id: "soup", fields: { price: 749 } });
    const order = await paid([line("soup")]);
    expect(order.payments[0]).toMatchObject({ amount: 749, rounding: -49, tendered: 700 });
    const first = await refund(order, { amount: 375 });
    const second = await refund(order);
    expect([out(first.refund), out(second.refund)]).toEqual([400, 300]);
  });
  it("a paid order takes another line after its refund: it does not", async () => {
    const order = await paid([line("soup")]);
    await refund(order);
    const more = { id: order.id, items: [line("soup")], send: false };
    expect(await store.refused(addLines, more)).toBe("conflict");
    const again = { id: order.id, paymentId: newId(), payment: { method: "cash" as const } };
    expect(await store.refused(payOrder, again)).toBe("conflict");
  });
});

describe("the day's figures", () => {
  const day = () => salesBy.day.all(store.kernel.db, "2000-01-01", "2100-01-01")[0];
  it("have the refund taken off, of the sale, of the item and of the method", async () => {
    const order = await paid([line("soup", 2), line("wine")], { tip: 60 });
    await refund(order, { items: [{ itemId: order.items[0]?.id ?? "", quantity: 1 }], tip: 10 });
    expect(day()).toMatchObject({ orders: 1, gross: order.total - 850, tips: 50 });
    const item = salesBy.item.all(store.kernel.db, "2000-01-01", "2100-01-01");
    expect(item.find(({ key }) => key === "soup")).toMatchObject({
      orders: 1,
      quantity_milli: 1000,
      gross: 850,
    });
    const method = salesBy.method.all(store.kernel.db, "2000-01-01", "2100-01-01");
    expect(method).toMatchObject([{ key: "cash", gross: order.total - 850, tips: 50 }]);
  });
  it("come back to nothing when everything is refunded, in whatever parts, with service, taxes and rounding", async () => {
    await set("service.rate", "0.125");
    await set("tax.rate", "0.0875");
    await set("rounding.cash", 5);
    const parts = fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(parts, fc.integer({ min: 1, max: 4 }), async (shares, quantity) => {
        store = openTestStore();
        await furnish(store);
        await set("service.rate", "0.125");
        await set("tax.rate", "0.0875");
        await set("rounding.cash", 5);
        let order = await paid([line("soup", quantity), line("wine"), line("ham", 0.333)]);
        for (const share of shares) {
          const amount = Math.floor(((order.total - order.refunded) * share) / 100);
          if (amount > 0) order = (await refund(order, { amount })).order;
        }
        order = (await refund(order)).order;
        expect(day()).toMatchObject({ gross: 0, net: 0, tax: 0 });
        const sums = store.kernel.db
          .prepare<[], Record<string, number>>(
            "SELECT SUM(amount) AS amount, SUM(rounding) AS rounding, (SELECT SUM(service) FROM sales_by_hour) AS service, (SELECT SUM(ABS(gross) + ABS(net) + ABS(tax) + ABS(quantity_milli)) FROM sales_by_item) AS items FROM sales_by_method",
          )
          .get();
        expect(sums).toEqual({ amount: 0, rounding: 0, service: 0, items: 0 });
        store.kernel.close();
      }),
      { numRuns: 40 },
    );
  });
});
