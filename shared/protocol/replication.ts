/**
 * Replication, box to hub. A box enrols once with a code and gets a token; then it posts batches of journal entries in
 * order. The body of a batch is zstd over lines of UTF-8: first the header as JSON, then the stored bytes of each entry, one
 * a line. The hub recomputes the chain from `prevHash` to `headHash`, stores idempotently and acknowledges the last
 * contiguous seq it has durably. Version 1.
 */
import { z } from "zod";

export const replicationVersion = 1;
export const batchContentType = "application/vnd.tillbox.journal.v1+zstd";
/** Limits of one batch; the box keeps to them, the hub refuses more. */
export const maxBatchEntries = 1000;
export const maxBatchBytes = 8 * 1024 * 1024;

/** `POST /api/replication/enrol` */
export const EnrolInput = z.strictObject({
  code: z.string().max(64),
  storeId: z.string().max(64),
  storeName: z.string().max(120),
  currency: z.string().max(3),
  timeZone: z.string().max(64),
  epoch: z.int(),
});
export const Enrolled = z.object({ token: z.string(), organisation: z.string(), ackedSeq: z.int() });

/** First line of the body of `POST /api/replication/batches` (Authorization: Bearer <token>). */
export const BatchHeader = z.strictObject({
  v: z.literal(replicationVersion),
  storeId: z.string(),
  epoch: z.int().min(1),
  fromSeq: z.int().min(1),
  count: z.int().min(1).max(maxBatchEntries),
  /** Hash of entry fromSeq - 1, 64 hex digits. */
  prevHash: z.string().length(64),
  headHash: z.string().length(64),
});
export type BatchHeader = z.infer<typeof BatchHeader>;

/** 200. A gap is 409 problem `conflict` with `current: { ackedSeq }`; a broken chain 422 `invalid`; an old epoch 409 with `current: { epoch }`. */
export const BatchAck = z.object({ ackedSeq: z.int(), epoch: z.int() });
export type BatchAck = z.infer<typeof BatchAck>;

export const ReplicationStatus = z
  .object({
    state: z.enum(["off", "connecting", "replicating", "idle", "waiting", "failed"]),
    hubUrl: z.string().nullable(),
    lastSeq: z.int(),
    ackedSeq: z.int(),
    lagSeconds: z.number(),
    error: z.string().optional(),
  })
  .meta({ id: "ReplicationStatus" });
export type ReplicationStatus = z.infer<typeof ReplicationStatus>;
