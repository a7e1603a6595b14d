/** The OpenAPI 3.1 document, made from the route tables: what a route checks is what it documents. */

import { OpenAPIHono } from "@hono/zod-openapi";
import { Problem } from "@tillbox/shared/contract/common.ts";
import { statusOf } from "@tillbox/shared/problem.ts";
import { z } from "zod";

import { canonicalPath, methodOf } from "./pipeline.ts";
import type { Route } from "./route.ts";

type Registry = OpenAPIHono["openAPIRegistry"];
type PathConfig = Parameters<Registry["registerPath"]>[0];
type Operation = { responses: Record<string, unknown>; security?: unknown; [field: string]: unknown };
export type OpenApiDocument = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
  [field: string]: unknown;
};

const info = {
  title: "Tillbox",
  version: "1",
  description:
    "The point-of-sale system that lives in the store. Amounts are integer minor units, rates are decimal strings, times are RFC 3339 UTC. " +
    "Every write takes an Idempotency-Key; every refusal is an application/problem+json. The paths are also served without /v1.",
};
const securitySchemes = {
  person: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "accessToken of POST /api/v1/auth/login",
  },
  deviceId: { type: "apiKey", in: "header", name: "x-device-id" },
  deviceToken: { type: "apiKey", in: "header", name: "x-device-token" },
};
const device = { deviceId: [], deviceToken: [] };

const IdempotencyKey = z
  .string()
  .max(255)
  .optional()
  .meta({ description: "Made once by the person's tap. The same key and request give the same answer." });
const IfMatch = z
  .string()
  .optional()
  .meta({ description: "Version that the change is based on; 412 when it has moved on" });
const IfNoneMatch = z
  .string()
  .optional()
  .meta({ description: "ETag that the client holds; 304 when it is still right" });

/** The document of these routes. Slow (some 100 ms); asked for once. */
export const openApiDocument = (routes: readonly Route[]): OpenApiDocument => {
  const app = new OpenAPIHono();
  for (const route of routes) app.openAPIRegistry.registerPath(pathConfig(route));
  const tags = [...new Set(routes.map((route) => route.tag))].sort().map((name) => ({ name }));
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info,
    tags,
    servers: [{ url: "/" }],
  }) as unknown as OpenApiDocument;
  document.components.securitySchemes = securitySchemes;
  document.components.responses = problemResponses();
  document.components.schemas = { ...document.components.schemas, Problem: problemSchema() };
  for (const route of routes) complete(document, route);
  Object.assign(document.paths, plainPaths());
  return document;
};

/** What answers without being a route of a feature. */
const plainPaths = (): OpenApiDocument["paths"] => {
  const operation = (summary: string, type: string, more: Record<string, unknown> = {}): Operation => ({
    tags: ["Operation"],
    summary,
    security: [],
    responses: { 200: { description: "The answer", content: { [type]: { schema: {} } } }, ...more },
  });
  const down = { 503: { description: "Down", content: { "application/json": { schema: {} } } } };
  const health = (summary: string) => ({ get: operation(summary, "application/json", down) });
  return {
    "/health": health("How the box is: ok, degraded or down, with all checks"),
    "/health/{check}": {
      get: {
        ...health("One check: database, memory, jobs, printers, replication").get,
        parameters: [{ name: "check", in: "path", required: true, schema: { type: "string" } }],
      },
    },
    "/metrics": {
      get: { ...operation("Prometheus exposition", "text/plain"), security: [{}, { person: [] }] },
    },
  };
};

const problemSchema = (): unknown => {
  const { Problem: schema } = z.toJSONSchema(Problem).$defs ?? {};
  return schema;
};

