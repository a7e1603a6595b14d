import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CashInput, type CashResult, cashPayment, roundToStep } from "./cash.ts";

function pay(input: Partial<CashInput> & { due: number }) {
  return cashPayment({ tip: 0, settles: true, stepMinor: 1, ...input });
}

function handedOf(result: CashResult): number {
  return "handed" in result ? result.handed : Number.NaN;
}

describe("a cash payment", () => {
  test("of 12.47 at a step of 5 is handed over as 12.45", () => {
    expect(pay({ due: 1247, stepMinor: 5, tendered: 2000 })).toEqual({
      ok: true,
      amount: 1247,
      tip: 0,
      rounding: -2,
      tendered: 2000,
      change: 755,
    });
  });

  test("rounds amount and tip together, halves up", () => {
    expect(pay({ due: 1247, tip: 101, stepMinor: 5 })).toMatchObject({
      rounding: 2,
      tendered: 1350,
      change: 0,
    });
    expect(pay({ due: 1245, stepMinor: 10 })).toMatchObject({ rounding: 5, tendered: 1250 });
    expect(pay({ due: 1244, stepMinor: 10 })).toMatchObject({ rounding: -4, tendered: 1240 });
    expect(pay({ due: 2, stepMinor: 5 })).toMatchObject({ amount: 2, rounding: -2, tendered: 0, change: 0 });
  });

  test("is not rounded where it leaves something open", () => {
    expect(pay({ due: 2000, amount: 1247, settles: false, stepMinor: 5, tendered: 1250 })).toMatchObject({
      amount: 1247,
      rounding: 0,
      change: 3,
    });
    expect(pay({ due: 2000, amount: 1247, settles: true, stepMinor: 5 })).toMatchObject({
      rounding: 0,
      tendered: 1247,
    });
  });

  test("without an amount pays what is due, without tendered exactly what is handed over", () => {
    expect(pay({ due: 1000, tip: 150 })).toEqual({
      ok: true,
      amount: 1000,
      tip: 150,
      rounding: 0,
      tendered: 1150,
      change: 0,
    });
  });

  test("with less tendered than handed over is refused, and says how much it takes", () => {
    expect(pay({ due: 1247, tendered: 1246 })).toEqual({
      ok: false,
      problem: "too_little_tendered",
      handed: 1247,
    });
    expect(pay({ due: 1247, tip: 100, tendered: 1300 })).toMatchObject({ ok: false, handed: 1347 });
    expect(pay({ due: 1248, stepMinor: 5, tendered: 1248 })).toMatchObject({ ok: false, handed: 1250 });
    expect(pay({ due: 1247, stepMinor: 5, tendered: 1245 })).toMatchObject({ ok: true, change: 0 });
  });

  test("of a negative amount or tip is refused; fractions and steps below 1 are errors of the caller", () => {
    expect(pay({ due: 1000, tip: -1 })).toEqual({ ok: false, problem: "negative" });
    expect(pay({ due: 1000, amount: -1 })).toEqual({ ok: false, problem: "negative" });
    expect(() => pay({ due: 10.5 })).toThrow(RangeError);
    expect(() => pay({ due: 1000, tendered: 1000.5 })).toThrow(RangeError);
    expect(() => pay({ due: 1000, stepMinor: 0 })).toThrow(RangeError);
  });

  test("always balances: what came in is amount, tip and rounding", () => {
    const money = fc.nat(1_000_000);
    fc.assert(
      fc.property(
        fc.record({ due: money, amount: fc.option(money, { nil: undefined }), tip: fc.nat(10_000) }),
        fc.record({ tendered: fc.option(money, { nil: undefined }), settles: fc.boolean() }),
        fc.constantFrom(1, 5, 10, 50, 100),
        (one, other, stepMinor) => {
          const input = { ...one, ...other, stepMinor };
          const result = cashPayment(input);
          const exact = (input.amount ?? input.due) + input.tip;
          const handed = result.ok ? result.tendered - result.change : handedOf(result);
          const rounding = handed - exact;
          expect(Math.abs(rounding) * 2).toBeLessThanOrEqual(stepMinor === 1 ? 0 : stepMinor);
          expect(rounding === 0 || handed % stepMinor === 0).toBe(true);
          expect(result.ok).toBe((input.tendered ?? handed) >= handed);
          expect(result).toMatchObject(
            result.ok ? { rounding, tendered: input.tendered ?? handed } : { handed },
          );
        },
      ),
      { numRuns: 10_000 },
    );
  });
});

test("roundToStep takes the nearest multiple, halves away from zero", () => {
  expect([1247, 1248, -1247, -1248, 0].map((amount) => roundToStep(amount, 5))).toEqual([
    1245, 1250, -1245, -1250, 0,
  ]);
  expect([50, 49, -50].map((amount) => roundToStep(amount, 100))).toEqual([100, 0, -100]);
});
