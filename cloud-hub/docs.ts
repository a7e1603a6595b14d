/** `/docs` from the package on this disk, without inline scripts or other hosts; `/docs-json` is the document itself. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Context } from "hono";
import { etag } from "hono/etag";
import type { HubApp } from "./http.ts";

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tillbox hub API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" href="data:,">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;
const start = `SwaggerUIBundle({ url: "/docs-json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null });\n`;
const types = { html: "text/html", js: "text/javascript", css: "text/css" };

const ofPackage = (file: string): Promise<string> =>
  readFile(fileURLToPath(import.meta.resolve(`swagger-ui-dist/${file}`)), "utf8");

const send = (c: Context, kind: keyof typeof types, body: string) => {
  c.header("cache-control", "no-cache");
  return c.body(body, 200, { "content-type": `${types[kind]}; charset=utf-8` });
};

export const addDocs = (app: HubApp): void => {
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  app.use("/docs/*", etag());
  for (const path of ["/docs", "/docs/"]) app.get(path, (c) => send(c, "html", page));
  app.get("/docs/start.js", (c) => send(c, "js", start));
  app.get("/docs/swagger-ui-bundle.js", async (c) => send(c, "js", await ofPackage("swagger-ui-bundle.js")));
  app.get("/docs/swagger-ui.css", async (c) => send(c, "css", await ofPackage("swagger-ui.css")));
  let document: unknown;
  app.get("/docs-json", (c) => {
    document ??= app.getOpenAPI31Document({
      openapi: "3.1.0",
      info: { title: "Tillbox hub", version: "1", description: "All stores of a chain, at once." },
      servers: [{ url: "/" }],
    });
    return c.json(document as object);
  });
};
