import { zstdCompressSync } from "node:zlib";
import { maxBatchBytes } from "@tillbox/shared/protocol/replication.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rebuildSales } from "./rebuild.ts";
import { asSuperuser, openTestHub, type TestHub } from "./testing.ts";
import { enrolStore, getJson, postBatch, postJson } from "./testing-client.ts";
import { newJournal, refundedAt, refundOf, saleOf, soldAt, type TestJournal } from "./testing-journal.ts";

let hub: TestHub;
let accessToken: string;
let stores = 0;
const openedHubs: TestHub[] = [];

beforeAll(async () => {
  hub = await openTestHub();
  openedHubs.push(hub);
  accessToken = await hub.signIn();
});
afterAll(async () => {
  for (const opened of openedHubs) await opened.close();
});

/** An enrolled store with a journal of `count` entries, each third a sale. */
const newStore = async (count = 0): Promise<{ journal: TestJournal; token: string; send: Send }> => {
  stores += 1;
  const journal = newJournal(`store-${stores}`);
  for (let seq = 1; seq <= count; seq += 1) {
    const sale = saleOf(seq * 100, { businessDay: `2026-05-0${(seq % 5) + 1}`, hour: seq % 24 });
    journal.append(
      seq % 3 === 0 ? soldAt(sale) : { data: { line: seq, text: 'quote " slash \\ é 漢 \u0000' } },
    );
  }
  const enrolled = await enrolStore(hub.url, hub.enrolmentCode, journal.storeId);
  expect(enrolled.status).toBe(200);
  const token = String(enrolled.body["token"]);
  const send: Send = async (from, count, change) =>
    postBatch(hub.url, token, await journal.batch(from, count, change));
  return { journal, token, send };
};
type Send = (from: number, count: number, change?: object) => ReturnType<typeof postBatch>;

type Row = { epoch: number; seq: string; bytes: string; hash: Buffer };
const stored = (storeId: string): Promise<Row[]> =>
  asSuperuser(hub.databaseUrl, async (client) => {
    const { rows } = await client.query<Row>(
      "SELECT epoch, seq, bytes, hash FROM journal WHERE store_id = $1 ORDER BY epoch, seq",
      [storeId],
    );
    return rows;
  });
const salesTotal = async (storeId: string): Promise<number> => {
  const { body } = await getJson(
    `${hub.url}/api/reports/sales?storeId=${storeId}&groupBy=store`,
    accessToken,
  );
  return (body as { items: { gross: number }[] }).items[0]?.gross ?? 0;
};
/** Sum of the sales among the first `count` entries of a `newStore`. */
const expectedTotal = (count: number): number =>
  Array.from({ length: count }, (_, index) => index + 1)
    .filter((seq) => seq % 3 === 0)
    .reduce((sum, seq) => sum + seq * 100, 0);

const expectStored = async ({ storeId, lines }: TestJournal, count: number): Promise<void> => {
  const rows = await stored(storeId);
  const text = (bytes: string, hash: Buffer) => `${hash.toString("hex")} ${bytes}`;
  expect(rows.map((row) => text(row.bytes, row.hash))).toEqual(
    lines.slice(0, count).map((line) => text(line.bytes.toString("utf8"), line.hash)),
  );
  expect(await salesTotal(storeId)).toBe(expectedTotal(count));
};

