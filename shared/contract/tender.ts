/**
 * Money that changes hands. An event by which it does carries `tender` in its data (or `tenders`, where several do at once); the day's
 * roll-ups, the drawers and the Z are made of nothing else. A payment of an order is the one older shape: `tenderOfPayment` (shared/tender.ts)
 * reads it.
 */
import { z } from "zod";
import { BusinessDay, Minor } from "./common.ts";
import { paymentMethods } from "./order-words.ts";

/** What the money was for. Only `paid_in` and `paid_out` are no trade: the drawer's own cash came and went. */
export const tenderPurposes = [
  "bill",
  "refund",
  "gift_card",
  "account",
  "unallocated",
  "paid_in",
  "paid_out",
] as const;
export type TenderPurpose = (typeof tenderPurposes)[number];

export const Tender = z
  .object({
    purpose: z.enum(tenderPurposes),
    method: z.enum(paymentMethods),
    amount: Minor.meta({ description: "Minor units; positive for money in, negative for money out" }),
    tip: Minor,
    rounding: Minor.meta({ description: "What cash rounding added to amount and tip" }),
    tendered: Minor.nullable().meta({ description: "What was given, for cash; change comes off it" }),
    change: Minor,
    reference: z.string().nullable(),
    /** The day whose trade it is. Of money that came late it is the day that accepted it. */
    businessDay: BusinessDay,
    /** The drawer session that it went into or came from; null without one. */
    drawerId: z.string().nullable(),
  })
  .meta({ id: "Tender" });
export type Tender = z.infer<typeof Tender>;
