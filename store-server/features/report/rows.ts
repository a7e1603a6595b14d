/**
 * Roll-ups of finalised sales, kept current in the transaction of the sale; reports never add up orders. One row per business
 * day and hour, item, person, method; amounts of several currencies never meet in one row.
 */
import type { FinalisedSale } from "@tillbox/shared/contract/order.ts";
import type { RefundIssued } from "@tillbox/shared/contract/refund.ts";
import { businessDay } from "@tillbox/shared/time.ts";
import type { Database } from "better-sqlite3";
import { query } from "../../kernel/database.ts";
import type { Change, Projection, Reads } from "../../kernel/types.ts";
import type { Line, OrderEvents, OrderState } from "../order/rows.ts";
import { setting } from "../settings/rows.ts";

type Values = (string | number | null)[];

/** An upsert that adds every column after the key. */
const adding = (
  table: string,
  keys: readonly string[],
  fixed: readonly string[],
  sums: readonly string[],
) => {
  const names = [...keys, ...fixed, ...sums];
  const updates = [
    ...fixed.map((name) => `${name} = excluded.${name}`),
    ...sums.map((name) => `${name} = ${name} + excluded.${name}`),
  ];
  return query<Values>(
    `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")}) ON CONFLICT (${keys.join(", ")}) DO UPDATE SET ${updates.join(", ")}`,
  );
};

const byHour = adding(
  "sales_by_hour",
  ["business_day", "hour", "type", "currency"],
  [],
  ["orders", "guests", "gross", "net", "tax", "discounts", "service", "tips"],
);
const byItem = adding(
  "sales_by_item",
  ["business_day", "item_key", "currency"],
  ["name", "category_id"],
  ["orders", "quantity_milli", "gross", "net", "tax", "discounts"],
);
const byPerson = adding(
  "sales_by_person",
  ["business_day", "user_id", "currency"],
  [],
  ["orders", "guests", "gross", "net", "tax", "discounts", "tips"],
);
const byMethod = adding(
  "sales_by_method",
  ["business_day", "method", "currency"],
  [],
  ["orders", "payments", "amount", "tips", "rounding"],
);
const kitchenTime = query<[string, string, number, number, number]>(
  "INSERT INTO kitchen_times (business_day, station, lines, total_s, longest_s) VALUES (?, ?, ?, ?, ?) ON CONFLICT (business_day, station) DO UPDATE SET lines = lines + excluded.lines, total_s = total_s + excluded.total_s, longest_s = MAX(longest_s, excluded.longest_s)",
);

const addSale = (db: Database, sale: FinalisedSale): void => {
  const { businessDay: day, currency } = sale;
  const guests = sale.guests ?? 0;
  byHour.run(
    db,
    day,
    sale.hour,
    sale.type,
    currency,
    1,
    guests,
    sale.total,
    sale.net,
    sale.taxTotal,
    sale.discountTotal,
    sale.serviceCharge,
    sale.tipTotal,
  );
  byPerson.run(
    db,
    day,
    sale.userId,
    currency,
    1,
    guests,
    sale.total,
    sale.net,
    sale.taxTotal,
    sale.discountTotal,
    sale.tipTotal,
  );
  const isFirst = firstOf();
  for (const item of sale.items) {
    const key = item.menuItemId ?? `open:${item.name}`;
    byItem.run(
      db,
      day,
      key,
      currency,
      item.name,
      item.categoryId,
      isFirst(key) ? 1 : 0,
      item.quantityMilli,
      item.gross,
      item.net,
      item.tax,
      item.discount,
    );
  }
  addPayments(db, sale);
};

const addPayments = (db: Database, { businessDay, currency, payments }: FinalisedSale): void => {
  const isFirst = firstOf();
  for (const { method, amount, tip, rounding } of payments)
    byMethod.run(db, businessDay, method, currency, isFirst(method) ? 1 : 0, 1, amount, tip, rounding);
};

/** True once for each key: an order counts once, whatever it has of an item or of a method. */
const firstOf = () => {
  const seen = new Set<string>();
  return (key: string): boolean => seen.size < seen.add(key).size;
};

/** Takes a refund off its own business day; the day of the sale stays as it was. No order is undone, only money and goods. */
const addRefund = (db: Database, refund: RefundIssued): void => {
  const { businessDay: day, currency } = refund;
  const sums = [0 - refund.total, 0 - refund.net, 0 - refund.taxTotal] as const;
  const tips = 0 - refund.tip;
  byHour.run(
    db,
    day,
    refund.hour,
    refund.orderType,
    currency,
    0,
    0,
    ...sums,
    0,
    0 - refund.serviceCharge,
    tips,
  );
  byPerson.run(db, day, refund.soldBy, currency, 0, 0, ...sums, 0, tips);
  for (const item of refund.items)
    byItem.run(
      db,
      day,
      item.menuItemId ?? `open:${item.name}`,
      currency,
      item.name,
      item.categoryId,
      0,
      0 - item.quantityMilli,
      0 - item.gross,
      0 - item.net,
      0 - item.tax,
      0,
    );
  for (const { method, amount, tip, rounding } of refund.tenders)
    byMethod.run(db, day, method, currency, 0, 0, amount, tip, rounding);
};

