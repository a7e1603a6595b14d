/** House accounts: guests and companies that eat now and pay later, up to a limit. */
import { z } from "zod";
import {
  Amount,
  BusinessDay,
  changeOf,
  entityFields,
  Id,
  ListQuery,
  Minor,
  Name,
  Reason,
  Text,
} from "./common.ts";
import { LedgerEntry, TenderInput } from "./ledger.ts";
import { Tender } from "./tender.ts";

export const accountStatuses = ["active", "blocked"] as const;

const accountFields = {
  name: Name.meta({ description: "The company, or the person where customerId names one" }),
  customerId: Id.nullable().optional().meta({
    description: "The person whose account it is: their name is sealed, and erased with them",
  }),
  address: Text.nullable().optional(),
  taxNumber: z.string().trim().max(40).nullable().optional(),
  email: z.email().max(200).nullable().optional(),
  limit: Amount.meta({ description: "The most that may be owed without approval, minor units" }),
  dueDays: z
    .int()
    .min(0)
    .max(365)
    .optional()
    .meta({ description: "Days to pay an invoice; default account.due_days" }),
  note: Text.nullable().optional(),
};
export const AccountInput = z
  .strictObject({ id: Id.optional(), commandId: Id.optional(), ...accountFields })
  .meta({ id: "AccountInput" });
export type AccountInput = z.infer<typeof AccountInput>;
const { customerId: _fixed, ...changeable } = accountFields;
export const AccountChange = changeOf({ commandId: Id.optional(), ...changeable });
export type AccountChange = z.infer<typeof AccountChange>;

export const AccountBlockInput = z.strictObject({
  commandId: Id.optional(),
  blocked: z.boolean().default(true),
  reason: Reason,
});
export const AccountSettleInput = z.strictObject({
  commandId: Id.optional(),
  amount: Amount.min(1, "must be more than zero")
    .optional()
    .meta({ description: "Without it, all that is owed" }),
  tender: TenderInput,
});
export const AccountAdjustInput = z.strictObject({
  commandId: Id.optional(),
  amount: Minor.min(-10_000_000_000)
    .max(10_000_000_000)
    .refine((amount) => amount !== 0, "must not be zero")
    .meta({ description: "What the balance changes by; negative lowers what is owed" }),
  reason: Reason,
});
export const AccountInvoiceInput = z.strictObject({
  id: Id.optional(),
  commandId: Id.optional(),
});

/** What is not paid yet, the oldest first. */
export const OpenCharge = z.object({
  /** The entry of the journal that charged it. */
  seq: z.int(),
  id: z.string(),
  orderId: z.string().nullable(),
  businessDay: BusinessDay,
  amount: Minor,
  left: Minor,
  invoiceNumber: z.string().nullable(),
});
export type OpenCharge = z.infer<typeof OpenCharge>;

export const Account = z
  .object({
    ...entityFields,
    name: z.string().nullable(),
    customerId: z.string().nullable(),
    address: z.string().nullable(),
    taxNumber: z.string().nullable(),
    email: z.string().nullable(),
    note: z.string().nullable(),
    status: z.enum(accountStatuses),
    blockedReason: z.string().nullable(),
    currency: z.string(),
    limit: Minor,
    dueDays: z.int(),
    balance: Minor.meta({ description: "What is owed; negative where the store owes" }),
    available: Minor.meta({ description: "What may still be charged without approval" }),
    uninvoiced: Minor,
    open: z.array(OpenCharge),
  })
  .meta({ id: "Account" });
export type Account = z.infer<typeof Account>;

export const AccountQuery = ListQuery.extend({
  status: z.enum(accountStatuses).optional(),
  customerId: Id.optional(),
  search: z.string().trim().min(1).max(80).optional().meta({ description: "Part of the name" }),
});
export type AccountQuery = z.infer<typeof AccountQuery>;

export const accountEntryKinds = ["charged", "credited", "settled", "adjusted"] as const;
export const AccountEntry = LedgerEntry.extend({ kind: z.enum(accountEntryKinds) }).meta({
  id: "AccountEntry",
});

/** Data of the event `InvoiceIssued` (version 1) of the entity `account-invoice`: a document that never changes. */
export const AccountInvoiceIssued = z.object({
  number: z.string(),
  accountId: z.string(),
  /** As it stood on that day. A person's is sealed. */
  billTo: z.object({
    name: z.string().nullable(),
    address: z.string().nullable(),
    taxNumber: z.string().nullable(),
    email: z.string().nullable(),
  }),
  businessDay: BusinessDay,
  dueOn: BusinessDay,
  currency: z.string(),
  /** What was owed before its first line, less what was paid since. */
  carried: Minor,
  lines: z.array(
    z.object({
      seq: z.int(),
      businessDay: BusinessDay,
      kind: z.enum(["charged", "credited", "adjusted"]),
      orderNumber: z.int().nullable(),
      receiptNumber: z.string().nullable(),
      reason: z.string().nullable(),
      amount: Minor,
    }),
  ),
  /** Σ lines */
  total: Minor,
  /** carried + total: the balance of the account. */
  due: Minor,
});
export type AccountInvoiceIssued = z.infer<typeof AccountInvoiceIssued>;
export const AccountInvoice = AccountInvoiceIssued.extend({
  ...entityFields,
  unpaid: Minor.meta({ description: "What is still open of its charges" }),
}).meta({ id: "AccountInvoice" });
export type AccountInvoice = z.infer<typeof AccountInvoice>;

export const Settlement = z
  .object({ number: z.string(), amount: Minor, balance: Minor, tender: Tender })
  .meta({ id: "Settlement" });

export const Statement = z
  .object({
    accountId: z.string(),
    from: BusinessDay,
    to: BusinessDay,
    currency: z.string(),
    opening: Minor,
    entries: z.array(AccountEntry),
    closing: Minor,
  })
  .meta({ id: "Statement" });
