import { promisify } from "node:util";
import { zstdDecompress } from "node:zlib";
import { BatchHeader } from "@tillbox/shared/protocol/replication.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReplicationOptions } from "./replicator.ts";
import { caughtUp, heldBy, journalOf, openBox, startBox, write } from "./toy-box.ts";
import { type Fault, openToyHub } from "./toy-hub.ts";

const unpack = promisify(zstdDecompress);

const faults: Fault[] = ["spoiled", "spoiled"];
    hub.fault = () => faults.shift() ?? "none";
    await write(box, 5);
    await enrol();
    await caughtUp(box, replication);
    expect(heldBy(hub)).toEqual(journalOf(box));
  });

  it("is a hub that holds more than the box", async () => {
    const { box, hub, replication, enrol } = await open();
    await enrol();
    await write(box, 5);
    await caughtUp(box, replication);
    await replication.stop();
    const last = hub.entries.at(-1);
    if (last) hub.entries.push({ ...last, seq: 6 });
    const again = start(box);
    await until(() => again.status().state === "failed");
    expect(again.status().error).toContain("The hub holds entries up to 6, this box only up to 5.");
  });
});

/** The box after a restore of the state at `seq`: the same journal up to there, another epoch from there on. */
const restored = async (box: Box, seq: number, epoch: number): Promise<Box> => {
  const db = openToyStore().kernel;
  const { storeId } = box.kernel;
  db.db.prepare("UPDATE meta SET value = ? WHERE key = 'epoch'").run(String(epoch));
  db.db.prepare("UPDATE meta SET value = ? WHERE key = 'store_id'").run(storeId);
  const insert = db.db.prepare("INSERT INTO journal (seq, entity, id, bytes, hash) VALUES (?, ?, ?, ?, ?)");
  for (const row of readSince(box.kernel.db, 0, seq))
    insert.run(row.seq, row.entity, row.id, row.bytes, row.hash);
  const image = db.db.serialize();
  db.close();
  const again = { ...openToyStore(image), secrets: box.secrets, log: quietLog() };
  opened.push(() => again.kernel.close());
  return again;
};

describe("a restored box", () => {
  it.each([
    ["the hub held more than the backup", 20, 12],
    ["the hub held just as much", 12, 12],
  ])("opens its epoch at the hub and goes on from the fork: %s", async (_name, before, kept) => {
    const { box, hub, replication, enrol } = await open();
    await enrol();
    await write(box, before);
    await caughtUp(box, replication);
    await replication.stop();
    const young = await restored(box, kept, 2);
    const again = start(young);
    await write(young, 5, "new-");
    await caughtUp(young, again);
    expect([hub.epoch, hub.entries.length]).toEqual([2, kept + 5]);
    expect(heldBy(hub)).toEqual(journalOf(young));
  });

  it("first sends what the hub lacks of the older epoch, also over two restores", async () => {
    const { box, hub, replication, enrol } = await open();
    await enrol();
    await write(box, 4);
    await caughtUp(box, replication);
    await replication.stop();
    await write(box, 30);
    const second = await restored(box, 30, 2);
    await write(second, 25, "second-");
    const third = await restored(second, 50, 3);
    await write(third, 3, "third-");
    const again = start(third);
    await caughtUp(third, again);
    expect(heldBy(hub)).toEqual(journalOf(third));
    expect(hub.entries.map(({ epoch }) => epoch)).toEqual([
      ...Array.from({ length: 30 }, () => 1),
      ...Array.from({ length: 20 }, () => 2),
      ...Array.from({ length: 3 }, () => 3),
    ]);
    expect(hub.epoch).toBe(3);
  });

  it("fences the box that it was restored from", async () => {
    const { box, hub, replication, enrol } = await open();
    await enrol();
    await write(box, 10);
    await caughtUp(box, replication);
    const young = await restored(box, 10, 2);
    const again = start(young);
    await write(young, 1, "new-");
    await caughtUp(young, again);
    await write(box, 1);
    await until(() => replication.status().state === "failed");
    expect(replication.status().error).toContain("another box took over");
    expect(heldBy(hub)).toEqual(journalOf(young));
  });
});

const faults: Fault[] = [
  "drop before storing",
  "drop after storing",
  "answer late",
  "fault before storing",
  "fault after storing",
  "busy",
  "nonsense",
  "twice",
  "acknowledge nothing",
];

type Script = { faults: Fault[]; writes: number[]; restarts: boolean[] };

/**
 * Writes while the hub misbehaves as it is told, stopping and starting the box in between, then lets it recover; true when both hold
 * the same in the end.
 */
const survives = async (script: Script, options: Partial<ReplicationOptions> = {}): Promise<boolean> => {
  const [box, hub] = [openBox(), await openToyHub()];
  const left = [...script.faults];
  hub.fault = () => left.shift() ?? "none";
  const config = { timeout_ms: 40, batchEntries: 3, backOff_ms: 1, backOffCap_ms: 4, cursorEvery_ms: 0 };
  let replication = startBox(box, { ...options, config });
  await replication.enrol({ hubUrl: hub.url, code: "CODE-1" });
  for (const [index, count] of script.writes.entries()) {
    await write(box, count);
    if (!script.restarts[index]) continue;
    await replication.stop();
    replication = startBox(box, { ...options, config });
  }
  const arrived = await caughtUp(box, replication, 4000).catch(() => false);
  await replication.stop();
  await hub.close();
  const isEqual = JSON.stringify(heldBy(hub)) === JSON.stringify(journalOf(box));
  box.close();
  return arrived && isEqual;
};

const script = fc.record({
  faults: fc.array(fc.constantFrom(...faults), { maxLength: 8 }),
  writes: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 5 }),
  restarts: fc.array(fc.boolean(), { maxLength: 5 }),
});

describe("a hub that misbehaves", () => {
  it.each(faults)("ends with the box's journal all the same: %s", async (fault) => {
    expect(await survives({ faults: [fault, fault, "none", fault], writes: [4, 8, 1], restarts: [] })).toBe(
      true,
    );
  });

  it("ends with it whatever happens in whatever order, with the box stopped and started in between", {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(script, async (one) => {
        expect(await survives(one)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it("is caught by this very check when the box takes what it sent for what arrived", {
    timeout: 60_000,
  }, async () => {
    const onSend: typeof fetch = async (url, request) => {
      const answer = await fetch(url, request).catch(() => Response.error());
      if (!String(url).endsWith("/batches") || answer.ok) return answer;
      const [first = ""] = String(await unpack(request?.body as Uint8Array)).split("\n", 1);
      const { fromSeq, count, epoch } = BatchHeader.parse(JSON.parse(first));
      return Response.json({ ackedSeq: fromSeq + count - 1, epoch });
    };
    const lying: Partial<ReplicationOptions> = { fetch: onSend };
    const outcome = await fc.check(
      fc.asyncProperty(script, (one) => survives(one, lying)),
      { numRuns: 20, endOnFailure: true },
    );
    expect(outcome.failed).toBe(true);
  });
});
