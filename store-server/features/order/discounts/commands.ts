/** Commands of what is taken off a check: discounts, and what the house gives away. */
import type { DiscountInput } from "@tillbox/shared/contract/order.ts";
import type { Command, Reads } from "../../../kernel/types.ts";
import {
  changedDiscount,
  compOf,
  type DiscountChange,
  decideChangeDiscount,
  discountPermission,
  findDiscount,
  withoutDiscount,
} from "../discounts.ts";
import { orderDecision } from "../effects/rows.ts";
import { findOrder, orderTarget } from "../facts/rows.ts";
import { decideDiscount, toDiscount, worthOfDiscount } from "../lines.ts";
import { findOrderOf } from "../moves/rows.ts";
import { limitOf } from "./rows.ts";

const named = ({ itemId }: { itemId?: string | null | undefined }): string[] => (itemId ? [itemId] : []);

export const giveDiscount: Command<{ id: string; discountId: string; discount: DiscountInput }> = {
  name: "order.discount",
  permission: ({ id, discountId, discount }, { reads }) =>
    discountPermission(
      findOrderOf(reads, id, named(discount)),
      toDiscount(discountId, discount, null),
      limitOf(reads),
    ),
  approvable: true,
  approvalSubjects: ({ discount }) => (discount.itemId === undefined ? [] : [discount.itemId]),
  approvalAmount: ({ id, discountId, discount }, { reads }) =>
    worthOfDiscount(findOrder(reads, id), toDiscount(discountId, discount, null)),
  target: orderTarget,
  decide: ({ id, discountId, discount }, context) => {
    const given = toDiscount(discountId, discount, context.actor.userId);
    return orderDecision(context, id, decideDiscount(findOrder(context.reads, id), given));
  },
};

type ChangeDiscount = { id: string; discountId: string; change: DiscountChange };
const changeFacts = ({ id, discountId, change }: ChangeDiscount, reads: Reads) => {
  const order = findOrder(reads, id);
  const discount = changedDiscount(findDiscount(order, discountId), change, null);
  return { others: withoutDiscount(order, discountId), discount };
};

export const changeDiscount: Command<ChangeDiscount> = {
  name: "order.change-discount",
  permission: (input, { reads }) => {
    const { others, discount } = changeFacts(input, reads);
    return discountPermission(others, discount, limitOf(reads));
  },
  approvable: true,
  approvalSubjects: ({ discountId }) => [discountId],
  approvalAmount: (input, { reads }) => {
    const { others, discount } = changeFacts(input, reads);
    return worthOfDiscount(others, discount);
  },
  target: orderTarget,
  decide: ({ id, discountId, change }, context) => {
    const order = findOrder(context.reads, id);
    const events = decideChangeDiscount(order, discountId, change, context.actor.userId);
    return orderDecision(context, id, events);
  },
};

export type GiveComp = { id: string; discountId: string; itemId: string | null; reason: string };

export const giveComp: Command<GiveComp> = {
  name: "order.comp",
  permission: ({ id, itemId }, { reads }) => {
    findOrderOf(reads, id, named({ itemId }));
    return "order.comp";
  },
  approvable: true,
  approvalSubjects: ({ itemId }) => (itemId === null ? [] : [itemId]),
  approvalAmount: ({ id, discountId, ...comp }, { reads }) =>
    worthOfDiscount(findOrder(reads, id), compOf(discountId, comp, null)),
  target: orderTarget,
  decide: ({ id, discountId, ...comp }, context) => {
    const given = compOf(discountId, comp, context.actor.userId);
    return orderDecision(context, id, decideDiscount(findOrder(context.reads, id), given));
  },
};
