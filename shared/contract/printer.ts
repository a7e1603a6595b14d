/** Printers, print jobs, and the documents that are printed: facts only, laid out by `printing/`. */
import { z } from "zod";
import { changeOf, entityFields, Id, Name } from "./common.ts";
import { DayFigures, GrandTotals } from "./day.ts";
import { BillTaxRow } from "./order.ts";
import { orderTypes } from "./order-words.ts";

export const Transport = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("network"),
    host: z.string().min(1).max(253),
    port: z.int().min(1).max(65535).default(9100),
  }),
  z.strictObject({
    type: z.literal("usb"),
    vendorId: z.int().min(0).max(65535),
    productId: z.int().min(0).max(65535),
    serial: z.string().max(64).optional(),
  }),
  z.strictObject({
    type: z.literal("serial"),
    path: z.string().regex(/^\/dev\/[A-Za-z0-9._/-]{1,100}$/),
    baudRate: z.int().min(300).max(1_000_000),
  }),
  z.strictObject({
    type: z.literal("bluetooth"),
    address: z.string().regex(/^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$/),
  }),
  z.strictObject({ type: z.literal("screen") }),
]);
export type Transport = z.infer<typeof Transport>;

export const printerRoles = ["kitchen", "bar", "receipt", "label", "report"] as const;
const flag = z.boolean().optional();
export const PrintSettings = z.strictObject({
  printLogo: flag,
  printHeader: flag,
  printFooter: flag,
  printTime: flag,
  printTable: flag,
  printSpecialInstructions: flag,
  autoCut: flag,
  copies: z.int().min(1).max(5).optional(),
  openDrawer: flag,
});
export type PrintSettings = z.infer<typeof PrintSettings>;
const printerFields = {
  name: Name,
  transport: Transport,
  role: z.enum(printerRoles),
  stations: z.array(Id).max(20).optional(),
  width: z.union([z.literal(80), z.literal(58)]).optional(),
  codePage: z.string().max(20).nullable().optional(),
  backupPrinterId: Id.nullable().optional(),
  filterSettings: z
    .strictObject({
      categories: z.array(Id).max(200).optional(),
      menuTypes: z.array(z.enum(orderTypes)).max(4).optional(),
    })
    .optional(),
  printSettings: PrintSettings.optional(),
};
export const PrinterInput = z.strictObject({ id: Id.optional(), ...printerFields });
export const PrinterChange = changeOf(printerFields);
export const Printer = z
  .object({
    ...entityFields,
    name: z.string(),
    transport: Transport,
    role: z.enum(printerRoles),
    stations: z.array(z.string()),
    width: z.union([z.literal(80), z.literal(58)]),
    codePage: z.string().nullable(),
    backupPrinterId: z.string().nullable(),
    filterSettings: z.object({
      categories: z.array(z.string()).optional(),
      menuTypes: z.array(z.enum(orderTypes)).optional(),
    }),
    printSettings: PrintSettings,
  })
  .meta({ id: "Printer" });
export type Printer = z.infer<typeof Printer>;

export const FoundPrinter = z.object({
  transport: z.object({ type: z.literal("network"), host: z.string(), port: z.int() }),
  answers: z.boolean().meta({
    description: "It speaks ESC/POS. False: something takes calls there and does not say what it is",
  }),
  paper: z.enum(["ok", "low", "out"]).nullable(),
  printerId: z.string().nullable().meta({ description: "The printer that is set up there already" }),
});
export type FoundPrinter = z.infer<typeof FoundPrinter>;
const transportTypes = ["network", "usb", "serial", "bluetooth"] as const;
export const PrinterScan = z
  .object({
    items: z.array(FoundPrinter),
    searched: z.array(z.enum(transportTypes)),
    notSearched: z.array(z.enum(transportTypes)).meta({ description: "Enter those by hand" }),
    networks: z.array(z.string()).meta({ description: "Searched, as 192.168.1.0/24" }),
  })
  .meta({ id: "PrinterScan" });
export type PrinterScan = z.infer<typeof PrinterScan>;

const stationFields = { name: Name, sort: z.int().min(0).max(100_000).optional() };
export const StationInput = z.strictObject({ id: Id.optional(), ...stationFields });
export const StationChange = changeOf(stationFields);
export const Station = z.object({ ...entityFields, name: z.string(), sort: z.int() }).meta({ id: "Station" });
export type Station = z.infer<typeof Station>;

