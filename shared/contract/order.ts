/** Orders on the wire: what a client sends (lines, discounts, payments) and the one view that everybody gets. */
import { z } from "zod";
import { Amount, entityFields, Id, Minor, Name, PercentText, Quantity, Reason, Text } from "./common.ts";
import { lineStatuses, orderStatuses, orderTypes, paymentMethods, paymentStatuses } from "./order-words.ts";
import { OrderRefund } from "./refund.ts";
import { ServiceWaiver, TaxExemption } from "./terms.ts";

const inner = { optionId: Id, quantity: z.int().min(1).max(99).optional() };
/** Chosen options; those of an option's own groups stand inside it and count for each of it. */
const Modifiers = z
  .array(z.strictObject({ ...inner, modifiers: z.array(z.strictObject(inner)).max(50).optional() }))
  .max(50);
/** What was chosen for a part of a combo; a fixed part without choices may be left out. */
const PartInput = z.strictObject({
  partId: Id,
  menuItemId: Id.optional(),
  variantId: Id.nullable().optional(),
  modifiers: Modifiers.optional(),
  notes: Text.nullable().optional(),
  course: z.int().min(1).max(20).nullable().optional(),
});
const OpenItem = z.strictObject({ name: Name, price: Amount, taxClassId: Id.nullable() });
/** A line as a client sends it. The box prices it from its own menu; a price is an unknown field. */
export const LineInput = z
  .strictObject({
    id: Id.optional(),
    menuItemId: Id.optional(),
    openItem: OpenItem.optional(),
    quantity: Quantity,
    variantId: Id.optional(),
    modifiers: Modifiers.optional(),
    parts: z.array(PartInput).max(12).optional(),
    notes: Text.nullable().optional(),
    seat: z.int().min(1).max(999).nullable().optional(),
    course: z.int().min(1).max(20).nullable().optional(),
    menuVersion: z.int().min(0).optional(),
  })
  .refine((line) => (line.menuItemId === undefined) !== (line.openItem === undefined), {
    message: "give either menuItemId or openItem",
    path: ["menuItemId"],
  })
  .meta({ id: "LineInput" });
export type LineInput = z.infer<typeof LineInput>;

const Lines = z.array(LineInput).max(200);
const discountFields = { id: Id.optional(), itemId: Id.optional(), reason: Reason };
export const DiscountInput = z
  .discriminatedUnion("kind", [
    z.strictObject({
      scope: z.enum(["order", "item"]),
      kind: z.literal("percent"),
      value: PercentText,
      ...discountFields,
    }),
    z.strictObject({
      scope: z.enum(["order", "item"]),
      kind: z.literal("amount"),
      value: Amount,
      ...discountFields,
    }),
  ])
  .refine((discount) => discount.scope === "order" || discount.itemId !== undefined, {
    message: "an item discount names its item",
    path: ["itemId"],
  })
  .meta({ id: "DiscountInput" });
export type DiscountInput = z.infer<typeof DiscountInput>;

export const OrderOpenInput = z.strictObject({
  id: Id.optional(),
  commandId: Id.optional(),
  type: z.enum(orderTypes),
  tableId: Id.nullable().optional(),
  guests: z.int().min(1).max(999).nullable().optional(),
  customerId: Id.nullable().optional(),
  customerName: z.string().max(120).nullable().optional(),
  notes: Text.nullable().optional(),
  send: z.boolean().optional(),
  newCheck: z.boolean().optional(),
  joinedTableIds: z
    .array(Id)
    .max(7)
    .optional()
    .meta({ description: "Tables that are pushed together with tableId for this party" }),
  items: Lines.default([]),
});
export type OrderOpenInput = z.infer<typeof OrderOpenInput>;

export const OrderChangeInput = z.strictObject({
  commandId: Id.optional(),
  guests: z.int().min(1).max(999).nullable().optional(),
  customerId: Id.nullable().optional(),
  customerName: z.string().max(120).nullable().optional(),
  notes: Text.nullable().optional(),
});
export const LinesAddInput = z.strictObject({
  commandId: Id.optional(),
  items: Lines.min(1),
  send: z.boolean().optional(),
});
export const LineChangeInput = z.strictObject({
  commandId: Id.optional(),
  quantity: Quantity.optional(),
  /** All options that the line has from now on; its base price stays as it was ordered. */
  modifiers: Modifiers.optional(),
  notes: Text.nullable().optional(),
  seat: z.int().min(1).max(999).nullable().optional(),
  course: z.int().min(1).max(20).nullable().optional(),
});
export const ReasonInput = z.strictObject({ commandId: Id.optional(), reason: Reason.optional() });
export const StatusInput = z.strictObject({
  commandId: Id.optional(),
  status: z.enum(orderStatuses),
  reason: Reason.optional(),
});
export const SendInput = z.strictObject({
  commandId: Id.optional(),
  courses: z.array(z.int().min(1).max(20)).max(20).optional(),
});
export const TransferInput = z.strictObject({
  commandId: Id.optional(),
  tableId: Id.optional(),
  userId: Id.optional(),
});

