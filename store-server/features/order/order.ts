/** How each event changes an order. Pure; the browser folds the same events. */
import type { StoredEvent } from "../../kernel/types.ts";
import { endDelay } from "./delay.ts";
import { courseFolds } from "./held.ts";
import { comingFrom, moveFolds } from "./moved.ts";
import type { Line, OrderEvents, OrderEventType, OrderOpened, OrderPayment, OrderState } from "./state.ts";

export type {
  Discount,
  LaterTip,
  Line,
  LineCombo,
  LineModifier,
  MovedFrom,
  OrderEvents,
  OrderEventType,
  OrderLink,
  OrderOpened,
  OrderPayment,
  OrderPolicy,
  OrderState,
  RefundOfOrder,
  RewardUse,
} from "./state.ts";

export const isOpen = (order: OrderState): boolean =>
  order.status !== "completed" && order.status !== "cancelled";
/** Paid in full: its money never changes again. */
export const isFinal = (order: OrderState): boolean => order.receiptNumber !== null;
export const activeLines = (order: OrderState): Line[] =>
  order.lines.filter((line) => line.status !== "voided");
/** The line of this id and, where it is a part of a combo, all parts; or all parts of the combo of this id. */
export const together = (lines: readonly Line[], id: string): Line[] => {
  const comboId = lines.find((line) => line.id === id)?.combo?.id ?? id;
  return lines.filter((line) => line.id === id || line.combo?.id === comboId);
};
export const unsentMilli = (line: Line): number =>
  line.status === "voided" ? 0 : line.quantityMilli - line.sentMilli;
/** Kept back from the kitchen, by itself or with its course. */
export const isHeld = (order: OrderState, line: Line): boolean =>
  line.held === true || (line.course !== null && (order.heldCourses?.includes(line.course) ?? false));
/** All of a payment's tip, with what came after it. */
export const tipOf = ({ tips = [] }: Pick<OrderState, "tips">, { id, tip }: OrderPayment): number =>
  tips.reduce((sum, later) => (later.paymentId === id ? sum + later.amount : sum), tip);
/** Whose tip it is: who serves the order, else who took the payment. */
export const earnerOf = (order: OrderState, payment: OrderPayment): string =>
  order.openedBy ?? payment.takenBy ?? "system";
/** Tried, and its outcome is not known yet. Nothing is paid by it, but the money may be on its way. */
export const isOpenAttempt = ({ status }: OrderPayment): boolean =>
  status === "pending" || status === "unknown";
/** Lines that the kitchen still works on. */
export const isInKitchen = (line: Line): boolean => line.status === "sent" || line.status === "preparing";

const changeLine = (order: OrderState, lineId: string, change: (line: Line) => Line): Line[] =>
  order.lines.map((line) => (line.id === lineId ? change(line) : line));

/** The order under other terms; what is not named stays. */
export const evolveTerms = (
  order: OrderState,
  { lines = [], ...terms }: OrderEvents["TermsChanged"],
): OrderState => {
  const classes = new Map(lines.map(({ lineId, taxClass }) => [lineId, taxClass]));
  return {
    ...order,
    ...terms,
    lines: order.lines.map((line) => ({ ...line, taxClass: classes.get(line.id) ?? line.taxClass })),
  };
};

const changePayment = (order: OrderState, paymentId: string, change: Partial<OrderPayment>): OrderState => ({
  ...order,
  payments: order.payments.map((payment) => (payment.id === paymentId ? { ...payment, ...change } : payment)),
});

type Folds = {
  [T in Exclude<OrderEventType, "OrderOpened">]: (
    order: OrderState,
    data: OrderEvents[T],
    at: string,
  ) => OrderState;
};

