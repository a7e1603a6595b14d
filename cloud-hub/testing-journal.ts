/** The journal of an imagined box, for tests, crash runs and benchmarks: entries as a box stores them, chained and packed. */
import { promisify } from "node:util";
import { constants, zstdCompress } from "node:zlib";
import type { FinalisedSale } from "@tillbox/shared/contract/order.ts";
import type { RefundIssued } from "@tillbox/shared/contract/refund.ts";
import { genesisHash, type JournalEntry } from "@tillbox/shared/protocol/journal.ts";
import { chainHash } from "./ingest-core.ts";

const compress = promisify(zstdCompress);
const pack = (body: Buffer): Promise<Buffer> =>
  compress(body, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });

export type Line = { epoch: number; seq: number; bytes: Buffer; hash: Buffer };
export type Draft = Partial<Pick<JournalEntry, "entity" | "id" | "type" | "v" | "at">> & { data: object };
export type TestJournal = {
  storeId: string;
  lines: Line[];
  /** Adds entries, in the epoch that is open. */
  append(...drafts: Draft[]): void;
  /** Opens the next epoch after entry `seq` of this one (default: after the last), as a restored box does. */
  restore(seq?: number): { epoch: number; fromSeq: number; prevHash: string };
  /** The body of a batch, uncompressed; `change` spoils its header. */
  body(fromSeq: number, count: number, change?: object): Buffer;
  batch(fromSeq: number, count: number, change?: object): Promise<Buffer>;
};

export const newJournal = (storeId: string): TestJournal => {
  const lines: Line[] = [];
  let epoch = 1;
  let head: { seq: number; hash: Buffer } = { seq: 0, hash: Buffer.from(genesisHash, "hex") };
  let forks: Line[] = [];
  const find = (seq: number): Line | undefined =>
    lines.find((line) => line.epoch === epoch && line.seq === seq) ?? forks.find((line) => line.seq === seq);
  const append = (...drafts: Draft[]): void => {
    for (const draft of drafts) {
      const seq = head.seq + 1;
      const entry: JournalEntry = {
        store: storeId,
        epoch,
        seq,
        at: draft.at ?? new Date(Date.UTC(2026, 4, 4, 10) + seq * 1000).toISOString(),
        entity: draft.entity ?? "order",
        id: draft.id ?? `order-${seq}`,
        base: 0,
        type: draft.type ?? "LinesAdded",
        v: draft.v ?? 1,
        actor: "user-1",
        device: "device-1",
        deviceAt: null,
        command: `command-${epoch}-${seq}`,
        data: draft.data as Record<string, unknown>,
      };
      const bytes = Buffer.from(JSON.stringify(entry), "utf8");
      const line = { epoch, seq, bytes, hash: chainHash(head.hash, bytes) };
      lines.push(line);
      head = line;
    }
  };
  const body = (fromSeq: number, count: number, change: object = {}): Buffer => {
    const part = lines.filter(
      (line) => line.epoch === epoch && line.seq >= fromSeq && line.seq < fromSeq + count,
    );
    const header = {
      v: 1,
      storeId,
      epoch,
      fromSeq,
      count: part.length,
      prevHash: find(fromSeq - 1)?.hash.toString("hex") ?? genesisHash,
      headHash: (part.at(-1)?.hash ?? Buffer.alloc(32)).toString("hex"),
      ...change,
    };
    const newline = Buffer.from("\n");
    const head = Buffer.from(JSON.stringify(header), "utf8");
    return Buffer.concat([head, ...part.flatMap((line) => [newline, line.bytes])]);
  };
  return {
    storeId,
    lines,
    append,
    body,
    batch: (fromSeq, count, change) => pack(body(fromSeq, count, change)),
    restore: (seq = head.seq) => {
      const line = find(seq);
      head = line ?? { seq: 0, hash: Buffer.from(genesisHash, "hex") };
      // What the restored box has forgotten stays with the hub, and here, under the epoch that is over.
      const known = lines.filter((one) => one.epoch === epoch && one.seq <= seq);
      forks = [...forks.filter((one) => one.seq < (known[0]?.seq ?? seq + 1)), ...known];
      epoch += 1;
      return { epoch, fromSeq: seq + 1, prevHash: head.hash.toString("hex") };
    },
  };
};

/** A sale of `total` with its tax inside, and what a test wants different. */
export const saleOf = (total: number, change: Partial<FinalisedSale> = {}): FinalisedSale => {
  const tax = Math.round((total * 19) / 119);
  const amounts = { net: total - tax, tax, gross: total };
  return {
    receiptNumber: "R-1",
    businessDay: "2026-05-04",
    hour: 12,
    type: "dine-in",
    guests: 2,
    userId: "user-1",
    currency: "EUR",
    subtotal: total,
    discountTotal: 0,
    serviceCharge: 0,
    taxTotal: tax,
    total,
    net: total - tax,
    tipTotal: 0,
    taxes: [{ taxClassId: "standard", name: "VAT", rate: "0.19", inclusive: true, ...amounts }],
    items: [
      { menuItemId: "soup", categoryId: "food", name: "Soup", quantityMilli: 1000, discount: 0, ...amounts },
    ],
    payments: [{ method: "cash", amount: total, tip: 0, rounding: 0 }],
    ...change,
  };
};

export const soldAt = (sale: FinalisedSale): Draft => ({ type: "OrderFinalised", data: sale });

/** All of a sale given back on `businessDay`, and what a test wants different. */
export const refundOf = (sale: FinalisedSale, change: Partial<RefundIssued> = {}): RefundIssued => ({
  number: "F1-000001",
  orderId: "order-1",
  orderNumber: 1,
  orderType: sale.type,
  receiptNumber: sale.receiptNumber,
  soldBy: sale.userId,
  businessDay: sale.businessDay,
  hour: sale.hour,
  userId: "user-1",
  reason: "cold",
  currency: sale.currency,
  kind: "all",
  items: sale.items.map(({ discount: _discount, ...item }, index) => ({
    itemId: `line-${index}`,
    taxClassId: "standard",
    ...item,
  })),
  serviceCharge: sale.serviceCharge,
  taxTotal: sale.taxTotal,
  net: sale.net,
  total: sale.total,
  tip: sale.tipTotal,
  taxes: sale.taxes,
  tenders: sale.payments.map(({ method, amount, tip, rounding }, index) => ({
    purpose: "refund",
    method,
    amount: 0 - amount,
    tip: 0 - tip,
    rounding: 0 - rounding,
    tendered: null,
    change: 0,
    reference: null,
    businessDay: change.businessDay ?? sale.businessDay,
    drawerId: null,
    paymentId: `payment-${index}`,
  })),
  ...change,
});

export const refundedAt = (refund: RefundIssued): Draft => ({
  entity: "refund",
  type: "RefundIssued",
  data: refund,
});
