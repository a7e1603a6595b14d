/** What the ledgers of gift cards and of house accounts have in common. */
import { z } from "zod";
import { Amount, BusinessDay, Minor } from "./common.ts";

/** What is handed over for a card or an account. A card terminal that the box knows comes with the gateways. */
export const TenderInput = z.strictObject({
  method: z.enum(["cash", "external"]),
  tendered: Amount.optional().meta({
    description: "What was given in cash; without it, exactly what is due",
  }),
  reference: z.string().max(120).optional(),
});
export type TenderInput = z.infer<typeof TenderInput>;

/** One movement. `balance` is what stood there after it. */
export const LedgerEntry = z.object({
  seq: z.int(),
  at: z.string(),
  businessDay: BusinessDay,
  amount: Minor,
  balance: Minor,
  currency: z.string(),
  orderId: z.string().nullable(),
  paymentId: z.string().nullable(),
  number: z.string().nullable(),
  reason: z.string().nullable(),
  by: z.string().nullable(),
});

/** A ledger over business days: opening + Σ movements = closing. */
export const LedgerDays = z.object({
  from: BusinessDay,
  to: BusinessDay,
  currency: z.string(),
  opening: Minor,
  movements: z.array(z.object({ kind: z.string(), entries: z.int(), amount: Minor })),
  closing: Minor,
});
export type LedgerDays = z.infer<typeof LedgerDays>;