const pathOf = (route: Route): string =>
  canonicalPath(route)
    .replace(/^\/api\//, "/api/v1/")
    .replace(/:(\w+)/g, "{$1}");

const pathConfig = (route: Route): PathConfig => {
  const status = route.kind === "read" ? 200 : route.status;
  const answers = route.answers;
  const content = answers === null ? undefined : { "application/json": { schema: answers } };
  return {
    method: methodOf(route).toLowerCase() as "get",
    path: pathOf(route),
    tags: [route.tag],
    operationId: operationId(route),
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    request: requestConfig(route),
    responses: {
      [status]: { description: status === 204 ? "Done" : "The answer", ...(content ? { content } : {}) },
    },
  };
};

/** `postOrdersItems`, `getOrdersById`: stable, so that generated clients keep their names. */
const operationId = (route: Route): string => {
  const words = canonicalPath(route)
    .replace(/^\/api\//, "/")
    .split(/[/-]/)
    .filter((word) => word !== "");
  const named = words.map((word) => (word.startsWith(":") ? `By-${word.slice(1)}` : word));
  const camel = named.map((word) =>
    word.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
  );
  return methodOf(route).toLowerCase() + camel.join("");
};

const requestConfig = (route: Route): Record<string, unknown> => {
  const request: Record<string, unknown> = {};
  const names = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? "");
  if (names.length > 0)
    request.params = z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
  const query = (route.kind === "write" ? undefined : route.query) as z.ZodType | undefined;
  if (query instanceof z.ZodObject) request.query = query;
  const body = (route.kind === "read" ? undefined : route.body) as z.ZodType | undefined;
  if (body)
    request.body = {
      required: !body.safeParse({}).success,
      content: { "application/json": { schema: body } },
    };
  if (route.kind === "read") request.headers = z.object({ "If-None-Match": IfNoneMatch });
  if (route.kind === "write")
    request.headers = z.object({ "Idempotency-Key": IdempotencyKey, "If-Match": IfMatch });
  return request;
};

const complete = (document: OpenApiDocument, route: Route): void => {
  const operation = document.paths[pathOf(route)]?.[methodOf(route).toLowerCase()];
  if (!operation) throw new Error(`${methodOf(route)} ${pathOf(route)} is missing in the document`);
  for (const code of codesOf(route))
    operation.responses[code === "unreadable" ? 400 : statusOf(code)] = {
      $ref: `#/components/responses/${code}`,
    };
  operation.security = securityOf(route);
  if (route.kind !== "write" && route.permission !== null) operation["x-permission"] = route.permission;
};

const securityOf = (route: Route): unknown[] => {
  const access = route.kind === "write" ? undefined : route.access;
  if (access === "public") return [{}, device];
  return [{ person: [] }, { person: [], ...device }, device];
};

const codesOf = (route: Route): string[] => {
  const codes = ["invalid", "unauthorized", "rate_limited", "unavailable", "internal"];
  if (route.kind === "write" || route.access !== "public") codes.push("forbidden");
  if (route.path.includes(":")) codes.push("not_found");
  if (route.kind !== "read") codes.push("unreadable", "unsupported", "too_large", "conflict");
  if (route.kind === "write") codes.push("precondition_failed");
  return codes;
};

const meanings: Readonly<Record<string, string>> = {
  unreadable: "The body is not JSON in UTF-8 (code invalid)",
  invalid:
    "Fields that are wrong, each with its path; or key_reused: the idempotency key belongs to another request",
  unsupported: "The media type is not application/json",
  too_large: "The body is larger than 1 MiB",
  unauthorized: "Not signed in, or not any more",
  forbidden: "The named permission is missing",
  not_found: "There is no such thing",
  conflict: "It contradicts the current state, which is given in current",
  precondition_failed: "The version of If-Match has moved on",
  rate_limited: "Too many requests or sign-in attempts; see Retry-After",
  unavailable: "Try again; see Retry-After. Nothing was changed",
  internal: "A fault of the box; its log has it under the id in detail",
};

const problemResponses = (): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(meanings).map(([code, description]) => [
      code,
      {
        description,
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    ]),
  );
