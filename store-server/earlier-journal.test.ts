/**
 * A day of a store as the first version wrote it into its journal, before there were drawers, refunds, customers and the day's reports:
 * what was stored then is read for ever. The file holds the entries, a line each, as they were hashed.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import type { FinalisedSale } from "@tillbox/shared/contract/order.ts";
import { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import type { Database } from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { catchUp } from "./catch-up.ts";
import { readConfig } from "./config.ts";
import { closeDay } from "./features/day/commands.ts";
import { xReport } from "./features/day/rows.ts";
import { refundOrder } from "./features/order/refunds/commands.ts";
import { orders } from "./features/order/rows.ts";
import { features } from "./features.ts";
import { silentLog } from "./http/log.ts";
import { openDatabase } from "./kernel/database.ts";
import { chainHash, readHead } from "./kernel/journal.ts";
import { migrate } from "./kernel/migrate.ts";
import type { Command } from "./kernel/types.ts";
import { openStore, type Store } from "./store.ts";
import { testCost } from "./testing/http-store.ts";
import { rebuiltDifferences } from "./testing/rebuilt.ts";
import { migrations, systemActor } from "./testing.ts";

const entries = zstdDecompressSync(
  readFileSync(join(import.meta.dirname, "testing", "earlier-journal.jsonl.zst")),
)
  .toString("utf8")
  .split("\n");
type Entry = { store: string; seq: number; entity: string; id: string; type: string; data: object };
const parsed = entries.map((bytes) => JSON.parse(bytes) as Entry);
const sales = parsed.filter(({ type }) => type === "OrderFinalised").map(({ data }) => data as FinalisedSale);
const total = sales.reduce((sum, sale) => sum + sale.total, 0);
/** Schema of the version that wrote it. */
const schemaThen = 5;

let folder: string;
let store: Store | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tillbox-earlier-"));
});
afterEach(async () => {
  await store?.close();
  store = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** A data folder with this journal, `changed` where a test wants it. */
const writeStore = (lines: readonly string[]): Database => {
  const db = openDatabase(join(folder, "box.db"));
  migrate(db, migrations.slice(0, schemaThen), () => undefined);
  db.prepare("INSERT INTO meta (key, value) VALUES ('store_id', ?)").run(parsed[0]?.store);
  const insert = db.prepare("INSERT INTO journal (seq, entity, id, bytes, hash) VALUES (?, ?, ?, ?, ?)");
  let { hash } = readHead(db);
  db.transaction(() => {
    for (const bytes of lines) {
      const { seq, entity, id } = JSON.parse(bytes) as Entry;
      hash = chainHash(hash, bytes);
      insert.run(seq, entity, id, bytes, hash);
    }
  })();
  return db;
};
const open = async (): Promise<Store> => {
  const config = readConfig({ DATA_DIR: folder, HOST: "127.0.0.1", PORT: "0", HTTPS_PORT: "off" });
  return openStore(config, {
    log: silentLog,
    hashCost: testCost,
    wall: () => Date.parse("2026-11-02T08:00:00Z"),
  });
};
const rowsOf = (db: Database): number =>
  db.prepare<[], number>("SELECT COUNT(*) FROM orders").pluck().get() ?? 0;

test("a store of the first version opens after the update with all that it sold, in the new reports too", async () => {
  writeStore(entries).close();
  store = await open();
  const { kernel } = store;
  expect(sales.length).toBeGreaterThan(60);
  expect(rebuiltDifferences(kernel)).toEqual([]);
  const at = kernel.clock.now();
  const day = sales[0]?.businessDay ?? "";
  const report = xReport(kernel, at, day);
  expect(report.sales).toMatchObject({ receipts: sales.length, gross: total });
  expect(report.equation.difference).toBe(0);
  const ids = kernel.db.prepare<[], string>("SELECT id FROM orders").pluck().all();
  for (const id of ids) {
    const order = kernel.get(orders, id);
    expect(Order.safeParse(order && JSON.parse(orders.view(order, kernel))).error).toBeUndefined();
  }
});

test("an order of then is refunded now, its day is closed, and the journal gives the same tables", async () => {
  writeStore(entries).close();
  store = await open();
  const { kernel } = store;
  const done = parsed.findLast(({ type }) => type === "OrderFinalised");
  const submit = async <I>(command: Command<I>, input: I) => {
    const how = { commandId: newId(), fingerprint: "", actor: systemActor };
    const answer = await kernel.execute({ command, input, ...how });
    expect(answer).toMatchObject({ ok: true });
  };
  await submit(refundOrder, { id: done?.id ?? "", refundId: newId(), refund: { reason: "cold" } });
  await submit(closeDay, { id: newId(), businessDay: null, automatic: false });
  expect(rebuiltDifferences(kernel)).toEqual([]);
});

test("it is made up for once: a store that is up to date is left alone", () => {
  const db = writeStore(entries);
  migrate(db, migrations, () => undefined);
  expect(rowsOf(db)).toBe(0);
  expect(catchUp(db, features, migrations)).toMatchObject({ entries: entries.length });
  expect(rowsOf(db)).toBe(
    new Set(parsed.filter(({ entity }) => entity === "order").map(({ id }) => id)).size,
  );
  expect(catchUp(db, features, migrations)).toBeNull();
  db.close();
});

test("what nobody can read is said, changes nothing, and keeps no store from opening", async () => {
  const unknown = entries.map((bytes) => bytes.replace('"LinesSent"', '"LinesFlown"'));
  const db = writeStore(unknown);
  migrate(db, migrations, () => undefined);
  expect(catchUp(db, features, migrations)).toMatchObject({
    error: { message: expect.stringMatching(/order LinesFlown\) cannot be replayed/) },
  });
  expect(rowsOf(db)).toBe(0);
  db.close();
  store = await open();
  expect((await fetch(`${store.url}/health`)).status).toBe(200);
});
