import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type HttpStore, openHttpStore } from "../testing/http-store.ts";

describe("the screens", () => {
  let folder: string;
  let store: HttpStore;
  const script = "console.log('tillbox');\n".repeat(200);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "tillbox-web-"));
    for (const name of ["assets", "pos", "kitchen"]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, "index.html"), "<!doctype html><title>start</title>");
    writeFileSync(join(folder, "pos/index.html"), "<!doctype html><title>pos</title>");
    writeFileSync(join(folder, "kitchen/index.html"), "<!doctype html><title>kitchen</title>");
    writeFileSync(join(folder, "assets/pos-B1x9_aQz.js"), script);
    writeFileSync(join(folder, "sw.js"), "self");
    writeFileSync(join(folder, "secret.key"), "no");
    store = openHttpStore({ web: folder });
  });
  afterAll(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });
  const get = (path: string, headers: Record<string, string> = {}) =>
    store.send("GET", path, undefined, { headers });
  const html = { accept: "text/html,*/*" };

  test("are served with a strict policy, page by page, also at a path inside of a page", async () => {
    for (const [path, title] of [
      ["/", "start"],
      ["/pos", "pos"],
      ["/pos/", "pos"],
      ["/pos/table/4", "pos"],
      ["/kitchen/x", "kitchen"],
    ] as const) {
      const answer = await get(path, html);
      expect([answer.status, answer.text]).toEqual([200, expect.stringContaining(`<title>${title}</title>`)]);
      expect(answer.headers.get("content-security-policy")).toMatch(
        /default-src 'self';.*frame-ancestors 'none'/,
      );
      expect(answer.headers.get("cache-control")).toBe("no-cache");
    }
  });
  test("are problems where nothing is, and never files that nobody listed", async () => {
    for (const path of [
      "/nowhere",
      "/pos/missing.js",
      "/secret.key",
      "/../secret.key",
      "/assets/..%2fsecret.key",
      "/api/pos",
    ])
      expect((await get(path, html)).status).toBe(404);
    expect((await get("/pos/table/4", { accept: "application/json" })).headers.get("content-type")).toBe(
      "application/problem+json",
    );
  });
  test("begin where the box says, when they have no page of their own at /", async () => {
    rmSync(join(folder, "index.html"));
    const led = openHttpStore({ web: folder });
    const answer = await led.send("GET", "/");
    led.close();
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "/pos/"]);
  });
  test("keep hashed files for ever and ask for the others each time", async () => {
    const hashed = await get("/assets/pos-B1x9_aQz.js");
    expect(hashed.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    const worker = await get("/sw.js");
    expect(worker.headers.get("cache-control")).toBe("no-cache");
    expect((await get("/sw.js", { "if-none-match": worker.headers.get("etag") ?? "" })).status).toBe(304);
  });
  test("travel compressed to who takes it", async () => {
    const response = await store.app.request("/assets/pos-B1x9_aQz.js", {
      headers: { "accept-encoding": "gzip, br" },
    });
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(gunzipSync(await response.arrayBuffer()).toString()).toBe(script);
    expect((await get("/assets/pos-B1x9_aQz.js")).text).toBe(script);
  });
});
