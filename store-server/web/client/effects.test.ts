import type { Order, OrderLine, Payment } from "@tillbox/shared/contract/order.ts";
import { describe, expect, test } from "vitest";
import { sampleLine, sampleOrder } from "../testing/samples.ts";
import { handOver } from "./check-intents.ts";
import { type BillFacts, type OrderEffect, showOrder } from "./effects.ts";

const facts: BillFacts = {
  taxClassFor: (id) => ({
    id,
    name: "Tax",
    inclusive: false,
    rates: [{ name: "Tax", ratePpm: 80_000 }],
  }),
  service: () => null,
  taxRounding: "group",
};
const line = (id: string, unitPrice: number, more: Partial<OrderLine> = {}): OrderLine =>
  sampleLine(id, { unitPrice, lineTotal: unitPrice, ...more });
const order = (items: OrderLine[], more: Partial<Order> = {}): Order =>
  sampleOrder(items, {
    id: "o",
    version: 3,
    guests: 2,
    openedBy: "w",
    subtotal: 1450,
    taxTotal: 116,
    total: 1566,
    due: 1566,
    ...more,
  });

const tenPercent = {
  id: "d",
  scope: "order",
  itemId: null,
  kind: "percent",
  value: "10",
  reason: "r",
  amount: 145,
  comp: false,
  reward: null,
} as const;

