/**
 * How much cash a tap leaves in the drawer, for the box to know should it be unable to book the payment as it was meant. Only what was
 * computed for the guest is said: where nothing could be, nothing is, and the box goes by what the payment itself says.
 */
import type { Payment } from "@tillbox/shared/contract/order.ts";
import { handedOf } from "@tillbox/shared/tender.ts";

export const takenBy = (payment: Payment | null | undefined): { taken?: number } => {
  if (payment?.method !== "cash") return {};
  const taken = handedOf(payment);
  return taken > 0 ? { taken } : {};
};
