/** What the day's receipts have to do with the money that was taken: every part that is not nothing, so that the column adds up. Pure. */
import type { DayEquation } from "@tillbox/shared/contract/day.ts";

export type EquationRow = { label: string; amount: string };

/** From the receipts to the tenders; what comes off carries its minus. */
export const equationRows = (sides: DayEquation, amount: (minor: number) => string): EquationRow[] => {
  const parts: readonly (readonly [label: string, minor: number])[] = [
    ["Refunds", 0 - sides.refunds],
    ["Tips", sides.tips],
    ["Rounding", sides.rounding],
    ["Gift cards sold", sides.giftCardsSold],
    ["Accounts settled", sides.accountsSettled],
    ["Not booked yet", sides.unallocated],
    ["On house accounts", 0 - sides.houseAccountSales],
    ["Paid on open checks", sides.openChecksAfter],
    ["Paid on them before", 0 - sides.openChecksBefore],
  ];
  return [
    { label: "Receipts", amount: amount(sides.receipts) },
    ...parts.filter(([, minor]) => minor !== 0).map(([label, minor]) => ({ label, amount: amount(minor) })),
  ];
};
