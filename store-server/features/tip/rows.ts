/**
 * The ledger of tips: an entry for each tip that came with a payment, after it, or went back by a void or a refund. It follows the
 * orders' events and belongs to whoever serves the order; what guests owe and pay knows nothing of it.
 */
import { query } from "../../kernel/database.ts";
import type { Change, Projection, StoredEvent } from "../../kernel/types.ts";
import { earnerOf, type OrderEvents, type OrderState, tipOf } from "../order/rows.ts";

type Entry = { day: string; userId: string; paymentId: string; method: string; amount: number };

const add = query<(string | number)[]>(
  "INSERT INTO tip_ledger (seq, position, business_day, user_id, order_id, payment_id, method, currency, amount) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
);

const ofPayment = (order: OrderState, paymentId: string, amount: number, day: string): Entry[] => {
  const payment = order.payments.find(({ id }) => id === paymentId);
  if (!payment || amount === 0) return [];
  return [{ day, userId: earnerOf(order, payment), paymentId, method: payment.method, amount }];
};

type Read = {
  [T in "PaymentCaptured" | "PaymentSettled" | "PaymentVoided" | "TipAdded" | "OrderRefunded"]: (
    data: OrderEvents[T],
    order: OrderState,
  ) => Entry[];
};
const read: Read = {
  PaymentCaptured: ({ payment }, order) => ofPayment(order, payment.id, payment.tip, payment.businessDay),
  PaymentSettled: ({ paymentId, businessDay, tender }, order) =>
    ofPayment(order, paymentId, tender.tip, businessDay),
  PaymentVoided: ({ paymentId, tender }, order) => {
    const payment = order.payments.find(({ id }) => id === paymentId);
    return payment ? ofPayment(order, paymentId, 0 - tipOf(order, payment), tender.businessDay) : [];
  },
  TipAdded: ({ tip }, order) => ofPayment(order, tip.paymentId, tip.amount, tip.businessDay),
  OrderRefunded: ({ refund }, order) =>
    refund.tenders.flatMap((tender) =>
      ofPayment(order, tender.paymentId, 0 - tender.tip, refund.businessDay).map((entry) => ({
        ...entry,
        method: tender.method,
      })),
    ),
};

const entriesOf = (event: StoredEvent, order: OrderState): Entry[] => {
  const reader = read[event.type as keyof Read] as
    | ((data: unknown, order: OrderState) => Entry[])
    | undefined;
  return reader ? reader(event.data, order) : [];
};

export const tipProjection: Projection = {
  entity: "order",
  project: ({ event, after }: Change, { db }) => {
    const order = after as OrderState;
    entriesOf(event, order).forEach(({ day, userId, paymentId, method, amount }, position) => {
      add.run(
        db,
        event.seq,
        position,
        day,
        userId,
        order.id,
        paymentId,
        method,
        order.policy.currency,
        amount,
      );
    });
  },
};

export const tipTables = ["tip_ledger"] as const;

const range = "business_day BETWEEN ? AND ?";
export const tipsByPerson = query<
  [string, string],
  { day: string; userId: string; currency: string; amount: number }
>(
  `SELECT business_day AS day, user_id AS userId, currency, SUM(amount) AS amount FROM tip_ledger WHERE ${range} GROUP BY business_day, user_id, currency ORDER BY business_day, user_id`,
);
export const tipsByMethod = query<[string, string], { method: string; currency: string; amount: number }>(
  `SELECT method, currency, SUM(amount) AS amount FROM tip_ledger WHERE ${range} GROUP BY method, currency ORDER BY method, currency`,
);
