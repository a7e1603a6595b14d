/**
 * Headers that protect: a strict policy for pages (a self-hosted Vite app, nothing inline, nothing from elsewhere), the CORS
 * allow-list, and the check of `Origin`. There are no cookies, so a foreign page has nothing to ride on; it is refused all the
 * same, because the box answers on the LAN where a browser may be led to it.
 */
import { Refusal } from "@tillbox/shared/refusal.ts";

export const apiVersion = "1";

export type Headers = Readonly<Record<string, string>>;

/** On every answer of the API. */
export const apiHeaders: Headers = {
  "x-api-version": apiVersion,
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
};

const pagePolicy = (alsoConnects = ""): string =>
  [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${alsoConnects}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");

/** On pages and their files. */
export const pageHeaders: Headers = {
  "x-content-type-options": "nosniff",
  "content-security-policy": pagePolicy(),
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(self), microphone=(), geolocation=(), payment=(self)",
};

/** The page that leads to the encrypted port tries whether it is trusted; all others talk to where they came from. */
export const headersOfPage = (
  path: string,
  host: string | undefined,
  securePort: () => number | null,
): Headers => {
  if (!path.startsWith("/connect")) return pageHeaders;
  const name = /^(\[[0-9a-f:]+\]|[\w.-]+)(:\d+)?$/i.exec(host ?? "")?.[1];
  const port = securePort();
  if (port === null || name === undefined) return pageHeaders;
  const secure = ` https://${name}:${port}`;
  return { ...pageHeaders, "content-security-policy": pagePolicy(secure) };
};

export type Cors = {
  /** Headers that let `origin` read the answer; nothing for others. */
  headers(origin: string | undefined): Headers | undefined;
  /** Answers a preflight: 204, with what is allowed, or with nothing. */
  preflight(origin: string | undefined): Headers;
  /** Refuses a write that a page from elsewhere sends. */
  checkOrigin(origin: string | undefined, host: string | undefined): void;
};

const exposed =
  "ETag, X-Request-Id, X-API-Version, Idempotent-Replay, Retry-After, Location, Content-Disposition";
const accepted =
  "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Approval, X-Device-Id, X-Device-Token, X-Device-Time, X-Request-Id";

/** `origins` are exact ("https://manage.example.com"); `*` lets every page in. */
export const createCors = (origins: readonly string[]): Cors => {
  const list = new Set(origins.map((origin) => origin.replace(/\/+$/, "").toLowerCase()));
  const isListed = (origin: string): boolean => list.has("*") || list.has(origin.toLowerCase());
  const headers = (origin: string | undefined): Headers | undefined => {
    if (origin === undefined || !isListed(origin)) return undefined;
    return {
      "access-control-allow-origin": origin,
      "access-control-expose-headers": exposed,
      vary: "Origin",
    };
  };
  return {
    headers,
    preflight: (origin): Headers => {
      const allowed = headers(origin);
      if (!allowed) return { vary: "Origin" };
      return {
        ...allowed,
        "access-control-allow-methods": "GET, POST, PUT, DELETE",
        "access-control-allow-headers": accepted,
        "access-control-max-age": "600",
      };
    },
    checkOrigin: (origin, host) => {
      if (origin === undefined || isListed(origin) || isOwn(origin, host)) return;
      throw new Refusal(
        "forbidden",
        `Pages from ${origin.slice(0, 200)} may not write here. Add it to CORS_ORIGINS if it is yours.`,
      );
    },
  };
};

const isOwn = (origin: string, host: string | undefined): boolean =>
  host !== undefined &&
  /^https?:\/\//i.test(origin) &&
  origin.slice(origin.indexOf("//") + 2).toLowerCase() === host.toLowerCase();
