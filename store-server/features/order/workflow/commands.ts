/** The way of an order from the pad to the pass and out: send, kitchen, served, completed, cancelled. */
import type { LineStatus, OrderStatus } from "@tillbox/shared/contract/order-words.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Command, Context, EventDraft } from "../../../kernel/types.ts";
import { orderMoney } from "../bill.ts";
import { type Chosen, decideFire, decideHold, decideSend } from "../courses.ts";
import { orderDecision } from "../effects/rows.ts";
import { findOrder, orderTarget, orOwn, showsHeld } from "../facts/rows.ts";
import { paymentFacts } from "../money/commands.ts";
import { findOrderOf } from "../moves/rows.ts";
import { type OrderState, unsentMilli } from "../order.ts";
import { decideFinalise } from "../payment.ts";
import {
  allowedStatuses,
  checkChangeable,
  decideKitchen,
  decideStatus,
  illegalMove,
  orderEvent,
  sendLines,
  statusChanged,
} from "../status.ts";

export const sendOrder: Command<{ id: string; courses?: number[] | undefined }> = {
  name: "order.send",
  permission: "order.send",
  target: orderTarget,
  decide: ({ id, courses }, context) => {
    const order = findOrder(context.reads, id);
    checkChangeable(order);
    // Who names a course wants it now, held or not.
    const events =
      courses === undefined ? decideSend(order, showsHeld(context.reads)) : decideFire(order, { courses });
    return orderDecision(context, id, events);
  },
};

export const holdOrder: Command<{ id: string } & Chosen> = {
  name: "order.hold",
  permission: "order.send",
  target: orderTarget,
  decide: ({ id, ...chosen }, context) =>
    orderDecision(context, id, decideHold(findOrderOf(context.reads, id, chosen.itemIds ?? []), chosen)),
};

export const fireOrder: Command<{ id: string } & Chosen> = {
  name: "order.fire",
  permission: "order.send",
  target: orderTarget,
  decide: ({ id, ...chosen }, context) =>
    orderDecision(context, id, decideFire(findOrderOf(context.reads, id, chosen.itemIds ?? []), chosen)),
};

/** Which permission a move needs: the kitchen's, the floor's, or a manager's to take back what was sent. */
const statusPermission = (to: OrderStatus, context: Context): string => {
  if (to === "confirmed") return "order.send";
  if (to !== "preparing" && to !== "ready") return "order.serve";
  return context.actor.permissions.has("kitchen.update") ? "kitchen.update" : "order.serve";
};

/** Whatever the kitchen or a guest was told of goes with a manager's word only. */
const cancelPermission = (id: string, context: Context): string => {
  const order = findOrder(context.reads, id);
  const told = order.proformaAt !== null || order.lines.some((line) => line.sentMilli > 0);
  return told ? "order.cancel" : orOwn(context, id, "order.edit");
};

const decideCancel = (order: OrderState, reason: string | null): EventDraft[] => {
  const allowed = allowedStatuses(order);
  if (!allowed.includes("cancelled")) throw illegalMove(order, "cancelled", allowed);
  return statusChanged(order, "cancelled", reason);
};

const decideComplete = (order: OrderState, context: Context): EventDraft[] => {
  const allowed = allowedStatuses(order);
  if (!allowed.includes("completed")) throw illegalMove(order, "completed", allowed);
  if (order.receiptNumber !== null)
    return [...sendLines(order, () => true), ...statusChanged(order, "completed")];
  if (orderMoney(order).due !== 0) throw new Refusal("conflict", "It still has to be paid.");
  return decideFinalise(order, { ...paymentFacts(context, "", order), completes: true });
};

/** Paid, and nothing of it waits to be cooked: once served it is over. */
const isSettled = (order: OrderState): boolean =>
  order.receiptNumber !== null && order.lines.every((line) => unsentMilli(line) === 0);

export const moveOrder: Command<{ id: string; status: OrderStatus; reason: string | null }> = {
  name: "order.status",
  permission: ({ id, status }, context) =>
    status === "cancelled" ? cancelPermission(id, context) : statusPermission(status, context),
  approvable: true,
  approvalAmount: ({ id }, { reads }) => orderMoney(findOrder(reads, id)).bill.total,
  target: orderTarget,
  decide: ({ id, status, reason }, context) => {
    const order = findOrder(context.reads, id);
    if (status === "cancelled") return orderDecision(context, id, decideCancel(order, reason));
    if (status === "completed") return orderDecision(context, id, decideComplete(order, context));
    const events = decideStatus(order, status, reason);
    const ends =
      status === "served" && isSettled(order)
        ? [orderEvent(id, "StatusChanged", { from: "served", to: "completed", reason: null })]
        : [];
    return orderDecision(context, id, [...events, ...ends]);
  },
};

export const moveLines: Command<{ id: string; itemIds: string[]; status: LineStatus }> = {
  name: "order.kitchen",
  permission: (_input, { actor }) =>
    actor.permissions.has("kitchen.update") ? "kitchen.update" : "order.serve",
  target: orderTarget,
  decide: ({ id, itemIds, status }, context) => {
    const order = findOrderOf(context.reads, id, itemIds);
    const events = decideKitchen(order, itemIds, status);
    const served = events.some((event) => event.type === "StatusChanged" && event.data.to === "served");
    const ends =
      served && isSettled(order)
        ? [orderEvent(id, "StatusChanged", { from: "served", to: "completed", reason: null })]
        : [];
    return orderDecision(context, id, [...events, ...ends]);
  },
};
