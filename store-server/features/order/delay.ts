/** Waiting too long for the kitchen: since when, and when it begins and ends to be a delay. Pure. */
import type { Line, OrderState } from "./order.ts";

export type DelayEvents = {
  /** `waitingSince`: when the line that waits longest was sent; `since`: when that became too long. */
  OrderDelayed: { waitingSince: string; since: string };
};

const waits = ({ status, sentAt }: Line): boolean =>
  sentAt !== null && (status === "sent" || status === "preparing");

/** When the line that waits longest for the kitchen was sent; null while none does. */
export const waitingSince = (order: Pick<OrderState, "status" | "lines">): string | null => {
  if (order.status === "cancelled") return null;
  return order.lines.reduce<string | null>(
    (first, line) => (waits(line) && (first === null || String(line.sentAt) < first) ? line.sentAt : first),
    null,
  );
};

/** The order without its delay once nothing waits any more that was late; what was sent later has its own time. */
export const endDelay = (order: OrderState): OrderState => {
  if (order.delay === undefined) return order;
  const first = waitingSince(order);
  if (first !== null && first <= order.delay.waitingSince) return order;
  const { delay: _over, ...rest } = order;
  return rest;
};

/** The time at which waiting becomes a delay. */
export const dueAt = (since: string, threshold_min: number): string =>
  new Date(Date.parse(since) + threshold_min * 60_000).toISOString();
