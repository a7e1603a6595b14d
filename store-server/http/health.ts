/**
 * Health. Each check answers for itself, within a second; one that throws or hangs counts as down and takes no other with it. The
 * box as a whole is down only when it cannot do its work without that part; anything else that is not well makes it degraded.
 */
import { statfsSync, statSync } from "node:fs";
import { performance } from "node:perf_hooks";
import type { Kernel } from "../kernel/kernel.ts";
import type { Reply } from "./errors.ts";
import { openExchange, respond } from "./exchange.ts";
import type { Cors } from "./headers.ts";
import type { Handler } from "./pipeline.ts";

export type Status = "ok" | "degraded" | "down";
/** What a check found; more fields are shown as they are, so they hold nothing secret. */
export type CheckResult = { status: Status; [detail: string]: unknown };
export type Check = () => CheckResult | Promise<CheckResult>;
/** By name: database, memory, jobs, printers, replication. */
export type Checks = Readonly<Record<string, Check>>;

const limit_ms = 1000;
/** Without these there is no box. */
const vital = new Set(["database"]);
const named = ["database", "memory", "jobs", "printers", "replication"];
const nothingToCheck: Check = () => ({ status: "ok", detail: "nothing to check" });

const run = async (check: Check): Promise<CheckResult> => {
  const late = Promise.withResolvers<CheckResult>();
  const timer = setTimeout(() => late.resolve({ status: "down", error: "no answer in a second" }), limit_ms);
  try {
    return await Promise.race([check(), late.promise]);
  } catch {
    return { status: "down", error: "the check failed" };
  } finally {
    clearTimeout(timer);
  }
};

const overall = (results: ReadonlyMap<string, CheckResult>): Status => {
  const all = [...results];
  if (all.some(([name, result]) => vital.has(name) && result.status === "down")) return "down";
  return all.every(([, result]) => result.status === "ok") ? "ok" : "degraded";
};

const replyOf = (result: CheckResult): Reply => ({
  status: result.status === "down" ? 503 : 200,
  body: JSON.stringify(result),
  headers: { "content-type": "application/json", "cache-control": "no-store" },
});

/** The paths below `/health` and what answers them. `facts`: what anybody may know of the box besides. */
export const healthHandlers = (
  checks: Checks,
  cors: Cors,
  facts: () => Record<string, unknown> = () => ({}),
): { path: string; handler: Handler }[] => {
  const all = { ...Object.fromEntries(named.map((name) => [name, nothingToCheck])), ...checks };
  const handle =
    (ask: () => Promise<CheckResult>): Handler =>
    async (context) =>
      respond(openExchange(context), replyOf(await ask()), cors);
  const everything = async (): Promise<CheckResult> => {
    const results = await Promise.all(
      Object.entries(all).map(async ([name, check]) => [name, await run(check)] as const),
    );
    return { status: overall(new Map(results)), ...facts(), checks: Object.fromEntries(results) };
  };
  const redis = async (): Promise<CheckResult> =>
    ({ status: "not_used", see: "/health/jobs" }) as unknown as CheckResult;
  return [
    { path: "/health", handler: handle(everything) },
    { path: "/health/redis", handler: handle(redis) },
    ...Object.entries(all).map(([name, check]) => ({
      path: `/health/${name}`,
      handler: handle(() => run(check)),
    })),
  ];
};

const bytesOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** What the database takes on the disk. What was written last stands in its log until a checkpoint moves it into the file. */
const sizesOf = ({ db }: Kernel): { size_bytes: number; wal_bytes: number } => {
  if (db.memory) return { size_bytes: 0, wal_bytes: 0 };
  const wal_bytes = bytesOf(`${db.name}-wal`);
  return { size_bytes: bytesOf(db.name) + wal_bytes, wal_bytes };
};

/** Can it be read, how long does that take, how much is there. */
export const databaseCheck =
  (kernel: Kernel): Check =>
  () => {
    const started = performance.now();
    const { seq } = kernel.db.prepare("SELECT COALESCE(MAX(seq), 0) AS seq FROM journal").get() as {
      seq: number;
    };
    return {
      status: "ok",
      seq,
      waiting: kernel.waiting(),
      read_ms: Math.round((performance.now() - started) * 1000) / 1000,
      ...sizesOf(kernel),
    };
  };

/** Degraded above `limit_bytes` of resident memory. */
export const memoryCheck =
  (limit_bytes = 512 * 1024 * 1024): Check =>
  () => {
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
    return { status: rss > limit_bytes ? "degraded" : "ok", rss, heapUsed, heapTotal, external };
  };

/** Degraded when less is free than a few days and a backup need. */
export const diskCheck =
  (folder: string, least_bytes = 512 * 1024 * 1024): Check =>
  () => {
    const { bavail, blocks, bsize } = statfsSync(folder);
    const free_bytes = bavail * bsize;
    const isLow = free_bytes < least_bytes;
    return {
      status: isLow ? "degraded" : "ok",
      free_bytes,
      size_bytes: blocks * bsize,
      ...(isLow
        ? { reason: "The disk is almost full. Remove old backups, or move them to another disk." }
        : {}),
    };
  };
