import { z } from "zod";
import { BusinessDay } from "./common.ts";

export const SalesRow = z
  .object({
    key: z.string(),
    name: z.string().optional(),
    storeId: z.string().optional(),
    businessDay: z.string().optional(),
    orders: z.int(),
    gross: z.int(),
    net: z.int(),
    tax: z.int(),
    discounts: z.int(),
    tips: z.int(),
    quantity: z.number().optional(),
    currency: z.string(),
  })
  .meta({ id: "SalesRow" });
export type SalesRow = z.infer<typeof SalesRow>;
export const Completeness = z.object({ storeId: z.string(), seq: z.int(), at: z.string().nullable() });
export const SalesReport = z
  .object({ items: z.array(SalesRow), completeness: z.array(Completeness) })
  .meta({ id: "SalesReport" });
export type SalesReport = z.infer<typeof SalesReport>;
export const boxGroupings = ["day", "hour", "item", "method", "staff", "type"] as const;
export const hubGroupings = ["day", "store", "hour", "item", "method"] as const;
export const ReportQuery = z.strictObject({
  from: BusinessDay.optional(),
  to: BusinessDay.optional(),
  groupBy: z.enum(boxGroupings).optional(),
});
export const HubReportQuery = z.strictObject({
  from: BusinessDay.optional(),
  to: BusinessDay.optional(),
  groupBy: z.enum(hubGroupings).optional(),
});
