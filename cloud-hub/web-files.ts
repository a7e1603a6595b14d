/**
 * The built pages, from one folder. Its list of files is read once at start, so no path from outside ever reaches the disk; contents are read
 * and packed at their first use and kept. Files with a hash in their name never change, everything else is asked for again each time.
 */
import { hash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Context } from "hono";
import type { HubApp } from "./http.ts";

const compress = promisify(gzip);
const minPackedBytes = 1024;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};
const isText = (type: string): boolean => /^text\/|svg/.test(type);

type WebFile = { path: string; url: string; type: string; immutable: boolean };
type Content = { bytes: Buffer; packed: Buffer | null; etag: string };

const listFiles = (folder: string): WebFile[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) in types)
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const url = `/${relative(folder, path).split(sep).join("/")}`;
      const immutable = url.startsWith("/assets/") && /-[\w-]{8}\.\w+$/.test(url);
      return { path, url, type: types[extname(entry.name)] ?? "", immutable };
    });

const load = async ({ path, type }: WebFile): Promise<Content> => {
  const bytes = await readFile(path);
  const packed = isText(type) && bytes.length >= minPackedBytes ? await compress(bytes) : null;
  return { bytes, packed, etag: `"${hash("sha1", bytes, "base64url").slice(0, 20)}"` };
};

const send = (c: Context, { type, immutable }: WebFile, { bytes, packed, etag }: Content): Response => {
  c.header("etag", etag);
  c.header("cache-control", immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (packed) c.header("vary", "Accept-Encoding");
  if (c.req.header("if-none-match") === etag) return c.body(null, 304);
  c.header("content-type", type);
  const isPacked = packed !== null && /\bgzip\b/.test(c.req.header("accept-encoding") ?? "");
  if (isPacked) c.header("content-encoding", "gzip");
  return c.body(new Uint8Array(isPacked ? packed : bytes), 200);
};

/** Serves what Vite built into `folder`; without such a folder the hub has an API only. */
export const addWeb = (app: HubApp, folder: string): void => {
  if (!existsSync(folder)) return;
  for (const file of listFiles(folder)) {
    let content: Promise<Content> | undefined;
    const answer = async (c: Context): Promise<Response> => {
      content ??= load(file);
      content.catch(() => {
        content = undefined;
      });
      return send(c, file, await content);
    };
    app.get(file.url, answer);
    if (file.url === "/index.html") app.get("/", answer);
  }
};
