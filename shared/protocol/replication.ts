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

/**
 * Where a newer epoch leaves the older: its first seq and the hash before it. Without them it goes on from what the
 * hub acknowledged last. Both or neither.
 */
const forkFields = {
  fromSeq: z.int().min(1).optional(),
  prevHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
};

/**
 * A random secret that a box keeps and sends as this header when it enrols. A code serves once; only whoever brings the same secret may
 * use it again, because an answer can be lost. A header, and no field: a hub of before refuses a field that it does not know.
 */
export const enrolmentSecretHeader = "x-enrolment-secret";
export const EnrolmentSecret = z.string().regex(/^[A-Za-z0-9_-]{32,128}$/);

/**
 * `POST /api/replication/enrol`: 200. A store that the hub knows goes on where it was; a newer `epoch` fences the
 * older, an older one is 409 with `current: { epoch }`.
 */
export const EnrolInput = z.strictObject({
  code: z.string().max(64),
  storeId: z.string().max(64),
  storeName: z.string().max(120),
  currency: z.string().max(3),
  timeZone: z.string().max(64),
  epoch: z.int(),
  ...forkFields,
});
/** `ackedSeq` and `epoch`: what the hub holds; the box goes on at `ackedSeq + 1`. A newer token ends the older one. */
export const Enrolled = z.object({
  token: z.string(),
  organisation: z.string(),
  ackedSeq: z.int(),
  epoch: z.int().optional(),
});

/**
 * `POST /api/replication/epochs` (Authorization: Bearer <token>): a box that keeps its token opens the next epoch; 200 with
 * a BatchAck. From then on every older epoch is refused. 409 with `current: { epoch, ackedSeq }` when the hub does
 * not hold the entry the new epoch builds on: send that epoch to its end first.
 */
export const OpenEpochInput = z.strictObject({ epoch: z.int().min(1), ...forkFields });
export type OpenEpochInput = z.infer<typeof OpenEpochInput>;

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
