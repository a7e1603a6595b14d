/** Writes down that an order waits too long. Nobody asks for it: the watch does, when the time has come. */
import type { Command, EventDraft } from "../../../kernel/types.ts";
import { setting } from "../../settings/rows.ts";
import { dueAt, waitingSince } from "../delay.ts";
import { orderDecision } from "../effects/rows.ts";
import { findOrder, orderTarget } from "../facts/rows.ts";
import type { OrderState } from "../order.ts";
import { orderEvent } from "../status.ts";

const decideDelay = (order: OrderState, threshold_min: number, at: string): EventDraft[] => {
  const first = waitingSince(order);
  if (first === null || order.delay !== undefined) return [];
  const since = dueAt(first, threshold_min);
  return since > at ? [] : [orderEvent(order.id, "OrderDelayed", { waitingSince: first, since })];
};

export const noteDelay: Command<{ id: string }> = {
  name: "order.note-delay",
  permission: "order.send",
  target: orderTarget,
  decide: ({ id }, context) => {
    const threshold_min = setting(context.reads, "order.delay_threshold");
    return orderDecision(context, id, decideDelay(findOrder(context.reads, id), threshold_min, context.at));
  },
};
