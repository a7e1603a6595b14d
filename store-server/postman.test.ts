import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { silentLog } from "./http/log.ts";
import { openStore } from "./store.ts";

type Collection = { item: { item: { request: { method: string; url: { path: string[] } } }[] }[] };
type Document = { paths: Record<string, Record<string, unknown>> };

const kept = join(import.meta.dirname, "../docs/tillbox.postman.json");
const collected = (): string[] =>
  (JSON.parse(readFileSync(kept, "utf8")) as Collection).item
    .flatMap(({ item }) => item)
    .map(({ request }) => `${request.method} /${request.url.path.join("/").replace(/:(\w+)/g, "{$1}")}`)
    .sort();
const served = ({ paths }: Document): string[] =>
  Object.entries(paths)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`))
    .sort();

test("the Postman collection has every endpoint that a box documents (if not: node scripts/postman.ts)", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tillbox-postman-"));
  const config = readConfig({ DATA_DIR: folder, HOST: "127.0.0.1", PORT: "0", HTTPS_PORT: "off" });
  const store = await openStore(config, { log: silentLog });
  try {
    const document = (await (await fetch(`${store.url}/docs-json`)).json()) as Document;
    expect(collected()).toEqual(served(document));
    expect(collected()).toContain("POST /sync/process");
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
