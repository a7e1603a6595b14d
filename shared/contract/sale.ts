/** A shop's sale in one step, an exchange, and a bill in parts. */
import { z } from "zod";
import { Amount, Id, Reason } from "./common.ts";
import { LineInput, Order, OrderOpenInput, Payment, PaymentInput, SplitInput } from "./order.ts";
import { orderTypes } from "./order-words.ts";
import { Refund, RefundInput } from "./refund.ts";

const goods = {
  type: z.enum(orderTypes).optional().meta({ description: "takeaway without one" }),
  customerId: OrderOpenInput.shape.customerId,
  customerName: OrderOpenInput.shape.customerName,
  notes: OrderOpenInput.shape.notes,
  items: z.array(LineInput).min(1).max(200),
};
/** Items and the payment that settles them, in one command. */
export const SaleInput = z.strictObject({
  id: Id.optional(),
  commandId: Id.optional(),
  ...goods,
  payment: PaymentInput.omit({ commandId: true, amount: true, split: true, force: true }),
});
export type SaleInput = z.infer<typeof SaleInput>;
export const Sale = z.object({ order: Order, payment: Payment }).meta({ id: "Sale" });

export const ExchangeInput = z.strictObject({
  commandId: Id.optional(),
  refundId: Id.optional(),
  items: RefundInput.shape.items.unwrap().meta({ description: "What comes back" }),
  reason: Reason,
  sale: z.strictObject({ id: Id.optional(), paymentId: Id.optional(), ...goods }).meta({
    description: "What is taken instead",
  }),
  method: z.enum(["cash", "external", "gift_card", "house_account"]).meta({
    description: "How the difference is settled",
  }),
  tendered: Amount.optional().meta({ description: "Cash given for the difference" }),
  reference: z.string().max(120).optional().meta({
    description: "The slip; of a gift card its code, of a house account its id",
  }),
});
export type ExchangeInput = z.infer<typeof ExchangeInput>;
export const Exchange = z
  .object({
    refund: Refund,
    order: Order.meta({ description: "Of the old receipt" }),
    sale: Order,
    net: z.int().meta({ description: "Handed over by the guest; negative: paid out to them" }),
    change: z.int(),
  })
  .meta({ id: "Exchange" });

export const SplitQuery = z.strictObject({
  splitType: z.enum(["equal", "seat", "item"]).optional(),
  splitCount: z.coerce.number().int().min(2).max(100).optional(),
});
export const SplitState = z
  .object({
    total: z.int(),
    paid: z.int(),
    due: z.int(),
    parts: z.array(
      z.object({
        split: SplitInput.meta({ description: "What a payment of this part sends" }),
        amount: z.int(),
        paid: z.int(),
        open: z.int(),
        status: z.enum(["open", "paid", "blocked"]),
      }),
    ),
    paidApart: z.int().meta({ description: "Paid, and in none of the parts" }),
    rest: z.int().meta({ description: "Due, and in none of the parts" }),
  })
  .meta({ id: "SplitState" });
