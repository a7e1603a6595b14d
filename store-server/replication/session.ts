/**
 * Carries the journal to one hub, until it is stopped or the hub says something that only a person can mend. It reads from its own
 * position, keeps one or two batches on the way, and moves on only as far as the hub has acknowledged without a gap; so whatever
 * is lost on the way, on either side, is sent again, and what arrived twice counts once. Memory is bounded by the batches on the
 * way; a commit is never kept waiting.
 */
import type { BatchAck } from "@tillbox/shared/protocol/replication.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { type Batch, type BatchLimits, nextBatch, packBatch } from "./batch.ts";
import { type EpochParts, openEpoch } from "./epochs.ts";
import type { HubClient, Reply } from "./hub-client.ts";
import { openPatience } from "./patience.ts";
import { openPosition } from "./position.ts";
import { fenced, refusedBy, Stuck } from "./stuck.ts";
import type { Link, ReplicationConfig } from "./types.ts";
import type { Waits } from "./waits.ts";

export type SessionState = "connecting" | "replicating" | "idle" | "waiting" | "failed";
export type SessionParts = {
  kernel: Kernel;
  config: ReplicationConfig;
  client: HubClient;
  link: Link;
  waits: Waits;
  /** Where it stood when it was last known. */
  ackedSeq: number;
  changed(state: SessionState, error?: string): void;
  /** The hub holds everything up to here. */
  acknowledged(seq: number): void;
  /** Makes the body of a batch; compressed unless told. */
  pack?: typeof packBatch;
};

type Flight = { batch: Batch; reply: Promise<Reply<BatchAck>> };
type Trouble = Exclude<Reply<BatchAck>, { kind: "ok" }>;
type Course = EpochParts &
  Pick<SessionParts, "config" | "waits"> & {
    pack: typeof packBatch;
    limits: BatchLimits;
    /** Contradictions and refusals since something last arrived. */
    contradictions: number;
    refusals: number;
  };

/** A batch that was spoiled on the way is refused too, so one refusal is not the end. */
const maxRefusals = 3;

const take = (course: Course, flights: Flight[]): void => {
  const { kernel, client, link, position } = course;
  while (flights.length < course.config.inFlight) {
    const batch = nextBatch(kernel.db, kernel.storeId, position.next(), course.limits);
    if (!batch) return;
    position.sent(batch.lastSeq);
    const reply = course.pack(batch).then(
      (body) => client.send(link.hubUrl, link.token, body),
      (error: unknown) => ({
        kind: "away" as const,
        message: `A batch could not be packed: ${String(error)}.`,
      }),
    );
    flights.push({ batch, reply });
  }
};

const acknowledge = (course: Course, ackedSeq: number): void => {
  course.position.acknowledge(ackedSeq);
  course.patience.relieved();
  course.contradictions = 0;
  course.refusals = 0;
};

/** Where the hub says that it stands elsewhere. */
const contradicted = async (
  course: Course,
  { header }: Batch,
  { epoch, ackedSeq, message }: Extract<Trouble, { kind: "conflict" }>,
): Promise<void> => {
  const { kernel, position, patience } = course;
  course.contradictions += 1;
  if (epoch !== undefined && epoch > kernel.epoch) throw fenced(epoch, kernel.epoch);
  if (course.contradictions > 2) await patience.wait(message);
  if (epoch !== undefined && epoch !== header.epoch) await openEpoch(course, Math.max(epoch, header.epoch));
  // A batch that overtook the one before it was told an older position; only if it is told again is it meant.
  else if (ackedSeq !== undefined && (ackedSeq >= position.acked() || course.contradictions > 1))
    position.standAt(ackedSeq);
};

const handle = async (course: Course, batch: Batch, reply: Trouble): Promise<void> => {
  const { patience, limits } = course;
  if (reply.kind === "away") await patience.wait(reply.message, reply.retryAfter_ms);
  else if (reply.kind === "conflict") await contradicted(course, batch, reply);
  else if (reply.kind === "too_large" && batch.lines.length > 1) {
    limits.entries = Math.max(1, batch.lines.length >> 1);
    limits.bytes = Math.max(1, limits.bytes >> 1);
  } else if (reply.kind === "invalid" && ++course.refusals < maxRefusals) await patience.wait(reply.message);
  else throw refusedBy(reply);
};

/** Waits for the oldest batch on the way; when it did not arrive whole, for the others too, and goes back. */
const settle = async (course: Course, flights: Flight[]): Promise<void> => {
  const oldest = flights.shift();
  if (!oldest) return;
  const { batch } = oldest;
  const reply = await oldest.reply;
  if (reply.kind === "ok") acknowledge(course, reply.value.ackedSeq);
  if (course.position.acked() >= batch.lastSeq) return;
  for (const flight of flights.splice(0)) {
    const late = await flight.reply;
    if (late.kind === "ok") acknowledge(course, late.value.ackedSeq);
  }
  course.position.rewind();
  if (course.waits.stopped()) return;
  if (reply.kind !== "ok") await handle(course, batch, reply);
  else await course.patience.wait("The hub acknowledged less than it was sent.");
};

export const runSession = async (parts: SessionParts): Promise<void> => {
  const { kernel, config, waits, changed } = parts;
  const position = openPosition(kernel, parts.ackedSeq, parts.acknowledged);
  const patience = openPatience(config, waits, (message) => changed("waiting", message));
  const limits = { entries: config.batchEntries, bytes: config.batch_bytes };
  const pack = parts.pack ?? packBatch;
  const course: Course = { ...parts, pack, position, patience, limits, contradictions: 0, refusals: 0 };
  const flights: Flight[] = [];
  changed("connecting");
  try {
    for (let known = false; !known && !waits.stopped(); ) known = await openEpoch(course, kernel.epoch);
    while (!waits.stopped()) {
      take(course, flights);
      changed(flights.length > 0 ? "replicating" : "idle");
      if (flights.length > 0) await settle(course, flights);
      else await waits.news(() => kernel.headSeq() >= position.next(), config.linger_ms);
    }
  } catch (error) {
    if (!(error instanceof Stuck)) throw error;
    changed("failed", error.message);
  } finally {
    await Promise.allSettled(flights.map(({ reply }) => reply));
  }
};
