/** Health and metrics. The hub is down without its database; a check that hangs counts as down after a second. */
import { timingSafeEqual } from "node:crypto";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Context } from "hono";
import type { Database } from "./database.ts";
import { bearerOf, type HubApp, type HubParts, isLoopback } from "./http.ts";
import { sha256 } from "./tokens.ts";

const LIMIT_MS = 1_000;
const MEMORY_LIMIT_BYTES = 1024 * 1024 * 1024;

type Status = "ok" | "degraded" | "down";
type Check = { status: Status; [detail: string]: unknown };

const checkDatabase = async (database: Database): Promise<Check> => {
  const late = Promise.withResolvers<Check>();
  const timer = setTimeout(() => late.resolve({ status: "down", error: "no answer in a second" }), LIMIT_MS);
  const answer = database.ping().then(
    (took): Check => ({ status: "ok", read_ms: Math.round(took * 1000) / 1000 }),
    (): Check => ({ status: "down", error: "the database cannot be reached" }),
  );
  return Promise.race([answer, late.promise]).finally(() => clearTimeout(timer));
};

const checkMemory = (): Check => {
  const { rss, heapUsed, heapTotal } = process.memoryUsage();
  return { status: rss > MEMORY_LIMIT_BYTES ? "degraded" : "ok", rss, heapUsed, heapTotal };
};

const answer = (c: Context, check: Check) => {
  c.header("cache-control", "no-store");
  return c.json(check, check.status === "down" ? 503 : 200);
};

export const addHealth = (app: HubApp, { database, metrics, config }: HubParts): void => {
  app.get("/health", async (c) => {
    const checks = { database: await checkDatabase(database), memory: checkMemory() };
    const all = Object.values(checks).map((check) => check.status);
    const status =
      checks.database.status === "down" ? "down" : all.every((one) => one === "ok") ? "ok" : "degraded";
    // The pages say it too, so that nobody takes a demo for the real thing.
    return answer(c, { status, checks, ...(config.demo ? { demo: true } : {}) });
  });
  app.get("/health/database", async (c) => answer(c, await checkDatabase(database)));
  app.get("/health/memory", (c) => answer(c, checkMemory()));
  app.get("/metrics", async (c) => {
    if (!isLoopback(c)) checkMetricsToken(c, config.metricsToken);
    return c.body(await metrics.registry.metrics(), 200, { "content-type": metrics.registry.contentType });
  });
};

function checkMetricsToken(c: Context, expected: string | null): void {
  if (expected === null) {
    throw new Refusal(
      "forbidden",
      "Metrics are for this machine only: set METRICS_TOKEN to read them from elsewhere.",
    );
  }
  if (!timingSafeEqual(sha256(bearerOf(c)), sha256(expected))) {
    throw new Refusal("unauthorized", "This is not the METRICS_TOKEN.");
  }
}