const folds: Folds = {
  ...courseFolds,
  ...moveFolds,
  OrderDelayed: (order, delay) => ({ ...order, delay }),
  DetailsChanged: (order, data) => ({ ...order, ...data }),
  GuestErased: (order) => ({ ...order, customerName: null, notes: null }),
  LinesAdded: (order, { lines }) => ({ ...order, lines: [...order.lines, ...lines] }),
  LineChanged: (order, { lineId, ...change }) => ({
    ...order,
    lines: changeLine(order, lineId, (line) => {
      const quantityMilli = change.quantityMilli ?? line.quantityMilli;
      const sentMilli = Math.min(line.sentMilli, quantityMilli);
      const held = line.heldMilli === undefined ? {} : { heldMilli: Math.min(line.heldMilli, quantityMilli) };
      return { ...line, ...change, sentMilli, ...held };
    }),
  }),
  LineVoided: (order, { lineId }) => ({
    ...order,
    lines: order.lines.flatMap((line) => {
      if (line.id !== lineId) return [line];
      return line.sentMilli === 0 ? [] : [{ ...line, status: "voided" as const }];
    }),
  }),
  LinesSent: (order, { lines }, at) => {
    const told = new Map(lines.map((line) => [line.lineId, line.quantityMilli]));
    const send = (line: Line): Line => {
      const more = told.get(line.id);
      if (more === undefined) return line;
      const { heldMilli, ...known } = line;
      const rest = heldMilli === undefined ? known : { ...known, fired: true as const };
      return { ...rest, sentMilli: line.sentMilli + more, status: "sent", sentAt: at, readyAt: null };
    };
    return { ...order, lines: order.lines.map(send), sentAt: order.sentAt ?? at };
  },
  LinesMoved: (order, { lineIds, status }, at) => {
    const moved = new Set(lineIds);
    const readyAt = status === "ready" || status === "served" ? at : null;
    return {
      ...order,
      lines: order.lines.map((line) =>
        moved.has(line.id)
          ? { ...line, status, readyAt: line.readyAt && readyAt ? line.readyAt : readyAt }
          : line,
      ),
    };
  },
  StatusChanged: (order, { to }, at) => ({
    ...order,
    status: to,
    readyAt: to === "ready" ? at : order.readyAt,
    closedAt: to === "completed" || to === "cancelled" ? at : order.closedAt,
  }),
  DiscountChanged: (order, { discount }) => ({
    ...order,
    discounts: order.discounts.map((known) => (known.id === discount.id ? discount : known)),
  }),
  DiscountGiven: (order, { discount }) => ({ ...order, discounts: [...order.discounts, discount] }),
  DiscountRemoved: (order, { discountId }) => ({
    ...order,
    discounts: order.discounts.filter(({ id }) => id !== discountId),
  }),
  OrderTransferred: (order, { fromTableId, toTableId, toUserId }, at) => ({
    ...order,
    tableId: toTableId,
    openedBy: toUserId ?? order.openedBy,
    lines: fromTableId === toTableId ? order.lines : comingFrom(order.lines, order, at),
  }),
  ProformaPrinted: (order, _data, at) => ({ ...order, proformaAt: at }),
  PaymentCaptured: (order, { payment }) => ({ ...order, payments: [...order.payments, payment] }),
  PaymentAttempted: (order, { payment }) => ({ ...order, payments: [...order.payments, payment] }),
  PaymentUnknown: (order, { paymentId }) => changePayment(order, paymentId, { status: "unknown" }),
  PaymentFailed: (order, { paymentId }) => changePayment(order, paymentId, { status: "failed" }),
  PaymentSettled: (order, { paymentId, businessDay, reference }) =>
    changePayment(order, paymentId, { status: "captured", businessDay, reference }),
  PaymentVoided: (order, { paymentId }) => changePayment(order, paymentId, { status: "voided" }),
  TipAdded: (order, { tip }) => ({ ...order, tips: [...(order.tips ?? []), tip] }),
  TermsChanged: evolveTerms,
  OrderFinalised: (order, { receiptNumber }, at) => ({ ...order, receiptNumber, paidAt: at }),
  OrderRefunded: (order, { refund }) => ({ ...order, refunds: [...(order.refunds ?? []), refund] }),
};

const opened = (event: StoredEvent): OrderState => ({
  ...(event.data as unknown as OrderOpened),
  id: event.id,
  version: event.seq,
  createdAt: event.at,
  updatedAt: event.at,
  status: "pending",
  openedBy: (event.data as unknown as OrderOpened).openedBy ?? event.actor,
  discounts: [],
  payments: [],
  sentAt: null,
  readyAt: null,
  proformaAt: null,
  paidAt: null,
  closedAt: null,
  receiptNumber: null,
});

export const evolve = (order: OrderState | undefined, event: StoredEvent): OrderState => {
  if (event.type === "OrderOpened") return opened(event);
  const fold = folds[event.type as keyof Folds] as
    | ((order: OrderState, data: unknown, at: string) => OrderState)
    | undefined;
  if (!order || !fold) throw new Error(`an order cannot fold ${event.type}`);
  const next = endDelay(fold(order, event.data, event.at));
  next.version = event.seq;
  next.updatedAt = event.at;
  return next;
};
