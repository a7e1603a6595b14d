import { Problem } from "@tillbox/shared/contract/common.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestHub, type TestHub } from "./testing.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub({ corsOrigins: ["https://manage.example"], metricsToken: "a-token-for-metrics" });
});
afterAll(() => hub.close());

const ask = (path: string, options: RequestInit = {}): Promise<Response> =>
  fetch(`${hub.url}${path}`, options);
const post = (path: string, body: string, type = "application/json"): Promise<Response> =>
  ask(path, { method: "POST", body, headers: { "content-type": type } });
const problemOf = async (response: Response) => {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return Problem.parse(await response.json());
};

describe("every answer", () => {
  it("carries its version, an id and headers that protect", async () => {
    const response = await ask("/api/v1/stores", { headers: { "x-request-id": "tap-7" } });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-api-version": "1",
      "x-request-id": "tap-7",
      "x-content-type-options": "nosniff",
      "www-authenticate": "Bearer",
    });
    expect(await problemOf(response)).toMatchObject({
      status: 401,
      code: "unauthorized",
      instance: "/api/stores",
    });
  });

  it("can be read by pages from the allowed origins, and no others", async () => {
    const origin = async (name: string) =>
      (await ask("/health", { headers: { origin: name } })).headers.get("access-control-allow-origin");
    expect(await origin("https://manage.example")).toBe("https://manage.example");
    expect(await origin("https://elsewhere.example")).toBeNull();
  });
});

describe("a request that cannot be understood", () => {
  it("is answered with what is wrong", async () => {
    expect(await problemOf(await post("/api/auth/login", "{"))).toMatchObject({
      status: 400,
      code: "invalid",
    });
    expect(await problemOf(await post("/api/auth/login", "a=b", "text/plain"))).toMatchObject({
      status: 415,
      code: "unsupported",
    });
    const large = JSON.stringify({ username: "x".repeat(1_100_000), password: "x" });
    expect(await problemOf(await post("/api/auth/login", large))).toMatchObject({
      status: 413,
      code: "too_large",
    });
    const unknown = JSON.stringify({ username: "x", password: "x", remember: true });
    expect(await problemOf(await post("/api/auth/login", unknown))).toMatchObject({
      status: 422,
      errors: [{ path: "remember", message: "is not a known field" }],
    });
    const wrong = JSON.stringify({ username: 7, password: null });
    expect(await problemOf(await post("/api/auth/login", wrong))).toMatchObject({
      status: 422,
      detail: "username: must be a text",
      errors: [
        { path: "username", message: "must be a text" },
        { path: "password", message: "must be a text" },
      ],
    });
    expect(await problemOf(await post("/api/auth/login", "[]"))).toMatchObject({
      errors: [{ path: "body", message: "must be an object" }],
    });
    expect(await problemOf(await post("/api/auth/login", "{}"))).toMatchObject({
      errors: [
        { path: "username", message: "is missing" },
        { path: "password", message: "is missing" },
      ],
    });
    const chunks = new Blob([large]).stream();
    const unsaid = {
      method: "POST",
      body: chunks,
      duplex: "half",
      headers: { "content-type": "application/json" },
    };
    expect(await problemOf(await ask("/api/auth/login", unsaid as RequestInit))).toMatchObject({
      status: 413,
    });
    expect(await problemOf(await ask("/api/nothing"))).toMatchObject({ status: 404, code: "not_found" });
    const wrongMethod = await ask("/api/stores", { method: "DELETE" });
    expect(wrongMethod.headers.get("allow")).toBe("GET");
    expect(await problemOf(wrongMethod)).toMatchObject({ status: 405 });
  });
});

describe("the hub tells about itself", () => {
  it("its health, as a whole and by part", async () => {
    const health = await ask("/health");
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({
      status: "ok",
      checks: { database: { status: "ok" }, memory: { status: "ok" } },
    });
    expect((await ask("/health/database")).status).toBe(200);
    expect((await ask("/health/memory")).status).toBe(200);
  });

  it("its metrics, to this machine and to who has the token", async () => {
    const text = await (await ask("/metrics")).text();
    expect(text).toContain('tillbox_hub_ingest_entries_total{result="stored"} 0');
    expect(text).toContain('tillbox_http_request_seconds_count{route="/health",method="GET",status="200"}');
    expect(text).not.toContain("/api/nothing");
    const proxied = { "x-forwarded-for": "203.0.113.5" };
    expect((await ask("/metrics", { headers: proxied })).status).toBe(401);
    const token = { ...proxied, authorization: "Bearer a-token-for-metrics" };
    expect((await ask("/metrics", { headers: token })).status).toBe(200);
  });

  it("its API, as a document and as a page that loads nothing from elsewhere", async () => {
    const document = (await (await ask("/docs-json")).json()) as { openapi: string; paths: object };
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths).toSorted()).toEqual([
      "/api/auth/login",
      "/api/auth/logout",
      "/api/auth/profile",
      "/api/auth/refresh",
      "/api/replication/batches",
      "/api/replication/enrol",
      "/api/replication/epochs",
      "/api/reports/sales",
      "/api/stores",
      "/api/stores/enrolment-codes",
    ]);
    const page = await (await ask("/docs")).text();
    const files = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => String(match[1]));
    for (const file of files.filter((name) => !name.startsWith("data:"))) {
      expect((await ask(file)).status).toBe(200);
    }
    expect(page).not.toMatch(/https?:/);
  });

  it("that its database is away, and is well again when it is back", async () => {
    const { database } = hub;
    const away = await openTestHub();
    await away.database.close();
    const health = await fetch(`${away.url}/health`);
    expect([health.status, await health.json()]).toMatchObject([503, { status: "down" }]);
    const answer = await fetch(`${away.url}/api/auth/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username: "chain", password: "demo-chain" }),
    });
    expect(answer.headers.get("retry-after")).toBe("2");
    expect(await problemOf(answer)).toMatchObject({ status: 503, code: "unavailable" });
    expect(await database.ping()).toBeGreaterThan(0);
    await away.close().catch(() => undefined);
  });
});
