/**
 * Sales across stores, read from the roll-ups and never from single orders. Currencies are never added to each other: a key
 * has one row per currency. Figures and their completeness are read in one moment of the database, so the report
 * says exactly up to which event of which store it counts.
 */

import type { Completeness, HubReportQuery, SalesReport, SalesRow } from "@tillbox/shared/contract/report.ts";
import { invalid } from "@tillbox/shared/refusal.ts";
import type { z } from "zod";
import type { Database, Sql } from "./database.ts";
import type { SalesKind } from "./sales.ts";

type Query = z.infer<typeof HubReportQuery>;
type Grouping = NonNullable<Query["groupBy"]>;
type Shape = { kind: SalesKind; key: string; name: string; order: string };

const byAmount = "sum(gross) DESC, key";
/** SQL only from here, never from a request. */
const shapes: Record<Grouping, Shape> = {
  day: { kind: "day", key: "key", name: "NULL", order: "key" },
  store: { kind: "day", key: "store_id", name: "max(stores.name)", order: byAmount },
  hour: { kind: "hour", key: "key", name: "NULL", order: "key" },
  item: {
    kind: "item",
    key: "key",
    name: "(array_agg(sales.name ORDER BY business_day DESC))[1]",
    order: byAmount,
  },
  method: { kind: "method", key: "key", name: "NULL", order: byAmount },
};

/** `from` and `to` are business days, inclusive; without them there is no bound. Throws Refusal `invalid`. */
export const salesReport = async (
  database: Database,
  orgId: string,
  query: Query,
): Promise<z.infer<typeof SalesReport>> => {
  const { from, to, storeId, groupBy = "day" } = query;
  if (from !== undefined && to !== undefined && from > to) throw invalid("from", "is after to");
  return database.snapshot(orgId, async (sql) => ({
    items: await salesRows(sql, orgId, groupBy, { from, to, storeId }),
    completeness: await completeness(sql, orgId, storeId),
  }));
};

type Sums = {
  key: string;
  name: string | null;
  currency: string;
  orders: number;
  gross: number;
  net: number;
  tax: number;
  discounts: number;
  comps: number;
  tips: number;
  quantity_milli: number;
};

const salesRows = async (
  sql: Sql,
  orgId: string,
  groupBy: Grouping,
  { from, to, storeId }: Pick<Query, "from" | "to" | "storeId">,
): Promise<SalesRow[]> => {
  const { kind, key, name, order } = shapes[groupBy];
  const sums = ["orders", "gross", "net", "tax", "discounts", "comps", "tips", "quantity_milli"]
    .map((column) => `sum(${column})::bigint AS ${column}`)
    .join(", ");
  const rows = await sql.rows<Sums>(
    `SELECT ${key} AS key, ${name} AS name, sales.currency, ${sums}
       FROM sales JOIN stores ON stores.org_id = sales.org_id AND stores.id = sales.store_id
      WHERE sales.org_id = $1 AND kind = $2 AND business_day >= coalesce($3::date, '-infinity')
        AND business_day <= coalesce($4::date, 'infinity') AND ($5::text IS NULL OR store_id = $5)
      GROUP BY ${key === "key" ? "sales.key" : key}, sales.currency ORDER BY ${order}, sales.currency`,
    [orgId, kind, from ?? null, to ?? null, storeId ?? null],
  );
  return rows.map((row) => rowOf(groupBy, row));
};

const rowOf = (groupBy: Grouping, { quantity_milli, name, comps, ...sums }: Sums): SalesRow => ({
  ...sums,
  ...(groupBy === "item" ? {} : { comps }),
  ...(name === null ? {} : { name }),
  ...(groupBy === "day" ? { businessDay: sums.key } : {}),
  ...(groupBy === "store" ? { storeId: sums.key } : {}),
  ...(groupBy === "item" ? { quantity: quantity_milli / 1000 } : {}),
});

type StoreState = {
  id: string;
  name: string;
  epoch: number;
  seq: number;
  at: string | null;
  unreadable: number;
};

const completeness = async (
  sql: Sql,
  orgId: string,
  storeId: string | undefined,
): Promise<z.infer<typeof Completeness>[]> => {
  const stores = await sql.rows<StoreState>(
    `SELECT id, name, epoch, acked_seq AS seq, last_entry_at AS at,
            (SELECT count(*) FROM unreadable_sales WHERE org_id = $1 AND store_id = stores.id) AS unreadable
       FROM stores WHERE org_id = $1 AND ($2::text IS NULL OR id = $2) ORDER BY name, id`,
    [orgId, storeId ?? null],
  );
  return stores.map(({ id, name, epoch, seq, at, unreadable }) => ({
    storeId: id,
    seq,
    at,
    storeName: name,
    epoch,
    ...(unreadable > 0 ? { unreadable } : {}),
  }));
};
