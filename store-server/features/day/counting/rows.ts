/**
 * What is counted for the day's reports: each event adds to the figures of its part of the journal, in its own transaction, so that an X
 * or a Z reads a few rows and never the orders of the day. Amounts are minor units.
 */
import type { FinalisedSale } from "@tillbox/shared/contract/order.ts";
import type { Database } from "better-sqlite3";
import { query } from "../../../kernel/database.ts";
import type { Change } from "../../../kernel/types.ts";
import { type OrderState, orderMoney } from "../../order/rows.ts";

const add = query<[number, string, number, number]>(
  "INSERT INTO day_figures (part, name, count, amount) VALUES (?, ?, ?, ?) ON CONFLICT (part, name) DO UPDATE SET count = count + excluded.count, amount = amount + excluded.amount",
);
const addTax = query<(string | number)[]>(
  "INSERT INTO day_taxes (part, kind, tax_class_id, name, rate, inclusive, net, tax, gross) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (part, kind, tax_class_id, name, rate, inclusive) DO UPDATE SET net = net + excluded.net, tax = tax + excluded.tax, gross = gross + excluded.gross",
);
const addNumber = query<[number, string, number, number]>(
  "INSERT INTO day_series (part, series, first, last, count) VALUES (?, ?, ?, ?, 1) ON CONFLICT (part, series) DO UPDATE SET first = MIN(first, excluded.first), last = MAX(last, excluded.last), count = count + 1",
);

type TaxRow = FinalisedSale["taxes"][number];
const addTaxes = (db: Database, part: number, kind: "sale" | "refund", rows: readonly TaxRow[]): void => {
  for (const { taxClassId, name, rate, inclusive, net, tax, gross } of rows)
    addTax.run(db, part, kind, taxClassId, name, rate, Number(inclusive), net, tax, gross);
};

/** "R1-000042" is the 42nd of the series "R1". */
const countNumber = (db: Database, part: number, number: string): void => {
  const dash = number.lastIndexOf("-");
  const value = Number(number.slice(dash + 1));
  if (dash > 0 && Number.isSafeInteger(value)) addNumber.run(db, part, number.slice(0, dash), value, value);
};

/** What the house gave away, of an order's discounts. */
const compsOf = (order: OrderState): number => {
  const { bill } = orderMoney(order);
  return order.discounts.reduce(
    (sum, discount, index) => sum + (discount.comp === true ? (bill.discounts[index] ?? 0) : 0),
    0,
  );
};

type Count = (change: Change, part: number, db: Database) => void;

const sale: Count = ({ event, after }, part, db) => {
  const sold = event.data as unknown as FinalisedSale;
  const comps = compsOf(after as OrderState);
  const discounts = sold.discountTotal - comps;
  add.run(db, part, "sales", 1, sold.total);
  add.run(db, part, "net", 1, sold.net);
  add.run(db, part, "tax", 1, sold.taxTotal);
  add.run(db, part, "service", 1, sold.serviceCharge);
  add.run(db, part, "guests", 1, sold.guests ?? 0);
  add.run(db, part, `type:${sold.type}`, 1, sold.total);
  if (discounts !== 0) add.run(db, part, "discounts", 1, discounts);
  if (comps !== 0) add.run(db, part, "comps", 1, comps);
  addTaxes(db, part, "sale", sold.taxes);
  countNumber(db, part, sold.receiptNumber);
};

type RefundFigures = { number: string; total: number; net: number; taxTotal: number; taxes: TaxRow[] };
const refund: Count = ({ event }, part, db) => {
  const { number, total, net, taxTotal, taxes } = event.data as unknown as RefundFigures;
  add.run(db, part, "refunds", 1, total);
  add.run(db, part, "refund_net", 1, net);
  add.run(db, part, "refund_tax", 1, taxTotal);
  addTaxes(db, part, "refund", taxes);
  countNumber(db, part, number);
};

