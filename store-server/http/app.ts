/**
 * The HTTP side of a box. Routes come as tables from the features; each gets one handler, under every path that it answers at. What
 * no route takes is a file of the screens, or a problem. Nothing here knows a feature by name.
 */
import { timingSafeEqual } from "node:crypto";
import type { ServerOptions } from "node:http";
import { Refusal } from "@tillbox/shared/refusal.ts";
import { Hono } from "hono";
import type { z } from "zod";
import type { Kernel } from "../kernel/kernel.ts";
import { type Auth, bearerOf } from "./auth.ts";
import { docsHandlers } from "./docs.ts";
import { faultReply, problemReply, WrongMethod } from "./errors.ts";
import {
  type Bindings,
  type Exchange,
  type HttpContext,
  isLocal,
  openExchange,
  respond,
} from "./exchange.ts";
import { createCors, headersOfPage } from "./headers.ts";
import { type Checks, healthHandlers } from "./health.ts";
import { dropsUnknownFields } from "./input.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { createHandler, type Handler, methodOf, type PipelineParts } from "./pipeline.ts";
import { createRateLimit } from "./rate-limit.ts";
import { createReplays } from "./replays.ts";
import type { Route } from "./route.ts";
import { openWeb, type Web } from "./web.ts";

export type HttpConfig = {
  /** Exact origins of pages from elsewhere that may use the API (CORS_ORIGINS). */
  corsOrigins: readonly string[];
  /** Requests a second and client (RATE_LIMIT_MAX); 0 for none. */
  rateLimitMax: number;
  /** Opens /metrics to others than this machine; null: nobody else. */
  metricsToken: string | null;
  /** Kept secret of the box, so that stored fingerprints tell nothing. */
  fingerprintKey: string;
};

export type AppOptions = {
  kernel: Kernel;
  routes: readonly Route[];
  auth: Auth;
  config: HttpConfig;
  log: Log;
  metrics: Metrics;
  checks?: Checks;
  /** What `/health` tells anybody besides: whether it is a demo, whether it is still empty. */
  facts?: () => Record<string, unknown>;
  /** Folder of the built screens. */
  web?: string;
  /** Off: screens keep nothing on devices. */
  offlineMode?: boolean;
  /** Where the same box answers by TLS; null while it does not. */
  securePort?(): number | null;
  /** Where `/` leads when the screens have no page there; `/pos/` when not given. */
  home?(): string;
};

export type App = Hono<{ Bindings: Bindings }>;

/** For `createAdaptorServer`: nobody may hold a connection by sending slowly. */
export const serverOptions: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
};

const methods = ["GET", "POST", "PUT", "DELETE"] as const;

/** Throws for a table that is wrong: the same route twice, or a schema that drops what it does not know. */
export const createApp = (options: AppOptions): App => {
  const { kernel, auth, log, metrics, config, routes } = options;
  const cors = createCors(config.corsOrigins);
  const limit = createRateLimit(config.rateLimitMax);
  const parts: PipelineParts = {
    kernel,
    auth,
    log,
    metrics,
    cors,
    limit,
    fingerprintKey: config.fingerprintKey,
    replays: createReplays(),
  };
  checkTables(routes);
  const app: App = new Hono<{ Bindings: Bindings }>();
  for (const route of routes.toSorted(fixedFirst))
    app.on(methodOf(route), pathsOf(route), createHandler(route, parts));
  for (const { path, handler } of healthHandlers(options.checks ?? {}, cors, options.facts))
    app.on("GET", aliasesOf(path), handler);
  for (const { path, handler } of docsHandlers(routes, cors)) app.on("GET", path, handler);
  app.on("GET", "/metrics", metricsHandler(parts, config.metricsToken));
  const web = options.web === undefined ? undefined : openWeb(options.web, options);
  const securePort = options.securePort ?? (() => null);
  app.notFound((context) => answerElse(context, app, parts, web, securePort));
  app.onError((error, context) => {
    const exchange = openExchange(context);
    log.error({ err: error, requestId: exchange.id }, "a request failed outside of its route");
    return respond(exchange, faultReply(exchange.id, context.req.path), cors);
  });
  return app;
};

const aliasesOf = (path: string): string[] => [path, `/api/v1${path}`, `/api${path}`];
const pathsOf = (route: Route): string[] =>
  route.root ? aliasesOf(route.path) : [`/api/v1${route.path}`, `/api${route.path}`];

/** `/tables/available` before `/tables/:id`, whatever the order of the tables. */
const fixedFirst = (left: Route, right: Route): number => parameters(left) - parameters(right);
const parameters = ({ path }: Route): number => path.split(":").length;

const checkTables = (routes: readonly Route[]): void => {
  const seen = new Set<string>();
  for (const route of routes) {
    const name = `${methodOf(route)} ${route.path}`;
    if (seen.has(name)) throw new Error(`${name} is declared twice`);
    seen.add(name);
    const schemas = [
      "body" in route ? route.body : undefined,
      "query" in route ? route.query : undefined,
    ] as (z.ZodType | undefined)[];
    if (schemas.some((schema) => schema && dropsUnknownFields(schema)))
      throw new Error(`${name} would drop unknown fields: use z.strictObject`);
  }
};

/** A preflight, a file of the screens, a wrong method, or nothing. */
const answerElse = async (
  context: HttpContext,
  app: App,
  { cors, log }: PipelineParts,
  web: Web | undefined,
  securePort: () => number | null,
): Promise<Response> => {
  const exchange = openExchange(context);
  const { method, path } = context.req;
  const allowed = methods.filter((name) => app.router.match(name, path)[0].length > 0);
  if (method === "OPTIONS" && allowed.length > 0)
    return respond(
      exchange,
      { status: 204, body: null, headers: cors.preflight(exchange.header("origin")) },
      cors,
    );
  if (allowed.length > 0)
    return respond(exchange, problemReply(new WrongMethod(method, allowed), path), cors);
  try {
    const file = method === "GET" || method === "HEAD" ? await web?.answer(path, exchange) : undefined;
    const headers = headersOfPage(path, exchange.header("host"), securePort);
    if (file) return respond(exchange, file, cors, headers);
  } catch (error) {
    log.error({ err: error, requestId: exchange.id }, "a file of the screens could not be read");
    return respond(exchange, faultReply(exchange.id, path), cors);
  }
  const nothing = new Refusal("not_found", `There is nothing at ${path.slice(0, 200)}. See /docs.`);
  return respond(exchange, problemReply(nothing, path.slice(0, 200)), cors);
};

const metricsHandler = ({ metrics, cors }: PipelineParts, token: string | null): Handler => {
  return async (context) => {
    const exchange = openExchange(context);
    if (!isLocal(exchange) && !holds(exchange, token)) {
      const refusal = new Refusal("unauthorized", "Send METRICS_TOKEN as Authorization: Bearer.");
      return respond(exchange, problemReply(refusal, "/metrics"), cors);
    }
    const body = await metrics.text();
    return respond(exchange, { status: 200, body, headers: { "content-type": metrics.contentType } }, cors);
  };
};

const holds = (exchange: Exchange, token: string | null): boolean => {
  const given = Buffer.from(bearerOf(exchange.header("authorization")) ?? "");
  const wanted = Buffer.from(token ?? "");
  return wanted.length > 0 && given.length === wanted.length && timingSafeEqual(given, wanted);
};
