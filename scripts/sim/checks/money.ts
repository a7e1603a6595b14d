/** Money that was taken is final where it is final, stands in the books once, and the day's equation is true. */
import type { FinalisedSale } from "@tillbox/shared/contract/order.ts";
import type { RefundIssued } from "@tillbox/shared/contract/refund.ts";
import { waitingRanges, xReport } from "@tillbox/store-server/features/day/rows.ts";
import { orderMoney } from "@tillbox/store-server/features/order/bill.ts";
import type { OrderEvents } from "@tillbox/store-server/features/order/order.ts";
import type { OrderPayment, OrderState } from "@tillbox/store-server/features/order/rows.ts";
import type { Kernel } from "@tillbox/store-server/kernel/kernel.ts";
import type { StoredEvent } from "@tillbox/store-server/kernel/types.ts";
import { addedOn, addUp, entriesOf } from "@tillbox/store-server/testing/days.ts";
import { addTo, type Books, same, textOf } from "./books.ts";

const moneyEvents = new Set([
  "LinesAdded",
  "LineChanged",
  "LineVoided",
  "DiscountGiven",
  "PaymentCaptured",
  "OrderFinalised",
]);

/** After it was finalised an order's money rests, and what was written then is what its bill says to the end. */
const frozen = (journal: readonly StoredEvent[], orders: ReadonlyMap<string, OrderState>): string[] => {
  const sales = new Map<string, FinalisedSale>();
  const refunds = new Map<string, number>();
  for (const { type, data } of journal)
    if (type === "RefundIssued") {
      const { orderId, total } = data as RefundIssued;
      refunds.set(orderId, (refunds.get(orderId) ?? 0) + total);
    }
  const late = journal.flatMap((event) => {
    if (event.entity !== "order") return [];
    const isLate = sales.has(event.id) && moneyEvents.has(event.type);
    if (event.type === "OrderFinalised") sales.set(event.id, event.data as FinalisedSale);
    return isLate ? [`order ${event.id} had ${event.type} after its money was final`] : [];
  });
  const wrong = [...sales].flatMap(([id, sale]) => {
    const order = orders.get(id);
    const paid = sale.payments.reduce((sum, { amount }) => sum + amount, 0);
    const says = order ? orderMoney(order) : null;
    const refunded = refunds.get(id) ?? 0;
    if (says?.bill.total === sale.total && says.due === refunded && paid === sale.total) return [];
    return [
      `order ${id} was finalised at ${sale.total}, paid ${paid}, and now says ${says?.bill.total}, due ${says?.due}`,
    ];
  });
  return [...late, ...wrong];
};

const occupancy = (kernel: Kernel, orders: ReadonlyMap<string, OrderState>): string[] => {
  const rows = kernel.db
    .prepare<[], { table_id: string; order_ids: string }>("SELECT table_id, order_ids FROM table_occupancy")
    .all();
  const sit = rows.flatMap(({ table_id, order_ids }) =>
    (JSON.parse(order_ids) as string[]).map((id) => `${table_id} ${id}`),
  );
  const open = [...orders.values()].flatMap(({ id, status, tableId }) =>
    tableId === null || status === "completed" || status === "cancelled" ? [] : [`${tableId} ${id}`],
  );
  const [has, wants] = [sit.toSorted().join(", "), open.toSorted().join(", ")];
  return has === wants ? [] : [`tables hold ${has}, open orders sit at ${wants}`];
};

type Money = Pick<OrderPayment, "method" | "amount" | "tip">;
/** What an event moved between hands: taken, given back, taken back, or given on top. */
const moneyOf = ({ type, data }: StoredEvent): readonly Money[] => {
  if (type === "PaymentCaptured") return [(data as { payment: OrderPayment }).payment];
  if (type === "RefundIssued") return (data as RefundIssued).tenders;
  if (type === "PaymentVoided") return [(data as OrderEvents["PaymentVoided"]).tender];
  if (type !== "TipAdded") return [];
  const { tip, method } = data as Pick<OrderEvents["TipAdded"], "tip" | "method">;
  return [{ method, amount: 0, tip: tip.amount }];
};

/** What a check that is not final holds: captured payments, and tips that were given on top of them. */
const openMoney = ({ payments: all, tips = [] }: OrderState): Money[] => {
  const captured = all.filter(({ status }) => status === "captured");
  const later = tips.flatMap(({ paymentId, amount }) => {
    const payment = captured.find(({ id }) => id === paymentId);
    return payment ? [{ method: payment.method, amount: 0, tip: amount }] : [];
  });
  return [...captured, ...later];
};

const addMoney = (sums: Map<string, number>, { method, amount, tip }: Money): void => {
  addTo(sums, `${method} amount`, amount);
  addTo(sums, `${method} tip`, tip);
};

/** Every captured payment is in the roll-up of its method, or on an order that is not final yet. */
const payments = (
  kernel: Kernel,
  journal: readonly StoredEvent[],
  orders: ReadonlyMap<string, OrderState>,
): string[] => {
  const taken = new Map<string, number>();
  for (const event of journal) for (const money of moneyOf(event)) addMoney(taken, money);
  const booked = new Map<string, number>();
  const rows = kernel.db
    .prepare<[], { method: OrderPayment["method"]; amount: number; tip: number }>(
      "SELECT method, amount, tips AS tip FROM sales_by_method",
    )
    .all();
  for (const row of rows) addMoney(booked, row);
  for (const order of orders.values())
    if (order.receiptNumber === null) for (const money of openMoney(order)) addMoney(booked, money);
  const [has, wants] = [textOf(booked), textOf(taken)];
  return has === wants ? [] : [`payments in the journal: ${wants}; in the books: ${has}`];
};

/** Receipts in the order in which they were given, none left out. */
const receipts = (journal: readonly StoredEvent[]): string[] => {
  const numbers = journal.flatMap(({ type, data }) =>
    type === "OrderFinalised" ? [Number((data as FinalisedSale).receiptNumber.split("-")[1])] : [],
  );
  const gap = numbers.findIndex((number, index) => number !== index + 1);
  return gap === -1 ? [] : [`receipt ${gap + 1} is missing or doubled`];
};

/** Of every day that no Z holds yet: both sides, and what the journal itself adds up to. */
const equations = ({ kernel, journal }: Books): string[] => {
  const at = kernel.clock.now();
  return waitingRanges(kernel.db).flatMap(({ businessDay }) => {
    const report = xReport(kernel, at, businessDay);
    const { fromSeq, toSeq, equation } = report;
    const { numbers, ...wanted } = addUp(entriesOf(kernel, fromSeq, Math.min(toSeq, journal.length)));
    const { numbers: count, ...has } = addedOn(report as never);
    return [
      ...same(`equation of ${businessDay}`, equation.difference, 0),
      ...same(`receipts of ${businessDay}`, count, numbers.length),
      ...same(
        `takings of ${businessDay}`,
        [has.receipts, has.refunds, sorted(has.taken)],
        [wanted.receipts, wanted.refunds, sorted(wanted.taken)],
      ),
    ];
  });
};
const sorted = (sums: Record<string, number>): [string, number][] =>
  Object.entries(sums)
    .filter(([, sum]) => sum !== 0)
    .toSorted();

export const moneyFaults = (books: Books): string[] => {
  const { kernel, journal, orders } = books;
  return [
    ...frozen(journal, orders),
    ...occupancy(kernel, orders),
    ...payments(kernel, journal, orders),
    ...receipts(journal),
    ...equations(books),
  ];
};