describe("a batch", () => {
  it("is stored byte for byte, counted in the reports and acknowledged", async () => {
    const { journal, send } = await newStore(30);
    expect(await send(1, 20)).toMatchObject({ status: 200, body: { ackedSeq: 20, epoch: 1 } });
    expect(await send(21, 10)).toMatchObject({ status: 200, body: { ackedSeq: 30 } });
    await expectStored(journal, 30);
  });

  it("that is sent again, whole or overlapping, has its effect exactly once", async () => {
    const { journal, send } = await newStore(30);
    for (const [from, count] of [
      [1, 10],
      [1, 10],
      [5, 10],
      [3, 4],
      [1, 30],
      [30, 1],
    ] as const) {
      expect((await send(from, count)).status).toBe(200);
    }
    await expectStored(journal, 30);
  });

  it("whose chain is broken in the middle is refused, and nothing of it is stored", async () => {
    const { journal, token, send } = await newStore(9);
    await send(1, 3);
    const body = journal.body(4, 6).toString("utf8");
    const spoilt = zstdCompressSync(Buffer.from(body.replace('"line":7', '"line":8')));
    const answer = await postBatch(hub.url, token, spoilt);
    expect(answer).toMatchObject({
      status: 422,
      body: { code: "invalid", errors: [{ path: "header.headHash" }] },
    });
    await expectStored(journal, 3);
    expect((await send(4, 6)).status).toBe(200);
    await expectStored(journal, 9);
  });

  it("that leaves a gap is refused with what the hub has", async () => {
    const { journal, send } = await newStore(9);
    await send(1, 3);
    const answer = await send(5, 2);
    expect(answer).toMatchObject({ status: 409, body: { code: "conflict", current: { ackedSeq: 3 } } });
    await expectStored(journal, 3);
  });

  it("that tells another story about entries the hub holds is refused", async () => {
    const { journal, token, send } = await newStore(6);
    await send(1, 6);
    const other = newJournal(journal.storeId);
    for (let seq = 1; seq <= 8; seq += 1) other.append({ data: { other: seq } });
    for (const batch of [await other.batch(1, 8), await other.batch(2, 3), await other.batch(7, 2)]) {
      expect((await postBatch(hub.url, token, batch)).status).toBe(422);
    }
    await expectStored(journal, 6);
  });

  it("waits its turn when several of one box are in flight, and all of them count once", async () => {
    const { journal, send } = await newStore(60);
    const answers = await Promise.all([send(1, 20), send(21, 20), send(21, 20), send(41, 20)]);
    // They may overtake each other on the way here; then the box is told from where to send again.
    for (const answer of answers) expect([200, 409]).toContain(answer.status);
    await send(1, 60);
    await expectStored(journal, 60);
  });

  it("is taken from two hubs on one database at once, and stored once", async () => {
    const second = await openTestHub({ databaseUrl: hub.databaseUrl });
    openedHubs.push(second);
    const { journal, token } = await newStore(40);
    const batches = await Promise.all([journal.batch(1, 40), journal.batch(1, 25), journal.batch(1, 10)]);
    const answers = await Promise.all(
      batches.flatMap((batch) => [hub.url, second.url].map((url) => postBatch(url, token, batch))),
    );
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 200]);
    await expectStored(journal, 40);
  });
});

