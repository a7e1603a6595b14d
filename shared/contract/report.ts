import { z } from "zod";
import { BusinessDay, Id } from "./common.ts";

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
    comps: z.int().optional().meta({
      description: "Part of discounts: what was given away. On the hub, but not by item",
    }),
    tips: z.int(),
    quantity: z.number().optional(),
    currency: z.string(),
  })
  .meta({ id: "SalesRow" });
export type SalesRow = z.infer<typeof SalesRow>;
/**
 * Up to which event of which store the figures are complete. `at` is the box time of that event, null before the
 * first. `unreadable`: sales up to there that this hub could not read and left out; absent when there are none.
 */
export const Completeness = z.object({
  storeId: z.string(),
  seq: z.int(),
  at: z.string().nullable(),
  storeName: z.string().optional(),
  epoch: z.int().optional(),
  unreadable: z.int().optional(),
});
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
  /** One store only; without it all stores of the organisation. */
  storeId: Id.optional(),
});
