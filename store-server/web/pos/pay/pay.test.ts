import { computeBill } from "@tillbox/shared/bill.ts";
import type { Order, Payment, PaymentInput } from "@tillbox/shared/contract/order.ts";
import { describe, expect, test } from "vitest";
import { payOrder } from "../../client/intents.ts";
import { sampleLine, sampleOrder, samplePayment } from "../../testing/samples.ts";
import { sellGoods } from "../sale/sale-intents.ts";
import { chosenPart, equalParts, itemParts, kindsFor, type PartFacts, seatParts } from "./parts.ts";
import { cashFigures, tendersFor, tipOf } from "./tender.ts";

const taxClass = { id: "food", name: "Tax", inclusive: false, rates: [{ name: "Tax", ratePpm: 80_000 }] };
const lines = [
  sampleLine("a", { seat: 1, unitPrice: 5400 }),
  sampleLine("b", { seat: 2, unitPrice: 3200 }),
  sampleLine("c", { unitPrice: 3333 }),
];
const bill = computeBill({
  lines: lines.map(({ id, unitPrice }) => ({ id, unitPrice, quantityMilli: 1000, taxClass })),
  discounts: [],
  service: null,
  taxRounding: "group",
});
const facts = (payments: Payment[] = [], more: Partial<Order> = {}): PartFacts => {
  const paid = payments.reduce((sum, { amount }) => sum + amount, 0);
  const order = sampleOrder(lines, { total: bill.total, paid, due: bill.total - paid, payments, ...more });
  return { order, bill, methodName: () => "Cash" };
};
const sum = (parts: readonly { amount: number }[]): number =>
  parts.reduce((all, part) => all + part.amount, 0);

describe("parts of a bill", () => {
  test("equal parts and seats add up to the bill to the last cent", () => {
    expect(bill.total).toBe(12_888);
    expect(sum(equalParts(facts(), 7))).toBe(12_888);
    const seats = seatParts(facts());
    expect(seats.map(({ title }) => title)).toEqual(["Seat 1", "Seat 2", "Whole table"]);
    expect(sum(seats)).toBe(12_888);
  });

  test("a part that was paid says so and keeps the amount that was taken", () => {
    const paid = samplePayment({
      amount: 5832,
      split: { splitType: "item", splitDetails: { itemIds: ["a"], customerName: "Seat 1" } },
    });
    const [first, ...rest] = seatParts(facts([paid]));
    expect(first).toMatchObject({ state: "paid", detail: "Paid · Cash", amount: 5832 });
    expect(sum(rest)).toBe(12_888 - 5832);
  });

  test("a payment whose outcome is not known is shown as that", () => {
    const asked = samplePayment({
      status: "unknown",
      split: { splitType: "equal", splitDetails: { splitCount: 2, splitIndex: 2 } },
    });
    expect(equalParts(facts([asked], { paid: 0, due: bill.total }), 2)[1]?.state).toBe("unknown");
  });

  test("chosen items are one part, and the last of them takes exactly what is left", () => {
    const paid = samplePayment({
      amount: 5832,
      split: { splitType: "item", splitDetails: { itemIds: ["a"] } },
    });
    const { paid: done, open } = itemParts(facts([paid]));
    expect(done).toHaveLength(1);
    expect(open.map(({ id }) => id)).toEqual(["b", "c"]);
    expect(chosenPart(facts([paid]), ["b", "c"])?.amount).toBe(12_888 - 5832);
    expect(chosenPart(facts(), [])).toBeNull();
  });

  test("a bill that is split one way is not split another way", () => {
    const equal = samplePayment({
      split: { splitType: "equal", splitDetails: { splitCount: 2, splitIndex: 1 } },
    });
    const item = samplePayment({ split: { splitType: "item", splitDetails: { itemIds: ["a"] } } });
    expect(kindsFor(facts().order)).toEqual(new Set(["whole", "equal", "item", "seat"]));
    expect(kindsFor(facts([equal]).order)).toEqual(new Set(["whole", "equal"]));
    expect(kindsFor(facts([item]).order)).toEqual(new Set(["whole", "item", "seat"]));
  });
});