describe("the roll-ups", () => {
  it("equal what a fresh reading of the journal gives, and are repaired from it", async () => {
    const { journal, send } = await newStore(45);
    for (const [from, count] of [
      [1, 7],
      [5, 20],
      [25, 21],
    ] as const)
      await send(from, count);
    const orgId = await asSuperuser(hub.databaseUrl, async (client) => {
      const { rows } = await client.query<{ org_id: string }>("SELECT org_id FROM stores WHERE id = $1", [
        journal.storeId,
      ]);
      return String(rows[0]?.org_id);
    });
    const store = { orgId, storeId: journal.storeId };
    expect(await rebuildSales(hub.database, store, false)).toEqual({
      entries: 45,
      differences: [],
      brokenAt: [],
    });
    // The control: what was tampered with is found, and made right.
    await asSuperuser(hub.databaseUrl, async (client) => {
      await client.query("UPDATE sales SET gross = gross + 1 WHERE store_id = $1 AND kind = 'hour'", [
        journal.storeId,
      ]);
      await client.query(
        "UPDATE journal SET bytes = replace(bytes, '\"line\":7', '\"line\":9') WHERE store_id = $1",
        [journal.storeId],
      );
    });
    const found = await rebuildSales(hub.database, store, true);
    expect(found.differences.length).toBeGreaterThan(0);
    expect(found.brokenAt).toEqual(["1/7"]);
    expect((await rebuildSales(hub.database, store, false)).differences).toEqual([]);
  });

  it("take a refund off its own day, once however often it is sent, and rebuild to the same", async () => {
    const { journal, token, send } = await newStore();
    const sale = saleOf(1190, { tipTotal: 100 });
    journal.append(soldAt(sale), refundedAt(refundOf(sale, { businessDay: "2026-05-06", tip: 40 })), {
      ...refundedAt(refundOf(sale)),
      v: 2,
    });
    for (const count of [2, 3, 3])
      expect((await postBatch(hub.url, token, await journal.batch(1, count))).status).toBe(200);
    await send(2, 2);
    const report = await getJson(`${hub.url}/api/reports/sales?storeId=${journal.storeId}`, accessToken);
    expect(report.body).toMatchObject({
      items: [
        { key: "2026-05-04", orders: 1, gross: 1190, tax: 190, tips: 100 },
        { key: "2026-05-06", orders: 0, gross: -1190, tax: -190, tips: -40 },
      ],
      completeness: [{ seq: 3, unreadable: 1 }],
    });
    const items = await getJson(
      `${hub.url}/api/reports/sales?storeId=${journal.storeId}&groupBy=item`,
      accessToken,
    );
    expect(items.body).toMatchObject({ items: [{ key: "soup", orders: 1, gross: 0, quantity: 0 }] });
    const orgId = await asSuperuser(hub.databaseUrl, async (client) => {
      const sql = "SELECT org_id FROM stores WHERE id = $1";
      const { rows } = await client.query<{ org_id: string }>(sql, [journal.storeId]);
      return String(rows[0]?.org_id);
    });
    const rebuilt = await rebuildSales(hub.database, { orgId, storeId: journal.storeId }, false);
    expect(rebuilt.differences).toEqual([]);
  });

  it("leave out a sale that this hub cannot read, store it all the same, and every report says so", async () => {
    const { journal, token } = await newStore();
    journal.append(
      soldAt(saleOf(500)),
      { ...soldAt(saleOf(700)), v: 2 },
      soldAt({ ...saleOf(900), currency: "?" }),
    );
    expect((await postBatch(hub.url, token, await journal.batch(1, 3))).body).toMatchObject({ ackedSeq: 3 });
    const report = await getJson(`${hub.url}/api/reports/sales?storeId=${journal.storeId}`, accessToken);
    expect(report.body).toMatchObject({
      items: [{ gross: 500, orders: 1 }],
      completeness: [{ storeId: journal.storeId, seq: 3, unreadable: 2 }],
    });
  });
});

describe("an epoch", () => {
  it("that a restored box opens fences the older one, and both histories stay", async () => {
    const { journal, token, send } = await newStore(12);
    await send(1, 12);
    const old = await journal.batch(10, 3);
    const fork = journal.restore(8);
    journal.append(soldAt(saleOf(5000)), { data: { again: true } });
    expect((await send(9, 2)).body).toMatchObject({ status: 409, current: { epoch: 1, ackedSeq: 12 } });
    const opened = await postJson(`${hub.url}/api/replication/epochs`, fork, token);
    expect(opened).toMatchObject({ status: 200, body: { epoch: 2, ackedSeq: 8 } });
    expect(await postBatch(hub.url, token, old)).toMatchObject({
      status: 409,
      body: { current: { epoch: 2 } },
    });
    expect((await send(9, 2)).body).toMatchObject({ ackedSeq: 10, epoch: 2 });
    expect((await send(9, 2)).body).toMatchObject({ ackedSeq: 10, epoch: 2 });
    expect((await stored(journal.storeId)).map((row) => `${row.epoch}/${row.seq}`).slice(-4)).toEqual([
      "1/11",
      "1/12",
      "2/9",
      "2/10",
    ]);
    expect(await salesTotal(journal.storeId)).toBe(expectedTotal(12) + 5000);
  });

  it("opens only where the hub holds the entry before it", async () => {
    const { journal, token, send } = await newStore(12);
    await send(1, 5);
    const fork = journal.restore(9);
    const refused = await postJson(`${hub.url}/api/replication/epochs`, fork, token);
    expect(refused).toMatchObject({ status: 409, body: { current: { epoch: 1, ackedSeq: 5 } } });
    const wild = { epoch: 2, fromSeq: 4, prevHash: "a".repeat(64) };
    expect((await postJson(`${hub.url}/api/replication/epochs`, wild, token)).status).toBe(409);
    expect(
      (await postJson(`${hub.url}/api/replication/epochs`, { epoch: 2, fromSeq: 4 }, token)).status,
    ).toBe(422);
  });

  it("may begin at 1 again after the head of the older one", async () => {
    const { journal, token, send } = await newStore(3);
    await send(1, 3);
    const head = journal.lines.at(-1)?.hash.toString("hex");
    const open = await postJson(
      `${hub.url}/api/replication/epochs`,
      { epoch: 2, fromSeq: 1, prevHash: head },
      token,
    );
    expect(open.body).toMatchObject({ ackedSeq: 0, epoch: 2 });
  });
});

