/** The figures of a range of the journal, read from what was counted of it, and from the orders and drawers as they were at its end. */
import type { DayFigures, OpenCheck, TenderSum } from "@tillbox/shared/contract/day.ts";
import { type OrderType, orderTypes } from "@tillbox/shared/contract/order-words.ts";
import type { Database } from "better-sqlite3";
import { query } from "../../../kernel/database.ts";
import { type JournalRow, parseEntry, readHead, readOfEntity } from "../../../kernel/journal.ts";
import type { Reads } from "../../../kernel/types.ts";
import { drawerName, drawers } from "../../drawer/rows.ts";
import { tables } from "../../floor/rows.ts";
import { isFinal, isOpen, type OrderState, orderMoney, orders } from "../../order/rows.ts";
import { setting } from "../../settings/rows.ts";
import { users } from "../../staff/rows.ts";
import { type DayPart } from "../../tender/rows.ts";
import { figuresOf, lastNumbers, type SeriesSum, seriesOf, taxesOf } from "../counting/rows.ts";
import { type DayRange, equationOf } from "../day.ts";

const part = query<[number], DayPart>("SELECT * FROM day_parts WHERE id = ?");
const entry = query<[number], JournalRow>("SELECT seq, entity, id, bytes, hash FROM journal WHERE seq = ?");

/** Where a range begins and ends. A running one ends with the last entry so far. */
type Bounds = Pick<DayFigures, "fromSeq" | "toSeq" | "fromAt" | "toAt" | "chainHead">;
const boundsOf = ({ db }: Reads, { first, last }: DayRange, at: string): Bounds => {
  const from = part.get(db, first);
  const to = part.get(db, last);
  if (!from || !to) throw new Error(`the journal has no parts ${first} to ${last}`);
  const end = to.to_seq === null ? readHead(db) : { seq: to.to_seq, at: null };
  const row = entry.get(db, end.seq);
  if (!row) throw new Error(`the journal has no entry ${end.seq}`);
  return {
    fromSeq: from.from_seq,
    toSeq: end.seq,
    fromAt: from.from_at,
    toAt: to.to_seq === null ? at : parseEntry(row).at,
    chainHead: row.hash.toString("hex"),
  };
};

// A paid takeaway that nobody marked as served is open too; there may be thousands, and none of them owes anything.
const unpaidNow = query<[], { id: string }>(
  "SELECT id FROM orders WHERE open = 1 AND state ->> '$.receiptNumber' IS NULL ORDER BY number",
);
/**
 * What was opened later is none of it, so a day that is closed late does not read the orders of the next one. Left to itself SQLite walks
 * the index by id, which is in the order of DISTINCT, through all years; by number there is little after the end of a range.
 */
const changedSince = query<[number, number], { id: string }>(
  "SELECT DISTINCT id FROM journal AS later NOT INDEXED WHERE seq > ? AND entity = 'order' AND EXISTS (SELECT 1 FROM journal AS first WHERE first.id = later.id AND first.seq <= ?)",
);

/** An order as it was after an entry of the journal. */
const orderAt = ({ db }: Reads, id: string, seq: number): OrderState | undefined =>
  readOfEntity(db, orders.name, id)
    .filter((row) => row.seq <= seq)
    .map(parseEntry)
    .reduce<OrderState | undefined>((order, event) => orders.evolve(order, event), undefined);

/** The orders that were open and not paid in full after an entry of the journal, by number. */
const unpaidAt = (reads: Reads, seq: number): OrderState[] => {
  const now = unpaidNow.all(reads.db).flatMap(({ id }) => reads.get(orders, id) ?? []);
  const earlier = changedSince.all(reads.db, seq, seq).flatMap(({ id }) => orderAt(reads, id, seq) ?? []);
  return [...now.filter(({ version }) => version <= seq), ...earlier]
    .filter((order) => isOpen(order) && !isFinal(order))
    .sort((left, right) => left.number - right.number);
};

const personOf = (reads: Reads, id: string | null): string =>
  id === null ? "" : (reads.get(users, id)?.name ?? id);

const openCheck = (order: OrderState, reads: Reads): OpenCheck => {
  const { bill, paid, due } = orderMoney(order);
  return {
    id: order.id,
    number: order.number,
    tableId: order.tableId,
    tableName:
      order.tableId === null ? null : (reads.get(tables.entity, order.tableId)?.name ?? order.tableId),
    openedBy: order.openedBy,
    waiter: personOf(reads, order.openedBy),
    openedAt: order.createdAt,
    businessDay: order.businessDay,
    total: bill.total,
    paid,
    due,
  };
};

/** What was paid, up to an entry of the journal, on checks that were still open then. */
export const paidOnOpenChecks = (reads: Reads, seq: number): number =>
  seq === 0 ? 0 : unpaidAt(reads, seq).reduce((sum, order) => sum + orderMoney(order).paid, 0);

