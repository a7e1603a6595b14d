/**
 * From a route table to a handler. Everything that all routes have in common happens here, once, in one function per route that is
 * built at start: origin, who sends it, how often, what it says, the command with its idempotency, the answer with its headers.
 * There is no stack of middleware, and nothing is awaited that is at hand.
 */
import { hash } from "node:crypto";
import { checked } from "@tillbox/shared/checked.ts";
import { newId } from "@tillbox/shared/id.ts";
import { canonicalJson } from "@tillbox/shared/json.ts";
import { type Asked, blameField } from "@tillbox/shared/missing.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { z } from "zod";
import { answerKey } from "../kernel/answers.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { isSealed, unsealJson } from "../kernel/personal.ts";
import type { Actor, Answer, StoredRefusal } from "../kernel/types.ts";
import { admission } from "./admission.ts";
import type { Auth } from "./auth.ts";
import { readJsonBody } from "./body.ts";
import { expectedVersion, isUnchanged, tagOf } from "./caching.ts";
import { commandKey, takeCommandId } from "./command-key.ts";
import { faultReply, problemReply, type Reply } from "./errors.ts";
import { type Exchange, type HttpContext, openExchange, respond } from "./exchange.ts";
import type { Cors } from "./headers.ts";
import { Nothing, queryOf } from "./input.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { Replays } from "./replays.ts";
import {
  type ActionRoute,
  isRawBody,
  isReadyJson,
  type ReadRoute,
  type Route,
  type RouteRequest,
  type WriteRoute,
} from "./route.ts";

export type PipelineParts = {
  kernel: Kernel;
  auth: Auth;
  limit: RateLimit;
  cors: Cors;
  log: Log;
  metrics: Metrics;
  /** Keeps fingerprints of bodies with a PIN in them from being guessed. */
  fingerprintKey: string;
  replays: Replays;
};

type MaybePromise<T> = T | Promise<T>;
export type Handler = (context: HttpContext) => MaybePromise<Response>;
type Serve = (exchange: Exchange, actor: Actor) => MaybePromise<Reply>;

const slow_ms = 1000;
const json = { "content-type": "application/json" };
const jsonFresh = { ...json, "cache-control": "no-store" };
const jsonTagged = { ...json, "cache-control": "private, no-cache" };
const replayed = { ...jsonFresh, "idempotent-replay": "true" };

/** Canonical path of a route: what problems, metrics and the document call it. */
export const canonicalPath = (route: Route): string => (route.root ? route.path : `/api${route.path}`);
export const methodOf = (route: Route): string =>
  route.kind === "read" ? "GET" : route.method.toUpperCase();

export const createHandler = (route: Route, parts: PipelineParts): Handler => {
  const admit = admission(route, parts);
  const serve = serverOf(route, parts);
  const told = { route: canonicalPath(route), method: methodOf(route) };
  const finish = (exchange: Exchange, reply: Reply): Response => {
    observe(parts, told, exchange, reply.status);
    return respond(exchange, opened(parts.kernel, reply), parts.cors);
  };
  const fail = (exchange: Exchange, error: unknown): Response => {
    const instance = instanceOf(told.route, exchange);
    if (error instanceof Refusal) return finish(exchange, problemReply(error, instance));
    parts.log.error({ err: error, requestId: exchange.id, ...told }, "a request failed");
    return finish(exchange, faultReply(exchange.id, instance));
  };
  return (context) => {
    const exchange = openExchange(context);
    try {
      const actor = admit(exchange);
      const reply =
        actor instanceof Promise ? actor.then((who) => serve(exchange, who)) : serve(exchange, actor);
      if (!(reply instanceof Promise)) return finish(exchange, reply);
      return reply.then(
        (value) => finish(exchange, value),
        (error: unknown) => fail(exchange, error),
      );
    } catch (error) {
      return fail(exchange, error);
    }
  };
};

/** Personal data is sealed up to here, in stored answers and problems too. */
const opened = (kernel: Kernel, reply: Reply): Reply => {
  if (typeof reply.body !== "string") return reply;
  const body = unsealJson(kernel.db, reply.body);
  return body === reply.body ? reply : { ...reply, body };
};

