/** What wants a person now, the most urgent first. Pure. */
import type { Order } from "@tillbox/shared/contract/order.ts";
import { formatElapsed } from "@tillbox/shared/ui/format.ts";
import type { Tone } from "@tillbox/shared/ui/tone.ts";
import { minutesSince } from "../../common/figures.ts";
import { type FloorFacts, isReady, lateBy } from "./table-state.ts";

export type Need = {
  orderId: string;
  what: string;
  since: string;
  tone: Tone;
  rank: number;
  minutes: number;
};

const needOf = (order: Order, facts: FloorFacts): Need | null => {
  const late = lateBy(order, facts);
  if (late !== null)
    return {
      orderId: order.id,
      what: "Kitchen is late",
      since: `+${formatElapsed(late)}`,
      tone: "bad",
      rank: 0,
      minutes: late,
    };
  if (isReady(order)) return waiting(order, "Ready at the pass", order.readyAt, "good", 1, facts);
  if (order.proformaAt !== null && order.due > 0)
    return waiting(order, "Wants to pay", order.proformaAt, "printed", 2, facts);
  return null;
};

const waiting = (
  order: Order,
  what: string,
  at: string | null,
  tone: Tone,
  rank: number,
  facts: FloorFacts,
): Need => {
  const minutes = at === null ? 0 : minutesSince(at, facts.now_ms);
  return {
    orderId: order.id,
    what,
    since: at === null ? "now" : formatElapsed(minutes),
    tone,
    rank,
    minutes,
  };
};

export const needsOf = (orders: Iterable<Order>, facts: FloorFacts): Need[] =>
  [...orders]
    .filter(({ status }) => status !== "completed" && status !== "cancelled")
    .flatMap((order) => needOf(order, facts) ?? [])
    .sort((a, b) => a.rank - b.rank || b.minutes - a.minutes);
