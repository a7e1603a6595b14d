/** The API as a Postman collection (v2.1), made from the OpenAPI document. Signing in keeps the tokens for all other requests. */
import type { OpenApiDocument } from "./openapi.ts";

type Schema = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minimum?: number;
  $ref?: string;
};
type Parameter = { name: string; in: string; required?: boolean; description?: string };
type Operation = OpenApiDocument["paths"][string][string] & {
  tags?: string[];
  summary?: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
};

const maxDepth = 5;

/** A value with the required fields of a schema, for a person to fill in. */
const exampleOf = (schema: Schema, document: OpenApiDocument, depth = 0): unknown => {
  if (depth > maxDepth) return null;
  const next = (part: Schema): unknown => exampleOf(part, document, depth + 1);
  if (schema.$ref) {
    const name = schema.$ref.split("/").at(-1) ?? "";
    return next(document.components.schemas?.[name] ?? {});
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const branch = (schema.anyOf ?? schema.oneOf ?? schema.allOf)?.[0];
  if (branch) return next(branch);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "object") {
    const required = Object.entries(schema.properties ?? {}).filter(([name]) =>
      schema.required?.includes(name),
    );
    return Object.fromEntries(required.map(([name, part]) => [name, next(part)]));
  }
  if (type === "array") return schema.items ? [next(schema.items)] : [];
  if (type === "integer" || type === "number") return Math.max(schema.minimum ?? 0, 1);
  if (type === "boolean") return true;
  return type === "string" ? "" : null;
};

const headersOf = (operation: Operation, hasBody: boolean) => [
  ...(hasBody ? [{ key: "Content-Type", value: "application/json" }] : []),
  { key: "x-device-id", value: "{{deviceId}}", disabled: true },
  { key: "x-device-token", value: "{{deviceToken}}", disabled: true },
  ...(operation.parameters ?? [])
    .filter((parameter) => parameter.in === "header")
    .map(({ name, description = "" }) => ({
      key: name,
      value: name === "Idempotency-Key" ? "{{$guid}}" : "",
      description,
      disabled: name !== "Idempotency-Key",
    })),
];

const urlOf = (path: string, operation: Operation) => {
  const parts = path.slice(1).replace(/\{(\w+)\}/g, ":$1");
  const of = (place: string) => (operation.parameters ?? []).filter((parameter) => parameter.in === place);
  return {
    raw: `{{baseUrl}}/${parts}`,
    host: ["{{baseUrl}}"],
    path: parts.split("/"),
    query: of("query").map(({ name, description = "" }) => ({
      key: name,
      value: "",
      description,
      disabled: true,
    })),
    variable: of("path").map(({ name }) => ({ key: name, value: "" })),
  };
};

const keepTokens = [
  "const answer = pm.response.json();",
  'if (answer.accessToken) pm.collectionVariables.set("accessToken", answer.accessToken);',
  'if (answer.refreshToken) pm.collectionVariables.set("refreshToken", answer.refreshToken);',
  'if (answer.deviceToken) pm.collectionVariables.set("deviceToken", answer.deviceToken);',
];

const itemOf = (path: string, method: string, operation: Operation, document: OpenApiDocument) => {
  const schema = operation.requestBody?.content["application/json"]?.schema;
  const raw = schema && JSON.stringify(exampleOf(schema, document), null, 2);
  const givesTokens = /\/(login|refresh|setup|register-device)$/.test(path);
  return {
    name: operation.summary ?? `${method} ${path}`,
    ...(givesTokens
      ? { event: [{ listen: "test", script: { type: "text/javascript", exec: keepTokens } }] }
      : {}),
    request: {
      method: method.toUpperCase(),
      header: headersOf(operation, raw !== undefined),
      url: urlOf(path, operation),
      description: operation.description ?? "",
      ...(raw === undefined ? {} : { body: { mode: "raw", raw, options: { raw: { language: "json" } } } }),
    },
  };
};

const variable = (key: string, value = "") => ({ key, value, type: "string" });

export const postmanCollection = (document: OpenApiDocument): Record<string, unknown> => {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      tag: (operation as Operation).tags?.[0] ?? "Other",
      item: itemOf(path, method, operation as Operation, document),
    })),
  );
  const folders = Map.groupBy(all, ({ tag }) => tag);
  return {
    info: {
      name: "Tillbox",
      description: "Set baseUrl, sign in, and the tokens are kept for everything else.",
      schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
    },
    auth: { type: "bearer", bearer: [{ key: "token", value: "{{accessToken}}", type: "string" }] },
    variable: [
      variable("baseUrl", "http://localhost:3000"),
      ...["accessToken", "refreshToken", "deviceId", "deviceToken"].map((key) => variable(key)),
    ],
    item: [...folders.keys()]
      .sort()
      .map((name) => ({ name, item: folders.get(name)?.map(({ item }) => item) })),
  };
};
