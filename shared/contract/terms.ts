/** Terms of an order that a person sets: exemption from tax, no service charge, another type. */
import { z } from "zod";
import { Id, Reason } from "./common.ts";
import { orderTypes } from "./order-words.ts";

export const TaxExemption = z.strictObject({
  reason: Reason,
  reference: z.string().trim().min(1).max(60).nullable().default(null).meta({
    description: "Number of the certificate or tax id that proves it",
  }),
});
export type TaxExemption = z.infer<typeof TaxExemption>;
export const ServiceWaiver = z.strictObject({ reason: Reason });
export type ServiceWaiver = z.infer<typeof ServiceWaiver>;

/** Only what is named changes; null takes it back. */
export const TermsInput = z.strictObject({
  commandId: Id.optional(),
  type: z.enum(orderTypes).optional(),
  taxExemption: TaxExemption.nullable().optional(),
  serviceWaiver: ServiceWaiver.nullable().optional(),
});
export type TermsInput = z.infer<typeof TermsInput>;
