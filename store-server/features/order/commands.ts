/** The commands of an order: each reads its facts inside the transaction and calls the pure decider. */

import type { DiscountInput, OrderOpenInput, PaymentInput } from "@tillbox/shared/contract/order.ts";
import type { LineStatus, OrderStatus, OrderType } from "@tillbox/shared/contract/order-words.ts";
import { parsePpm, percentToPpm } from "@tillbox/shared/decimal.ts";
import { conflict, invalid, notFound, Refusal } from "@tillbox/shared/refusal.ts";
import { businessDay, localHour } from "@tillbox/shared/time.ts";
import type { Command, Context, Decision, EventDraft, Reads } from "../../kernel/types.ts";
import { occupancyOf, statusEvents, tables } from "../floor/rows.ts";
import { itemAsOf, menuItems, taxClassFor } from "../menu/rows.ts";
import { setting } from "../settings/rows.ts";
import { orderMoney } from "./bill.ts";
import {
  checkNewLines,
  decideAddLines,
  decideChangeLine,
  decideDiscount,
  decideVoidLine,
  type LineChange,
  takesBack,
  wasTold,
  withinLimit,
} from "./lines.ts";
import { type Discount, isOpen, type Line, type OrderPolicy, type OrderState } from "./order.ts";
import { decideFinalise, decidePay, type PaymentFacts } from "./payment.ts";
import { type CompleteLineInput, complete, priceLine, priceOpenItem } from "./pricing.ts";
import { nextOrderNumber, nextReceiptNumber, orders } from "./rows.ts";
import {
  allowedStatuses,
  checkChangeable,
  decideKitchen,
  decideSend,
  decideStatus,
  illegalMove,
  orderEvent,
  statusChanged,
} from "./status.ts";
import { orderText, orderView, paymentView } from "./view.ts";

export const findOrder = (reads: Reads, id: string): OrderState => {
  const order = reads.get(orders, id);
  if (!order) throw notFound("order", id);
  return order;
};

export const policyFor = (reads: Reads, type: OrderType): OrderPolicy => {
  const ratePpm = parsePpm(setting(reads, "service.rate"));
  const charged = ratePpm > 0 && setting(reads, "service.order_types").includes(type);
  const classId = setting(reads, "service.tax_class");
  return {
    currency: setting(reads, "currency.code"),
    taxRounding: setting(reads, "rounding.tax"),
    service: charged
      ? { ratePpm, taxClass: classId === null ? null : (taxClassFor(reads, classId, type) ?? null) }
      : null,
  };
};

/** Prices what a client named, from the box's own menu. Paths in refusals start at `items`. */
export const priceLines = (reads: Reads, inputs: readonly CompleteLineInput[], type: OrderType): Line[] =>
  inputs.map((input, index) => {
    const path = `items.${index}`;
    if (input.openItem) {
      const taxClass = taxClassFor(reads, input.openItem.taxClassId, type);
      if (!taxClass)
        throw invalid(`${path}.openItem.taxClassId`, `there is no tax class ${input.openItem.taxClassId}`);
      return priceOpenItem(input, taxClass, path);
    }
    const id = input.menuItemId ?? "";
    const now = reads.get(menuItems.entity, id);
    const item = itemAsOf(reads, id, input.menuVersion);
    if (!now || !item) throw invalid(`${path}.menuItemId`, `there is no menu item ${id}`);
    const taxClass =
      taxClassFor(reads, item.taxClassId, type, input.menuVersion) ?? taxClassFor(reads, null, type);
    if (!taxClass) throw invalid(`${path}.menuItemId`, "has no tax class");
    return priceLine(input, { item, taxClass, soldOut: !now.available || now.stock === 0 }, path);
  });

const hasOpenItem = (items: readonly CompleteLineInput[]): boolean =>
  items.some((item) => item.openItem !== undefined);
