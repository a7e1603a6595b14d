/** The workflow of an order and of its lines. Pure. */
import type { LineStatus, OrderStatus } from "@tillbox/shared/contract/order-words.ts";
import { conflict, invalid, Refusal } from "@tillbox/shared/refusal.ts";
import type { EventDraft } from "../../kernel/types.ts";
import { orderMoney } from "./bill.ts";
import {
  isFinal,
  isHeld,
  isInKitchen,
  isOpen,
  isOpenAttempt,
  type Line,
  type OrderEvents,
  type OrderEventType,
  type OrderState,
  unsentMilli,
} from "./order.ts";
import { orderView } from "./view.ts";

const forward: OrderStatus[] = ["pending", "confirmed", "preparing", "ready", "served", "completed"];

export const orderEvent = <T extends OrderEventType>(
  id: string,
  type: T,
  data: OrderEvents[T],
): EventDraft => ({ entity: "order", id, type, data: { ...data } });

export const checkNotCancelled = (order: OrderState): void => {
  if (order.mergedInto)
    throw new Refusal(
      "conflict",
      `This check was merged into check ${order.mergedInto.number}. Go on there.`,
      { current: orderView(order), movedTo: { ...order.mergedInto } },
    );
  if (order.status === "cancelled")
    throw conflict("This order was cancelled. Open a new one.", orderView(order));
};

/** Refuses any change of a check whose money is final, or that is over. */
export const checkChangeable = (order: OrderState): void => {
  checkNotCancelled(order);
  if (isFinal(order))
    throw conflict(
      "This order is paid. Its money cannot change any more; open a new order for more.",
      orderView(order),
    );
  if (order.status === "completed")
    throw conflict("This order is completed. Open a new one.", orderView(order));
};

/** Where an order may go now: forward in any step, back only from ready to preparing, out by cancelling. */
export const allowedStatuses = (order: OrderState): OrderStatus[] => {
  if (!isOpen(order)) return [];
  const { paid, due, bill } = orderMoney(order);
  const later = forward
    .slice(forward.indexOf(order.status) + 1)
    .filter((status) => status !== "completed" || due === 0 || isFinal(order));
  const recall: OrderStatus[] = order.status === "ready" ? ["preparing"] : [];
  const mayBePaid = paid !== 0 || order.payments.some(isOpenAttempt);
  const cancel: OrderStatus[] = mayBePaid || isFinal(order) ? [] : ["cancelled"];
  return bill.lines.length === 0 ? [...recall, ...cancel] : [...recall, ...later, ...cancel];
};

export const statusChanged = (
  order: OrderState,
  to: OrderStatus,
  reason: string | null = null,
): EventDraft[] =>
  order.status === to ? [] : [orderEvent(order.id, "StatusChanged", { from: order.status, to, reason })];

/** Tells the kitchen of these lines what it was not told yet. */
export const sendLines = (order: OrderState, chosen: (line: Line) => boolean): EventDraft[] => {
  const lines = order.lines
    .filter((line) => unsentMilli(line) > 0 && chosen(line))
    .map((line) => ({ lineId: line.id, quantityMilli: unsentMilli(line) }));
  return lines.length === 0 ? [] : [orderEvent(order.id, "LinesSent", { lines })];
};

/** Tells the kitchen what it was not told yet, but for what is held. */
export const sendUnsent = (order: OrderState): EventDraft[] =>
  sendLines(order, (line) => !isHeld(order, line));

/** Sending takes the first step, and brings an order that was ready or served back to work: a new round. */
export const statusAfterSending = (status: OrderStatus): OrderStatus =>
  status === "pending" ? "confirmed" : status === "ready" || status === "served" ? "preparing" : status;

const lineStatusOf: Partial<Record<OrderStatus, { to: LineStatus; from: readonly LineStatus[] }>> = {
  preparing: { to: "preparing", from: ["sent", "ready"] },
  ready: { to: "ready", from: ["sent", "preparing"] },
  served: { to: "served", from: ["sent", "preparing", "ready"] },
};

/** The lines go with the order: recall brings ready ones back, ready and served close what is open. */
const linesFollow = (order: OrderState, to: OrderStatus, justSent: ReadonlySet<string>): EventDraft[] => {
  const rule = lineStatusOf[to];
  if (!rule) return [];
  const lineIds = order.lines
    .filter((line) => rule.from.includes(line.status) || justSent.has(line.id))
    .map((line) => line.id);
  return lineIds.length === 0 ? [] : [orderEvent(order.id, "LinesMoved", { lineIds, status: rule.to })];
};

/** Every move but cancelling and completing, which need more facts. Throws `conflict` with the allowed ones. */
export const decideStatus = (order: OrderState, to: OrderStatus, reason: string | null): EventDraft[] => {
  const allowed = allowedStatuses(order);
  if (!allowed.includes(to)) throw illegalMove(order, to, allowed);
  const sent = order.status === "pending" && !isFinal(order) ? sendUnsent(order) : [];
  const justSent = new Set(
    sent.flatMap((event) => (event.data.lines as { lineId: string }[]).map((line) => line.lineId)),
  );
  return [...sent, ...linesFollow(order, to, justSent), ...statusChanged(order, to, reason)];
};

export const illegalMove = (order: OrderState, to: OrderStatus, allowed: readonly OrderStatus[]): Refusal => {
  const next = allowed.length > 0 ? `Allowed now: ${allowed.join(", ")}.` : "It cannot move any more.";
  const unpaid = to === "completed" && orderMoney(order).due !== 0 ? " It still has to be paid." : "";
  return new Refusal("conflict", `An order that is ${order.status} cannot become ${to}.${unpaid} ${next}`, {
    current: { ...orderView(order), allowed },
  });
};

const lineMoves: Partial<Record<LineStatus, readonly LineStatus[]>> = {
  sent: ["preparing", "ready"],
  preparing: ["sent", "ready"],
  ready: ["sent", "preparing"],
  served: ["sent", "preparing", "ready"],
};

/** The kitchen moves lines: bump, recall, serve. The order follows when all its lines have arrived. */
export const decideKitchen = (
  order: OrderState,
  lineIds: readonly string[],
  to: LineStatus,
): EventDraft[] => {
  checkNotCancelled(order);
  const from = lineMoves[to];
  if (!from) throw invalid("status", "must be sent, preparing, ready or served");
  const unknown = lineIds.find((id) => !order.lines.some((line) => line.id === id));
  if (unknown !== undefined) throw invalid("itemIds", `the order has no line ${unknown}`);
  const moving = order.lines.filter((line) => lineIds.includes(line.id) && from.includes(line.status));
  if (moving.length === 0) return [];
  const moved = new Set(moving.map((line) => line.id));
  const after = order.lines.map((line) => (moved.has(line.id) ? { ...line, status: to } : line));
  return [
    orderEvent(order.id, "LinesMoved", { lineIds: [...moved], status: to }),
    ...statusChanged(order, followKitchen(order.status, after)),
  ];
};

/** What the order's status is when its lines are as they are; it never leaves a final one. */
export const followKitchen = (status: OrderStatus, lines: readonly Line[]): OrderStatus => {
  if (status === "completed" || status === "cancelled") return status;
  const working = lines.filter((line) => line.status !== "voided" && line.status !== "pending");
  if (working.length === 0) return status;
  if (working.every((line) => line.status === "served")) return "served";
  if (!working.some(isInKitchen)) return status === "served" ? status : "ready";
  if (status === "ready") return "preparing";
  return working.some((line) => line.status !== "sent") && status !== "served" ? "preparing" : status;
};
