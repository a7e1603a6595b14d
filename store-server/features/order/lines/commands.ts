/** Commands that change the lines of a check. */

import type { Command } from "../../../kernel/types.ts";
import { orderDecision } from "../effects/rows.ts";
import { findOrder, hasOpenItem, orderTarget, orOwn, priceLines, showsHeld } from "../facts/rows.ts";
import {
  decideAddLines,
  decideChangeLine,
  decideVoidLine,
  type LineChange,
  takesBack,
  wasTold,
  worthOf,
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