export const jobStatuses = ["queued", "printing", "printed", "unknown", "failed", "cancelled"] as const;
export type JobStatus = (typeof jobStatuses)[number];

const Letterhead = z.object({
  businessName: z.string(),
  header: z.string().nullable(),
  footer: z.string().nullable(),
  currency: z.string(),
  timeZone: z.string(),
  locale: z.string(),
});
const DocumentLine = z.object({
  name: z.string(),
  quantity: z.number(),
  modifiers: z.array(z.string()),
  notes: z.string().nullable(),
  seat: z.int().nullable(),
});
/** A kitchen ticket: the difference to what this station was told before. */
export const KitchenTicket = z.object({
  kind: z.literal("kitchen"),
  orderId: z.string(),
  orderNumber: z.int(),
  orderType: z.enum(orderTypes),
  tableName: z.string().nullable(),
  guests: z.int().nullable(),
  customerName: z.string().nullable(),
  notes: z.string().nullable(),
  waiter: z.string(),
  at: z.string(),
  stationName: z.string(),
  timeZone: z.string(),
  lines: z.array(
    DocumentLine.extend({
      /** `held` is to come and not to be cooked, `fire` was held; `changed` and `moved` are known and not cooked again. */
      change: z.enum(["new", "more", "void", "held", "fire", "changed", "moved"]),
      course: z.int().nullable(),
      allergens: z.array(z.string()),
    }),
  ),
  /** Where the lines that moved were before. */
  movedFrom: z.object({ tableName: z.string().nullable(), orderNumber: z.int() }).optional(),
});
export type KitchenTicket = z.infer<typeof KitchenTicket>;
export const Receipt = z.object({
  kind: z.literal("receipt"),
  letterhead: Letterhead,
  orderId: z.string(),
  orderNumber: z.int(),
  orderType: z.enum(orderTypes),
  receiptNumber: z.string().nullable(),
  /** Where an invoice was written for it: its number, and the lines of whom it goes to. */
  invoice: z.object({ number: z.string(), billTo: z.array(z.string().nullable()) }).optional(),
  /** Why no tax was charged, with what proves it. */
  taxExemption: z.string().optional(),
  proforma: z.boolean(),
  tableName: z.string().nullable(),
  guests: z.int().nullable(),
  waiter: z.string(),
  at: z.string(),
  lines: z.array(
    DocumentLine.extend({
      /** null for a part of a combo: it has a share of the combo's price, and no price of its own. */
      unitPrice: z.int().nullable(),
      lineTotal: z.int(),
      discountAmount: z.int(),
      taxMark: z.string(),
    }),
  ),
  discounts: z.array(z.object({ reason: z.string(), amount: z.int() })),
  subtotal: z.int(),
  discountTotal: z.int(),
  serviceCharge: z.int(),
  taxTotal: z.int(),
  total: z.int(),
  taxes: z.array(BillTaxRow),
  payments: z.array(
    z.object({
      method: z.string(),
      amount: z.int(),
      tip: z.int(),
      rounding: z.int(),
      tendered: z.int().nullable(),
      change: z.int(),
    }),
  ),
});
export type Receipt = z.infer<typeof Receipt>;
/** A refund of a receipt; of one that an invoice was written for it is a credit note. Amounts as the sale had them, tenders negative. */
export const RefundSlip = z.object({
  kind: z.literal("refund"),
  letterhead: Letterhead,
  orderId: z.string(),
  orderNumber: z.int(),
  number: z.string(),
  receiptNumber: z.string(),
  /** Number of the invoice. */
  creditNoteFor: z.string().nullable(),
  /** Lines of the invoice's addressee. */
  billTo: z.array(z.string().nullable()).nullable(),
  refundedBy: z.string(),
  reason: z.string(),
  at: z.string(),
  lines: z.array(z.object({ name: z.string(), quantity: z.number(), amount: z.int() })),
  serviceCharge: z.int(),
  total: z.int(),
  taxes: z.array(BillTaxRow),
  tenders: z.array(z.object({ method: z.string(), amount: z.int(), tip: z.int(), rounding: z.int() })),
});
export type RefundSlip = z.infer<typeof RefundSlip>;
export const TestPage = z.object({
  kind: z.literal("test"),
  letterhead: Letterhead,
  printerName: z.string(),
  at: z.string(),
});
export type TestPage = z.infer<typeof TestPage>;
/** What was done with a drawer: cash in or out, opened without a sale, counted and closed. All of them open it but the last. */
export const CashSlip = z.object({
  kind: z.literal("cash"),
  letterhead: Letterhead,
  drawerId: z.string(),
  drawerName: z.string(),
  event: z.enum(["paid_in", "paid_out", "no_sale", "closed"]),
  by: z.string(),
  at: z.string(),
  amount: z.int().nullable(),
  reason: z.string().nullable(),
  count: z
    .object({
      float: z.int(),
      expected: z.int(),
      counted: z.int(),
      overShort: z.int(),
      denominations: z.array(z.object({ value: z.int(), count: z.int() })),
    })
    .nullable(),
});
export type CashSlip = z.infer<typeof CashSlip>;
/** No paper: the pulse that opens the drawer, for cash that has no receipt of its own yet. */
export const DrawerPulse = z.object({ kind: z.literal("drawer"), orderId: z.string(), at: z.string() });
export type DrawerPulse = z.infer<typeof DrawerPulse>;
/** An X, or a Z with its number. */
export const DayDocument = z.object({
  kind: z.literal("day"),
  letterhead: Letterhead,
  /** Null for an X. */
  number: z.string().nullable(),
  by: z.string(),
  at: z.string(),
  figures: DayFigures,
  grandTotals: GrandTotals.nullable(),
});
export type DayDocument = z.infer<typeof DayDocument>;
/** Money for what is no order, and what is owed: a gift card sold, an account settled, an invoice. */
export const LedgerSlip = z.object({
  kind: z.literal("slip"),
  letterhead: Letterhead,
  title: z.string(),
  number: z.string(),
  at: z.string(),
  by: z.string(),
  /** A value that was a person's is null once they were erased. */
  facts: z.array(z.object({ label: z.string(), value: z.string().nullable() })),
  rows: z.array(z.object({ label: z.string(), amount: z.int() })),
  total: z.object({ label: z.string(), amount: z.int() }),
  tender: z
    .object({
      method: z.string(),
      amount: z.int(),
      rounding: z.int(),
      tendered: z.int().nullable(),
      change: z.int(),
    })
    .nullable(),
  /** What stands on the card or the account after it. */
  after: z.object({ label: z.string(), amount: z.int() }).nullable(),
});
export type LedgerSlip = z.infer<typeof LedgerSlip>;
/** The gift card itself: whoever holds this paper can spend it. */
export const GiftCardPaper = z.object({
  kind: z.literal("gift-card"),
  letterhead: Letterhead,
  title: z.string(),
  number: z.string(),
  /** In fours, for people; scanners read the same without dashes. */
  code: z.string(),
  amount: z.int(),
  expiresOn: z.string().nullable(),
});
export type GiftCardPaper = z.infer<typeof GiftCardPaper>;
/** Facts of one printed document. How it looks on paper is decided when it is printed, for the printer it goes to. */
export const PrintDocument = z.discriminatedUnion("kind", [
  KitchenTicket,
  Receipt,
  RefundSlip,
  TestPage,
  CashSlip,
  DrawerPulse,
  DayDocument,
  LedgerSlip,
  GiftCardPaper,
]);
export type PrintDocument = z.infer<typeof PrintDocument>;

export const PrintJob = z
  .object({
    ...entityFields,
    printerId: z.string(),
    kind: z.string(),
    orderId: z.string().nullable(),
    status: z.enum(jobStatuses),
    attempts: z.int(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    copyOf: z.string().nullable(),
  })
  .meta({ id: "PrintJob" });
export type PrintJob = z.infer<typeof PrintJob>;

/** What a person found who looked: `printed` false, nobody needs it any more. */
export const PrintJobSettlement = z.strictObject({ commandId: Id.optional(), printed: z.boolean() });

/** What is printed again may go to another printer than the usual one. */
export const ReceiptInput = z.strictObject({ commandId: Id.optional(), printerId: Id.optional() });
export type ReceiptInput = z.infer<typeof ReceiptInput>;
