/**
 * Makes the sales roll-ups of a store again from its journal, following the hash chain on the way. It proves that what the
 * reports say is what the journal says, and repairs them when a newer hub can read what an older one could not.
 * The store's row is locked meanwhile: its batches wait.
 */
import type { Database, Sql } from "./database.ts";
import { lockStore } from "./ingest.ts";
import { chainHash } from "./ingest-core.ts";
import { addSales, noteUnreadable, type StoreKey } from "./projections.ts";
import { reportedBy } from "./reported.ts";
import { type SalesDelta, salesKey, sumSales } from "./sales.ts";

const PAGE_ROWS = 2_000;

/** `brokenAt`: the first entries ("epoch/seq") whose hash is not that of their bytes. */
export type RebuildResult = { entries: number; differences: string[]; brokenAt: string[] };
type Replay = {
  entries: number;
  brokenAt: string[];
  sums: SalesDelta[];
  unreadable: { epoch: number; seq: number; unreadable: string }[];
};
type JournalRow = {
  epoch: number;
  seq: number;
  entity: string;
  type: string;
  v: number;
  bytes: string;
  hash: Buffer;
};

/** Compares the live roll-ups of a store with its journal; with `repair` replaces them. */
export const rebuildSales = (database: Database, store: StoreKey, repair: boolean): Promise<RebuildResult> =>
  database.tenant(store.orgId, async (sql) => {
    await lockStore(sql, store);
    const replay = await replayJournal(sql, store);
    const differences = differencesOf(await liveSales(sql, store), replay.sums);
    if (repair) await replaceSales(sql, store, replay);
    return { entries: replay.entries, differences, brokenAt: replay.brokenAt };
  });

const replayJournal = async (sql: Sql, store: StoreKey): Promise<Replay> => {
  const replay: Replay = { entries: 0, brokenAt: [], sums: [], unreadable: [] };
  let after = { epoch: 0, seq: 0 };
  let previous: Buffer | null = null;
  for (;;) {
    const rows: JournalRow[] = await sql.rows<JournalRow>(
      `SELECT epoch, seq, entity, type, v, bytes, hash FROM journal
        WHERE org_id = $1 AND store_id = $2 AND (epoch, seq) > ($3, $4) ORDER BY epoch, seq LIMIT ${PAGE_ROWS}`,
      [store.orgId, store.storeId, after.epoch, after.seq],
    );
    for (const row of rows) {
      // A newer epoch may leave the older one anywhere; its first entry was checked when it was opened.
      if (row.epoch !== after.epoch) previous = row.epoch === 1 ? Buffer.alloc(32) : null;
      if (previous !== null && !chainHash(previous, Buffer.from(row.bytes, "utf8")).equals(row.hash)) {
        replay.brokenAt.push(`${row.epoch}/${row.seq}`);
      }
      previous = row.hash;
      after = row;
    }
    project(replay, rows);
    if (rows.length < PAGE_ROWS) return replay;
  }
};

const project = (replay: Replay, rows: JournalRow[]): void => {
  const deltas: SalesDelta[] = [];
  for (const row of rows) {
    const reported = reportedBy(row, () => (JSON.parse(row.bytes) as { data?: unknown }).data);
    if (reported?.sales) deltas.push(...reported.sales);
    if (reported?.unreadable)
      replay.unreadable.push({ epoch: row.epoch, seq: row.seq, unreadable: reported.unreadable });
  }
  replay.sums = sumSales([...replay.sums, ...deltas]);
  replay.entries += rows.length;
};

type SalesRow = {
  kind: SalesDelta["kind"];
  business_day: string;
  key: string;
  currency: string;
  name: string | null;
  orders: number;
  gross: number;
  net: number;
  tax: number;
  discounts: number;
  comps: number;
  tips: number;
  quantity_milli: number;
};

const liveSales = async (sql: Sql, { orgId, storeId }: StoreKey): Promise<SalesDelta[]> => {
  const rows = await sql.rows<SalesRow>("SELECT * FROM sales WHERE org_id = $1 AND store_id = $2", [
    orgId,
    storeId,
  ]);
  return rows.map((row) => ({
    businessDay: row.business_day,
    kind: row.kind,
    key: row.key,
    currency: row.currency,
    name: row.name,
    orders: row.orders,
    gross: row.gross,
    net: row.net,
    tax: row.tax,
    discounts: row.discounts,
    comps: row.comps,
    tips: row.tips,
    quantityMilli: row.quantity_milli,
  }));
};

const differencesOf = (live: SalesDelta[], rebuilt: SalesDelta[]): string[] => {
  const text = (rows: SalesDelta[]) =>
    new Map(rows.map((row) => [salesKey(row), JSON.stringify(Object.entries(row).sort())]));
  const [a, b] = [text(live), text(rebuilt)];
  const keys = new Set([...a.keys(), ...b.keys()]);
  return [...keys]
    .filter((key) => a.get(key) !== b.get(key))
    .map((key) => `live ${a.get(key) ?? "nothing"}, journal ${b.get(key) ?? "nothing"}`);
};

const replaceSales = async (sql: Sql, store: StoreKey, replay: Replay): Promise<void> => {
  const key = [store.orgId, store.storeId];
  await sql.rows("DELETE FROM sales WHERE org_id = $1 AND store_id = $2", key);
  await sql.rows("DELETE FROM unreadable_sales WHERE org_id = $1 AND store_id = $2", key);
  addSales(sql, store, replay.sums);
  for (const epoch of new Set(replay.unreadable.map((note) => note.epoch))) {
    noteUnreadable(
      sql,
      store,
      epoch,
      replay.unreadable.filter((note) => note.epoch === epoch),
    );
  }
};