const target = ({ id }: { id: string }) => ({ entity: "order", id });
const answers = (id: string, events: EventDraft[]): Decision => ({ events, answer: { entity: "order", id } });
const day = (context: Context): string =>
  businessDay(
    context.at,
    setting(context.reads, "store.time_zone"),
    setting(context.reads, "business_day.cutover"),
  );

export type OpenOrder = {
  id: string;
  type: OrderType;
  tableId: string | null;
  guests: number | null;
  customerName: string | null;
  notes: string | null;
  send: boolean;
  newCheck: boolean;
  items: CompleteLineInput[];
};

/** What a client sent, with everything that it left out. */
export const toOpenOrder = (id: string, body: OrderOpenInput): OpenOrder => ({
  id,
  type: body.type,
  tableId: body.tableId ?? null,
  guests: body.guests ?? null,
  customerName: body.customerName ?? null,
  notes: body.notes ?? null,
  send: body.send ?? false,
  newCheck: body.newCheck ?? false,
  items: complete(body.items),
});

export const openOrder: Command<OpenOrder> = {
  name: "order.open",
  permission: (input) => (hasOpenItem(input.items) ? "order.open-item" : "order.open"),
  decide: (input, context) => {
    const { reads } = context;
    const taken = reads.get(orders, input.id);
    if (taken) throw conflict("There is an order with this id already.", orderView(taken));
    const seated = seatingEvents(reads, input);
    const lines = priceLines(reads, input.items, input.type);
    checkNewLines([], lines);
    const { id, type, tableId, guests, customerName, notes } = input;
    const opened = orderEvent(id, "OrderOpened", {
      number: nextOrderNumber(reads),
      type,
      tableId,
      guests,
      customerName,
      notes,
      businessDay: day(context),
      policy: policyFor(reads, type),
      lines,
    });
    return answers(id, [
      opened,
      ...seated,
      ...(input.send && lines.length > 0 ? openingSend(id, lines) : []),
    ]);
  },
};

const openingSend = (id: string, lines: readonly Line[]): EventDraft[] => [
  orderEvent(id, "LinesSent", {
    lines: lines.map((line) => ({ lineId: line.id, quantityMilli: line.quantityMilli })),
  }),
  orderEvent(id, "StatusChanged", { from: "pending", to: "confirmed", reason: null }),
];

/** A table takes a second check only when asked to; being seated ends what was said of the table before. */
const seatingEvents = (reads: Reads, input: Pick<OpenOrder, "tableId" | "newCheck">): EventDraft[] => {
  if (input.tableId === null) return [];
  const table = reads.get(tables.entity, input.tableId);
  if (!table) throw invalid("tableId", `there is no table ${input.tableId}`);
  const first = occupancyOf(reads.db, input.tableId).orderIds[0];
  if (first !== undefined && !input.newCheck)
    throw conflict(
      `Table ${table.name} has an open order. Add to it, or ask for a new check.`,
      orderView(findOrder(reads, first)),
    );
  return statusEvents(table, "available");
};

/** When an order ends at a table that needs cleaning after its last order. */
const leavingEvents = (reads: Reads, order: OrderState, events: EventDraft[]): EventDraft[] => {
  const ends = events.some(
    (event) =>
      event.type === "StatusChanged" && (event.data.to === "completed" || event.data.to === "cancelled"),
  );
  if (!ends || order.tableId === null || !setting(reads, "table.cleaning")) return events;
  const table = reads.get(tables.entity, order.tableId);
  const others = occupancyOf(reads.db, order.tableId).orderIds.filter((id) => id !== order.id);
  return table && others.length === 0 ? [...events, ...statusEvents(table, "cleaning")] : events;
};

export const changeOrder: Command<{
  id: string;
  guests?: number | null | undefined;
  customerName?: string | null | undefined;
  notes?: string | null | undefined;
}> = {
  name: "order.change",
  permission: "order.edit",
  target,
  decide: ({ id, ...fields }, { reads }) => {
    const order = findOrder(reads, id);
    checkChangeable(order);
    const changed = Object.fromEntries(
      Object.entries(fields).filter(
        ([key, value]) => value !== undefined && value !== order[key as keyof typeof fields],
      ),
    );
    return answers(id, Object.keys(changed).length === 0 ? [] : [orderEvent(id, "DetailsChanged", changed)]);
  },
};

