/** Holds a hub that was stopped against the box that replicated to it: the journal byte for byte, and every roll-up of sales. */
import { openReadOnly } from "@tillbox/store-server/kernel/database.ts";
import type { Database } from "better-sqlite3";
import { readConfig } from "../../cloud-hub/config.ts";
import { countWrong } from "../../cloud-hub/crash.ts";
import { demoUser } from "../../cloud-hub/demo.ts";
import { openStorage } from "../../cloud-hub/hub.ts";
import { createLog } from "../../cloud-hub/log.ts";
import { organisationOf } from "../../cloud-hub/organisations.ts";

type Entry = { epoch: number; seq: number; bytes: Buffer; hash: Buffer };
type Sale = { kind: string; day: string; key: string; orders: number; gross: number; tips: number };
export type Books = { journal: Entry[]; sales: string[] };
export type HubDifference = {
  entries: number;
  /** Places of the journal that differ: missing, doubled or changed. */
  wrong: number;
  /** Roll-ups that the box has, and sentences about those that the hub has otherwise. */
  rollUps: number;
  sales: string[];
};

const textOf = ({ kind, day, key, orders, gross, tips }: Sale): string =>
  `${kind} ${day} ${key}: ${orders} sold, ${gross}, tips ${tips}`;

/** The box's roll-ups in the hub's words. */
const boxSales = `
  SELECT 'day' AS kind, business_day AS day, business_day AS key, SUM(orders) AS orders, SUM(gross) AS gross, SUM(tips) AS tips
    FROM sales_by_hour GROUP BY business_day
  UNION ALL SELECT 'hour', business_day, printf('%02d', hour), SUM(orders), SUM(gross), SUM(tips)
    FROM sales_by_hour GROUP BY business_day, hour
  UNION ALL SELECT 'method', business_day, method, orders, amount, tips FROM sales_by_method`;
const hubSales = `
  SELECT kind, business_day::text AS day, key, orders, gross, tips
    FROM sales WHERE org_id = $1 AND kind IN ('day', 'hour', 'method')`;

export const booksOfBox = (db: Database): Books => ({
  journal: db.prepare<[], Entry>("SELECT 1 AS epoch, seq, bytes, hash FROM journal ORDER BY seq").all(),
  sales: db.prepare<[], Sale>(boxSales).all().map(textOf),
});

type HubEntry = { bytes: string; hash: Buffer };

/** What differs. Order of sales does not count. */
export const differenceOf = (hub: { journal: HubEntry[]; sales: string[] }, box: Books): HubDifference => {
  const [has, wants] = [new Set(hub.sales), new Set(box.sales)];
  return {
    entries: box.journal.length,
    wrong: countWrong(hub.journal, box.journal),
    rollUps: wants.size,
    sales: [
      ...[...wants].filter((row) => !has.has(row)).map((row) => `the hub does not have: ${row}`),
      ...[...has].filter((row) => !wants.has(row)).map((row) => `the hub alone has: ${row}`),
    ],
  };
};

/** Neither box nor hub may run on these folders. */
export const compareHubWithBox = async (hubFolder: string, dataFile: string): Promise<HubDifference> => {
  const storage = await openStorage(readConfig({ DATA_DIR: hubFolder, DEMO: "1" }), createLog("silent"));
  const db = openReadOnly(dataFile);
  try {
    const orgId = (await organisationOf(storage.database, demoUser.username)) ?? "";
    const hub = await storage.database.tenant(orgId, async (sql) => ({
      journal: await sql.rows<HubEntry>(
        "SELECT bytes, hash FROM journal WHERE org_id = $1 ORDER BY epoch, seq",
        [orgId],
      ),
      sales: (await sql.rows<Sale>(hubSales, [orgId])).map(textOf),
    }));
    return differenceOf(hub, booksOfBox(db));
  } finally {
    db.close();
    await storage.close();
  }
};
