/**
 * The ledger of tips: an entry for each tip that came with a payment, after it, or went back by a void or a refund. It follows the
 * orders' events and belongs to whoever serves the order then; what guests owe and pay knows nothing of it.
 */
import type { Database } from "better-sqlite3";
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

const standing = query<[string], { userId: string; amount: number }>(
  "SELECT user_id AS userId, SUM(amount) AS amount FROM tip_ledger WHERE payment_id = ? GROUP BY user_id HAVING SUM(amount) > 0 ORDER BY MIN(seq), user_id",
);

/** What goes back is taken from whoever was given it, though somebody else may serve the order by now. */
const backFrom = (
  db: Database,
  order: OrderState,
  paymentId: string,
  amount: number,
  day: string,
): Entry[] => {
  let rest = amount;
  const taken = standing.all(db, paymentId).flatMap(({ userId, amount: had }) => {
    const part = Math.min(rest, had);
    rest -= part;
    return ofPayment(order, paymentId, 0 - part, day).map((entry) => ({ ...entry, userId }));
  });
  return [...taken, ...ofPayment(order, paymentId, 0 - rest, day)];
};

type Read = {
  [T in "PaymentCaptured" | "PaymentSettled" | "PaymentVoided" | "TipAdded" | "OrderRefunded"]: (
    data: OrderEvents[T],
    order: OrderState,
    db: Database,
  ) => Entry[];
};
const read: Read = {
  PaymentCaptured: ({ payment }, order) => ofPayment(order, payment.id, payment.tip, payment.businessDay),
  PaymentSettled: ({ paymentId, businessDay, tender }, order) =>
    ofPayment(order, paymentId, tender.tip, businessDay),
  PaymentVoided: ({ paymentId, tender }, order, db) => {
    const payment = order.payments.find(({ id }) => id === paymentId);
    return payment ? backFrom(db, order, paymentId, tipOf(order, payment), tender.businessDay) : [];
  },
  TipAdded: ({ tip }, order) => ofPayment(order, tip.paymentId, tip.amount, tip.businessDay),
  OrderRefunded: ({ refund }, order, db) =>
    refund.tenders.flatMap((tender) =>
      backFrom(db, order, tender.paymentId, tender.tip, refund.businessDay).map((entry) => ({
        ...entry,
        method: tender.method,
      })),
    ),
};

const entriesOf = (event: StoredEvent, order: OrderState, db: Database): Entry[] => {
  const reader = read[event.type as keyof Read] as
    | ((data: unknown, order: OrderState, db: Database) => Entry[])
    | undefined;
  return reader ? reader(event.data, order, db) : [];
};

export const tipProjection: Projection = {
  entity: "order",
  project: ({ event, after }: Change, { db }) => {
    const order = after as OrderState;
    entriesOf(event, order, db).forEach(({ day, userId, paymentId, method, amount }, position) => {
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
export const tipsByDay = query<[string, string], { businessDay: string; currency: string; amount: number }>(
  `SELECT business_day AS businessDay, currency, SUM(amount) AS amount FROM tip_ledger WHERE ${range} GROUP BY business_day, currency ORDER BY business_day, currency`,
);
