/**
 * The built screens, from one folder. Its list of files is read once at start, so no path from outside ever reaches the disk;
 * contents are read and compressed at their first use and kept, up to a bound. A page's own routes (`/pos/table/4`) get the page.
 */
import { hash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { isUnchanged } from "./caching.ts";
import type { Reply } from "./errors.ts";
import type { Exchange } from "./exchange.ts";

const compress = promisify(gzip);
const maxKept_bytes = 32 * 1024 * 1024;
const minCompressed_bytes = 1024;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
  ".map": "application/json",
};
const isText = (type: string): boolean => /^text\/|json|svg/.test(type);

type Content = { bytes: Uint8Array; packed: Uint8Array | null; etag: string };
type WebFile = { path: string; type: string; immutable: boolean };

export type Web = {
  /** The answer to a GET of this path; undefined when nothing of ours is there. */
  answer(path: string, exchange: Exchange): Promise<Reply> | Reply | undefined;
};

/** `folder` is what Vite built: `assets/` with hashed names, a folder with an `index.html` for each page. */
export type WebOptions = {
  home?: () => string;
  /** Off: browsers that have a worker of ours are given one that forgets everything and goes. */
  offlineMode?: boolean;
};

export const openWeb = (
  folder: string,
  { home = () => "/pos/", offlineMode = true }: WebOptions = {},
): Web => {
  const files = listFiles(folder);
  const leaving = files.get("/sw-leave.js");
  if (!offlineMode && leaving) files.set("/sw.js", leaving);
  const kept = new Map<string, Promise<Content>>();
  let kept_bytes = 0;
  const contentOf = (file: WebFile): Promise<Content> => {
    const known = kept.get(file.path);
    if (known) return known;
    const reading = load(file);
    const { size } = statSync(file.path, { throwIfNoEntry: false }) ?? { size: 0 };
    if (kept_bytes + size > maxKept_bytes) return reading;
    kept_bytes += size;
    kept.set(file.path, reading);
    reading.catch(() => kept.delete(file.path));
    return reading;
  };
  return {
    answer: (path, exchange) => {
      const file = files.get(path) ?? files.get(`${path}index.html`) ?? pageOf(files, path, exchange);
      if (!file && path === "/")
        return { status: 302, body: null, headers: { location: home(), "cache-control": "no-store" } };
      return file && contentOf(file).then((content) => replyOf(file, content, exchange));
    },
  };
};

const listFiles = (folder: string): Map<string, WebFile> => {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && extname(entry.name) in types);
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const url = `/${relative(folder, path).split(sep).join("/")}`;
      const immutable = url.startsWith("/assets/") && /[-.][\w-]{8,}\.\w+$/.test(url);
      return [url, { path, type: types[extname(entry.name)] ?? "", immutable }];
    }),
  );
};

/** A navigation inside a page: its first segment names the page. */
const pageOf = (files: Map<string, WebFile>, path: string, exchange: Exchange): WebFile | undefined => {
  const page = /^\/([\w-]+)(?:\/|$)/.exec(path)?.[1];
  const wantsPage = exchange.header("accept")?.includes("text/html") === true;
  return wantsPage && page !== undefined && extname(path) === ""
    ? files.get(`/${page}/index.html`)
    : undefined;
};

const load = async ({ path, type }: WebFile): Promise<Content> => {
  const bytes = await readFile(path);
  const packed = isText(type) && bytes.length >= minCompressed_bytes ? await compress(bytes) : null;
  return { bytes, packed, etag: `"${hash("sha1", bytes, "base64url").slice(0, 20)}"` };
};

const replyOf = (file: WebFile, content: Content, exchange: Exchange): Reply => {
  const headers: Record<string, string> = {
    etag: content.etag,
    "cache-control": file.immutable ? "public, max-age=31536000, immutable" : "no-cache",
  };
  if (isUnchanged(exchange.header("if-none-match"), content.etag))
    return { status: 304, body: null, headers };
  headers["content-type"] = file.type;
  if (content.packed === null) return { status: 200, body: content.bytes, headers };
  headers.vary = "Accept-Encoding";
  if (!/\bgzip\b/.test(exchange.header("accept-encoding") ?? ""))
    return { status: 200, body: content.bytes, headers };
  headers["content-encoding"] = "gzip";
  return { status: 200, body: content.packed, headers };
};