describe("cash", () => {
  test("offers the next round sums, and none that nobody would give", () => {
    expect(tendersFor(5228, "USD")).toEqual([5500, 6000, 10_000]);
    expect(tendersFor(320, "USD")).toEqual([500, 1000, 2000]);
    expect(tendersFor(19_742, "USD")).toEqual([20_000, 50_000]);
    expect(tendersFor(20_000, "USD")).toEqual([50_000]);
    expect(tendersFor(1234, "JPY")).toEqual([1500, 2000, 5000]);
  });

  test("a tip is counted on the price before the tax that is added", () => {
    const taxes = [
      { taxClassId: "food", name: "Tax", rate: "0.08", inclusive: false, net: 4250, tax: 340, gross: 4590 },
    ];
    expect(tipOf(150_000, 4590, { total: 4590, taxes })).toBe(638);
    expect(
      tipOf(150_000, 4590, { total: 4590, taxes: taxes.map((tax) => ({ ...tax, inclusive: true })) }),
    ).toBe(689);
  });
});

describe("what stays in the drawer", () => {
  const cash = (more: Partial<PaymentInput> = {}): PaymentInput => ({ id: "p1", method: "cash", ...more });
  const bill = { due: 4232, partAmount: 4232, stepMinor: 1 };
  const shownOf = (input: PaymentInput, facts: typeof bill): Payment | null => {
    const figures = cashFigures(input, facts);
    return figures && samplePayment({ ...figures, method: input.method });
  };
  const takenFor = (
    input: PaymentInput,
    facts = bill,
  ): [check: number | undefined, sale: number | undefined] => {
    const payment = shownOf(input, facts);
    const check = payOrder({ id: "o1" }, input, payment && { kind: "pay", payment, completes: false });
    return [check.taken, sellGoods("o2", { items: [] }, input, payment).taken];
  };

  test.each<[string, Partial<PaymentInput>, Partial<typeof bill>, number]>([
    ["exact", {}, {}, 4232],
    ["with change", { tendered: 5000 }, {}, 4232],
    ["with a tip", { tendered: 5000, tip: 400 }, {}, 4632],
    ["rounded down to the coins that there are", { tendered: 5000 }, { stepMinor: 5 }, 4230],
    ["rounded up, tip included", { tendered: 5000, tip: 101 }, { stepMinor: 5 }, 4335],
    ["a part, which is never rounded", { amount: 1001, tendered: 2000 }, { stepMinor: 5 }, 1001],
    ["a share of a split bill", { tendered: 5000 }, { partAmount: 1411, stepMinor: 5 }, 1411],
    [
      "the last share, which is rounded",
      { tendered: 2000 },
      { due: 1411, partAmount: 1411, stepMinor: 5 },
      1410,
    ],
    ["what is due, said by a tablet that is alone", { amount: 4232, tendered: 5000 }, { stepMinor: 5 }, 4230],
  ])("is said of cash: %s", (_name, more, facts, wanted) => {
    const input = cash(more);
    expect(takenFor(input, { ...bill, ...facts })).toEqual([wanted, wanted]);
    const shown = shownOf(input, { ...bill, ...facts });
    expect((shown?.tendered ?? 0) - (shown?.change ?? 0)).toBe(wanted);
  });

  test("is not said where it is no cash, where nothing changes hands, or where nobody could compute it", () => {
    const nothing = [undefined, undefined];
    expect(takenFor(cash({ method: "external" }))).toEqual(nothing);
    expect(takenFor(cash(), { ...bill, due: 0, partAmount: 0 })).toEqual(nothing);
    expect(takenFor(cash({ tendered: 4231 }))).toEqual(nothing);
  });
});
