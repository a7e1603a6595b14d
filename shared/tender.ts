/** Figures of money that changes hands, for box and screens alike. Pure. */
import type { Tender } from "./contract/tender.ts";

/** What went into the drawer or onto the terminal's slip: positive in, negative out. */
export const handedOf = ({ amount, tip, rounding }: Pick<Tender, "amount" | "tip" | "rounding">): number =>
  amount + tip + rounding;

type PaymentMoney = Pick<
  Tender,
  "method" | "amount" | "tip" | "rounding" | "tendered" | "change" | "reference" | "businessDay"
> & { drawerId?: string | null | undefined };

/** An order's payment as a tender. Payments from before there were drawers name none. */
export const tenderOfPayment = (payment: PaymentMoney): Tender => ({
  purpose: "bill",
  method: payment.method,
  amount: payment.amount,
  tip: payment.tip,
  rounding: payment.rounding,
  tendered: payment.tendered,
  change: payment.change,
  reference: payment.reference,
  businessDay: payment.businessDay,
  drawerId: payment.drawerId ?? null,
});

/** The same money the other way: what a void of `tender` gives back. */
export const reversed = (tender: Tender): Tender => ({
  ...tender,
  amount: 0 - tender.amount,
  tip: 0 - tender.tip,
  rounding: 0 - tender.rounding,
  tendered: null,
  change: 0,
});
