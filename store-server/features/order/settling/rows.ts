/** A check that a change leaves with nothing to pay: what is paid on it already settles it, and nobody has to pay nothing. */
import type { Context, EventDraft, StoredEvent } from "../../../kernel/types.ts";
import { orderMoney } from "../bill.ts";
import { paymentFacts } from "../money/commands.ts";
import { evolve, isFinal, type OrderState } from "../order.ts";
import { decideFinalise } from "../payment.ts";
import { orders } from "../rows.ts";

/** `events` with what follows for `order` when they leave it paid in full. */
export const settling = (
  order: OrderState,
  events: readonly EventDraft[],
  context: Context,
): EventDraft[] => {
  const fold = (state: OrderState, draft: EventDraft): OrderState =>
    evolve(state, { ...draft, at: context.at, seq: order.version } as StoredEvent);
  const after = events
    .filter(({ entity, id }) => entity === orders.name && id === order.id)
    .reduce(fold, order);
  const { paid, due } = orderMoney(after);
  const settled = paid > 0 && due === 0 && !isFinal(after);
  return settled ? [...events, ...decideFinalise(after, paymentFacts(context, "", after))] : [...events];
};
