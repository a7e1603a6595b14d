/** Commands that change the lines of a check. */

import type { LineInput } from "@tillbox/shared/contract/order.ts";
import { invalid } from "@tillbox/shared/refusal.ts";
import type { Command, Reads } from "../../../kernel/types.ts";
import { menuItems } from "../../menu/rows.ts";
import { permissionToShrink } from "../discounts/rows.ts";
import { orderDecision } from "../effects/rows.ts";
import { findOrder, hasOpenItem, orderTarget, orOwn, priceLines, showsHeld } from "../facts/rows.ts";
import {
  decideAddLines,
  decideChangeLine,
  decideVoidLine,
  findLine,
  type LineChange,
  takesBack,
  wasTold,
  worthOf,
  worthTaken,
} from "../lines.ts";
import { chosenModifiers } from "../modifiers.ts";
import { findOrderOf } from "../moves/rows.ts";
import type { OrderState } from "../order.ts";
import type { CompleteLineInput } from "../pricing.ts";
import { settling } from "../settling/rows.ts";
import { checkChangeable } from "../status.ts";

export const addLines: Command<{ id: string; items: CompleteLineInput[]; send: boolean }> = {
  name: "order.add-items",
  permission: ({ id, items, send }, context) => {
    if (send && !context.actor.permissions.has("order.send")) return "order.send";
    const edit = orOwn(context, id, "order.edit");
    return hasOpenItem(items) && context.actor.permissions.has(edit) ? "order.open-item" : edit;
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

/** As a client asks for it: options by their ids. */
type LineChangeAsked = Omit<LineChange, "modifiers"> & { modifiers?: LineInput["modifiers"] };

/** With the options priced by the menu of now; what the dish itself costs stays as it was ordered. */
const pricedChange = (
  reads: Reads,
  order: OrderState,
  itemId: string,
  { modifiers, ...change }: LineChangeAsked,
): LineChange => {
  if (modifiers === undefined) return change;
  const { menuItemId } = findLine(order, itemId);
  const item = menuItemId === null ? undefined : reads.get(menuItems.entity, menuItemId);
  if (!item) throw invalid("modifiers", "this line has none on the menu");
  return { ...change, modifiers: chosenModifiers(modifiers, item, "modifiers") };
};

export const changeLine: Command<{ id: string; itemId: string; change: LineChangeAsked }> = {
  name: "order.change-item",
  permission: ({ id, itemId, change }, context) => {
    const order = findOrderOf(context.reads, id, [itemId]);
    const priced = pricedChange(context.reads, order, itemId, change);
    if (takesBack(order, itemId, priced)) return "order.void";
    const permission = orOwn(context, id, "order.edit");
    return permissionToShrink(permission, order, () => decideChangeLine(order, itemId, priced), context);
  },
  approvable: true,
  approvalSubjects: lineSubject,
  approvalAmount: ({ id, itemId, change }, { reads }) => {
    const order = findOrder(reads, id);
    return worthTaken(order, itemId, pricedChange(reads, order, itemId, change));
  },
  target: orderTarget,
  decide: ({ id, itemId, change }, context) => {
    const order = findOrderOf(context.reads, id, [itemId]);
    const priced = pricedChange(context.reads, order, itemId, change);
    return orderDecision(context, id, settling(order, decideChangeLine(order, itemId, priced), context));
  },
};

export const voidLine: Command<{ id: string; itemId: string; reason: string | null }> = {
  name: "order.void-item",
  permission: ({ id, itemId, reason }, context) => {
    const order = findOrderOf(context.reads, id, [itemId]);
    if (wasTold(order, itemId)) return "order.void";
    const permission = orOwn(context, id, "order.edit");
    return permissionToShrink(permission, order, () => decideVoidLine(order, itemId, reason), context);
  },
  approvable: true,
  approvalSubjects: lineSubject,
  approvalAmount: ({ id, itemId }, { reads }) => worthOf(findOrder(reads, id), itemId),
  target: orderTarget,
  decide: ({ id, itemId, reason }, context) => {
    const order = findOrderOf(context.reads, id, [itemId]);
    return orderDecision(context, id, settling(order, decideVoidLine(order, itemId, reason), context));
  },
};