export const SplitInput = z.discriminatedUnion("splitType", [
  z.strictObject({
    splitType: z.literal("item"),
    splitDetails: z.strictObject({
      itemIds: z.array(Id).min(1).max(200),
      customerName: z.string().max(120).optional(),
    }),
  }),
  z.strictObject({
    splitType: z.literal("seat"),
    splitDetails: z.strictObject({ seat: z.int().min(1).max(999) }),
  }),
  z.strictObject({
    splitType: z.literal("equal"),
    splitDetails: z.strictObject({
      splitCount: z.int().min(2).max(100),
      splitIndex: z.int().min(1).max(100),
    }),
  }),
  z.strictObject({
    splitType: z.literal("amount"),
    splitDetails: z.strictObject({ splitAmount: Amount.min(1) }),
  }),
]);
export type SplitInput = z.infer<typeof SplitInput>;

export const PaymentInput = z.strictObject({
  id: Id.optional(),
  commandId: Id.optional(),
  method: z.enum(paymentMethods),
  amount: Amount.min(1, "must be more than zero").optional(),
  tendered: Amount.optional(),
  tip: Amount.optional(),
  split: SplitInput.optional(),
  reference: z.string().max(120).optional(),
  force: z.boolean().optional().meta({
    description: "Takes it although the outcome of another payment is unknown; needs payment.force",
  }),
});
export type PaymentInput = z.infer<typeof PaymentInput>;

export const BillTaxRow = z.object({
  taxClassId: z.string(),
  name: z.string(),
  rate: z.string(),
  inclusive: z.boolean(),
  net: z.int(),
  tax: z.int(),
  gross: z.int(),
});
export const OrderLine = z
  .object({
    id: z.string(),
    menuItemId: z.string().nullable(),
    name: z.string(),
    variantId: z.string().nullable(),
    variantName: z.string().nullable(),
    quantity: z.number(),
    unitPrice: z.int(),
    modifiers: z.array(
      z.object({
        optionId: z.string(),
        groupName: z.string(),
        name: z.string(),
        price: z.int(),
        quantity: z.int(),
        /** Of an option inside another one; it stands after that one. */
        parentOptionId: z.string().optional(),
      }),
    ),
    /** Of a part of a combo only. Its unitPrice is what it adds by itself; its share of the combo is in lineTotal. */
    combo: z
      .object({
        id: z.string(),
        menuItemId: z.string(),
        name: z.string(),
        partName: z.string(),
        unitPrice: z.int(),
        singlePrice: z.int(),
      })
      .optional(),
    /** The time price that it was sold at ("Happy hour"). */
    priceRule: z.object({ id: z.string(), name: z.string() }).optional(),
    notes: z.string().nullable(),
    seat: z.int().nullable(),
    course: z.int().nullable(),
    station: z.string().nullable(),
    status: z.enum(lineStatuses),
    sentQuantity: z.number(),
    refundedQuantity: z.number(),
    sentAt: z.string().nullable(),
    lineTotal: z.int(),
    discountAmount: z.int(),
    taxClassId: z.string(),
    allergens: z.array(z.string()),
    held: z.boolean().meta({ description: "Kept back from the kitchen until it is fired" }),
    heldQuantity: z.number().meta({ description: "What the kitchen sees as held" }),
    fired: z.boolean().optional().meta({ description: "True once what the kitchen saw as held was fired" }),
    movedFrom: z
      .object({ orderId: z.string(), number: z.int(), tableId: z.string().nullable(), at: z.string() })
      .nullable()
      .meta({ description: "The check and table that it came from after it was sent" }),
  })
  .meta({ id: "OrderLine" });
export type OrderLine = z.infer<typeof OrderLine>;

export const Payment = z
  .object({
    id: z.string(),
    orderId: z.string(),
    method: z.enum(paymentMethods),
    status: z.enum(paymentStatuses),
    amount: z.int(),
    tip: z.int(),
    rounding: z.int(),
    tendered: z.int().nullable(),
    change: z.int(),
    reference: z.string().nullable(),
    split: z.unknown().nullable(),
    businessDay: z.string(),
    takenBy: z.string(),
    drawerId: z.string().nullable(),
    createdAt: z.string(),
    refunded: z.int().meta({ description: "Of the amount, what was refunded" }),
  })
  .meta({ id: "Payment" });