export const addLines: Command<{ id: string; items: CompleteLineInput[]; send: boolean }> = {
  name: "order.add-items",
  permission: (input) => (hasOpenItem(input.items) ? "order.open-item" : "order.edit"),
  target,
  decide: ({ id, items, send }, { reads }) => {
    const order = findOrder(reads, id);
    checkChangeable(order);
    return answers(id, decideAddLines(order, priceLines(reads, items, order.type), send));
  },
};

export const changeLine: Command<{ id: string; itemId: string; change: LineChange }> = {
  name: "order.change-item",
  permission: ({ id, itemId, change }, { reads }) =>
    takesBack(findOrder(reads, id), itemId, change) ? "order.void" : "order.edit",
  approvable: true,
  target,
  decide: ({ id, itemId, change }, { reads }) =>
    answers(id, decideChangeLine(findOrder(reads, id), itemId, change)),
};

export const voidLine: Command<{ id: string; itemId: string; reason: string | null }> = {
  name: "order.void-item",
  permission: ({ id, itemId }, { reads }) =>
    wasTold(findOrder(reads, id), itemId) ? "order.void" : "order.edit",
  approvable: true,
  target,
  decide: ({ id, itemId, reason }, { reads }) =>
    answers(id, decideVoidLine(findOrder(reads, id), itemId, reason)),
};

export const sendOrder: Command<{ id: string; courses?: number[] | undefined }> = {
  name: "order.send",
  permission: "order.send",
  target,
  decide: ({ id, courses }, { reads }) => answers(id, decideSend(findOrder(reads, id), courses)),
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
  target,
  decide: ({ id, discountId, discount }, { reads, actor }) =>
    answers(id, decideDiscount(findOrder(reads, id), toDiscount(discountId, discount, actor.userId))),
};

export const toDiscount = (id: string, input: DiscountInput, by: string | null): Discount => ({
  id,
  scope: input.scope,
  itemId: input.scope === "item" ? (input.itemId ?? null) : null,
  kind: input.kind,
  value: input.kind === "percent" ? percentToPpm(input.value) : input.value,
  reason: input.reason,
  by,
});

export const transferOrder: Command<{
  id: string;
  tableId?: string | undefined;
  userId?: string | undefined;
}> = {
  name: "order.transfer",
  permission: "order.transfer",
  target,
  decide: ({ id, tableId, userId }, { reads }) => {
    const order = findOrder(reads, id);
    if (!isOpen(order)) throw conflict("This order is over and stays where it was.", orderView(order));
    if (tableId === undefined && userId === undefined) throw invalid("tableId", "give a table or a person");
    const seated =
      tableId === undefined || tableId === order.tableId
        ? []
        : seatingEvents(reads, { tableId, newCheck: true });
    const moved = orderEvent(id, "OrderTransferred", {
      fromTableId: order.tableId,
      toTableId: tableId ?? order.tableId,
      toUserId: userId ?? null,
    });
    return answers(id, [moved, ...seated]);
  },
};

const paymentFacts = (context: Context, paymentId: string, order: OrderState): PaymentFacts => {
  const completes = setting(context.reads, "order.complete_on_payment");
  return {
    paymentId,
    userId: context.actor.userId,
    at: context.at,
    businessDay: day(context),
    hour: localHour(context.at, setting(context.reads, "store.time_zone")),
    cashStep: setting(context.reads, "rounding.cash"),
    receiptNumber: nextReceiptNumber(context.reads),
    completes: typeof completes === "boolean" ? completes : completes.includes(order.type),
  };
};

