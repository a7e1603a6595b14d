import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type HttpStore, openHttpStore } from "../testing/http-store.ts";
import { createApp } from "./app.ts";
import { silentLog } from "./log.ts";
import { action, type Route, read } from "./route.ts";

const echo: Route[] = [
  read<{ q?: string | undefined }>({
    path: "/echo/:id",
    tag: "Echo",
    permission: "settings.read",
    summary: "",
    query: z.strictObject({ q: z.string().optional() }),
    answers: null,
    run: ({ params, query, actor, deviceAt }) => ({ params, query, name: actor.name, deviceAt }),
  }),
  read({
    path: "/echo/fixed",
    tag: "Echo",
    permission: null,
    summary: "",
    answers: null,
    run: () => "fixed",
  }),
  read({
    path: "/picture",
    tag: "Echo",
    permission: null,
    summary: "",
    answers: null,
    run: () => ({ raw: new Uint8Array([137, 80, 78, 71]), type: "image/png" }),
  }),
  action({
    method: "post",
    path: "/broken",
    tag: "Echo",
    status: 200,
    permission: null,
    access: "public",
    summary: "",
    answers: null,
    run: () => {
      throw new Error("the secret of the house");
    },
  }),
];

describe("the HTTP side", () => {
  let store: HttpStore;
  let token: string;
  beforeAll(async () => {
    store = openHttpStore({ routes: echo, corsOrigins: ["https://manage.example.com"] });
    await store.addPerson("ann", "owner");
    token = await store.signIn("ann");
  });
  afterAll(() => store.close());
  const get = (path: string, headers: Record<string, string> = {}) =>
    store.send("GET", path, undefined, { token, headers });

  test("answers the same under /api/v1 and /api, and root paths under all three", async () => {
    for (const path of ["/api/v1/echo/a", "/api/echo/a"])
      expect((await get(path)).json.params).toEqual({ id: "a" });
    for (const path of ["/sync/devices", "/api/sync/devices", "/api/v1/sync/devices"])
      expect((await get(path)).status).toBe(200);
    for (const path of ["/health", "/api/health", "/api/v1/health"])
      expect((await get(path)).status).toBe(200);
  });

  test("prefers a fixed path to a parameter, whatever the order of the tables", async () => {
    expect((await get("/api/echo/fixed")).json).toBe("fixed");
  });

  test("says its version and an id of the request, taking the client's when it is sane", async () => {
    const answer = await get("/api/echo/a", { "x-request-id": "mine-1" });
    expect(answer.headers.get("x-api-version")).toBe("1");
    expect(answer.headers.get("x-request-id")).toBe("mine-1");
    const first = (await get("/api/echo/a", { "x-request-id": "no good <>" })).headers.get("x-request-id");
    const second = (await get("/api/echo/a")).headers.get("x-request-id");
    expect(first).toMatch(/^[\w-]+$/);
    expect(second).not.toBe(first);
  });

  test("passes the device's time on only when it is one", async () => {
    const at = "2026-01-02T03:04:05.678Z";
    expect((await get("/api/echo/a", { "x-device-time": at })).json.deviceAt).toBe(at);
    expect((await get("/api/echo/a", { "x-device-time": "yesterday" })).json.deviceAt).toBeNull();
  });

  test("answers an unknown path with 404 and a wrong method with 405 and what is allowed", async () => {
    const unknown = await get("/api/nothing");
    expect([unknown.status, unknown.json.code, unknown.json.instance]).toEqual([
      404,
      "not_found",
      "/api/nothing",
    ]);
    expect(unknown.headers.get("content-type")).toBe("application/problem+json");
    const wrong = await store.send("PATCH", "/api/v1/devices/x", {}, { token });
    expect([wrong.status, wrong.json.status, wrong.headers.get("allow")]).toEqual([
      405,
      405,
      "GET, PUT, DELETE",
    ]);
    expect((await store.send("DELETE", "/api/users", undefined, { token })).headers.get("allow")).toBe(
      "GET, POST",
    );
  });

  test("takes an id with other characters for nothing there", async () => {
    for (const id of ["%00", "a%20b", "%2e%2e%2f", "x".repeat(65), "%E0%A4%A"])
      expect((await get(`/api/echo/${id}`)).status).toBe(404);
  });

  test("refuses unknown and doubled query parameters, also where a route takes none", async () => {
    expect((await get("/api/echo/a?q=1")).json.query).toEqual({ q: "1" });
    const unknown = await get("/api/echo/a?q=1&w=2&__proto__=3");
    expect(unknown.status).toBe(422);
    expect(unknown.json.errors).toEqual([
      { path: "w", message: "is not a known field" },
      { path: "__proto__", message: "is not a known field" },
    ]);
    expect((await get("/api/echo/a?q=1&q=2")).status).toBe(422);
    expect((await get("/api/echo/fixed?x=1")).status).toBe(422);
    expect((await store.send("DELETE", "/api/devices/a?x=1", undefined, { token })).status).toBe(422);
  });

  test("keeps a fault of its own to the log, and shows only the id", async () => {
    const lines: { details: object; message: string }[] = [];
    const log = {
      ...silentLog,
      error: (details: object, message: string) => lines.push({ details, message }),
    };
    const loud = openHttpStore({ routes: echo, log });
    const answer = await loud.send("POST", "/api/broken");
    loud.close();
    expect([answer.status, answer.json.code]).toEqual([500, "internal"]);
    expect(answer.text).not.toContain("secret");
    const id = answer.headers.get("x-request-id");
    expect(answer.json.detail).toContain(id);
    expect(lines).toMatchObject([
      { details: { requestId: id, err: { message: "the secret of the house" } } },
    ]);
  });

  test("reads answer with an ETag and 304 for who holds it", async () => {
    const first = await get("/api/echo/a");
    const etag = first.headers.get("etag") ?? "";
    const again = await get("/api/echo/a", { "if-none-match": `"other", W/${etag}` });
    expect([again.status, again.text, again.headers.get("etag")]).toEqual([304, "", etag]);
    expect((await get("/api/echo/a?q=2", { "if-none-match": etag })).status).toBe(200);
  });

  test("bytes that are no JSON keep their media type", async () => {
    const answer = await get("/api/picture");
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("HEAD answers like GET, without the body", async () => {
    const answer = await store.send("HEAD", "/api/echo/a", undefined, { token });
    expect([answer.status, answer.text, answer.headers.get("etag")]).toEqual([
      200,
      "",
      (await get("/api/echo/a")).headers.get("etag"),
    ]);
  });

  describe("pages from elsewhere", () => {
    const listed = "https://manage.example.com";
    test("may read and be preflighted only when they are listed", async () => {
      const allowed = await get("/api/echo/a", { origin: listed });
      expect(allowed.headers.get("access-control-allow-origin")).toBe(listed);
      expect(allowed.headers.get("vary")).toBe("Origin");
      expect(
        (await get("/api/echo/a", { origin: "https://evil.example" })).headers.has(
          "access-control-allow-origin",
        ),
      ).toBe(false);
      const preflight = await store.send("OPTIONS", "/api/users", undefined, { headers: { origin: listed } });
      expect([preflight.status, preflight.headers.get("access-control-allow-methods")]).toEqual([
        204,
        "GET, POST, PUT, DELETE",
      ]);
      expect(preflight.headers.get("access-control-allow-headers")).toContain("Idempotency-Key");
      const refused = await store.send("OPTIONS", "/api/users", undefined, {
        headers: { origin: "https://evil.example" },
      });
      expect(refused.headers.has("access-control-allow-methods")).toBe(false);
    });
    test("may not write, whatever they hold, while the box's own pages may", async () => {
      const write = (origin: string) =>
        store.send(
          "POST",
          "/api/auth/refresh",
          { refreshToken: "x" },
          { headers: { origin, host: "box.local:3000" } },
        );
      for (const origin of ["https://evil.example", "null", "http://box.local:3001", "box.local:3000"])
        expect((await write(origin)).json.code).toBe("forbidden");
      for (const origin of ["http://box.local:3000", listed])
        expect((await write(origin)).json.code).toBe("unauthorized");
    });
  });

  test("limits requests by client: a signed-in one by its session, others by address", async () => {
    const limited = openHttpStore({ routes: echo, rateLimitMax: 3 });
    await limited.addPerson("ann", "owner");
    const mine = await limited.signIn("ann");
    const statuses = [];
    for (let count = 0; count < 5; count += 1)
      statuses.push((await limited.send("GET", "/api/echo/a", undefined, { token: mine })).status);
    expect(statuses.slice(0, 3)).toEqual([200, 200, 200]);
    const refused = await limited.send("GET", "/api/echo/a", undefined, { token: mine });
    expect([refused.status, refused.json.code, refused.headers.get("retry-after")]).toEqual([
      429,
      "rate_limited",
      "1",
    ]);
    limited.close();
  });
});

describe("a table of routes that is wrong", () => {
  const build = (...routes: Route[]) => {
    const store = openHttpStore();
    const { kernel, people, metrics } = store;
    const config = { corsOrigins: [], rateLimitMax: 0, metricsToken: null, fingerprintKey: "" };
    try {
      createApp({ kernel, auth: people.auth, metrics, log: silentLog, config, routes });
    } finally {
      store.close();
    }
  };
  const post = (path: string, body: z.ZodType<object>): Route =>
    action({
      method: "post",
      path,
      tag: "",
      status: 200,
      permission: null,
      summary: "",
      answers: null,
      body,
      run: () => 1,
    });

  test("does not start: twice the same route, or a body that would drop what it does not know", () => {
    expect(() => build(post("/a", z.strictObject({})), post("/a", z.strictObject({})))).toThrow(
      "declared twice",
    );
    expect(() => build(post("/a", z.object({ b: z.string() })))).toThrow("strictObject");
    expect(() => build(post("/a", z.strictObject({ b: z.string() })))).not.toThrow();
  });
});