const observe = (
  { metrics, log }: PipelineParts,
  told: { route: string; method: string },
  exchange: Exchange,
  status: number,
): void => {
  const took_ms = performance.now() - exchange.started_ms;
  metrics.httpRequest(told.route, told.method, status, took_ms / 1000);
  if (status < 500 && took_ms < slow_ms && !log.isDebug()) return;
  const line = {
    requestId: exchange.id,
    ...told,
    status,
    took_ms: Math.round(took_ms),
    address: exchange.address,
  };
  if (status >= 500) log.warn(line, "answered with a fault");
  else if (took_ms >= slow_ms) log.warn(line, "answered slowly");
  else log.debug(line, "answered");
};

const instanceOf = (path: string, { context }: Exchange): string =>
  path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(context.req.param(name) ?? ""));

const serverOf = (route: Route, parts: PipelineParts): Serve => {
  if (route.kind === "read") return serveRead(route, parts);
  if (route.kind === "write") return serveWrite(route as unknown as WriteRoute, parts);
  return serveAction(route, parts);
};

const noParams: Record<string, string> = {};
const idPattern = /^[A-Za-z0-9._:-]{1,64}$/;

const readParams = (path: string) => {
  if (!path.includes(":")) return () => noParams;
  return ({ context }: Exchange): Record<string, string> => {
    const params: Record<string, string> = context.req.param();
    for (const value of Object.values(params))
      if (!idPattern.test(value) || isSealed(value))
        throw new Refusal("not_found", "There is nothing with such an id.");
    return params;
  };
};

const readQuery =
  (schema: z.ZodType | undefined) =>
  (exchange: Exchange): unknown => {
    const { url } = exchange.context.req.raw;
    if (schema === undefined && !url.includes("?")) return undefined;
    return checked(schema ?? Nothing, queryOf(url), "query");
  };

const deviceTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;
const requestOf = (
  exchange: Exchange,
  actor: Actor,
  parts: PipelineParts,
): Omit<RouteRequest<unknown, unknown>, "params" | "query" | "body"> => {
  const sentAt = exchange.header("x-device-time");
  return {
    kernel: parts.kernel,
    actor,
    deviceAt: sentAt !== undefined && deviceTime.test(sentAt) ? sentAt : null,
    header: exchange.header,
    address: exchange.address,
  };
};

const serveRead = (route: ReadRoute, parts: PipelineParts): Serve => {
  const params = readParams(route.path);
  const query = readQuery(route.query);
  return (exchange, actor) => {
    const request = {
      ...requestOf(exchange, actor, parts),
      params: params(exchange),
      query: query(exchange),
    };
    const value = route.run({ ...request, body: undefined });
    return value instanceof Promise
      ? value.then((settled) => taggedReply(settled, exchange, parts.kernel))
      : taggedReply(value, exchange, parts.kernel);
  };
};

/** A read's answer with its ETag, or 304 where the client holds it already. */
const taggedReply = (value: unknown, exchange: Exchange, { db }: Kernel): Reply => {
  const raw = isRawBody(value) ? value : undefined;
  const body = raw ? raw.raw : unsealJson(db, jsonText(value));
  const tag = tagOf(body, isReadyJson(value) ? value.version : undefined);
  if (isUnchanged(exchange.header("if-none-match"), tag))
    return { status: 304, body: null, headers: { etag: tag, "cache-control": "private, no-cache" } };
  const headers = raw ? rawHeaders(raw.type, raw.headers) : jsonTagged;
  return { status: 200, body, headers: { ...headers, etag: tag } };
};

const rawHeaders = (type: string, more: Record<string, string> = {}): Record<string, string> => ({
  "content-type": type,
  "cache-control": "private, no-cache",
  ...more,
});
const jsonText = (value: unknown): string =>
  isReadyJson(value) ? value.json : (JSON.stringify(value) ?? "null");

const blamed = (refusal: StoredRefusal, asked: Asked): StoredRefusal => {
  const { code, message, details } = blameField(refusal, asked);
  return { code, message, details: { ...details } };
};

/** Runs it; what it throws is said of the field of the body that named what there is not. */
const runAction = async (route: ActionRoute, request: RouteRequest<unknown, unknown>): Promise<unknown> => {
  try {
    return await route.run(request);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const asked = { ids: Object.values(request.params), body: request.body };
    const { code, message, details } = blameField(error, asked);
    throw code === error.code ? error : new Refusal("invalid", message, details);
  }
};

