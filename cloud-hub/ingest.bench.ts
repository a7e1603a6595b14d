/**
 * What the ingest costs over the bare minimum: rows a second through the hub's HTTP handler (token, zstd, chain, parsing,
 * projection, watermark; two batches in flight, as the box sends them; without the socket, whose other end would run in
 * this process too) against a plain multi-row insert of the very same rows into a table with
 * the same index, on the same durable Postgres. The two take turns within one run, because only a ratio taken in one
 * window means anything; reported are the medians of the turns.
 */

import { batchContentType } from "@tillbox/shared/protocol/replication.ts";
import { Client } from "pg";
import type { HubApp } from "./http.ts";
import { newTestDatabase, openTestCluster, openTestHub } from "./testing.ts";
import { enrolStore } from "./testing-client.ts";
import { newJournal, saleOf, soldAt, type TestJournal } from "./testing-journal.ts";

const BATCH_ROWS = 500;
const BATCHES_PER_TURN = 6;
const WARM_UP_TURNS = 2;

export type BenchResult = { value: number; limit: number; ratio: number };

/** Runs for about `seconds`; `value` and `limit` are rows a second. */
export const benchIngest = async (seconds: number): Promise<BenchResult> => {
  const cluster = await openTestCluster([]);
  const hub = await openTestHub({ databaseUrl: await newTestDatabase(cluster) });
  const client = new Client({ connectionString: hub.databaseUrl });
  await client.connect();
  try {
    await client.query("CREATE TABLE raw (LIKE journal INCLUDING ALL) PARTITION BY HASH (org_id, store_id)");
    for (let part = 0; part < 8; part += 1) {
      await client.query(
        `CREATE TABLE raw_${part} PARTITION OF raw FOR VALUES WITH (MODULUS 8, REMAINDER ${part})`,
      );
    }
    const journal = newJournal("store-bench");
    const { body } = await enrolStore(hub.url, hub.enrolmentCode, journal.storeId);
    const sides = { hub: hubSide(hub.app, String(body["token"])), raw: rawSide(client) };
    return await takeTurns(seconds, journal, sides);
  } finally {
    await client.end();
    await hub.close();
    await cluster.stop();
  }
};

type Side = (journal: TestJournal, fromSeq: number) => Promise<number>;

const takeTurns = async (
  seconds: number,
  journal: TestJournal,
  sides: { hub: Side; raw: Side },
): Promise<BenchResult> => {
  const rates = { hub: [] as number[], raw: [] as number[] };
  const end = performance.now() + seconds * 1000;
  for (let turn = 0; turn < WARM_UP_TURNS + 1 || performance.now() < end; turn += 1) {
    const fromSeq = journal.lines.length + 1;
    trade(journal);
    const order = turn % 2 === 0 ? (["hub", "raw"] as const) : (["raw", "hub"] as const);
    for (const side of order) {
      const rate = await sides[side](journal, fromSeq);
      if (turn >= WARM_UP_TURNS) rates[side].push(rate);
    }
  }
  const [value, limit] = [median(rates.hub), median(rates.raw)];
  return {
    value: Math.round(value),
    limit: Math.round(limit),
    ratio: Math.round((value / limit) * 1000) / 1000,
  };
};

/** An evening: for each order it is opened, lines are added, sent, paid, and the sale is finalised. */
const trade = (journal: TestJournal): void => {
  const lines = [1, 2, 3].map((number) => ({
    id: `0190f5fe-7c00-7a00-8000-00000000000${number}`,
    menuItemId: `item-${number}`,
    name: 'Burger with "everything"',
    unitPrice: 1250,
    quantityMilli: 1000,
    modifiers: [{ optionId: "no-onions", price: 0, quantity: 1 }],
    taxClassId: "standard",
  }));
  for (let row = 0; row < BATCH_ROWS * BATCHES_PER_TURN; row += 1) {
    const order = { id: `0190f5fe-7c00-7a00-8000-${String(Math.floor(row / 5)).padStart(12, "0")}` };
    if (row % 5 < 3) journal.append({ ...order, type: "LinesAdded", data: { lines } });
    else if (row % 5 === 3)
      journal.append({ ...order, type: "PaymentCaptured", data: { method: "cash", amount: 4050 } });
    else journal.append({ ...order, ...soldAt(evening(row)) });
  }
};

const evening = (row: number) => {
  const items = [0, 1, 2].flatMap((part) =>
    saleOf(1350).items.map((item) => ({ ...item, menuItemId: `item-${(row + part) % 60}` })),
  );
  return saleOf(4050, { hour: row % 24, items });
};

const hubSide =
  (app: HubApp, token: string): Side =>
  async (journal, fromSeq) => {
    const headers = { "content-type": batchContentType, authorization: `Bearer ${token}` };
    const starts = Array.from({ length: BATCHES_PER_TURN }, (_, index) => fromSeq + index * BATCH_ROWS);
    const batches = await Promise.all(starts.map((from) => journal.batch(from, BATCH_ROWS)));
    const started = performance.now();
    // Two in flight: the next one leaves when the one before last is answered.
    const lane = async (first: number): Promise<void> => {
      for (let index = first; index < batches.length; index += 2) {
        for (let status = 0; status !== 200; ) {
          status = (
            await app.request("/api/replication/batches", { method: "POST", headers, body: batches[index] })
          ).status;
          if (status !== 200 && status !== 409) throw new Error(`a batch was answered with ${status}`);
        }
      }
    };
    await Promise.all([lane(0), lane(1)]);
    return (BATCH_ROWS * BATCHES_PER_TURN * 1000) / (performance.now() - started);
  };

const rawSide = (client: Client): Side => {
  const columns = 11;
  const tuple = (_: unknown, row: number) =>
    `(${Array.from({ length: columns }, (_, column) => `$${row * columns + column + 1}`).join(",")})`;
  const text = `INSERT INTO raw VALUES ${Array.from({ length: BATCH_ROWS }, tuple).join(",")}`;
  const org = "0190f5fe-7c00-7a00-8000-0000000000aa";
  return async (journal, fromSeq) => {
    const rows = journal.lines.slice(fromSeq - 1, fromSeq - 1 + BATCH_ROWS * BATCHES_PER_TURN).map((line) => {
      const bytes = line.bytes.toString("utf8");
      const { at, entity, id, type, v } = JSON.parse(bytes) as { [field: string]: string };
      return [org, journal.storeId, line.epoch, line.seq, at, entity, id, type, v, bytes, line.hash];
    });
    const started = performance.now();
    for (let from = 0; from < rows.length; from += BATCH_ROWS) {
      await client.query("BEGIN");
      await client.query({ name: "raw", text, values: rows.slice(from, from + BATCH_ROWS).flat() });
      await client.query("COMMIT");
    }
    return (rows.length * 1000) / (performance.now() - started);
  };
};

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