export const payOrder: Command<{ id: string; paymentId: string; payment: PaymentInput }> = {
  name: "order.pay",
  permission: "payment.take",
  target,
  decide: ({ id, paymentId, payment }, context) => {
    const order = findOrder(context.reads, id);
    if (order.payments.some((known) => known.id === paymentId))
      throw conflict("There is a payment with this id already.", orderView(order));
    const events = leavingEvents(
      context.reads,
      order,
      decidePay(order, payment, paymentFacts(context, paymentId, order)),
    );
    return { events, answer: (reads) => paymentAnswer(findOrder(reads, id), paymentId) };
  },
};

const paymentAnswer = (order: OrderState, paymentId: string): string => {
  const payment = order.payments.find((candidate) => candidate.id === paymentId);
  if (!payment) throw new Error(`payment ${paymentId} was not folded`);
  return `{"payment":${JSON.stringify(paymentView(order.id, payment))},"order":${orderText(order)}}`;
};

/** Which permission a move needs: the kitchen's, the floor's, or a manager's to take back what was sent. */
const statusPermission = (to: OrderStatus, context: Context): string => {
  if (to === "confirmed") return "order.send";
  if (to !== "preparing" && to !== "ready") return "order.serve";
  return context.actor.permissions.has("kitchen.update") ? "kitchen.update" : "order.serve";
};

const cancelPermission = (order: OrderState): string =>
  order.lines.some((line) => line.sentMilli > 0) ? "order.cancel" : "order.edit";

const decideCancel = (order: OrderState, reason: string | null, reads: Reads): EventDraft[] => {
  const allowed = allowedStatuses(order);
  if (!allowed.includes("cancelled")) throw illegalMove(order, "cancelled", allowed);
  return leavingEvents(reads, order, statusChanged(order, "cancelled", reason));
};

const decideComplete = (order: OrderState, context: Context): EventDraft[] => {
  const allowed = allowedStatuses(order);
  if (!allowed.includes("completed")) throw illegalMove(order, "completed", allowed);
  if (order.receiptNumber !== null)
    return leavingEvents(context.reads, order, statusChanged(order, "completed"));
  if (orderMoney(order).due !== 0) throw new Refusal("conflict", "It still has to be paid.");
  return leavingEvents(
    context.reads,
    order,
    decideFinalise(order, { ...paymentFacts(context, "", order), completes: true }),
  );
};

export const moveOrder: Command<{ id: string; status: OrderStatus; reason: string | null }> = {
  name: "order.status",
  permission: ({ id, status }, context) =>
    status === "cancelled"
      ? cancelPermission(findOrder(context.reads, id))
      : statusPermission(status, context),
  approvable: true,
  target,
  decide: ({ id, status, reason }, context) => {
    const order = findOrder(context.reads, id);
    if (status === "cancelled") return answers(id, decideCancel(order, reason, context.reads));
    if (status === "completed") return answers(id, decideComplete(order, context));
    const events = decideStatus(order, status, reason);
    const ends =
      status === "served" && order.receiptNumber !== null
        ? [orderEvent(id, "StatusChanged", { from: "served", to: "completed", reason: null })]
        : [];
    return answers(id, leavingEvents(context.reads, order, [...events, ...ends]));
  },
};

export const moveLines: Command<{ id: string; itemIds: string[]; status: LineStatus }> = {
  name: "order.kitchen",
  permission: (_input, { actor }) =>
    actor.permissions.has("kitchen.update") ? "kitchen.update" : "order.serve",
  target,
  decide: ({ id, itemIds, status }, { reads }) => {
    const order = findOrder(reads, id);
    const events = decideKitchen(order, itemIds, status);
    const served = events.some((event) => event.type === "StatusChanged" && event.data.to === "served");
    const ends =
      served && order.receiptNumber !== null
        ? [orderEvent(id, "StatusChanged", { from: "served", to: "completed", reason: null })]
        : [];
    return answers(id, leavingEvents(reads, order, [...events, ...ends]));
  },
};
