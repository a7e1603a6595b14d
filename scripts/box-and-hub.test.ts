import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { asSuperuser, openTestHub, type TestHub } from "../cloud-hub/testing.ts";
import type { Replication } from "../store-server/replication/replicator.ts";
import {
  type Box,
  caughtUp,
  journalOf,
  openBox,
  restored,
  startBox,
  write,
} from "../store-server/replication/toy-box.ts";

/** The box's own replicator against the real hub on a real Postgres, over HTTP. */
let hub: TestHub;
const opened: (() => unknown)[] = [];
beforeAll(async () => {
  hub = await openTestHub();
});
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});
afterAll(() => hub.close());

const CATCH_UP_MS = 20_000;
const newBox = (box: Box = openBox()): Box => {
  opened.push(box.close);
  return box;
};
const start = (box: Box, batchEntries = 20): Replication => {
  const replication = startBox(box, { config: { timeout_ms: 5_000, batchEntries } });
  opened.push(replication.stop);
  return replication;
};
const enrol = (replication: Replication) => replication.enrol({ hubUrl: hub.url, code: hub.enrolmentCode });

type Row = { epoch: number; seq: number; bytes: string; hash: string };
const held = (box: Box): Promise<Row[]> =>
  asSuperuser(hub.databaseUrl, async (client) => {
    const { rows } = await client.query<Row>(
      `SELECT epoch, seq::integer AS seq, bytes, encode(hash, 'hex') AS hash FROM journal WHERE store_id = $1
        ORDER BY epoch, seq`,
      [box.kernel.storeId],
    );
    return rows;
  });
const entry = ({ seq, bytes, hash }: Row) => ({ seq, bytes, hash });

describe("box and hub", () => {
  it("end with the same journal, byte for byte", async () => {
    const box = newBox();
    await write(box, 2_000);
    const replication = start(box, 200);
    await enrol(replication);
    await caughtUp(box, replication, CATCH_UP_MS);
    expect((await held(box)).map(entry)).toEqual(journalOf(box));
  });

  it.each([
    ["the hub held more than the backup", 20, 12],
    ["the hub held just as much", 12, 12],
  ])("go on in a new epoch after the box was restored: %s", async (_name, before, kept) => {
    const box = newBox();
    const replication = start(box);
    await enrol(replication);
    await write(box, before);
    await caughtUp(box, replication, CATCH_UP_MS);
    await replication.stop();
    const young = newBox(restored(box, kept, 2));
    const again = start(young);
    await write(young, 5, "new-");
    await caughtUp(young, again, CATCH_UP_MS);
    const rows = await held(box);
    expect(rows.filter((row) => row.epoch === 2 || row.seq <= kept).map(entry)).toEqual(journalOf(young));
    // What the older self had already sent happened, and stays.
    expect(rows).toHaveLength(before + 5);
  });

  it("miss nothing of the older epochs, over two restores before the hub heard of the first", async () => {
    const box = newBox();
    const replication = start(box);
    await enrol(replication);
    await write(box, 4);
    await caughtUp(box, replication, CATCH_UP_MS);
    await replication.stop();
    await write(box, 30);
    const second = newBox(restored(box, 30, 2));
    await write(second, 25, "second-");
    const third = newBox(restored(second, 50, 3));
    await write(third, 3, "third-");
    await caughtUp(third, start(third), CATCH_UP_MS);
    const rows = await held(box);
    expect(rows.map(entry)).toEqual(journalOf(third));
    expect(new Set(rows.map((row) => row.epoch))).toEqual(new Set([1, 2, 3]));
  });

  it("meet for the first time when the box is in its second epoch", async () => {
    const box = newBox();
    await write(box, 10);
    const second = newBox(restored(box, 10, 2));
    await write(second, 7, "second-");
    const replication = start(second);
    await enrol(replication);
    await caughtUp(second, replication, CATCH_UP_MS);
    expect((await held(second)).map(entry)).toEqual(journalOf(second));
  });
});
