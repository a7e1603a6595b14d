/** Writes docs/tillbox.postman.json from `/docs-json` of a box, which knows all routes that there are. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../store-server/config.ts";
import { silentLog } from "../store-server/http/log.ts";
import type { OpenApiDocument } from "../store-server/http/openapi.ts";
import { postmanCollection } from "../store-server/http/postman.ts";
import { openStore } from "../store-server/store.ts";

const folder = mkdtempSync(join(tmpdir(), "tillbox-postman-"));
const file = join(import.meta.dirname, "..", "docs", "tillbox.postman.json");
const config = readConfig({ DATA_DIR: folder, HOST: "127.0.0.1", PORT: "0", HTTPS_PORT: "off" });
const store = await openStore(config, { log: silentLog });
try {
  const document = (await (await fetch(`${store.url}/docs-json`)).json()) as OpenApiDocument;
  writeFileSync(file, `${JSON.stringify(postmanCollection(document), null, 2)}\n`);
  console.log(`${file} written`);
} finally {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}
