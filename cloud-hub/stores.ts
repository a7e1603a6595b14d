/** The list of an organisation's stores, by name. */
import type { HubStore } from "@tillbox/shared/contract/hub.ts";
import { invalid } from "@tillbox/shared/refusal.ts";
import type { Database } from "./database.ts";

export type StorePage = { items: HubStore[]; nextCursor: string | null };

type StoreRow = Omit<
  HubStore,
  "timeZone" | "ackedSeq" | "lastEntryAt" | "lastContactAt" | "createdAt" | "updatedAt"
> & {
  time_zone: string;
  acked_seq: number;
  last_entry_at: string | null;
  last_contact_at: string | null;
  created_at: string;
  updated_at: string;
};

const select = `SELECT id, name, currency, time_zone, epoch, acked_seq, last_entry_at, last_contact_at, version,
    created_at, updated_at,
    (SELECT count(*) FROM unreadable_sales WHERE org_id = $1 AND store_id = stores.id) AS unreadable
  FROM stores WHERE org_id = $1 AND ($2::text IS NULL OR (name, id) > ($2, $3)) ORDER BY name, id LIMIT $4`;

/** A page of at most `limit` stores after `cursor`. Throws Refusal `invalid` for a cursor that is not ours. */
export const listStores = async (
  database: Database,
  orgId: string,
  { limit = 50, cursor }: { limit?: number | undefined; cursor?: string | undefined },
): Promise<StorePage> => {
  const [name, id] = cursor === undefined ? [null, null] : readCursor(cursor);
  const rows = await database.tenant(orgId, (sql) =>
    sql.rows<StoreRow>(select, [orgId, name, id, limit + 1]),
  );
  const items = rows.slice(0, limit).map(storeOf);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? writeCursor(last) : null };
};

/** The ids of all stores of an organisation. */
export const storeIds = async (database: Database, orgId: string): Promise<string[]> => {
  const rows = await database.tenant(orgId, (sql) =>
    sql.rows<{ id: string }>("SELECT id FROM stores WHERE org_id = $1 ORDER BY id", [orgId]),
  );
  return rows.map((row) => row.id);
};

const storeOf = (row: StoreRow): HubStore => ({
  id: row.id,
  name: row.name,
  currency: row.currency,
  timeZone: row.time_zone,
  epoch: row.epoch,
  ackedSeq: row.acked_seq,
  lastEntryAt: row.last_entry_at,
  lastContactAt: row.last_contact_at,
  unreadable: row.unreadable,
  version: row.version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const writeCursor = ({ name, id }: HubStore): string =>
  Buffer.from(JSON.stringify([name, id]), "utf8").toString("base64url");

function readCursor(cursor: string): [string, string] {
  try {
    const [name, id] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as unknown[];
    if (typeof name === "string" && typeof id === "string" && !(name + id).includes("\0")) return [name, id];
  } catch {
    // Falls through to the refusal.
  }
  throw invalid("cursor", "is not one that this list gave");
}
