/** Commands that move lines between checks: split, move, merge. */

import { newId } from "@tillbox/shared/id.ts";
import { notFound } from "@tillbox/shared/refusal.ts";
import type { Command, Context, EventDraft } from "../../../kernel/types.ts";
import { orderMoney } from "../bill.ts";
import { permissionToShrink } from "../discounts/rows.ts";
import type { Portion } from "../division.ts";
import { orderDecision } from "../effects/rows.ts";
import { dayOf, findOrder, orderTarget } from "../facts/rows.ts";
import { joinNotes } from "../guest/rows.ts";
import { decideMerge, decideMoveItems, decideSplit, type MoveFacts } from "../moves.ts";
import type { OrderState } from "../order.ts";
import { nextOrderNumber, orders } from "../rows.ts";
import { seatingEvents } from "../seating/rows.ts";
import { settling } from "../settling/rows.ts";

/** Who is exempt from tax, or from the service charge, stays so on every check that is split off. */
const termsOf = ({
  taxExemption,
  serviceWaiver,
}: OrderState): Pick<OrderState, "taxExemption" | "serviceWaiver"> => ({
  ...(taxExemption ? { taxExemption } : {}),
  ...(serviceWaiver ? { serviceWaiver } : {}),
});

const factsOf = ({ at }: Context): MoveFacts => ({ at, makeId: newId });

/** What the check keeps off: the manager says whether that is right for what is left of it. */
const keptOff = ({ id }: { id: string }, { reads }: Context): number =>
  orderMoney(findOrder(reads, id)).bill.discountTotal;

export type SplitOrder = { id: string; newOrderId: string; items: Portion[]; tableId: string | null };

const splitEvents = (
  order: OrderState,
  { newOrderId, items, tableId }: SplitOrder,
  context: Context,
): EventDraft[] => {
  const opened = {
    id: newOrderId,
    number: nextOrderNumber(context.reads),
    type: order.type,
    tableId: tableId ?? order.tableId,
    guests: null,
    customerName: null,
    notes: order.notes,
    businessDay: dayOf(context),
    policy: order.policy,
    ...termsOf(order),
    lines: [],
    openedBy: order.openedBy,
    splitFrom: { id: order.id, number: order.number },
  };
  return decideSplit(order, opened, items, factsOf(context));
};

export const splitOrder: Command<SplitOrder> = {
  name: "order.split",
  permission: (input, context) => {
    const order = findOrder(context.reads, input.id);
    return permissionToShrink("order.transfer", order, () => splitEvents(order, input, context), context);
  },
  approvable: true,
  approvalAmount: keptOff,
  target: orderTarget,
  decide: (input, context) => {
    const { id, newOrderId } = input;
    const order = findOrder(context.reads, id);
    const table = input.tableId ?? order.tableId;
    const events = splitEvents(order, input, context);
    const seated = table === order.tableId ? [] : seatingEvents(context, { tableId: table, newCheck: true });
    return orderDecision(context, newOrderId, settling(order, [...events, ...seated], context));
  },
};

export const moveItems: Command<{ id: string; toOrderId: string; items: Portion[] }> = {
  name: "order.move-items",
  permission: ({ id, toOrderId, items }, context) => {
    const order = findOrder(context.reads, id);
    const target = context.reads.get(orders, toOrderId);
    const moved = () => (target ? decideMoveItems(order, target, items, factsOf(context)) : []);
    return permissionToShrink("order.transfer", order, moved, context);
  },
  approvable: true,
  approvalAmount: keptOff,
  target: orderTarget,
  decide: ({ id, toOrderId, items }, context) => {
    const order = findOrder(context.reads, id);
    const target = context.reads.get(orders, toOrderId);
    if (!target) throw notFound("order", toOrderId);
    const events = decideMoveItems(order, target, items, factsOf(context));
    return orderDecision(context, id, settling(order, events, context));
  },
};

export const mergeOrders: Command<{ id: string; fromOrderId: string }> = {
  name: "order.merge",
  permission: "order.transfer",
  target: orderTarget,
  decide: ({ id, fromOrderId }, context) => {
    const target = findOrder(context.reads, id);
    const source = findOrder(context.reads, fromOrderId);
    const facts = {
      ...factsOf(context),
      joinNotes: (...notes: string[]) => joinNotes(context.reads, id, notes),
    };
    return orderDecision(context, id, decideMerge(target, source, facts));
  },
};
