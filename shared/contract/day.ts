/**
 * The day's figures: an X at any time, and the Z, a numbered document that holds the figures of one range of the journal for ever. Each
 * event is in the range of exactly one Z; the next begins where the last one ended.
 */
import { z } from "zod";
import { BusinessDay, entityFields, Id, Minor } from "./common.ts";
import { orderTypes, paymentMethods } from "./order-words.ts";
import { tenderPurposes } from "./tender.ts";

const Sum = z.object({ count: z.int(), amount: Minor });
const TaxSum = z.object({
  taxClassId: z.string(),
  name: z.string(),
  rate: z.string(),
  inclusive: z.boolean(),
  net: Minor,
  tax: Minor,
  gross: Minor,
});
const Sales = z.object({
  receipts: z.int(),
  guests: z.int(),
  gross: Minor,
  net: Minor,
  tax: Minor,
  service: Minor,
  discounts: Sum,
  comps: Sum.meta({ description: "Given away by the house" }),
});
const TenderSum = z.object({
  purpose: z.enum(tenderPurposes),
  method: z.enum(paymentMethods),
  count: z.int(),
  amount: Minor,
  tip: Minor,
  rounding: Minor,
  given: Minor.meta({ description: "What was handed over less the change; negative: handed out" }),
});
export type TenderSum = z.infer<typeof TenderSum>;

export const OpenCheck = z.object({
  id: z.string(),
  number: z.int(),
  tableId: z.string().nullable(),
  tableName: z.string().nullable(),
  openedBy: z.string().nullable(),
  waiter: z.string(),
  openedAt: z.string(),
  businessDay: z.string(),
  total: Minor,
  paid: Minor,
  due: Minor,
});
export type OpenCheck = z.infer<typeof OpenCheck>;

const DrawerSum = z.object({
  id: z.string(),
  deviceId: z.string().nullable(),
  userId: z.string().nullable(),
  name: z.string().meta({ description: "Of the device, or of the person whose purse it is" }),
  status: z.enum(["open", "closed"]),
  float: Minor,
  expected: Minor,
  counted: Minor.nullable(),
  overShort: Minor.nullable(),
});

/** receipts − refunds + tips + rounding + giftCardsSold + accountsSettled + unallocated − houseAccountSales + (openChecksAfter − openChecksBefore) = tenders */
const Equation = z
  .object({
    receipts: Minor,
    refunds: Minor,
    tips: Minor,
    rounding: Minor,
    giftCardsSold: Minor,
    accountsSettled: Minor,
    unallocated: Minor.meta({ description: "Taken, and not booked on a check yet" }),
    houseAccountSales: Minor,
    openChecksBefore: Minor.meta({ description: "Paid before this range on checks that were still open" }),
    openChecksAfter: Minor.meta({ description: "Paid on checks that are still open at its end" }),
    tenders: Minor.meta({ description: "Handed over by all methods but house accounts" }),
    difference: Minor.meta({ description: "Left minus right side; zero, or the books are wrong" }),
  })
  .meta({ id: "DayEquation" });
export type DayEquation = z.infer<typeof Equation>;

export const DayFigures = z.object({
  businessDay: BusinessDay,
  currency: z.string(),
  fromSeq: z.int(),
  toSeq: z.int(),
  fromAt: z.string(),
  toAt: z.string(),
  chainHead: z.string().meta({ description: "Hash of the journal's entry toSeq" }),
  sales: Sales,
  byType: z.array(z.object({ type: z.enum(orderTypes), receipts: z.int(), gross: Minor })),
  taxes: z
    .array(TaxSum)
    .meta({ description: "Of the sales; rows of one class with several rates repeat its net" }),
  refunds: z.object({ count: z.int(), gross: Minor, net: Minor, tax: Minor, taxes: z.array(TaxSum) }),
  voids: Sum.meta({ description: "Lines taken back after the kitchen or the guest knew of them" }),
  cancelled: Sum,
  noSales: z.int(),
  tenderSums: z.array(TenderSum),
  late: Sum.meta({
    description: "Of the tenders, those that were made before this range began and came in late",
  }),
  cashOutsideDrawers: Minor.meta({ description: "Cash taken where no drawer session was open" }),
  drawers: z.array(DrawerSum),
  openChecks: z.array(OpenCheck).meta({ description: "Unpaid checks, carried over to the next day" }),
  series: z.array(
    z.object({
      series: z.string(),
      first: z.string(),
      last: z.string(),
      count: z.int(),
      gapFree: z.boolean(),
    }),
  ),
  equation: Equation,
});
export type DayFigures = z.infer<typeof DayFigures>;

export const GrandTotals = z.object({
  receipts: z.int(),
  sales: Minor,
  refunds: Minor,
  tax: Minor.meta({ description: "Of the sales less that of the refunds" }),
});
export type GrandTotals = z.infer<typeof GrandTotals>;

export const XReport = DayFigures.extend({
  at: z.string(),
  waitingDays: z
    .array(BusinessDay)
    .meta({ description: "Earlier days that no Z holds yet, the oldest first" }),
}).meta({ id: "XReport" });
export type XReport = z.infer<typeof XReport>;

export const DayReport = DayFigures.extend({
  ...entityFields,
  number: z.string(),
  epoch: z.int(),
  automatic: z.boolean(),
  closedBy: z.string().nullable(),
  grandTotals: GrandTotals.meta({ description: "Since the first Z of the store, this one included" }),
}).meta({ id: "DayReport" });
export type DayReport = z.infer<typeof DayReport>;

export const DayCloseInput = z
  .strictObject({
    id: Id.optional(),
    commandId: Id.optional(),
    businessDay: BusinessDay.optional().meta({
      description: "The day that is meant; refused where an older one has to be closed first",
    }),
  })
  .optional();
export const XQuery = z.strictObject({
  businessDay: BusinessDay.optional().meta({
    description: "A day that no Z holds yet; by default the current one",
  }),
});
