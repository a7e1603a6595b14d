/** Cash and tips: what to hand over, which notes a guest may give, what a tip comes to. Pure; amounts in minor units. */
import { cashPayment } from "@tillbox/shared/cash.ts";
import type { Order, Payment, PaymentInput } from "@tillbox/shared/contract/order.ts";
import { minorDigits, mulDiv } from "@tillbox/shared/money.ts";

/** Notes and round sums that people pay with, in whole units; more for currencies without a minor unit. */
const rounds = [5, 10, 20, 50, 100, 200, 500, 1000];
const shownTenders = 3;

/** The next round sums above what is to be handed over, at most three, none that nobody would give: 52.28 → 55, 60, 100. */
export const tendersFor = (handed: number, currency: string): number[] => {
  const digits = minorDigits(currency);
  const unit = digits === 0 ? 100 : 10 ** digits;
  const sums = rounds.map((round) => Math.ceil(handed / (round * unit)) * round * unit);
  return [...new Set(sums)]
    .filter((sum) => sum > handed && sum <= Math.max(handed * 3, 50 * unit))
    .sort((a, b) => a - b)
    .slice(0, shownTenders);
};

/** A tip is counted on the price without the tax that is added on top. */
export const tipBase = (amount: number, order: Pick<Order, "total" | "taxes">): number => {
  const added = order.taxes.reduce((sum, { inclusive, tax }) => (inclusive ? sum : sum + tax), 0);
  return order.total === 0 ? 0 : mulDiv(amount, order.total - added, order.total);
};

export const tipOf = (ratePpm: number, amount: number, order: Pick<Order, "total" | "taxes">): number =>
  mulDiv(tipBase(amount, order), ratePpm, 1_000_000);

export type CashFigures = Pick<Payment, "amount" | "tip" | "rounding" | "tendered" | "change">;

/** What the guest is told of cash, as the box will compute it; null for other money, and where it is not enough. */
export const cashFigures = (
  { method, amount, tip = 0, tendered }: PaymentInput,
  { due, partAmount, stepMinor }: { due: number; partAmount: number; stepMinor: number },
): CashFigures | null => {
  const towards = amount ?? partAmount;
  const cash = cashPayment({ due, amount: towards, tip, tendered, settles: towards === due, stepMinor });
  if (method !== "cash" || !cash.ok) return null;
  const { ok: _ok, ...figures } = cash;
  return figures;
};
