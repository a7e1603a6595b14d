import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newApp } from "./http.ts";
import { addWeb } from "./web-files.ts";

let folder: string;
const script = `console.log("${"hub ".repeat(500)}")`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tillbox-web-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>hub</title>");
  await writeFile(join(folder, "assets", "index-Ab3dEf9_.js"), script);
  await writeFile(join(folder, ".built"), "");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ask = (path: string, headers: Record<string, string> = {}) => {
  const app = newApp();
  addWeb(app, folder);
  return app.request(path, { headers });
};

describe("the pages", () => {
  it("are served at the root, and asked for again each time", async () => {
    const answer = await ask("/");
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([
      200,
      "text/html; charset=utf-8",
      "no-cache",
    ]);
    expect(await answer.text()).toContain("<title>hub</title>");
    const etag = answer.headers.get("etag") ?? "";
    const again = await ask("/", { "if-none-match": etag });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  it("have files that never change, packed for whoever can unpack", async () => {
    const plain = await ask("/assets/index-Ab3dEf9_.js");
    expect(plain.headers.get("cache-control")).toContain("immutable");
    expect([await plain.text(), plain.headers.get("content-encoding")]).toEqual([script, null]);
    const packed = await ask("/assets/index-Ab3dEf9_.js", { "accept-encoding": "br, gzip" });
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    expect(gunzipSync(Buffer.from(await packed.arrayBuffer())).toString()).toBe(script);
  });

  it.each(["/.built", "/assets/../index.html/x", "/%2e%2e/package.json", "/assets/", "/nothing"])(
    "%s is not one of them",
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );

  it("need no folder: then there is an API only", async () => {
    const app = newApp();
    addWeb(app, join(folder, "missing"));
    expect((await app.request("/")).status).toBe(404);
  });
});
