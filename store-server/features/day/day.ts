/** The Z: its state, its equation, and which range of the journal the next one takes. Pure. */
import type {
  DayEquation,
  DayFigures,
  DayReport,
  GrandTotals,
  TenderSum,
} from "@tillbox/shared/contract/day.ts";
import type { BaseState, StoredEvent } from "../../kernel/types.ts";

/** Data of `DayClosed`: the document as it stays. `parts`: first and last part of the journal that it took. */
export type DayClosed = DayFigures & {
  number: string;
  automatic: boolean;
  grandTotals: GrandTotals;
  parts: [number, number];
};
export type DayReportState = BaseState & DayClosed & { epoch: number; closedBy: string | null };

export const evolveDayReport = (report: DayReportState | undefined, event: StoredEvent): DayReportState => {
  if (report || event.type !== "DayClosed") throw new Error(`a day report cannot fold ${event.type}`);
  return {
    ...(event.data as unknown as DayClosed),
    id: event.id,
    version: event.seq,
    createdAt: event.at,
    updatedAt: event.at,
    epoch: event.epoch,
    closedBy: event.actor,
  };
};

export const dayReportView = ({ parts: _parts, ...report }: DayReportState): DayReport => report;

const sum = (tenders: readonly TenderSum[], of: (tender: TenderSum) => number): number =>
  tenders.reduce((all, tender) => all + of(tender), 0);
const isTrade = ({ purpose }: TenderSum): boolean => purpose !== "paid_in" && purpose !== "paid_out";
const onAccount = ({ purpose, method }: TenderSum): boolean =>
  method === "house_account" && (purpose === "bill" || purpose === "refund");

export type EquationFacts = {
  tenders: readonly TenderSum[];
  receipts: number;
  refunds: number;
  openChecksBefore: number;
  openChecksAfter: number;
};
/**
 * What was sold against what was handed over. The two sides come from different places: receipts and refunds from the documents, open
 * checks from the orders as they stand, tenders from what was given less the change.
 */
export const equationOf = (facts: EquationFacts): DayEquation => {
  const trade = facts.tenders.filter(isTrade);
  const of = (purpose: TenderSum["purpose"]): number =>
    sum(trade, (tender) => (tender.purpose === purpose ? tender.amount : 0));
  const sides = {
    receipts: facts.receipts,
    refunds: facts.refunds,
    tips: sum(trade, ({ tip }) => tip),
    rounding: sum(trade, ({ rounding }) => rounding),
    giftCardsSold: of("gift_card"),
    accountsSettled: of("account"),
    unallocated: of("unallocated"),
    houseAccountSales: sum(trade, (tender) => (onAccount(tender) ? tender.given : 0)),
    openChecksBefore: facts.openChecksBefore,
    openChecksAfter: facts.openChecksAfter,
    tenders: sum(trade, (tender) => (tender.method === "house_account" ? 0 : tender.given)),
  };
  const left =
    sides.receipts -
    sides.refunds +
    sides.tips +
    sides.rounding +
    sides.giftCardsSold +
    sides.accountsSettled +
    sides.unallocated -
    sides.houseAccountSales +
    (sides.openChecksAfter - sides.openChecksBefore);
  return { ...sides, difference: left - sides.tenders };
};

export const grandTotalsAfter = (
  before: GrandTotals | undefined,
  { sales, refunds }: Pick<DayFigures, "sales" | "refunds">,
): GrandTotals => ({
  receipts: (before?.receipts ?? 0) + sales.receipts,
  sales: (before?.sales ?? 0) + sales.gross,
  refunds: (before?.refunds ?? 0) + refunds.gross,
  tax: (before?.tax ?? 0) + sales.tax - refunds.tax,
});

/** A part of the journal that no Z holds yet. */
export type WaitingPart = { id: number; businessDay: string; isEmpty: boolean };
/** The range that one Z takes: a day with something in it, and the empty ones before it. */
export type DayRange = { first: number; last: number; businessDay: string };

/** The ranges of the next reports, the oldest day first; what is empty after the last of them waits on. */
export const dayRanges = (waiting: readonly WaitingPart[]): DayRange[] => {
  const ranges: DayRange[] = [];
  let first: number | null = null;
  for (const { id, businessDay, isEmpty } of waiting) {
    first ??= id;
    if (isEmpty) continue;
    ranges.push({ first, last: id, businessDay });
    first = null;
  }
  return ranges;
};
