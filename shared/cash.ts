/**
 * Cash. What a guest hands over is the amount towards the bill plus the tip, rounded to the smallest coin only
 * where this payment settles the rest; the rounding is an adjustment of its own and no part of the bill.
 */
import { mulDiv, safeSum } from "./money.ts";

/**
 * All in minor units. `due`: open on the bill. `amount`: towards the bill; without it, what is due.
 * `tendered`: what the guest gave; without it, exactly what is to be handed over. `settles`: nothing stays open
 * after this payment; it counts only if `amount` is what is due. `stepMinor`: `rounding.cash`, 1 for none.
 */
export type CashInput = {
  due: number;
  amount?: number | undefined;
  tip: number;
  tendered?: number | undefined;
  settles: boolean;
  stepMinor: number;
};

/**
 * tendered − change = amount + tip + rounding. Refused: less tendered than `handed` (what has to be handed
 * over), or a negative amount or tip.
 */
export type CashResult =
  | { ok: true; amount: number; tip: number; rounding: number; tendered: number; change: number }
  | { ok: false; problem: "too_little_tendered"; handed: number }
  | { ok: false; problem: "negative" };

/** The figures of a cash payment. Throws RangeError for fractions and for a step below 1. */
export function cashPayment(input: CashInput): CashResult {
  const { due, tip, settles, stepMinor } = input;
  const amount = input.amount ?? due;
  const exact = safeSum([amount, tip]);
  if (amount < 0 || tip < 0) return { ok: false, problem: "negative" };
  const handed = settles && amount === due ? roundToStep(exact, stepMinor) : exact;
  const tendered = safeSum([input.tendered ?? handed]);
  if (tendered < handed) return { ok: false, problem: "too_little_tendered", handed };
  return { ok: true, amount, tip, rounding: handed - exact, tendered, change: tendered - handed };
}

/** The nearest multiple of `stepMinor`, half away from zero: 1247 by 5 = 1245, 1250 by 100 = 1300. */
export function roundToStep(amount: number, stepMinor: number): number {
  return mulDiv(amount, 1, stepMinor) * stepMinor;
}
