/**
 * The hub of the simulation: its pure ingest on memory. A batch is taken whole or not at all, as in the one transaction of the real
 * hub; a kill loses what was not taken, and the answer.
 */
import {
  decide,
  diverged,
  readBatch,
  type VerifiedEntry,
  type Watermark,
} from "@tillbox/cloud-hub/ingest-core.ts";
import { type SalesDelta, salesKey, sumSales } from "@tillbox/cloud-hub/sales.ts";
import { genesisHash } from "@tillbox/shared/protocol/journal.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Ask, Said, Serve } from "./transport.ts";

export type Hub = {
  serve: Serve;
  /** The stored bytes of the journal, seq ascending. */
  journal(): Promise<string[]>;
  sales(): Promise<SalesDelta[]>;
  /** Of sales that could not be read, why. */
  unreadable(): Promise<string[]>;
  setUp(isUp: boolean): void;
  close(): Promise<void>;
};

const said = (status: number, body: object): Said => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
const statusOf: Readonly<Record<string, number>> = { conflict: 409, invalid: 422, unavailable: 503 };

type Held = { watermark: Watermark; entries: VerifiedEntry[]; sales: Map<string, SalesDelta> };

const take = (held: Held, body: string): void => {
  const batch = readBatch(Buffer.from(body));
  const decision = decide(held.watermark, batch);
  if (decision.kind === "duplicate") {
    const stored = held.entries[decision.seq - 1]?.hash.toString("hex");
    if (stored !== decision.hash) throw diverged(decision.seq);
    return;
  }
  const added = decision.entries.flatMap(({ sales }) => sales ?? []);
  held.entries.push(...decision.entries);
  for (const sum of sumSales([...held.sales.values(), ...added])) held.sales.set(salesKey(sum), sum);
  held.watermark = decision.watermark;
};

const answerTo = (held: Held, { path, body }: Ask): Said => {
  try {
    if (path.endsWith("/batches")) take(held, body ?? "");
    const { ackedSeq, epoch } = held.watermark;
    return said(200, { ackedSeq, epoch });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, details } = error;
    return said(statusOf[code] ?? 500, { code, title: code, detail: message, ...details });
  }
};

/** `epoch`: the one that the store's journal is in. */
export const openMemoryHub = (epoch: number): Hub => {
  const watermark = { epoch, openedEpoch: epoch, ackedSeq: 0, headHash: genesisHash };
  const held: Held = { watermark, entries: [], sales: new Map() };
  let isUp = true;
  return {
    serve: (ask, answer) => {
      if (isUp) answer(answerTo(held, ask));
      return isUp;
    },
    journal: () => Promise.resolve(held.entries.map(({ bytes }) => bytes.toString("utf8"))),
    sales: () => Promise.resolve([...held.sales.values()]),
    unreadable: () => Promise.resolve(held.entries.flatMap(({ unreadable }) => unreadable ?? [])),
    setUp: (up) => {
      isUp = up;
    },
    close: () => Promise.resolve(),
  };
};
