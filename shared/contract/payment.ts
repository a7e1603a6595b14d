/** What happens to a payment after it was taken. */
import { z } from "zod";
import { Amount, Id, Reason } from "./common.ts";

export const PaymentVoidInput = z.strictObject({ commandId: Id.optional(), reason: Reason });
/** A tip that was written on the slip after the payment. */
export const TipInput = z.strictObject({
  id: Id.optional(),
  commandId: Id.optional(),
  amount: Amount.min(1, "must be more than zero"),
});