describe("bad input gives a clear problem, never a fault of ours", () => {
  const post = async (body: Buffer, type?: string) =>
    postBatch(hub.url, (await newStore()).token, body, type);

  it("nonsense bytes", async () => {
    for (const body of [
      Buffer.from("nonsense"),
      Buffer.alloc(0),
      zstdCompressSync(Buffer.from("nonsense")),
    ]) {
      expect(await post(body)).toMatchObject({ status: 422, body: { code: "invalid" } });
    }
    const cut = zstdCompressSync(Buffer.alloc(100_000, "x")).subarray(0, 30);
    expect(await post(cut)).toMatchObject({ status: 422, body: { code: "invalid" } });
  });

  it("a small body that unpacks to more than a batch may be", async () => {
    const bomb = zstdCompressSync(Buffer.alloc(256 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await post(bomb)).toMatchObject({ status: 413, body: { code: "too_large" } });
  });

  it("a body that is too large as it is", async () => {
    expect(await post(Buffer.alloc(maxBatchBytes + 1))).toMatchObject({
      status: 413,
      body: { code: "too_large" },
    });
  });

  it("another content type", async () => {
    expect(await post(Buffer.from("{}"), "application/json")).toMatchObject({
      status: 415,
      body: { code: "unsupported" },
    });
  });

  it("more entries than a batch may have", async () => {
    const journal = newJournal("store-x");
    journal.append({ data: {} });
    const body = journal.body(1, 1, { count: 1001 });
    expect(await post(zstdCompressSync(body))).toMatchObject({ status: 422, body: { code: "invalid" } });
  });

  it("a batch of another store", async () => {
    const { journal } = await newStore(3);
    const { token } = await newStore();
    const answer = await postBatch(hub.url, token, await journal.batch(1, 3));
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: "header.storeId" }] } });
  });

  it("a token that is nobody's, or of before", async () => {
    const { journal, token } = await newStore(3);
    const batch = await journal.batch(1, 3);
    await enrolStore(hub.url, hub.enrolmentCode, journal.storeId);
    for (const wrong of ["", "x", "a.b.c", token, `${token}x`]) {
      expect(await postBatch(hub.url, wrong, batch)).toMatchObject({
        status: 401,
        body: { code: "unauthorized" },
      });
    }
  });

  it("unknown fields, in whatever is sent", async () => {
    const { token } = await newStore();
    const enrolled = await enrolStore(hub.url, hub.enrolmentCode, "store-y", { surprise: 1 });
    expect(enrolled).toMatchObject({
      status: 422,
      body: { errors: [{ path: "surprise", message: "is not a known field" }] },
    });
    const epoch = await postJson(`${hub.url}/api/replication/epochs`, { epoch: 2, surprise: 1 }, token);
    expect(epoch.status).toBe(422);
  });
});
