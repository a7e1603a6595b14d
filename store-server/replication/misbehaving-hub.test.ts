import { promisify } from "node:util";
import { zstdDecompress } from "node:zlib";
import { BatchHeader } from "@tillbox/shared/protocol/replication.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReplicationOptions } from "./replicator.ts";
import { caughtUp, enrolled, heldBy, journalOf, openBox, startBox, write } from "./toy-box.ts";
import { type Fault, openToyHub } from "./toy-hub.ts";

const unpack = promisify(zstdDecompress);

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
  const config = { timeout_ms: 200, batchEntries: 3, backOff_ms: 1, backOffCap_ms: 4, cursorEvery_ms: 0 };
  await enrolled(box, hub);
  let replication = startBox(box, { ...options, config });
  for (const [index, count] of script.writes.entries()) {
    await write(box, count);
    if (!script.restarts[index]) continue;
    await replication.stop();
    replication = startBox(box, { ...options, config });
  }
  const arrived = await caughtUp(box, replication, 20_000).catch(() => false);
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
