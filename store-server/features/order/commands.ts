/** Commands of the check itself: opening it, who and where it is for. */
import type { OrderOpenInput } from "@tillbox/shared/contract/order.ts";
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import { conflict, invalid } from "@tillbox/shared/refusal.ts";
import { checkOpen } from "../../kernel/switches.ts";
import type { Command, Context, EventDraft } from "../../kernel/types.ts";
import { users } from "../staff/rows.ts";
import { orderDecision } from "./effects/rows.ts";
import { dayOf, findOrder, hasOpenItem, orderTarget, orOwn, policyFor, priceLines } from "./facts/rows.ts";
import { changedGuest, guestOf } from "./guest/rows.ts";
import { checkNewLines } from "./lines.ts";
import { isOpen, type Line } from "./order.ts";
import { type CompleteLineInput, complete } from "./pricing.ts";
import { nextOrderNumber, orders } from "./rows.ts";
import { seatingEvents } from "./seating/rows.ts";
import { checkChangeable, orderEvent } from "./status.ts";
import { orderView } from "./view.ts";

export type OpenOrder = {
  id: string;
  type: OrderType;
  tableId: string | null;
  guests: number | null;
  customerId?: string | null;
  customerName: string | null;
  notes: string | null;
  send: boolean;
  newCheck: boolean;
  joinedTableIds?: string[];
  /** The reservation that its tables may be kept for. */
  reservationId?: string;
  items: CompleteLineInput[];
};

/** What a client sent, with everything that it left out. */
export const toOpenOrder = (id: string, body: OrderOpenInput): OpenOrder => ({
  id,
  type: body.type,
  tableId: body.tableId ?? null,
  guests: body.guests ?? null,
  customerId: body.customerId ?? null,
  customerName: body.customerName ?? null,
  notes: body.notes ?? null,
  send: body.send ?? false,
  newCheck: body.newCheck ?? false,
  ...(body.joinedTableIds ? { joinedTableIds: body.joinedTableIds } : {}),
  items: complete(body.items),
});

export const openOrder: Command<OpenOrder> = {
  name: "order.open",
  permission: (input, { actor }) => {
    if (input.send && !actor.permissions.has("order.send")) return "order.send";
    if (input.customerId && !actor.permissions.has("customer.read")) return "customer.read";
    return hasOpenItem(input.items) && actor.permissions.has("order.open") ? "order.open-item" : "order.open";
  },
  decide: (input, context) => orderDecision(context, input.id, openingEvents(input, context)),
};

/** What opening an order comes to, without what follows for other things. */
export const openingEvents = (input: OpenOrder, context: Context): EventDraft[] => {
  const { reads, actor } = context;
  if (input.type === "kiosk")
    checkOpen(reads.db, "kiosk", "Kiosk orders are switched off on this box (ENABLE_KIOSK).");
  const taken = reads.get(orders, input.id);
  if (taken)
    throw conflict(
      "There is an order with this id already.",
      actor.permissions.has("order.read") ? orderView(taken) : undefined,
    );
  const seated = seatingEvents(context, input);
  const lines = priceLines(context, input.items, input.type);
  checkNewLines([], lines);
  const { id, type, tableId, guests } = input;
  const opened = orderEvent(id, "OrderOpened", {
    number: nextOrderNumber(reads),
    type,
    tableId,
    guests,
    ...guestOf(reads, id, input),
    businessDay: dayOf(context),
    policy: policyFor(reads, type),
    lines,
  });
  return [opened, ...seated, ...(input.send && lines.length > 0 ? openingSend(id, lines) : [])];
};

const openingSend = (id: string, lines: readonly Line[]): EventDraft[] => [
  orderEvent(id, "LinesSent", {
    lines: lines.map((line) => ({ lineId: line.id, quantityMilli: line.quantityMilli })),
  }),
  orderEvent(id, "StatusChanged", { from: "pending", to: "confirmed", reason: null }),
];
export const changeOrder: Command<{
  id: string;
  guests?: number | null | undefined;
  customerId?: string | null | undefined;
  customerName?: string | null | undefined;
  notes?: string | null | undefined;
}> = {
  name: "order.change",
  permission: ({ id, customerId }, context) =>
    customerId && !context.actor.permissions.has("customer.read")
      ? "customer.read"
      : orOwn(context, id, "order.edit"),
  target: orderTarget,
  decide: ({ id, ...fields }, context) => {
    const order = findOrder(context.reads, id);
    checkChangeable(order);
    const { guests } = fields;
    const changed = {
      ...(guests === undefined || guests === order.guests ? {} : { guests }),
      ...changedGuest(context.reads, order, fields),
    };
    return orderDecision(
      context,
      id,
      Object.keys(changed).length === 0 ? [] : [orderEvent(id, "DetailsChanged", changed)],
    );
  },
};

export const transferOrder: Command<{
  id: string;
  tableId?: string | undefined;
  userId?: string | undefined;
}> = {
  name: "order.transfer",
  permission: "order.transfer",
  target: orderTarget,
  decide: ({ id, tableId, userId }, context) => {
    const { reads } = context;
    const order = findOrder(reads, id);
    if (!isOpen(order)) throw conflict("This order is over and stays where it was.", orderView(order));
    if (tableId === undefined && userId === undefined) throw invalid("tableId", "give a table or a person");
    if (userId !== undefined && reads.get(users, userId)?.active !== true)
      throw invalid("userId", `there is nobody ${userId} who works here`);
    const seated =
      tableId === undefined || tableId === order.tableId
        ? []
        : seatingEvents(context, { tableId, newCheck: true });
    const moved = orderEvent(id, "OrderTransferred", {
      fromTableId: order.tableId,
      toTableId: tableId ?? order.tableId,
      toUserId: userId ?? null,
    });
    return orderDecision(context, id, [moved, ...seated]);
  },
};
