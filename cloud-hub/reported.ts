/** Which entries of a journal the reports are made of, and what each adds to them. Pure. */
import { readRefund, salesOfRefund } from "./refunds.ts";
import { readSale, type SalesDelta, salesOf } from "./sales.ts";

type Entry = { entity: string; type: string; v: number };
export type Reported = { sales: SalesDelta[]; unreadable: null } | { sales: null; unreadable: string };

/** Null for an entry that is in no report; `data` is asked for only where it matters. */
export const reportedBy = ({ entity, type, v }: Entry, data: () => unknown): Reported | null => {
  if (entity === "order" && type === "OrderFinalised") {
    const read = readSale(v, data());
    return "sale" in read ? { sales: salesOf(read.sale), unreadable: null } : { sales: null, ...read };
  }
  if (entity === "refund" && type === "RefundIssued") {
    const read = readRefund(v, data());
    return "refund" in read
      ? { sales: salesOfRefund(read.refund), unreadable: null }
      : { sales: null, ...read };
  }
  return null;
};
