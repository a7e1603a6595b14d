/** The HTTP face of the hub: what every request goes through, and the routes. */
import { join } from "node:path";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { etag } from "hono/etag";
import { addAuthRoutes } from "./auth-routes.ts";
import { addDocs } from "./docs.ts";
import { problemResponse, refusalOf, WrongMethod } from "./errors.ts";
import { addHealth } from "./health.ts";
import { type Env, fitJson, type HubApp, type HubParts, limitedTo, newApp } from "./http.ts";
import { addReplicationRoutes } from "./replication-routes.ts";
import { addStoreRoutes } from "./store-routes.ts";
import { addWeb } from "./web-files.ts";

const webFolder = join(import.meta.dirname, "web", "dist");
const MAX_JSON_BYTES = 1024 * 1024;

export const createApp = (parts: HubParts): HubApp => {
  const app = newApp();
  app.use(observed(parts, app), corsOf(parts));
  app.use("/api/auth/*", jsonLimit);
  app.use("/api/stores/*", jsonLimit, fitJson, etag());
  app.use("/api/reports/*", etag());
  app.use("/api/replication/enrol", jsonLimit, fitJson);
  app.use("/api/replication/epochs", jsonLimit, fitJson);
  addAuthRoutes(app, parts);
  addStoreRoutes(app, parts);
  addReplicationRoutes(app, parts);
  addHealth(app, parts);
  addDocs(app);
  addWeb(app, webFolder);
  app.notFound((c) => {
    const { method, path } = c.req;
    const allowed = app.routes.filter((route) => route.path === path && route.method !== "ALL");
    const methods = [...new Set(allowed.map((route) => route.method))];
    const refusal =
      methods.length > 0
        ? new WrongMethod(method, methods)
        : new Refusal("not_found", `There is nothing at ${path.slice(0, 200)}.`);
    return problemResponse(refusal, path);
  });
  app.onError((error, c) => {
    const refusal = refusalOf(error, c.var.requestId);
    if (refusal.code === "internal")
      parts.log.error({ err: error, requestId: c.var.requestId }, "a request failed");
    else if (refusal !== error) parts.log.warn({ err: error, requestId: c.var.requestId }, refusal.message);
    return problemResponse(refusal, c.req.path);
  });
  return app;
};

const jsonLimit = limitedTo(MAX_JSON_BYTES);

const corsOf = ({ config }: HubParts): MiddlewareHandler =>
  cors({
    origin: config.corsOrigins,
    allowMethods: ["GET", "POST", "PUT", "DELETE"],
    allowHeaders: ["Authorization", "Content-Type", "Idempotency-Key", "If-None-Match", "X-Request-Id"],
    exposeHeaders: ["ETag", "X-Request-Id", "X-API-Version", "Idempotent-Replay", "Retry-After"],
    maxAge: 600,
  });

const apiPolicy = "default-src 'none'; frame-ancestors 'none'";
const pagePolicy =
  "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
// The API document's page writes styles into its elements.
const docsPolicy = `${pagePolicy}; style-src 'self' 'unsafe-inline'`;

const policyOf = (path: string): string => {
  if (path.startsWith("/api/") || path === "/docs-json") return apiPolicy;
  return path.startsWith("/docs") ? docsPolicy : pagePolicy;
};

/** Gives each request an id, times it, logs it, and puts the protecting headers on its answer. */
const observed = ({ metrics, log }: HubParts, app: HubApp): MiddlewareHandler<Env> => {
  let routes: Set<string> | undefined;
  return async (c, next) => {
    const started = performance.now();
    const given = c.req.header("x-request-id");
    const requestId = given !== undefined && /^[\w.:-]{1,64}$/.test(given) ? given : crypto.randomUUID();
    c.set("requestId", requestId);
    await next();
    const headers = c.res.headers;
    headers.set("x-request-id", requestId);
    headers.set("x-api-version", "1");
    headers.set("x-content-type-options", "nosniff");
    headers.set("x-frame-options", "DENY");
    headers.set("referrer-policy", "no-referrer");
    headers.set("cross-origin-opener-policy", "same-origin");
    headers.set("content-security-policy", policyOf(c.req.path));
    const { status } = c.res;
    const took = (performance.now() - started) / 1000;
    // Only names that are ours become labels: a stranger's paths would fill the memory.
    routes ??= new Set(app.routes.map((known) => known.path));
    const route = routes.has(c.req.path) ? c.req.path : "unknown";
    metrics.request({ route, method: c.req.method, status }, took);
    log.debug(
      { requestId, method: c.req.method, path: c.req.path, status, ms: Math.round(took * 1e6) / 1e3 },
      "request",
    );
  };
};
