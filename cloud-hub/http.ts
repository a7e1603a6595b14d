/** What all routes share: the parts of the hub they reach, who is asking, and from where. */
import { getConnInfo } from "@hono/node-server/conninfo";
import { OpenAPIHono } from "@hono/zod-openapi";
import { refusalOfIssues } from "@tillbox/shared/checked.ts";
import { Problem } from "@tillbox/shared/contract/common.ts";
import { issueWords } from "@tillbox/shared/issue-words.ts";
import { JsonError, parseJson } from "@tillbox/shared/json.ts";
import type { Permission } from "@tillbox/shared/permissions.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import type { Auth, Principal } from "./auth.ts";
import type { HubConfig } from "./config.ts";
import type { Database } from "./database.ts";
import type { Ingest, Sender } from "./ingest.ts";
import type { Log } from "./log.ts";
import type { LoginBackoff } from "./login-backoff.ts";
import type { Metrics } from "./metrics.ts";

export type HubParts = {
  config: Pick<HubConfig, "demo" | "corsOrigins" | "metricsToken" | "trustProxy">;
  database: Database;
  auth: Auth;
  backoff: LoginBackoff;
  ingest: Ingest;
  metrics: Metrics;
  log: Log;
};
export type Env = { Variables: { requestId: string; principal: Principal; sender: Sender } };
export type HubApp = OpenAPIHono<Env>;

/** `/api/v1/…` is `/api/…`, newest stable version. */
export const canonicalPath = (path: string): string => path.replace(/^\/api\/v1(?=\/|$)/, "/api");

// The library's middleware parses by itself, and takes no words but these. A schema's own words come first.
z.config({ customError: issueWords });

/** What a path, a query or a body is called where the thing itself is wrong. */
const wholes: Readonly<Record<string, string>> = { json: "body", param: "path" };

export const newApp = (): HubApp =>
  new OpenAPIHono<Env>({
    getPath: (request) => canonicalPath(new URL(request.url).pathname),
    defaultHook: (result) => {
      if (!result.success) throw refusalOfIssues(result.error.issues, wholes[result.target] ?? result.target);
    },
  });

export const bearerOf = (c: Context): string => {
  const token = /^bearer +(\S+) *$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (token === undefined) {
    throw new Refusal("unauthorized", "Sign in first: send a token as Authorization: Bearer.");
  }
  return token;
};

/** Lets in whoever is signed in and has the permission. */
export const requires =
  (auth: Auth, permission?: Permission): MiddlewareHandler<Env> =>
  async (c, next) => {
    const principal = await auth.authenticate(bearerOf(c));
    if (permission !== undefined && !principal.user.permissions.includes(permission)) {
      throw new Refusal("forbidden", `You need the permission ${permission}.`, { permission });
    }
    c.set("principal", principal);
    await next();
  };

/** The caller's address: the socket's, or what our own proxy says. */
export const addressOf = (c: Context, trustProxy: boolean): string => {
  const forwarded = trustProxy ? c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
  return forwarded || socketAddress(c) || "unknown";
};

const socketAddress = (c: Context): string | undefined => {
  // Without a socket (app.request in a test) there is no address.
  if (c.env === undefined || !("incoming" in c.env)) return undefined;
  return getConnInfo(c).remote.address;
};

export const isLoopback = (c: Context): boolean =>
  c.req.header("x-forwarded-for") === undefined && /^(::ffff:)?127\.|^::1$/.test(socketAddress(c) ?? "");

/**
 * Refuses a longer body. A length that is said is judged without touching the body, which the server then drains;
 * only a body of unsaid length is read along.
 */
export const limitedTo = (maxBytes: number): MiddlewareHandler => {
  const onError = (): never => {
    throw new Refusal("too_large", `The body is longer than ${maxBytes} bytes: send less at a time.`);
  };
  const readAlong = bodyLimit({ maxSize: maxBytes, onError });
  return async (c, next) => {
    if (c.req.header("transfer-encoding") !== undefined) return readAlong(c, next);
    if (Number(c.req.header("content-length") ?? 0) > maxBytes) onError();
    return next();
  };
};

/** Refuses JSON that Postgres could not store, with the field; what is no JSON at all is left to the reader of the body. */
export const fitJson: MiddlewareHandler = async (c, next) => {
  if (/^application\/json\b/i.test(c.req.header("content-type") ?? "")) checkJson(await c.req.text());
  return next();
};

const checkJson = (text: string): void => {
  try {
    parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const { reason, message } = error;
    const path = error.path || "body";
    if (reason === "unfit")
      throw new Refusal("invalid", `${path}: ${message}`, { errors: [{ path, message }] });
  }
};

/** For the OpenAPI document: the body that an endpoint takes, its answer, and the problems besides. */
export const jsonBody = <T>(schema: T) => ({
  required: true as const,
  content: { "application/json": { schema } },
});
export const jsonAnswer = <T>(schema: T, description: string) => ({
  description,
  content: { "application/json": { schema } },
});
export const problems = {
  default: { description: "A problem", content: { "application/problem+json": { schema: Problem } } },
};
export const bearer = [{ bearer: [] }];
