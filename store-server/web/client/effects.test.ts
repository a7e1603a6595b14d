import type { Order, OrderLine } from "@tillbox/shared/contract/order.ts";
import { describe, expect, test } from "vitest";
import { type BillFacts, showOrder } from "./effects.ts";

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
const line = (id: string, unitPrice: number, more: Partial<OrderLine> = {}): OrderLine => ({
  id,
  menuItemId: id,
  name: id,
  variantId: null,
  variantName: null,
  quantity: 1,
  unitPrice,
  modifiers: [],
  notes: null,
  seat: null,
  course: null,
  station: null,
  status: "pending",
  sentQuantity: 0,
  refundedQuantity: 0,
  sentAt: null,
  lineTotal: unitPrice,
  discountAmount: 0,
  taxClassId: "food",
  allergens: [],
  held: false,
  heldQuantity: 0,
  movedFrom: null,
  ...more,
});
const order = (items: OrderLine[], more: Partial<Order> = {}): Order => ({
  id: "o",
  version: 3,
  createdAt: "",
  updatedAt: "",
  number: 1042,
  type: "dine-in",
  status: "pending",
  tableId: null,
  guests: 2,
  customerId: null,
  customerName: null,
  notes: null,
  openedBy: "w",
  items,
  discounts: [],
  payments: [],
  refunds: [],
  refunded: 0,
  subtotal: 1450,
  discountTotal: 0,
  serviceCharge: 0,
  taxTotal: 116,
  taxes: [],
  tipTotal: 0,
  total: 1566,
  paid: 0,
  due: 1566,
  currency: "USD",
  businessDay: "2026-11-20",
  sentAt: null,
  readyAt: null,
  proformaAt: null,
  paidAt: null,
  closedAt: null,
  receiptNumber: null,
  taxExemption: null,
  serviceWaiver: null,
  heldCourses: [],
  delayed: false,
  delayedSince: null,
  splitFrom: null,
  splitInto: [],
  mergedInto: null,
  mergedFrom: [],
  ...more,
});

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
    const discount = {
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
    const known = order([line("burrata", 1450)], { discounts: [discount] });
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
});
