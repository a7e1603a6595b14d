/** What one person may take off a check, and what a change of its lines makes of that. */
import { percentToPpm } from "@tillbox/shared/decimal.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Context, EventDraft, Reads, StoredEvent } from "../../../kernel/types.ts";
import { setting } from "../../settings/rows.ts";
import { orderMoney } from "../bill.ts";
import { outgrowsLimit } from "../discounts.ts";
import { evolve, type OrderState } from "../order.ts";
import { orders } from "../rows.ts";

export const limitOf = (reads: Reads): number => percentToPpm(setting(reads, "discount.limit"));

type Change = () => readonly EventDraft[];
const anyDiscount = "order.discount-any";

/** What a refused change would do to the check: nothing. The command itself says why. */
const eventsOf = (change: Change): readonly EventDraft[] => {
  try {
    return change();
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
};

const afterOf = (order: OrderState, change: Change, at: string): OrderState =>
  eventsOf(change)
    .filter(({ entity, id }) => entity === orders.name && id === order.id)
    .reduce<OrderState>(
      (state, draft) => evolve(state, { ...draft, at, seq: order.version } as StoredEvent),
      order,
    );

/** How much less the guest has to pay once the check is changed so; minor units. */
export const loweredBy = (order: OrderState, change: Change, { at }: Pick<Context, "at">): number =>
  Math.max(0, orderMoney(order).bill.total - orderMoney(afterOf(order, change, at)).bill.total);

/** `permission`, or that of any discount where the guest was shown the check and the change makes it cheaper. */
export const permissionToLower = (
  permission: string,
  order: OrderState,
  change: Change,
  context: Context,
): string => {
  const { permissions } = context.actor;
  if (order.proformaAt === null || !permissions.has(permission) || permissions.has(anyDiscount))
    return permission;
  return loweredBy(order, change, context) > 0 ? anyDiscount : permission;
};

/** `permission`, or that of any discount where the change makes an earlier discount more than what this person may give. */
export const permissionToShrink = (
  permission: string,
  order: OrderState,
  change: Change,
  { reads, actor, at }: Context,
): string => {
  if (!actor.permissions.has(permission) || actor.permissions.has(anyDiscount)) return permission;
  return outgrowsLimit(order, afterOf(order, change, at), limitOf(reads)) ? anyDiscount : permission;
};
