import { genesisHash } from "@tillbox/shared/protocol/journal.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide, readBatch, type VerifiedEntry, type Watermark } from "./ingest-core.ts";
import { sumSales } from "./sales.ts";
import { newJournal, saleOf, soldAt, type TestJournal } from "./testing-journal.ts";

/** A hub on memory: all that the database is for the core. */
const newMemoryHub = () => {
  let watermark: Watermark = { epoch: 1, openedEpoch: 1, ackedSeq: 0, headHash: genesisHash };
  const stored: VerifiedEntry[] = [];
  return {
    stored,
    watermark: () => watermark,
    open: (next: Watermark) => void (watermark = next),
    ingest(body: Buffer): number {
      const batch = readBatch(body);
      const decision = decide(watermark, batch);
      if (decision.kind === "duplicate") {
        const known = stored.find((entry) => entry.seq === decision.seq);
        if (known?.hash.toString("hex") !== decision.hash) throw new Error("not what is stored");
      } else stored.push(...decision.entries);
      watermark = decision.watermark;
      return watermark.ackedSeq;
    },
  };
};

const filled = (count: number): TestJournal => {
  const journal = newJournal("store-1");
  for (let seq = 1; seq <= count; seq += 1) {
    journal.append(seq % 3 === 0 ? soldAt(saleOf(100 * seq)) : { data: { line: seq } });
  }
  return journal;
};

const refusalOf = (work: () => unknown): Refusal => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

describe("the ingest on memory", () => {
  it("ends with the journal, whatever was sent twice, overlapping, early or out of order", () => {
    const delivery = fc.record({
      from: fc.integer({ min: 1, max: 40 }),
      count: fc.integer({ min: 1, max: 15 }),
    });
    fc.assert(
      fc.property(fc.array(delivery, { maxLength: 30 }), (deliveries) => {
        const journal = filled(40);
        const hub = newMemoryHub();
        for (const { from, count } of deliveries) {
          const { ackedSeq } = hub.watermark();
          const gap = from > ackedSeq + 1;
          const deliver = () => hub.ingest(journal.body(from, count));
          const told = gap
            ? refusalOf(deliver).details.current
            : { epoch: 1, ackedSeq: (deliver(), ackedSeq) };
          expect(told).toEqual({ epoch: 1, ackedSeq });
        }
        // Whatever is missing comes in the end.
        for (let acked = hub.watermark().ackedSeq; acked < 40; )
          acked = hub.ingest(journal.body(acked + 1, 7));
        expect(hub.stored.map((entry) => entry.bytes.toString())).toEqual(
          journal.lines.map((line) => line.bytes.toString()),
        );
        const days = sumSales(hub.stored.flatMap((entry) => entry.sales ?? [])).filter(
          (row) => row.kind === "day",
        );
        expect(days).toMatchObject([{ orders: 13, gross: 100 * (3 + 39) * 13 * 0.5 }]);
      }),
      { numRuns: 60 },
    );
  });

  it("refuses a batch in which a single byte differs, and takes the same batch unspoilt", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const journal = filled(6);
        const body = journal.body(1, 6);
        const spoilt = Buffer.from(body);
        const header = body.indexOf("\n");
        const place = header + 1 + (at % (body.length - header - 1));
        spoilt[place] = (spoilt[place] ?? 0) ^ flip;
        expect(refusalOf(() => newMemoryHub().ingest(spoilt)).code).toBe("invalid");
        expect(newMemoryHub().ingest(body)).toBe(6);
      }),
      { numRuns: 200 },
    );
  });

  it("refuses another story about entries that it holds, even when its chain closes", () => {
    const hub = newMemoryHub();
    hub.ingest(filled(5).body(1, 5));
    const other = newJournal("store-1");
    for (let seq = 1; seq <= 8; seq += 1) other.append({ data: { other: seq } });
    expect(refusalOf(() => hub.ingest(other.body(1, 8))).details.errors?.[0]?.path).toBe("header.prevHash");
    expect(refusalOf(() => hub.ingest(other.body(6, 2))).details.errors?.[0]?.path).toBe("header.prevHash");
    expect(hub.stored).toHaveLength(5);
  });

  it("goes on in a later epoch only where the older one ended, and never back", () => {
    const journal = filled(5);
    const hub = newMemoryHub();
    const old = journal.body(1, 5);
    hub.ingest(old);
    journal.restore();
    journal.append({ data: { after: "restore" } });
    const next = journal.body(6, 1);
    expect(refusalOf(() => hub.ingest(next)).details.current).toEqual({ epoch: 1, ackedSeq: 5 });
    hub.open({ ...hub.watermark(), openedEpoch: 2 });
    expect(hub.ingest(next)).toBe(6);
    expect(refusalOf(() => hub.ingest(old)).details.current).toEqual({ epoch: 2 });
  });
});

describe("a batch", () => {
  const journal = filled(3);
  const problem = (body: Buffer | string) => refusalOf(() => readBatch(Buffer.from(body))).message;

  it("names what is wrong with it", () => {
    expect(problem("")).toContain("header");
    expect(problem("{")).toContain("header: is not JSON");
    expect(problem(Buffer.from([0xff, 0xfe]))).toContain("not UTF-8");
    expect(problem(journal.body(1, 3, { surprise: 1 }))).toContain("surprise");
    expect(problem(journal.body(1, 3, { v: 2 }))).toContain("header.v");
    expect(problem(journal.body(1, 3, { count: 2 }))).toContain("header.count");
    expect(problem(journal.body(1, 3, { prevHash: "g".repeat(64) }))).toContain("header.prevHash");
    expect(problem(journal.body(1, 3, { headHash: genesisHash }))).toContain("header.headHash");
    expect(problem(journal.body(1, 3, { storeId: "store-2" }))).toContain("entry 1.store");
    expect(problem(journal.body(1, 3, { epoch: 2 }))).toContain("entry 1.epoch");
    expect(problem(journal.body(1, 3, { fromSeq: 2 }))).toContain("entry 2.seq");
  });

  it("refuses entries that no database could hold", () => {
    const spoilt = (draft: Parameters<TestJournal["append"]>[0]) => {
      const one = newJournal("store-1");
      one.append(draft);
      return problem(one.body(1, 1));
    };
    expect(spoilt({ at: "yesterday", data: {} })).toContain("entry 1.at");
    expect(spoilt({ at: "0000-01-01T00:00:00Z", data: {} })).toContain("entry 1.at");
    expect(spoilt({ id: "zero\0byte", data: {} })).toContain("entry 1");
    expect(spoilt({ type: "x".repeat(121), data: {} })).toContain("entry 1");
    expect(spoilt({ v: 0, data: {} })).toContain("entry 1.v");
  });

  it("may end with a line break", () => {
    expect(readBatch(Buffer.concat([journal.body(1, 3), Buffer.from("\n")])).entries).toHaveLength(3);
  });
});