describe("an order as it is shown", () => {
  test("without open taps it is what the box said, figure by figure", () => {
    const known = order([line("burrata", 1450)], { total: 9999 });
    const shown = showOrder(known, [], facts);
    expect(shown).toMatchObject({ total: 9999, isProvisional: false });
    expect(shown?.unconfirmed.size).toBe(0);
  });

  test("a tapped line stands there at once, with the bill that the box will come to", () => {
    const known = order([line("burrata", 1450)]);
    const shown = showOrder(
      known,
      [{ kind: "add", lines: [line("ribeye", 3600), line("pasta", 2250, { quantity: 3 })] }],
      facts,
    );
    expect(shown?.items.map(({ id }) => id)).toEqual(["burrata", "ribeye", "pasta"]);
    expect(shown).toMatchObject({ subtotal: 11800, taxTotal: 944, total: 12744, due: 12744 });
    expect([...(shown?.unconfirmed ?? [])]).toEqual(["ribeye", "pasta"]);
  });

  test("a discount that the box gave is kept in the provisional bill", () => {
    const known = order([line("burrata", 1450)], { discounts: [tenPercent] });
    const shown = showOrder(
      known,
      [{ kind: "change-line", itemId: "burrata", fields: { quantity: 2 } }],
      facts,
    );
    expect(shown).toMatchObject({ subtotal: 2900, discountTotal: 290, total: 2819 });
  });

  test("voiding takes the line out of the sum; what the kitchen knows of stays to be seen", () => {
    const known = order([line("burrata", 1450), line("soup", 850, { sentQuantity: 1 }), line("bread", 500)]);
    const taken = ["soup", "bread"].map((itemId) => ({ kind: "void" as const, itemId }));
    const shown = showOrder(known, taken, facts);
    expect(shown?.items.map(({ id, status }) => [id, status])).toEqual([
      ["burrata", "pending"],
      ["soup", "voided"],
    ]);
    expect(shown?.total).toBe(1566);
  });

  test("sending marks what is unsent, of the chosen courses only", () => {
    const known = order([line("a", 100, { course: 1 }), line("b", 100, { course: 2 })]);
    const shown = showOrder(known, [{ kind: "send", courses: [1] }], facts);
    expect(shown?.items.map(({ status, sentQuantity }) => [status, sentQuantity])).toEqual([
      ["sent", 1],
      ["pending", 0],
    ]);
  });

  test("an order that the box does not know yet is shown as opened here", () => {
    const opened = order([], { number: 0, total: 0, due: 0 });
    const shown = showOrder(
      undefined,
      [
        { kind: "open", order: opened },
        { kind: "add", lines: [line("a", 500)] },
      ],
      facts,
    );
    expect(shown).toMatchObject({ isProvisional: true, total: 540 });
    expect(showOrder(undefined, [], facts)).toBeUndefined();
  });

  test("a line that the box has confirmed in the meantime is not shown twice", () => {
    const known = order([line("a", 500)]);
    expect(showOrder(known, [{ kind: "add", lines: [line("a", 500)] }], facts)?.items).toHaveLength(1);
  });

  const cash = (amount: number, more: Partial<Payment> = {}): Payment => ({
    id: "p1",
    orderId: "o",
    method: "cash",
    status: "captured",
    amount,
    tip: 0,
    rounding: 0,
    tendered: amount,
    change: 0,
    reference: null,
    split: null,
    businessDay: "2026-11-20",
    takenBy: "w",
    drawerId: null,
    createdAt: "2026-11-20T18:00:00.000Z",
    refunded: 0,
    ...more,
  });

  test("a discount that was given here is in the bill, one that is changed takes its own place, one taken off is gone", () => {
    const known = order([line("burrata", 1450)]);
    const ten = { ...tenPercent, id: "d1" };
    const given = showOrder(known, [{ kind: "discount", discount: ten }], facts);
    expect(given).toMatchObject({ discountTotal: 145, total: 1409, isEstimated: true });
    expect(given?.discounts[0]?.amount).toBe(145);
    const twenty = { ...ten, value: "20" };
    const changed = showOrder(
      { ...known, discounts: [ten] },
      [{ kind: "discount", discount: twenty }],
      facts,
    );
    expect(changed?.discounts).toHaveLength(1);
    expect(changed?.discountTotal).toBe(290);
    const off = showOrder(
      { ...known, discounts: [ten] },
      [{ kind: "discount-off", discountId: "d1" }],
      facts,
    );
    expect(off).toMatchObject({ discountTotal: 0, total: 1566 });
  });

  test("cash that covers the bill makes it paid here, without a number; the table's check is over where the store says so", () => {
    const known = order([line("burrata", 1450)]);
    const pay = { kind: "pay", payment: cash(1566), completes: true } as const;
    expect(showOrder(known, [pay], facts)).toMatchObject({
      due: 0,
      paid: 1566,
      status: "completed",
      isPaidHere: true,
      receiptNumber: null,
    });
    expect(showOrder(known, [{ ...pay, completes: false }], facts)?.status).toBe("pending");
  });

  test("a part in cash leaves the rest, and the box's own record of it is not counted twice", () => {
    const known = order([line("burrata", 1450)]);
    const pay = { kind: "pay", payment: cash(500), completes: true } as const;
    expect(showOrder(known, [pay], facts)).toMatchObject({
      due: 1066,
      isPaidHere: false,
      isEstimated: false,
    });
    const booked = order([line("burrata", 1450)], { payments: [cash(500)], paid: 500, due: 1066 });
    expect(showOrder(booked, [pay], facts)).toMatchObject({ due: 1066, paid: 500 });
  });

  test("a check that moved to another table or was cancelled here shows it", () => {
    const known = order([line("a", 500)], { tableId: "t1" });
    const moved = { kind: "details", fields: { tableId: "t2" } } as const;
    expect(showOrder(known, [moved, { kind: "cancel" }], facts)).toMatchObject({
      tableId: "t2",
      status: "cancelled",
    });
  });

  test("terms that were set here are in the bill at once: no tax, no service, another kind of order", () => {
    const service = { ratePpm: 100_000, taxClass: null };
    const served: BillFacts = {
      ...facts,
      taxClassFor: (id, type) => ({
        ...facts.taxClassFor(id, type),
        rates: [{ name: "Tax", ratePpm: type === "takeaway" ? 50_000 : 80_000 }],
      }),
      service: (type) => (type === "dine-in" ? service : null),
    };
    const at = (...terms: (OrderEffect & { kind: "terms" })["terms"][]) => {
      const effects = terms.map((each) => ({ kind: "terms" as const, terms: each }));
      const shown = showOrder(order([line("a", 1000)]), effects, served);
      return [shown?.total, shown?.taxTotal, shown?.serviceCharge, shown?.isEstimated];
    };
    const reason = { reason: "Diplomat", reference: null };
    expect(at({})).toEqual([1180, 80, 100, true]);
    expect(at({ taxExemption: reason })).toEqual([1100, 0, 100, true]);
    expect(at({ serviceWaiver: reason })).toEqual([1080, 80, 0, true]);
    expect(at({ type: "takeaway" })).toEqual([1050, 50, 0, true]);
    expect(at({ taxExemption: reason }, { taxExemption: null })).toEqual([1180, 80, 100, true]);
  });

  test("a check that is handed over is the other person's at once", () => {
    const { effect } = handOver({ id: "o" }, "w2");
    expect(showOrder(order([line("a", 1000)]), effect ? [effect] : [], facts)).toMatchObject({
      openedBy: "w2",
      isEstimated: false,
    });
  });
});
