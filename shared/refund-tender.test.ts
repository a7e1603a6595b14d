import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cashPayment } from "./cash.ts";
import { type PaidTender, type RefundTender, refundTenders } from "./refund-tender.ts";

const paid = (amount: number, extra: Partial<PaidTender> = {}): PaidTender => ({
  paymentId: "p",
  method: "cash",
  amount,
  tip: 0,
  rounding: 0,
  reference: null,
  refunded: { amount: 0, tip: 0, payout: 0 },
  ...extra,
});
const payout = ({ amount, tip, rounding }: RefundTender): number => amount + tip + rounding;
const after = (payments: readonly PaidTender[], tenders: readonly RefundTender[]): PaidTender[] =>
  payments.map((payment) => {
    const own = tenders.filter(({ paymentId }) => paymentId === payment.paymentId);
    const refunded = { ...payment.refunded };
    for (const tender of own) {
      refunded.amount += tender.amount;
      refunded.tip += tender.tip;
      refunded.payout += payout(tender);
    }
    return { ...payment, refunded };
  });

describe("the money of refunds", () => {
  test("a cash-rounded sale of 7.00 refunds 7.00 and never 8.00, in one piece or in two halves", () => {
    const sale = [paid(749, { rounding: -49 })];
    const whole = refundTenders(sale, { amount: 749, tip: 0, cashStep: 100 });
    expect(whole?.tenders.map(payout)).toEqual([700]);
    const first = refundTenders(sale, { amount: 375, tip: 0, cashStep: 100 });
    const second = refundTenders(after(sale, first?.tenders ?? []), { amount: 374, tip: 0, cashStep: 100 });
    expect([first, second].map((part) => part?.tenders.map(payout))).toEqual([[400], [300]]);
  });
  test("gives back all that was handed over, and all rounding, in whatever parts and by whatever method", () => {
    const sale = fc.record({
      due: fc.integer({ min: 1, max: 20_000 }),
      tip: fc.nat(20).map((steps) => steps * 100),
      stepMinor: fc.constantFrom(1, 5, 10, 100),
    });
    const part = fc.record({
      share: fc.integer({ min: 1, max: 100 }),
      method: fc.constantFrom(undefined, "cash" as const, "external" as const),
      cashStep: fc.constantFrom(1, 5, 100),
    });
    fc.assert(
      fc.property(sale, fc.array(part, { maxLength: 6 }), ({ due, tip, stepMinor }, parts) => {
        const taken = cashPayment({ due, tip, settles: true, stepMinor });
        if (!taken.ok) throw new Error("a payment of what is due is taken");
        let payments = [paid(taken.amount, { tip, rounding: taken.rounding })];
        const all: RefundTender[] = [];
        const refund = (amount: number, tips: number, how: Partial<(typeof parts)[number]>) => {
          const result = refundTenders(payments, { amount, tip: tips, cashStep: stepMinor, ...how });
          if (!result) throw new Error("what is left can be refunded");
          all.push(...result.tenders);
          payments = after(payments, result.tenders);
        };
        for (const { share, ...how } of parts) {
          const left = due - (payments[0]?.refunded.amount ?? 0);
          refund(Math.floor((left * share) / 101), 0, how);
        }
        refund(due - (payments[0]?.refunded.amount ?? 0), tip, {});
        expect(all.every((tender) => payout(tender) >= 0)).toBe(true);
        expect(all.reduce((sum, tender) => sum + payout(tender), 0)).toBe(taken.tendered - taken.change);
        expect(all.reduce((sum, tender) => sum + tender.rounding, 0)).toBe(taken.rounding);
      }),
      { numRuns: 2_000 },
    );
  });
  test("goes back to the payments in their order, each by its own method", () => {
    const payments = [
      paid(500, { paymentId: "card", method: "gift_card", reference: "G-1" }),
      paid(700, { paymentId: "till" }),
    ];
    const result = refundTenders(payments, { amount: 800, tip: 0, cashStep: 1 });
    expect(result?.isOther).toBe(false);
    expect(result?.tenders.map(({ method, amount, reference }) => [method, amount, reference])).toEqual([
      ["gift_card", 500, "G-1"],
      ["cash", 300, null],
    ]);
  });
  test("by a method that was paid with is served from it first, and only the rest is another method", () => {
    const payments = [paid(500, { paymentId: "slip", method: "external" }), paid(700, { paymentId: "till" })];
    expect(refundTenders(payments, { amount: 700, tip: 0, method: "cash", cashStep: 1 })?.isOther).toBe(
      false,
    );
    const more = refundTenders(payments, { amount: 701, tip: 0, method: "cash", cashStep: 1 });
    expect(more?.isOther).toBe(true);
    expect(more?.tenders.map(({ paymentId, amount }) => [paymentId, amount])).toEqual([
      ["till", 700],
      ["slip", 1],
    ]);
  });
  test("of a card paid out in cash is rounded to coins once, however small its parts are", () => {
    let payments = [paid(1_000, { method: "external" })];
    let out = 0;
    for (let part = 0; part < 10; part += 1) {
      const result = refundTenders(payments, { amount: 3, tip: 0, method: "cash", cashStep: 5 });
      out += (result?.tenders ?? []).reduce((sum, tender) => sum + payout(tender), 0);
      payments = after(payments, result?.tenders ?? []);
    }
    expect(out).toBe(30);
  });
  test("is refused beyond what was paid, of the bill or of tips", () => {
    const payments = [paid(500, { tip: 50 })];
    expect(refundTenders(payments, { amount: 501, tip: 0, cashStep: 1 })).toBeNull();
    expect(refundTenders(payments, { amount: 500, tip: 51, cashStep: 1 })).toBeNull();
  });
});
