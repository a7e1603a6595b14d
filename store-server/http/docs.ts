/**
 * `/docs`: the interactive document, from the package on this disk and under the policy that all pages have (no inline script, no
 * other host). `/docs-json` is the document itself. Made at the first request.
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { isUnchanged, tagOf } from "./caching.ts";
import type { Reply } from "./errors.ts";
import { type Exchange, openExchange, respond } from "./exchange.ts";
import { apiHeaders, type Cors, type Headers, pageHeaders } from "./headers.ts";
import { openApiDocument } from "./openapi.ts";
import type { Handler } from "./pipeline.ts";
import type { Route } from "./route.ts";

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tillbox API</title>
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
const ofPackage = (file: string) => () =>
  readFile(fileURLToPath(import.meta.resolve(`swagger-ui-dist/${file}`)));

type File = { path: string; type: string; base: Headers; load(): Promise<string | Uint8Array> | string };

const filesOf = (routes: readonly Route[]): File[] => {
  const html = { type: "text/html; charset=utf-8", base: pageHeaders, load: () => page };
  const script = { type: "text/javascript; charset=utf-8", base: pageHeaders };
  const json = { type: "application/json", base: apiHeaders };
  return [
    { path: "/docs", ...html },
    { path: "/docs/", ...html },
    { path: "/docs/start.js", ...script, load: () => start },
    { path: "/docs/swagger-ui-bundle.js", ...script, load: ofPackage("swagger-ui-bundle.js") },
    {
      path: "/docs/swagger-ui.css",
      type: "text/css; charset=utf-8",
      base: pageHeaders,
      load: ofPackage("swagger-ui.css"),
    },
    { path: "/docs-json", ...json, load: () => JSON.stringify(openApiDocument(routes)) },
  ];
};

export const docsHandlers = (routes: readonly Route[], cors: Cors): { path: string; handler: Handler }[] =>
  filesOf(routes).map((file) => {
    let kept: Promise<{ body: string | Uint8Array; tag: string }> | undefined;
    const load = async () => {
      const body = await file.load();
      return { body, tag: tagOf(body, undefined) };
    };
    const handler: Handler = async (context) => {
      const exchange = openExchange(context);
      kept ??= load();
      const { body, tag } = await kept;
      return respond(exchange, replyOf(file, body, tag, exchange), cors, file.base);
    };
    return { path: file.path, handler };
  });

const replyOf = (file: File, body: string | Uint8Array, etag: string, exchange: Exchange): Reply => {
  const headers = { etag, "cache-control": "no-cache" };
  if (isUnchanged(exchange.header("if-none-match"), etag)) return { status: 304, body: null, headers };
  return { status: 200, body, headers: { ...headers, "content-type": file.type } };
};