export type Payment = z.infer<typeof Payment>;

export const OrderDiscount = z.object({
  id: z.string(),
  scope: z.enum(["order", "item"]),
  itemId: z.string().nullable(),
  kind: z.enum(["percent", "amount"]),
  value: z.union([z.string(), z.int()]),
  reason: z.string(),
  amount: z.int(),
  comp: z.boolean().meta({ description: "Given away by the house" }),
  reward: z
    .object({ id: z.string(), points: z.int() })
    .nullable()
    .meta({ description: "The reward that it is, and what it cost" }),
});
export type OrderDiscount = z.infer<typeof OrderDiscount>;

const OrderLink = z.object({ id: z.string(), number: z.int() });
export const Order = z
  .object({
    ...entityFields,
    number: z.int(),
    type: z.enum(orderTypes),
    status: z.enum(orderStatuses),
    tableId: z.string().nullable(),
    guests: z.int().nullable(),
    customerId: z.string().nullable(),
    customerName: z.string().nullable(),
    notes: z.string().nullable(),
    openedBy: z.string(),
    items: z.array(OrderLine),
    discounts: z.array(OrderDiscount),
    payments: z.array(Payment),
    refunds: z.array(OrderRefund),
    refunded: z.int().meta({ description: "Sum of the refunds, without tips" }),
    subtotal: z.int(),
    discountTotal: z.int(),
    serviceCharge: z.int(),
    taxTotal: z.int(),
    taxes: z.array(BillTaxRow),
    tipTotal: z.int(),
    total: z.int(),
    paid: z.int(),
    due: z.int(),
    currency: z.string(),
    businessDay: z.string(),
    sentAt: z.string().nullable(),
    readyAt: z.string().nullable(),
    proformaAt: z.string().nullable(),
    paidAt: z.string().nullable(),
    closedAt: z.string().nullable(),
    receiptNumber: z.string().nullable(),
    heldCourses: z.array(z.int()),
    delayed: z
      .boolean()
      .meta({ description: "Something waits longer than order.delay_threshold for the kitchen" }),
    delayedSince: z.string().nullable(),
    splitFrom: OrderLink.nullable(),
    splitInto: z.array(OrderLink),
    mergedInto: OrderLink.nullable().meta({
      description:
        "The check that all of this one went to. Its status is cancelled, and it is no cancelled sale",
    }),
    mergedFrom: z.array(OrderLink),
    taxExemption: TaxExemption.nullable(),
    serviceWaiver: ServiceWaiver.nullable(),
  })
  .meta({ id: "Order" });
export type Order = z.infer<typeof Order>;

export const BillPreviewInput = z.strictObject({
  type: z.enum(orderTypes),
  items: Lines.min(1),
  discounts: z.array(DiscountInput).max(50).optional(),
});
export const BillPreview = z
  .object({
    subtotal: z.int(),
    discountTotal: z.int(),
    serviceCharge: z.int(),
    taxTotal: z.int(),
    taxes: z.array(BillTaxRow),
    total: z.int(),
    currency: z.string(),
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        quantity: z.number(),
        unitPrice: z.int(),
        lineTotal: z.int(),
        discountAmount: z.int(),
      }),
    ),
  })
  .meta({ id: "BillPreview" });

/** The frozen sale: data of the event `OrderFinalised` (version 1). The hub's reports are made of nothing else. */
export const FinalisedSale = z.object({
  receiptNumber: z.string(),
  businessDay: z.string(),
  /** Local hour of the finalisation, 0 to 23. */
  hour: z.int(),
  type: z.enum(orderTypes),
  guests: z.int().nullable(),
  userId: z.string(),
  currency: z.string(),
  subtotal: Minor,
  discountTotal: Minor,
  /** Part of discountTotal: what the house gave away. Missing in sales of older versions, which say it of their discounts only. */
  compTotal: Minor.optional(),
  serviceCharge: Minor,
  taxTotal: Minor,
  total: Minor,
  /** total minus taxTotal */
  net: Minor,
  tipTotal: Minor,
  taxes: z.array(BillTaxRow),
  items: z.array(
    z.object({
      menuItemId: z.string().nullable(),
      categoryId: z.string().nullable(),
      name: z.string(),
      quantityMilli: z.int(),
      net: Minor,
      tax: Minor,
      gross: Minor,
      discount: Minor,
    }),
  ),
  payments: z.array(z.object({ method: z.enum(paymentMethods), amount: Minor, tip: Minor, rounding: Minor })),
});
export type FinalisedSale = z.infer<typeof FinalisedSale>;
