/** What one person may take off a check, and what a change of its lines makes of that. */
import { percentToPpm } from "@tillbox/shared/decimal.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Context, EventDraft, Reads, StoredEvent } from "../../../kernel/types.ts";
import { setting } from "../../settings/rows.ts";
import { outgrowsLimit } from "../discounts.ts";
import { evolve, type OrderState } from "../order.ts";
import { orders } from "../rows.ts";

export const limitOf = (reads: Reads): number => percentToPpm(setting(reads, "discount.limit"));

/** What a refused change would do to the check: nothing. The command itself says why. */
const eventsOf = (change: () => readonly EventDraft[]): readonly EventDraft[] => {
  try {
    return change();
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
};

/** `permission`, or that of any discount where the change makes an earlier discount more than what this person may give. */
export const permissionToShrink = (
  permission: string,
  order: OrderState,
  change: () => readonly EventDraft[],
  { reads, actor, at }: Context,
): string => {
  const any = "order.discount-any";
  if (!actor.permissions.has(permission) || actor.permissions.has(any)) return permission;
  const after = eventsOf(change)
    .filter(({ entity, id }) => entity === orders.name && id === order.id)
    .reduce<OrderState>(
      (state, draft) => evolve(state, { ...draft, at, seq: order.version } as StoredEvent),
      order,
    );
  return outgrowsLimit(order, after, limitOf(reads)) ? any : permission;
};
