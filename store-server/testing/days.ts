/** What a Z has to agree with: the journal's own entries of its range, added up without any of the box's roll-ups. For tests. */
import type { DayReport } from "@tillbox/shared/contract/day.ts";
import type { FinalisedSale } from "@tillbox/shared/contract/order.ts";
import { parseEntry, readSince } from "../kernel/journal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { StoredEvent } from "../kernel/types.ts";

type Money = { method: string; amount: number; tip: number; rounding: number; purpose?: string };

export const entriesOf = (kernel: Kernel, fromSeq: number, toSeq: number): StoredEvent[] =>
  readSince(kernel.db, fromSeq - 1, toSeq - fromSeq + 1).map(parseEntry);

const moneyOf = ({ entity, type, data }: StoredEvent): Money[] => {
  if (entity === "order" && type === "PaymentCaptured") return [data.payment as Money];
  return [...((data.tenders as Money[] | undefined) ?? []), ...(data.tender ? [data.tender as Money] : [])];
};

/** Tips that came after a payment, payments that settled later and voids say in a tender what they moved. */
export type Added = { receipts: number; refunds: number; numbers: string[]; taken: Record<string, number> };

/** Receipts, refunds and what was taken by method, of a range of the journal. */
export const addUp = (entries: readonly StoredEvent[]): Added => {
  const added: Added = { receipts: 0, refunds: 0, numbers: [], taken: {} };
  for (const entry of entries) {
    const { entity, type, data } = entry;
    if (entity === "order" && type === "OrderFinalised") {
      const sale = data as unknown as FinalisedSale;
      added.receipts += sale.total;
      added.numbers.push(sale.receiptNumber);
    }
    if (entity === "refund" && type === "RefundIssued") added.refunds += Number(data.total);
    for (const { method, amount, tip, rounding, purpose } of moneyOf(entry)) {
      if (purpose === "paid_in" || purpose === "paid_out") continue;
      added.taken[method] = (added.taken[method] ?? 0) + amount + tip + rounding;
    }
  }
  return added;
};

/** The same sums, as the Z tells them. */
export const addedOn = ({
  sales,
  refunds,
  tenderSums,
  series,
}: DayReport): Omit<Added, "numbers"> & { numbers: number } => {
  const taken: Record<string, number> = {};
  for (const { purpose, method, given } of tenderSums)
    if (purpose !== "paid_in" && purpose !== "paid_out") taken[method] = (taken[method] ?? 0) + given;
  const numbers = series
    .filter(({ series: name }) => name.startsWith("R"))
    .reduce((sum, { count }) => sum + count, 0);
  return { receipts: sales.gross, refunds: refunds.gross, numbers, taken };
};