/** A tip that came after its sale was finalised. */
const addTip = (db: Database, order: OrderState, data: OrderEvents["TipAdded"]): void => {
  const { tip, hour, currency, method } = data;
  byHour.run(db, tip.businessDay, hour, order.type, currency, 0, 0, 0, 0, 0, 0, 0, tip.amount);
  byPerson.run(db, tip.businessDay, tip.earnedBy, currency, 0, 0, 0, 0, 0, 0, tip.amount);
  byMethod.run(db, tip.businessDay, method, currency, 0, 0, 0, tip.amount, 0);
};

/** Seconds from send to ready of the lines that became ready, for each station. */
const addKitchenTimes = (
  db: Database,
  order: OrderState,
  before: OrderState | undefined,
  at: string,
): void => {
  const known = new Map(before?.lines.map((line) => [line.id, line]));
  const done = order.lines.filter(
    (line: Line) => line.readyAt === at && known.get(line.id)?.readyAt === null && line.sentAt !== null,
  );
  for (const line of done) {
    const seconds = Math.max(0, Math.round((Date.parse(at) - Date.parse(line.sentAt ?? at)) / 1000));
    kitchenTime.run(db, order.businessDay, line.stations[0] ?? "none", 1, seconds, seconds);
  }
};

export const salesProjection: Projection = {
  entity: "order",
  project: ({ event, before, after }: Change, { db }) => {
    if (event.type === "OrderFinalised") addSale(db, event.data as unknown as FinalisedSale);
    if (event.type === "TipAdded" && event.data.afterwards === true)
      addTip(db, after as OrderState, event.data as OrderEvents["TipAdded"]);
    if (event.type === "LinesMoved" && after)
      addKitchenTimes(db, after as OrderState, before as OrderState | undefined, event.at);
  },
};

export const refundsProjection: Projection = {
  entity: "refund",
  project: ({ event }, { db }) => addRefund(db, event.data as unknown as RefundIssued),
};

export const reportTables = [
  "sales_by_hour",
  "sales_by_item",
  "sales_by_person",
  "sales_by_method",
  "kitchen_times",
  "order_exceptions",
] as const;

export type SalesSum = {
  key: string;
  name?: string;
  currency: string;
  orders: number;
  gross: number;
  net: number;
  tax: number;
  discounts: number;
  tips: number;
  quantity_milli?: number;
};

const sums =
  "SUM(orders) AS orders, SUM(gross) AS gross, SUM(net) AS net, SUM(tax) AS tax, SUM(discounts) AS discounts";
const range = "business_day BETWEEN ? AND ?";
const hourSums = (key: string) =>
  query<[string, string], SalesSum>(
    `SELECT ${key} AS key, currency, ${sums}, SUM(tips) AS tips FROM sales_by_hour WHERE ${range} GROUP BY ${key}, currency ORDER BY ${key}, currency`,
  );
export const salesBy = {
  day: hourSums("business_day"),
  hour: hourSums("hour"),
  type: hourSums("type"),
  item: query<[string, string], SalesSum>(
    `SELECT item_key AS key, name, currency, ${sums}, 0 AS tips, SUM(quantity_milli) AS quantity_milli FROM sales_by_item WHERE ${range} GROUP BY item_key, currency ORDER BY SUM(gross) DESC, item_key LIMIT 500`,
  ),
  staff: query<[string, string], SalesSum>(
    `SELECT user_id AS key, currency, ${sums}, SUM(tips) AS tips FROM sales_by_person WHERE ${range} GROUP BY user_id, currency ORDER BY SUM(gross) DESC, user_id`,
  ),
  method: query<[string, string], SalesSum>(
    `SELECT method AS key, currency, SUM(orders) AS orders, SUM(amount) AS gross, SUM(amount) AS net, 0 AS tax, 0 AS discounts, SUM(tips) AS tips FROM sales_by_method WHERE ${range} GROUP BY method, currency ORDER BY method, currency`,
  ),
};
export const kitchenTimes = query<
  [string, string],
  { station: string; lines: number; total_s: number; longest_s: number }
>(
  `SELECT station, SUM(lines) AS lines, SUM(total_s) AS total_s, MAX(longest_s) AS longest_s FROM kitchen_times WHERE ${range} GROUP BY station ORDER BY station`,
);
export const guestsOf = query<[string, string], { guests: number | null }>(
  `SELECT SUM(guests) AS guests FROM sales_by_hour WHERE ${range}`,
);
export const openOrders = query<[string], { open: number; late: number }>(
  "SELECT COUNT(*) AS open, COUNT(CASE WHEN created_at < ? AND status IN ('confirmed', 'preparing') THEN 1 END) AS late FROM orders WHERE open = 1",
);
export const today = (at: string, timeZone: string, cutover: string): string =>
  businessDay(at, timeZone, cutover);

const grossSince = query<[string, string, string], { gross: number | null }>(
  "SELECT SUM(gross) AS gross FROM sales_by_hour WHERE business_day BETWEEN ? AND ? AND currency = ?",
);
const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

/** Sales of the current business day, of its week since Monday and of its month, in minor units of the store's currency. */
export const salesOfPeriods = (
  reads: Reads,
  at: string,
): { daily: number; weekly: number; monthly: number } => {
  const day = today(at, setting(reads, "store.time_zone"), setting(reads, "business_day.cutover"));
  const monday = daysBefore(day, (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7);
  const since = (from: string): number =>
    grossSince.get(reads.db, from, day, setting(reads, "currency.code"))?.gross ?? 0;
  return { daily: since(day), weekly: since(monday), monthly: since(`${day.slice(0, 8)}01`) };
};
