/** Money for something that is no order: a card that is sold, an account that is settled. Pure. */
import { cashPayment } from "@tillbox/shared/cash.ts";
import type { TenderInput } from "@tillbox/shared/contract/ledger.ts";
import type { Tender, TenderPurpose } from "@tillbox/shared/contract/tender.ts";
import { invalid } from "@tillbox/shared/refusal.ts";

export type TenderFacts = { businessDay: string; stepMinor: number; drawerId: string | null };

/** Throws `invalid` where too little was given, or something was given that is no cash. */
export const tenderFor = (
  purpose: TenderPurpose,
  amount: number,
  given: TenderInput,
  facts: TenderFacts,
): Tender => {
  const { businessDay, drawerId } = facts;
  const common = { purpose, method: given.method, reference: given.reference ?? null, businessDay, drawerId };
  if (given.method !== "cash") {
    if (given.tendered !== undefined) throw invalid("tender.tendered", "goes with cash only");
    return { ...common, amount, tip: 0, rounding: 0, tendered: null, change: 0 };
  }
  const cash = cashPayment({
    due: amount,
    amount,
    tip: 0,
    tendered: given.tendered,
    settles: true,
    stepMinor: facts.stepMinor,
  });
  if (cash.ok) {
    const { tip, rounding, tendered, change } = cash;
    return { ...common, amount, tip, rounding, tendered, change };
  }
  const problem =
    cash.problem === "negative" ? "must not be negative" : `is less than the ${cash.handed} to hand over`;
  throw invalid("tender.tendered", problem);
};
