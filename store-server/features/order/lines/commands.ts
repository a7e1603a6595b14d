/** Commands that change what is on a check: lines and discounts. */

import type { DiscountInput } from "@tillbox/shared/contract/order.ts";
import { percentToPpm } from "@tillbox/shared/decimal.ts";
import type { Command } from "../../../kernel/types.ts";
import { setting } from "../../settings/rows.ts";
import { orderDecision } from "../effects/rows.ts";
import { findOrder, hasOpenItem, orderTarget, orOwn, priceLines, showsHeld } from "../facts/rows.ts";
import {
  decideAddLines,
  decideChangeLine,
  decideDiscount,
  decideVoidLine,
  type LineChange,
  takesBack,
  toDiscount,
  wasTold,
  withinLimit,
  worthOf,
  worthOfDiscount,
} from "../lines.ts";
import type { CompleteLineInput } from "../pricing.ts";
import { settling } from "../settling/rows.ts";
import { checkChangeable } from "../status.ts";

export const addLines: Command<{ id: string; items: CompleteLineInput[]; send: boolean }> = {
  name: "order.add-items",
  permission: ({ id, items, send }, context) => {
    if (send && !context.actor.permissions.has("order.send")) return "order.send";
    return hasOpenItem(items) ? "order.open-item" : orOwn(context, id, "order.edit");
  },
  target: orderTarget,
  decide: ({ id, items, send }, context) => {
    const order = findOrder(context.reads, id);
    checkChangeable(order);
    const lines = priceLines(context, items, order.type);
    return orderDecision(
      context,
      id,
      decideAddLines(order, lines, { send, showHeld: showsHeld(context.reads) }),
    );
  },
};

const lineSubject = ({ itemId }: { itemId: string }): string[] => [itemId];

export const changeLine: Command<{ id: string; itemId: string; change: LineChange }> = {
  name: "order.change-item",
  permission: ({ id, itemId, change }, context) =>
    takesBack(findOrder(context.reads, id), itemId, change) ? "order.void" : orOwn(context, id, "order.edit"),
  approvable: true,
  approvalSubjects: lineSubject,
  target: orderTarget,
  decide: ({ id, itemId, change }, context) => {
    const order = findOrder(context.reads, id);
    return orderDecision(context, id, settling(order, decideChangeLine(order, itemId, change), context));
  },
};

export const voidLine: Command<{ id: string; itemId: string; reason: string | null }> = {
  name: "order.void-item",
  permission: ({ id, itemId }, context) =>
    wasTold(findOrder(context.reads, id), itemId) ? "order.void" : orOwn(context, id, "order.edit"),
  approvable: true,
  approvalSubjects: lineSubject,
  approvalAmount: ({ id, itemId }, { reads }) => worthOf(findOrder(reads, id), itemId),
  target: orderTarget,
  decide: ({ id, itemId, reason }, context) => {
    const order = findOrder(context.reads, id);
    return orderDecision(context, id, settling(order, decideVoidLine(order, itemId, reason), context));
  },
};

export const giveDiscount: Command<{ id: string; discountId: string; discount: DiscountInput }> = {
  name: "order.discount",
  permission: ({ id, discountId, discount }, context) => {
    const limit = percentToPpm(setting(context.reads, "discount.limit"));
    return withinLimit(findOrder(context.reads, id), toDiscount(discountId, discount, null), limit)
      ? "order.discount"
      : "order.discount-any";
  },
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
