import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { featureRoutes } from "../features.ts";
import { type HttpStore, openHttpStore } from "../testing/http-store.ts";
import { openApiDocument } from "./openapi.ts";
import { canonicalPath, methodOf } from "./pipeline.ts";
import { postmanCollection } from "./postman.ts";

describe("the documents", () => {
  let store: HttpStore;
  beforeAll(() => {
    store = openHttpStore({ routes: featureRoutes });
  });
  afterAll(() => store.close());
  type Operation = { responses: Record<string, unknown>; security: unknown[] };

  test("name every route in OpenAPI 3.1, with its problems and who may", async () => {
    const { json } = await store.send("GET", "/docs-json");
    expect(json.openapi).toBe("3.1.0");
    const paths = json.paths as Record<string, Record<string, Operation>>;
    const incomplete = [...featureRoutes, ...store.people.routes].filter((route) => {
      const path = canonicalPath(route)
        .replace(/^\/api\//, "/api/v1/")
        .replace(/:(\w+)/g, "{$1}");
      const { responses = {}, security = [] } = paths[path]?.[methodOf(route).toLowerCase()] ?? {};
      return security.length === 0 || !["422", "429", "500", "503"].every((status) => status in responses);
    });
    expect(incomplete).toEqual([]);
    const ids = Object.values(paths)
      .flatMap((path) => Object.values(path))
      .map((operation) => (operation as { operationId?: string }).operationId);
    const named = ids.filter((id) => id !== undefined);
    expect(new Set(named).size).toBe(named.length);
  });
  test("have no reference that leads nowhere", async () => {
    const { json, text } = await store.send("GET", "/docs-json");
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(references.length).toBeGreaterThan(100);
    const find = (reference: string): unknown =>
      reference
        .split("/")
        .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], json);
    expect([...new Set(references)].filter((reference) => find(reference) === undefined)).toEqual([]);
  });
  test("say what a strict body takes, and nothing else", async () => {
    const { json } = await store.send("GET", "/docs-json");
    const login = (
      json.paths as never as Record<
        string,
        { put: { requestBody: { content: Record<string, { schema: object }> } } }
      >
    )["/api/v1/devices/{id}"];
    expect(login?.put.requestBody.content["application/json"]?.schema).toMatchObject({
      type: "object",
      additionalProperties: false,
      properties: { name: { type: "string", maxLength: 120 } },
    });
  });
  test("are shown from this disk, without a script in the page or another host", async () => {
    const page = await store.send("GET", "/docs");
    expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
    expect(page.text).not.toMatch(/https?:|<script>|style=|onload/);
    const files = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1] ?? "");
    expect(files).toHaveLength(3);
    for (const file of files) {
      const answer = await store.send("GET", file);
      expect([answer.status, answer.text.length > 50]).toEqual([200, true]);
      const held = { "if-none-match": answer.headers.get("etag") ?? "" };
      expect((await store.send("GET", file, undefined, { headers: held })).status).toBe(304);
    }
  });
  test("become a Postman collection with every operation, whose sign-in keeps the tokens", () => {
    const document = openApiDocument([...featureRoutes, ...store.people.routes]);
    type Item = {
      name: string;
      event?: unknown;
      request: { method: string; url: { raw: string }; body?: { raw: string } };
    };
    const { item } = postmanCollection(document) as { item: { item: Item[] }[] };
    const items = item.flatMap((folder) => folder.item);
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(items).toHaveLength(operations.length);
    const login = items.find(({ request }) => request.url.raw === "{{baseUrl}}/api/v1/auth/login");
    expect(login).toMatchObject({
      request: { method: "POST", body: { raw: expect.stringContaining('"username"') } },
    });
    expect(JSON.stringify(login?.event)).toContain("accessToken");
  });
});
