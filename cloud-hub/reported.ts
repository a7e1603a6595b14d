/** Which entries of a journal the reports are made of, and what each adds to them. Pure. */
import { BusinessDay, Minor } from "@tillbox/shared/contract/common.ts";
import { paymentMethods } from "@tillbox/shared/contract/order-words.ts";
import { z } from "zod";
import { readRefund, salesOfRefund } from "./refunds.ts";
import { readSale, type SalesDelta, salesOf, unreadableOf } from "./sales.ts";

type Entry = { entity: string; type: string; v: number };
export type Reported = { sales: SalesDelta[]; unreadable: null } | { sales: null; unreadable: string };

const Tip = z.object({
  tip: z.object({ amount: Minor, businessDay: BusinessDay }),
  afterwards: z.boolean(),
  hour: z.int().min(0).max(23),
  currency: z.string().regex(/^[A-Z]{3}$/),
  method: z.enum(paymentMethods),
});

/** A tip that came after its sale is added on its own day; one that came before stands in the sale. */
const tipAdded = (v: number, data: unknown): Reported | null => {
  if (v !== 1) return { sales: null, unreadable: `version ${v} of TipAdded is newer than this hub` };
  const parsed = Tip.safeParse(data);
  if (!parsed.success) return { sales: null, unreadable: unreadableOf(parsed.error, "not a tip") };
  const { tip, hour, currency, method, afterwards } = parsed.data;
  if (!afterwards) return null;
  const row = { businessDay: tip.businessDay, currency, name: null, orders: 0, gross: 0, net: 0, tax: 0 };
  const delta = { ...row, discounts: 0, comps: 0, tips: tip.amount, quantityMilli: 0 };
  return {
    sales: [
      { ...delta, kind: "day", key: tip.businessDay },
      { ...delta, kind: "hour", key: String(hour).padStart(2, "0") },
      { ...delta, kind: "method", key: method },
    ],
    unreadable: null,
  };
};

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
  if (entity === "order" && type === "TipAdded") return tipAdded(v, data());
  return null;
};
