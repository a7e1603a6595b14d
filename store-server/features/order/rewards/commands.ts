/** Rewards on a check: points become a discount, and come back when it goes. The points themselves follow from the order's change. */
import type { Reward } from "@tillbox/shared/contract/loyalty.ts";
import { conflict, invalid, notFound } from "@tillbox/shared/refusal.ts";
import type { Command, Context, EventDraft } from "../../../kernel/types.ts";
import { activeProgram } from "../../loyalty/rows.ts";
import { orderMoney } from "../bill.ts";
import { loweredBy, permissionToLower } from "../discounts/rows.ts";
import { orderDecision } from "../effects/rows.ts";
import { findOrder, orderTarget } from "../facts/rows.ts";
import { decideDiscount } from "../lines.ts";
import { activeLines, type Discount, type Line, type OrderState } from "../order.ts";
import { checkChangeable, orderEvent } from "../status.ts";
import { orderView } from "../view.ts";

type UseReward = { id: string; discountId: string; rewardId: string; itemId?: string | undefined };

/** A whole portion of the item that no reward makes free yet. */
const freeLine = (order: OrderState, menuItemId: string, itemId: string | undefined): Line => {
  const given = (line: Line): number =>
    order.discounts.filter((discount) => discount.reward && discount.itemId === line.id).length;
  const fits = (line: Line): boolean =>
    line.menuItemId === menuItemId && line.quantityMilli - 1000 * given(line) >= 1000;
  const line = activeLines(order).find((each) => (itemId === undefined || each.id === itemId) && fits(each));
  if (!line) throw invalid("itemId", "the order has no portion of this reward's item");
  return line;
};

const discountOf = (order: OrderState, reward: Reward, input: UseReward, { actor }: Context): Discount => {
  const common = {
    id: input.discountId,
    kind: "amount" as const,
    reason: reward.name,
    by: actor.userId,
    reward: {
      rewardId: reward.id,
      name: reward.name,
      customerId: order.customerId ?? "",
      points: reward.points,
    },
  };
  if (reward.kind === "amount") return { ...common, scope: "order", itemId: null, value: reward.amount };
  const line = freeLine(order, reward.menuItemId, input.itemId);
  return { ...common, scope: "item", itemId: line.id, value: line.unitPrice };
};

const rewardEvents = (input: UseReward, context: Context): EventDraft[] => {
  const order = findOrder(context.reads, input.id);
  checkChangeable(order);
  if (!order.customerId)
    throw conflict("Say first whose points these are: link a customer.", orderView(order));
  const reward = activeProgram(context.reads)?.rewards.find(({ id }) => id === input.rewardId);
  if (!reward) throw invalid("rewardId", `there is no reward ${input.rewardId}`);
  return decideDiscount(order, discountOf(order, reward, input, context));
};

/** What a guest was shown is lowered with a manager's word only, by points too. */
export const giveReward: Command<UseReward> = {
  name: "order.reward",
  permission: (input, context) => {
    const order = findOrder(context.reads, input.id);
    return permissionToLower("loyalty.redeem", order, () => rewardEvents(input, context), context);
  },
  approvable: true,
  approvalAmount: (input, context) =>
    loweredBy(findOrder(context.reads, input.id), () => rewardEvents(input, context), context),
  target: orderTarget,
  decide: (input, context) => orderDecision(context, input.id, rewardEvents(input, context)),
};

/** Takes a discount off again; what the guest paid already was with it. */
export const removeDiscount: Command<{ id: string; discountId: string }> = {
  name: "order.remove-discount",
  permission: ({ id, discountId }, { reads }) => {
    const discount = findOrder(reads, id).discounts.find((each) => each.id === discountId);
    return discount?.reward ? "loyalty.redeem" : "order.discount";
  },
  target: orderTarget,
  decide: ({ id, discountId }, context) => {
    const order = findOrder(context.reads, id);
    checkChangeable(order);
    if (!order.discounts.some((discount) => discount.id === discountId))
      throw notFound("discount", discountId);
    if (orderMoney(order).paid > 0)
      throw conflict(
        "A part of this order is paid with this discount. Take that back first.",
        orderView(order),
      );
    return orderDecision(context, id, [orderEvent(id, "DiscountRemoved", { discountId })]);
  },
};
