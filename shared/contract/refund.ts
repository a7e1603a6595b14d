/**
 * Refunds: documents of their own with a number series of their own (`F1-000001`). A refund never changes the order that it gives back
 * from; `POST /orders/:id/refunds` writes two events in one transaction: `RefundIssued` of the refund (below, the frozen document: what
 * reports, exports, ledgers and points read, in the journal of box and hub) and `OrderRefunded` of the order (what is used up, so that
 * nothing is refunded twice).
 */
import { z } from "zod";
import { Amount, BusinessDay, entityFields, Id, Minor, Quantity, Reason } from "./common.ts";
import { orderTypes, paymentMethods } from "./order-words.ts";
import { Tender } from "./tender.ts";

/** Nothing but a reason: all that is left. `items`: quantities of lines. `amount`: money towards the bill, no goods. */
export const RefundInput = z
  .strictObject({
    id: Id.optional(),
    commandId: Id.optional(),
    items: z
      .array(
        z.strictObject({
          itemId: Id,
          quantity: Quantity,
          restock: z.boolean().optional().meta({
            description:
              "It is back on the shelf and can be sold again: counted stock grows by it. Without it nothing does: what was cooked or opened is gone",
          }),
        }),
      )
      .min(1)
      .max(500)
      .optional(),
    amount: Amount.min(1, "must be more than zero").optional(),
    tip: Amount.optional().meta({
      description: "Gives this much of the tips back too; without it tips stay",
    }),
    reason: Reason,
    method: z.enum(paymentMethods).optional().meta({
      description: "Pays out by this method; by another than it was paid with needs payment.refund-other",
    }),
    reference: z.string().max(120).optional().meta({
      description: "With a method: the card, account or terminal slip that the money goes to",
    }),
  })
  .refine((refund) => refund.items === undefined || refund.amount === undefined, {
    message: "give either items or an amount",
    path: ["amount"],
  })
  .refine((refund) => refund.reference === undefined || refund.method !== undefined, {
    message: "goes with a method only",
    path: ["reference"],
  })
  .meta({ id: "RefundInput" });
export type RefundInput = z.infer<typeof RefundInput>;

/** A row of the tax table; written out, because the order's contract is built from this one. */
const TaxRow = z.object({
  taxClassId: z.string(),
  name: z.string(),
  rate: z.string(),
  inclusive: z.boolean(),
  net: z.int(),
  tax: z.int(),
  gross: z.int(),
});
/** Money that goes out: amount, tip and rounding are negative. `paymentId` is the order's payment that it is taken from. */
export const RefundTender = Tender.extend({ paymentId: z.string() });
export type RefundTender = z.infer<typeof RefundTender>;

/**
 * Data of the event `RefundIssued` (version 1) of the entity `refund`. Its amounts are positive, what the sale had too much; its tenders
 * are negative, money out. All refunds of an order sum to exactly the order's total and each of its taxes.
 */
export const RefundIssued = z.object({
  number: z.string(),
  orderId: z.string(),
  orderNumber: z.int(),
  orderType: z.enum(orderTypes),
  /** Of the sale. */
  receiptNumber: z.string(),
  /** The invoice that this is the credit note of; missing or null where none was written. */
  invoiceNumber: z.string().nullable().optional(),
  /** Who sold it; the sale is taken off their figures. */
  soldBy: z.string(),
  /** Of the refund, like the hour (0 to 23, local): reports take it off here and leave the day of the sale as it was. */
  businessDay: BusinessDay,
  hour: z.int(),
  /** Who refunded. */
  userId: z.string(),
  reason: z.string(),
  currency: z.string(),
  /** `all`: what was left; `items`: quantities; `amount`: money without goods (all quantities are 0). */
  kind: z.enum(["all", "items", "amount"]),
  items: z.array(
    z.object({
      itemId: z.string(),
      menuItemId: z.string().nullable(),
      categoryId: z.string().nullable(),
      name: z.string(),
      taxClassId: z.string(),
      quantityMilli: z.int(),
      restocked: z.boolean().optional(),
      net: Minor,
      tax: Minor,
      gross: Minor,
    }),
  ),
  serviceCharge: Minor,
  taxTotal: Minor,
  /** total minus taxTotal */
  net: Minor,
  total: Minor,
  tip: Minor,
  taxes: z.array(TaxRow),
  tenders: z.array(RefundTender),
});
export type RefundIssued = z.infer<typeof RefundIssued>;

const payout = z.int().meta({
  description:
    "Money that went out by this tender, rounding included, as a positive number; the same on the refund and on its order",
});
/** What a payment calls its part of the bill; clients that sum payments and refunds look for one name. */
const amount = z.int().meta({ description: "Of the bill: the same as total" });
export const Refund = RefundIssued.extend({
  ...entityFields,
  amount,
  tenders: z
    .array(RefundTender.extend({ payout }))
    .meta({ description: "As the drawer books them: amount, tip and rounding are negative" }),
  items: z.array(
    RefundIssued.shape.items.element.omit({ quantityMilli: true }).extend({ quantity: z.number() }),
  ),
}).meta({ id: "Refund" });
export type Refund = z.infer<typeof Refund>;

/** What a refund would come to, before it is one. */
export const RefundPreview = z
  .object({
    total: z.int(),
    tip: z.int(),
    payout: z.int().meta({ description: "Money that would go out, rounding included" }),
    tenders: z.array(z.object({ paymentId: z.string(), method: z.enum(paymentMethods), payout: z.int() })),
  })
  .meta({ id: "RefundPreview" });
export type RefundPreview = z.infer<typeof RefundPreview>;

/** A refund as its order shows it. */
export const OrderRefund = z
  .object({
    id: z.string(),
    number: z.string(),
    amount,
    total: z.int(),
    tip: z.int(),
    reason: z.string(),
    businessDay: z.string(),
    refundedBy: z.string(),
    createdAt: z.string(),
    items: z.array(
      z.object({
        itemId: z.string(),
        quantity: z.number(),
        amount: z.int(),
        restocked: z.boolean().optional().meta({ description: "It went back on the shelf" }),
      }),
    ),
    tenders: z
      .array(
        z.object({
          paymentId: z.string(),
          method: z.enum(paymentMethods),
          amount: z.int(),
          tip: z.int(),
          rounding: z.int(),
          payout,
        }),
      )
      .meta({
        description: "As the order counts them: amount, tip and rounding are positive, what was given back",
      }),
  })
  .meta({ id: "OrderRefund" });
export type OrderRefund = z.infer<typeof OrderRefund>;