/** A line that neither kitchen nor guest knew of is a slip of the finger, not a void. */
const voided: Count = ({ event, before }, part, db) => {
  const order = before as OrderState;
  const line = order.lines.find(({ id }) => id === event.data.lineId);
  if (!line || (line.sentMilli === 0 && order.proformaAt === null)) return;
  const amounts = orderMoney(order).bill.lines.find(({ id }) => id === line.id);
  add.run(db, part, "voids", 1, (amounts?.lineTotal ?? 0) - (amounts?.discountAmount ?? 0));
};

/** A check that went into another one is no sale that was lost. */
const cancelled: Count = ({ event, before, after }, part, db) => {
  if (event.data.to !== "cancelled" || (after !== undefined && "mergedInto" in after)) return;
  add.run(db, part, "cancelled", 1, orderMoney(before as OrderState).bill.total);
};

const counts: Readonly<Record<string, Count>> = {
  "order OrderFinalised": sale,
  "order LineVoided": voided,
  "order StatusChanged": cancelled,
  "refund RefundIssued": refund,
  "drawer NoSale": (_change, part, db) => add.run(db, part, "no_sales", 1, 0),
  "drawer Closed": ({ event }, part, db) => add.run(db, part, "over_short", 1, Number(event.data.overShort)),
};

/** Papers with a number of their own, `data.number`, beside receipts and refunds. */
const numbered = new Set([
  "gift-card GiftCardIssued",
  "gift-card GiftCardToppedUp",
  "account AccountSettled",
  "account-invoice InvoiceIssued",
  "invoice InvoiceIssued",
]);

export const countEvent = (change: Change, part: number, db: Database): void => {
  const { entity, type, data } = change.event;
  const kind = `${entity} ${type}`;
  counts[kind]?.(change, part, db);
  if (numbered.has(kind) && typeof data.number === "string") countNumber(db, part, data.number);
};

export type Figures = ReadonlyMap<string, { count: number; amount: number }>;
const figures = query<[number, number], { name: string; count: number; amount: number }>(
  "SELECT name, SUM(count) AS count, SUM(amount) AS amount FROM day_figures WHERE part BETWEEN ? AND ? GROUP BY name ORDER BY name",
);
/** All figures of a row of parts, by name. */
export const figuresOf = (db: Database, first: number, last: number): Figures =>
  new Map(figures.all(db, first, last).map(({ name, count, amount }) => [name, { count, amount }]));

type TaxSum = Omit<TaxRow, "inclusive"> & { inclusive: number };
const taxes = query<[string, number, number], TaxSum>(
  "SELECT tax_class_id AS taxClassId, name, rate, inclusive, SUM(net) AS net, SUM(tax) AS tax, SUM(gross) AS gross FROM day_taxes WHERE kind = ? AND part BETWEEN ? AND ? GROUP BY tax_class_id, name, rate, inclusive ORDER BY tax_class_id, name, rate, inclusive",
);
export const taxesOf = (db: Database, kind: "sale" | "refund", first: number, last: number): TaxRow[] =>
  taxes.all(db, kind, first, last).map((row) => ({ ...row, inclusive: row.inclusive === 1 }));

export type SeriesSum = { series: string; first: number; last: number; count: number };
const series = query<[number, number], SeriesSum>(
  "SELECT series, MIN(first) AS first, MAX(last) AS last, SUM(count) AS count FROM day_series WHERE part BETWEEN ? AND ? GROUP BY series ORDER BY series",
);
export const seriesOf = (db: Database, first: number, last: number): SeriesSum[] =>
  series.all(db, first, last);

const lasts = query<[number], { series: string; last: number }>(
  "SELECT series, MAX(last) AS last FROM day_series WHERE part < ? GROUP BY series",
);
/** The last number of each series before a part, so that a gap between two ranges is seen too. */
export const lastNumbers = (db: Database, part: number): ReadonlyMap<string, number> =>
  new Map(lasts.all(db, part).map(({ series: name, last }) => [name, last]));

const something = query<[number, number], { found: number }>(
  "SELECT EXISTS (SELECT 1 FROM day_figures WHERE part = ?) OR EXISTS (SELECT 1 FROM day_tenders WHERE part = ?) AS found",
);
/** Whether anything that a report tells of happened in a part. */
export const hasFigures = (db: Database, part: number): boolean => something.get(db, part, part)?.found === 1;
