/**
 * Counts what happened in the business, from the journal: woken by a commit, it reads on from its own cursor. Counters start at zero with
 * the process, as Prometheus expects; sums of money are asked of the roll-ups at each scrape.
 */
import type { Kernel } from "../kernel/kernel.ts";
import type { StoredEvent } from "../kernel/types.ts";
import { followJournal } from "./follow-journal.ts";

export type BusinessCounters = {
  orderReached(status: string, type: string): void;
  orderTook(status: string, seconds: number): void;
  orderDelayed(type: string): void;
  paymentTaken(method: string): void;
  kitchenTook(station: string, seconds: number): void;
};
type OrderFacts = {
  type: string;
  createdAt: string;
  lines: { id: string; sentAt: string | null; stations: string[] }[];
};

const secondsBetween = (from: string, to: string): number =>
  Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);

const countEvent = (event: StoredEvent, order: OrderFacts | undefined, counters: BusinessCounters): void => {
  if (!order) return;
  const { data } = event;
  if (event.type === "OrderOpened") counters.orderReached("pending", order.type);
  if (event.type === "StatusChanged") {
    counters.orderReached(String(data.to), order.type);
    counters.orderTook(String(data.to), secondsBetween(order.createdAt, event.at));
  }
  if (event.type === "OrderDelayed") counters.orderDelayed(order.type);
  if (event.type === "PaymentCaptured") counters.paymentTaken((data.payment as { method: string }).method);
  if (event.type !== "LinesMoved" || data.status !== "ready") return;
  const moved = new Set(data.lineIds as string[]);
  for (const line of order.lines) {
    if (moved.has(line.id) && line.sentAt !== null)
      counters.kitchenTook(line.stations[0] ?? "none", secondsBetween(line.sentAt, event.at));
  }
};

/** Counts from now on; returns what stops it. */
export const countBusiness = (kernel: Kernel, counters: BusinessCounters): (() => void) =>
  followJournal(kernel, "order", (event) => {
    const order = kernel.get(kernel.entity("order"), event.id) as unknown as OrderFacts | undefined;
    countEvent(event, order, counters);
  });
