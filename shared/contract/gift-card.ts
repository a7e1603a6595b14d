/** Gift cards and store credit: money that the store owes whoever holds the code. */
import { z } from "zod";
import { Amount, BusinessDay, entityFields, Id, ListQuery, Minor, Reason, Text } from "./common.ts";
import { LedgerEntry, TenderInput } from "./ledger.ts";

export const giftCardKinds = ["gift_card", "store_credit"] as const;
export type GiftCardKind = (typeof giftCardKinds)[number];
/** `empty`: nothing is left on it; it can be topped up. `expired`: what was left was written off. */
export const giftCardStatuses = ["active", "empty", "blocked", "expired"] as const;
export type GiftCardStatus = (typeof giftCardStatuses)[number];

const Code = z
  .string()
  .max(40)
  .meta({ description: "Sixteen symbols with a check digit; spaces, dashes and small letters are fine" });
const ExpiresOn = BusinessDay.nullable().meta({
  description: "Last business day on which it is good; null: never ends",
});
const print = z
  .boolean()
  .optional()
  .meta({ description: "Print it on the receipt printer, where there is one; default true" });

export const GiftCardInput = z
  .strictObject({
    id: Id.optional(),
    commandId: Id.optional(),
    kind: z.enum(giftCardKinds).optional(),
    code: Code.optional().meta({ description: "Of a card that was printed before; else the box makes one" }),
    amount: Amount,
    tender: TenderInput.optional().meta({ description: "What was paid for it. Without: it is granted" }),
    reason: Reason.optional(),
    expiresOn: ExpiresOn.optional(),
    customerId: Id.nullable().optional(),
    note: Text.nullable().optional(),
    print,
  })
  .meta({ id: "GiftCardInput" });
export type GiftCardInput = z.infer<typeof GiftCardInput>;

export const GiftCardTopUpInput = z.strictObject({
  commandId: Id.optional(),
  amount: Amount.min(1, "must be more than zero"),
  tender: TenderInput,
});
export const GiftCardAdjustInput = z
  .strictObject({
    commandId: Id.optional(),
    amount: Minor.min(-10_000_000_000).max(10_000_000_000).optional().meta({
      description: "What the balance changes by, minor units; negative takes off",
    }),
    expiresOn: ExpiresOn.optional(),
    reason: Reason,
  })
  .refine((input) => input.amount !== undefined || input.expiresOn !== undefined, {
    message: "give an amount or a new last day",
    path: ["amount"],
  });
export const GiftCardBlockInput = z.strictObject({
  commandId: Id.optional(),
  blocked: z.boolean().default(true),
  reason: Reason,
});
export const GiftCardReplaceInput = z.strictObject({
  commandId: Id.optional(),
  code: Code.optional(),
  reason: Reason,
  print,
});
export const GiftCardLookupInput = z.strictObject({ code: Code });

export const GiftCard = z
  .object({
    ...entityFields,
    number: z.string(),
    kind: z.enum(giftCardKinds),
    status: z.enum(giftCardStatuses),
    last4: z.string(),
    balance: Minor,
    currency: z.string(),
    expiresOn: BusinessDay.nullable(),
    blockedReason: z.string().nullable(),
    customerId: z.string().nullable(),
    note: z.string().nullable(),
    issuedBy: z.string(),
    businessDay: BusinessDay,
    codeNumber: z.int().meta({ description: "How many codes it has had; only the last one is good" }),
  })
  .meta({ id: "GiftCard" });
export type GiftCard = z.infer<typeof GiftCard>;

/** The code is shown once, to whoever issues the card. */
export const GiftCardWithCode = GiftCard.extend({ code: z.string() }).meta({ id: "GiftCardWithCode" });

export const GiftCardQuery = ListQuery.extend({
  status: z.enum(giftCardStatuses).optional(),
  customerId: Id.optional(),
  search: z.string().trim().min(1).max(40).optional().meta({
    description: "A card's number, or the last four symbols of its code",
  }),
});
export type GiftCardQuery = z.infer<typeof GiftCardQuery>;

export const giftCardEntryKinds = [
  "sold",
  "topped_up",
  "granted",
  "redeemed",
  "credited",
  "adjusted",
  "expired",
] as const;
export const GiftCardEntry = LedgerEntry.extend({ kind: z.enum(giftCardEntryKinds) }).meta({
  id: "GiftCardEntry",
});
