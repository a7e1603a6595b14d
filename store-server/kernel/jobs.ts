/**
 * Durable jobs. A job is written in the transaction of the change that asks for it, so it exists exactly when the change does. A
 * worker claims one of its lane with a lease; a lease that ran out means that the worker died, and whether the job had begun its
 * effect says if its outcome is unknown. Attempts are bounded by the worker; a job that gave up stays as `failed` for a person.
 */
import { newId } from "@tillbox/shared/id.ts";
import type { Database } from "better-sqlite3";
import { query } from "./database.ts";

export type JobRow = {
  id: string;
  queue: string;
  lane: string;
  status: "queued" | "printing" | "printed" | "unknown" | "failed" | "cancelled";
  subject: string | null;
  copy_of: string | null;
  attempts: number;
  due_at: string;
  lease_until: string | null;
  /** 1 once the effect may have reached the outside. */
  begun: number;
  payload: string;
  error: string | null;
  created_at: string;
  updated_at: string;
  /** Counts its changes. */
  version: number;
};
export type NewJob = {
  id?: string;
  queue: string;
  lane: string;
  subject: string | null;
  copyOf?: string | null;
  payload: unknown;
  at: string;
};
export type JobOutcome = {
  status: JobRow["status"];
  dueAt?: string;
  error?: { code: string; message: string } | null;
};

const insert = query<[string, string, string, string | null, string | null, string, string, string, string]>(
  "INSERT INTO jobs (id, queue, lane, status, subject, copy_of, due_at, payload, created_at, updated_at) VALUES (?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?)",
);
const waiting = "queue = ? AND lane = ? AND status IN ('queued', 'printing')";
const head = query<[string, string], JobRow>(
  `SELECT * FROM jobs WHERE ${waiting} ORDER BY created_at, id LIMIT 1`,
);
const expire = query<[string, string]>(
  "UPDATE jobs SET lease_until = ? WHERE queue = ? AND status = 'printing'",
);
const lanes = query<[string], { lane: string }>(
  "SELECT DISTINCT lane FROM jobs WHERE queue = ? AND status IN ('queued', 'printing')",
);
const claim = query<[string, string, string]>(
  "UPDATE jobs SET status = 'printing', attempts = attempts + 1, lease_until = ?, updated_at = ?, version = version + 1 WHERE id = ?",
);
const begin = query<[string, string]>(
  "UPDATE jobs SET begun = 1, updated_at = ?, version = version + 1 WHERE id = ?",
);
const settle = query<[string, string, string | null, number, string, string]>(
  "UPDATE jobs SET status = ?, due_at = ?, lease_until = NULL, error = ?, begun = begun * ?, updated_at = ?, version = version + 1 WHERE id = ?",
);
const prune = query<[string, string, number]>(
  "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE created_at < ? AND updated_at < ? AND status IN ('printed', 'cancelled') LIMIT ?)",
);
const forPeople = query<[string, number], JobForPeople>(
  "SELECT id, lane, status FROM jobs WHERE queue = ? AND status IN ('unknown', 'failed') ORDER BY lane, created_at LIMIT ?",
);
const one = query<[string], JobRow>("SELECT * FROM jobs WHERE id = ?");
const depth = query<[string], { lane: string; waiting: number }>(
  "SELECT lane, COUNT(*) AS waiting FROM jobs WHERE queue = ? AND status IN ('queued', 'printing') GROUP BY lane",
);

/** Inside a transaction of the writer. Returns the job's id. */
export const addJob = (db: Database, job: NewJob): string => {
  const id = job.id ?? newId();
  insert.run(
    db,
    id,
    job.queue,
    job.lane,
    job.subject,
    job.copyOf ?? null,
    job.at,
    JSON.stringify(job.payload),
    job.at,
    job.at,
  );
  return id;
};

/**
 * Claims the oldest job of a lane, and only that one: while it waits for its retry nothing younger overtakes it. The row is as it
 * was before the claim. Inside `operate`.
 */
export const claimHead = (
  db: Database,
  queue: string,
  lane: string,
  at: string,
  leaseUntil: string,
): JobRow | undefined => {
  const job = head.get(db, queue, lane);
  const waitsUntil = job?.status === "queued" ? job.due_at : job?.lease_until;
  if (!job || (waitsUntil ?? at) > at) return undefined;
  claim.run(db, leaseUntil, at, job.id);
  return job;
};

/** When the oldest job of a lane may be claimed; null when there is none. */
export const headDueAt = (db: Database, queue: string, lane: string): string | null => {
  const job = head.get(db, queue, lane);
  return (job?.status === "queued" ? job.due_at : job?.lease_until) ?? null;
};

/** Ends the leases of a process that died; for the start of the only one. Inside `operate`. */
export const endLeases = (db: Database, queue: string, at: string): number => expire.run(db, at, queue);

/** From now on the effect may have happened. Inside `operate`, before the first byte goes out. */
export const beginJob = (db: Database, id: string, at: string): void => {
  begin.run(db, at, id);
};

/** Writes an outcome; `queued` with `dueAt` is a retry, after which nothing counts as begun. Inside `operate`. */
export const settleJob = (db: Database, id: string, outcome: JobOutcome, at: string): void => {
  const keepsBegun = outcome.status === "queued" ? 0 : 1;
  settle.run(
    db,
    outcome.status,
    outcome.dueAt ?? at,
    outcome.error ? JSON.stringify(outcome.error) : null,
    keepsBegun,
    at,
    id,
  );
};

/** Drops what was done before `olderThan`, at most `limit` jobs; what failed or is unknown stays for people. Inside `operate`. */
export const pruneJobs = (db: Database, olderThan: string, limit: number): number =>
  prune.run(db, olderThan, olderThan, limit);

export type JobForPeople = { id: string; lane: string; status: "unknown" | "failed" };
/** Jobs that nobody but a person can bring further, by lane and age; at most `limit`. */
export const jobsForPeople = (db: Database, queue: string, limit: number): JobForPeople[] =>
  forPeople.all(db, queue, limit);

export const findJob = (db: Database, id: string): JobRow | undefined => one.get(db, id);
export const lanesWithWork = (db: Database, queue: string): string[] =>
  lanes.all(db, queue).map((row) => row.lane);
export const queueDepth = (db: Database, queue: string): { lane: string; waiting: number }[] =>
  depth.all(db, queue);
