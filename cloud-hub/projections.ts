/**
 * The statements that write what the ingest decided: journal rows, sales roll-ups, sales that could not be read. They are
 * sent one behind the other; the commit waits for them and fails with them.
 */
import * as binary from "./binary-arrays.ts";
import type { Sql } from "./database.ts";
import type { VerifiedEntry } from "./ingest-core.ts";
import { type SalesDelta, sumSales } from "./sales.ts";

/** Which store's transaction this is; its row in `stores` is locked. */
export type StoreKey = { orgId: string; storeId: string };

// UNNEST in the target list: in FROM its rows would be written to a temporary store first.
const insertJournal = `INSERT INTO journal (org_id, store_id, epoch, seq, at, entity, entity_id, type, v, bytes, hash)
  SELECT $1::uuid, $2::text, $3::integer, unnest($4::bigint[]), unnest($5::timestamptz[]), unnest($6::text[]),
    unnest($7::text[]), unnest($8::text[]), unnest($9::integer[]), unnest($10::text[]), unnest($11::bytea[])`;

/** Appends entries as they are; their bytes are those of the batch. */
export const appendJournal = (
  sql: Sql,
  store: StoreKey,
  epoch: number,
  entries: readonly VerifiedEntry[],
): void => {
  const values = [
    store.orgId,
    store.storeId,
    epoch,
    binary.int8Array(entries.map((entry) => entry.seq)),
    binary.instantArray(entries.map((entry) => entry.at_ms)),
    binary.wordArray(entries.map((entry) => entry.entity)),
    binary.wordArray(entries.map((entry) => entry.id)),
    binary.wordArray(entries.map((entry) => entry.type)),
    binary.int4Array(entries.map((entry) => entry.v)),
    binary.textArray(entries.map((entry) => entry.bytes)),
    binary.byteaArray(entries.map((entry) => entry.hash)),
  ];
  sql.send(insertJournal, values, "append-journal");
};

const addToSales = `INSERT INTO sales AS row (org_id, store_id, kind, business_day, key, currency, name, orders, gross, net, tax,
    discounts, comps, tips, quantity_milli)
  SELECT $1::uuid, $2::text, delta.* FROM unnest($3::text[], $4::date[], $5::text[], $6::text[], $7::text[], $8::bigint[],
    $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[]) AS delta
  ON CONFLICT (org_id, kind, business_day, store_id, key, currency) DO UPDATE SET
    name = coalesce(excluded.name, row.name), orders = row.orders + excluded.orders, gross = row.gross + excluded.gross,
    net = row.net + excluded.net, tax = row.tax + excluded.tax, discounts = row.discounts + excluded.discounts,
    comps = row.comps + excluded.comps,
    tips = row.tips + excluded.tips, quantity_milli = row.quantity_milli + excluded.quantity_milli`;

/** Adds to the roll-ups, in one order of keys. */
export const addSales = (sql: Sql, store: StoreKey, deltas: Iterable<SalesDelta>): void => {
  const sums = sumSales(deltas);
  if (sums.length === 0) return;
  const column = <T>(of: (sum: SalesDelta) => T): T[] => sums.map(of);
  sql.send(
    addToSales,
    [
      store.orgId,
      store.storeId,
      column((sum) => sum.kind),
      column((sum) => sum.businessDay),
      column((sum) => sum.key),
      column((sum) => sum.currency),
      column((sum) => sum.name),
      column((sum) => sum.orders),
      column((sum) => sum.gross),
      column((sum) => sum.net),
      column((sum) => sum.tax),
      column((sum) => sum.discounts),
      column((sum) => sum.comps),
      column((sum) => sum.tips),
      column((sum) => sum.quantityMilli),
    ],
    "add-sales",
  );
};

/** Keeps why sales could not be read, so that no report is silently short. */
export const noteUnreadable = (
  sql: Sql,
  store: StoreKey,
  epoch: number,
  entries: readonly { seq: number; unreadable: string | null }[],
): number => {
  const unreadable = entries.filter((entry) => entry.unreadable !== null);
  if (unreadable.length === 0) return 0;
  sql.send(
    `INSERT INTO unreadable_sales (org_id, store_id, epoch, seq, reason)
       SELECT $1::uuid, $2::text, $3::integer, note.* FROM unnest($4::bigint[], $5::text[]) AS note`,
    [
      store.orgId,
      store.storeId,
      epoch,
      unreadable.map((entry) => entry.seq),
      unreadable.map((entry) => entry.unreadable),
    ],
  );
  return unreadable.length;
};