const sumsOfTenders = query<[number, number], TenderSum>(
  "SELECT purpose, method, SUM(count) AS count, SUM(amount) AS amount, SUM(tip) AS tip, SUM(rounding) AS rounding, SUM(given) AS given FROM day_tenders WHERE part BETWEEN ? AND ? GROUP BY purpose, method ORDER BY purpose, method",
);
const lateSums = query<[number, number], { count: number; amount: number }>(
  "SELECT COALESCE(SUM(late_count), 0) AS count, COALESCE(SUM(late_given), 0) AS amount FROM day_tenders WHERE part BETWEEN ? AND ?",
);
const looseCash = query<[number, number], { amount: number }>(
  "SELECT COALESCE(SUM(given), 0) AS amount FROM day_tenders WHERE part BETWEEN ? AND ? AND method = 'cash' AND drawer_id = ''",
);

const drawersOf = query<[string, number], { id: string }>(
  "SELECT id FROM drawers WHERE created_at <= ? AND (open = 1 OR version >= ?) ORDER BY created_at, id",
);
const cashUpTo = query<[string, number], { given: number }>(
  "SELECT COALESCE(SUM(given), 0) AS given FROM day_tenders WHERE drawer_id = ? AND drawer_id <> '' AND method = 'cash' AND part <= ?",
);
/** The sessions that were closed in the range, and those that were open at its end. */
const drawerSums = (reads: Reads, bounds: Bounds, last: number): DayFigures["drawers"] =>
  drawersOf.all(reads.db, bounds.toAt, bounds.fromSeq).flatMap(({ id }) => {
    const drawer = reads.get(drawers, id);
    if (!drawer) return [];
    const closed = drawer.version <= bounds.toSeq ? drawer.closed : null;
    return [
      {
        id,
        deviceId: drawer.deviceId,
        userId: drawer.userId,
        name: drawerName(reads, drawer),
        status: closed ? ("closed" as const) : ("open" as const),
        float: drawer.float,
        expected: closed?.expected ?? drawer.float + (cashUpTo.get(reads.db, id, last)?.given ?? 0),
        counted: closed?.counted ?? null,
        overShort: closed?.overShort ?? null,
      },
    ];
  });

const numberText = (series: string, value: number): string => `${series}-${String(value).padStart(6, "0")}`;
/** `before`: the last number of the series that an earlier range has; undefined where there is none. */
const seriesView = (
  { series, first, last, count }: SeriesSum,
  before: number | undefined,
): DayFigures["series"][number] => ({
  series,
  first: numberText(series, first),
  last: numberText(series, last),
  count,
  gapFree: last - first + 1 === count && first === (before ?? first - 1) + 1,
});

const none = { count: 0, amount: 0 };
type Counted = Pick<DayFigures, "sales" | "byType" | "taxes" | "refunds" | "voids" | "cancelled" | "noSales">;
const counted = (db: Database, { first, last }: DayRange): Counted => {
  const figures = figuresOf(db, first, last);
  const of = (name: string) => figures.get(name) ?? none;
  const typeOf = (type: OrderType) => ({
    type,
    receipts: of(`type:${type}`).count,
    gross: of(`type:${type}`).amount,
  });
  return {
    sales: {
      receipts: of("sales").count,
      guests: of("guests").amount,
      gross: of("sales").amount,
      net: of("net").amount,
      tax: of("tax").amount,
      service: of("service").amount,
      discounts: of("discounts"),
      comps: of("comps"),
    },
    byType: orderTypes.map(typeOf).filter(({ receipts }) => receipts > 0),
    taxes: taxesOf(db, "sale", first, last),
    refunds: {
      count: of("refunds").count,
      gross: of("refunds").amount,
      net: of("refund_net").amount,
      tax: of("refund_tax").amount,
      taxes: taxesOf(db, "refund", first, last),
    },
    voids: of("voids"),
    cancelled: of("cancelled"),
    noSales: of("no_sales").count,
  };
};

/** `openChecksBefore`: what was paid on open checks when the range began, where it is known. */
export const dayFigures = (
  reads: Reads,
  range: DayRange,
  at: string,
  openChecksBefore?: number,
): DayFigures => {
  const { db } = reads;
  const { first, last, businessDay } = range;
  const bounds = boundsOf(reads, range, at);
  const tenderSums = sumsOfTenders.all(db, first, last);
  const sums = counted(db, range);
  const before = lastNumbers(db, first);
  const openChecks = unpaidAt(reads, bounds.toSeq).map((order) => openCheck(order, reads));
  return {
    businessDay,
    currency: setting(reads, "currency.code"),
    ...bounds,
    ...sums,
    tenderSums,
    late: lateSums.get(db, first, last) ?? none,
    cashOutsideDrawers: looseCash.get(db, first, last)?.amount ?? 0,
    drawers: drawerSums(reads, bounds, last),
    openChecks,
    series: seriesOf(db, first, last).map((sum) => seriesView(sum, before.get(sum.series))),
    equation: equationOf({
      tenders: tenderSums,
      receipts: sums.sales.gross,
      refunds: sums.refunds.gross,
      openChecksBefore: openChecksBefore ?? paidOnOpenChecks(reads, bounds.fromSeq - 1),
      openChecksAfter: openChecks.reduce((sum, { paid }) => sum + paid, 0),
    }),
  };
};
