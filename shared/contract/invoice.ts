/**
 * An invoice to a company for a paid order: a document of its own with a series of its own (`I1-000001`), one an order. Whose it is can be
 * a person, so company and address are sealed in the event like all personal data. A refund of an invoiced order is its credit note.
 */
import { z } from "zod";
import { entityFields, Id, Minor, Name } from "./common.ts";

const Line = z.string().trim().min(1, "must not be empty").max(120, "is longer than 120 characters");
export const InvoiceInput = z
  .strictObject({
    id: Id.optional(),
    commandId: Id.optional(),
    company: Name,
    address: z.array(Line).min(1).max(6).meta({ description: "Lines of the address" }),
    vatId: z.string().trim().min(1).max(40).nullable().optional(),
  })
  .meta({ id: "InvoiceInput" });
export type InvoiceInput = z.infer<typeof InvoiceInput>;

const TaxRow = z.object({
  taxClassId: z.string(),
  name: z.string(),
  rate: z.string(),
  inclusive: z.boolean(),
  net: z.int(),
  tax: z.int(),
  gross: z.int(),
});
/** Data of the event `InvoiceIssued` (version 1) of the entity `invoice`. */
export const InvoiceIssued = z.object({
  number: z.string(),
  orderId: z.string(),
  orderNumber: z.int(),
  receiptNumber: z.string(),
  businessDay: z.string(),
  userId: z.string(),
  company: z.string().nullable(),
  address: z.array(z.string().nullable()),
  vatId: z.string().nullable(),
  currency: z.string(),
  total: Minor,
  net: Minor,
  taxTotal: Minor,
  taxes: z.array(TaxRow),
});
export type InvoiceIssued = z.infer<typeof InvoiceIssued>;
export const Invoice = InvoiceIssued.extend(entityFields).meta({ id: "Invoice" });
export type Invoice = z.infer<typeof Invoice>;