const serveAction = (route: ActionRoute, parts: PipelineParts): Serve => {
  const params = readParams(route.path);
  const query = readQuery(route.query);
  const isMember = route.access !== "public";
  // Whoever is nobody yet (pairing) has no keys of their own; answers of signing in are kept nowhere.
  const replays = isMember && route.method !== "get" && !route.path.startsWith("/auth/");
  const name = `${methodOf(route as unknown as Route)} ${route.path}`;
  const run = async (request: RouteRequest<unknown, unknown>): Promise<Reply> =>
    actionReply(route, await runAction(route, request));
  return async (exchange, actor) => {
    const sent = route.method === "get" ? {} : await readJsonBody(sourceOf(exchange), route.mendsBody);
    const { commandId, rest } = isMember ? takeCommandId(sent) : { commandId: undefined, rest: sent };
    const body = checked(route.body ?? Nothing, rest, "body");
    const request = {
      ...requestOf(exchange, actor, parts),
      params: params(exchange),
      query: query(exchange),
      body,
    };
    const key = replays ? keyOf(exchange, commandId) : undefined;
    if (key === undefined) return run(request);
    const fingerprint = fingerprintOf(parts.fingerprintKey, name, request.params, rest);
    return parts.replays.once(answerKey(actor, key), fingerprint, () => run(request));
  };
};

const keyOf = (exchange: Exchange, commandId: unknown): string | undefined =>
  commandKey(exchange.header("idempotency-key"), commandId);

const actionReply = (route: ActionRoute, value: unknown): Reply => {
  if (route.status === 204) return { status: 204, body: null, headers: {} };
  if (isRawBody(value))
    return { status: route.status, body: value.raw, headers: rawHeaders(value.type, value.headers) };
  return { status: route.status, body: jsonText(value), headers: jsonFresh };
};

const sourceOf = ({ incoming, context, header }: Exchange) => ({
  incoming,
  request: context.req.raw,
  header,
});

const serveWrite = (route: WriteRoute, parts: PipelineParts): Serve => {
  const params = readParams(route.path);
  const query = readQuery(undefined);
  const name = `${methodOf(route as unknown as Route)} ${route.path}`;
  return async (exchange, actor) => {
    const request = {
      ...requestOf(exchange, actor, parts),
      params: params(exchange),
      query: query(exchange),
    };
    const sent = await readJsonBody(sourceOf(exchange));
    const { commandId, rest } = takeCommandId(sent);
    const key = keyOf(exchange, commandId);
    const body = checked(route.body ?? Nothing, rest, "body");
    const preparing = route.prepare({ ...request, body });
    const { command, input } = preparing instanceof Promise ? await preparing : preparing;
    const fingerprint =
      key === undefined ? "" : fingerprintOf(parts.fingerprintKey, name, request.params, rest);
    const answer = await parts.kernel.execute({
      command,
      input,
      commandId: key ?? newId(),
      fingerprint,
      actor,
      deviceAt: request.deviceAt,
      expectedVersion: expectedVersion(exchange.header("if-match")),
      approval: exchange.header("x-approval"),
    });
    if (!answer.ok && !answer.replay) await route.refused?.(answer.refusal, { ...request, body });
    const ids = Object.values(request.params);
    const told = answer.ok ? answer : { ...answer, refusal: blamed(answer.refusal, { ids, body }) };
    return answerReply(shownAnswer(told, route, { ...request, body }), route, exchange);
  };
};

const shownAnswer = (answer: Answer, route: WriteRoute, request: RouteRequest<unknown, unknown>): Answer =>
  route.reveal && answer.ok && answer.body !== null
    ? { ...answer, body: route.reveal(answer.body, request) }
    : answer;

const fingerprintOf = (secret: string, name: string, params: Record<string, string>, body: unknown): string =>
  hash("sha256", `${secret}${name}${canonicalJson(params)}${canonicalJson(body)}`, "base64url");

const answerReply = (answer: Answer, route: WriteRoute, exchange: Exchange): Reply => {
  if (answer.ok) {
    const headers = answer.replay ? replayed : jsonFresh;
    if (route.status !== 204) return { status: route.status, body: answer.body ?? "{}", headers };
    return { status: 204, body: null, headers: answer.replay ? { "idempotent-replay": "true" } : {} };
  }
  const problem = problemReply(
    answer.refusal,
    instanceOf(canonicalPath(route as unknown as Route), exchange),
  );
  if (!answer.replay) return problem;
  return { ...problem, headers: { ...problem.headers, "idempotent-replay": "true" } };
};
