/**
 * One request as the pipeline sees it: cheap readers over Node's own objects when there is a socket, over the web `Request` when
 * there is none (`app.request()`), and the one place where an answer gets the headers that all answers have.
 */
import type { IncomingMessage } from "node:http";
import { plainAddress } from "@tillbox/shared/address.ts";
import type { Context } from "hono";
import type { Reply } from "./errors.ts";
import { apiHeaders, type Cors } from "./headers.ts";

export type Bindings = { incoming?: IncomingMessage };
export type HttpContext = Context<{ Bindings: Bindings }>;

export type Exchange = {
  context: HttpContext;
  incoming: IncomingMessage | undefined;
  /** Name in lower case. The first of several, as Node gives it. */
  header(name: string): string | undefined;
  /** Of this request, for the log; the client's own when it is a sane one. */
  id: string;
  address: string;
  started_ms: number;
};

const run = Math.trunc(Math.random() * 36 ** 6).toString(36);
let count = 0;
const nextId = (): string => {
  count += 1;
  return `${run}-${count.toString(36)}`;
};

export const openExchange = (context: HttpContext): Exchange => {
  const incoming = context.env?.incoming;
  const header = incoming ? nodeHeader(incoming) : webHeader(context.req.raw);
  const given = header("x-request-id");
  return {
    context,
    incoming,
    header,
    id: given !== undefined && /^[\w.:-]{1,64}$/.test(given) ? given : nextId(),
    address: addressOf(incoming),
    started_ms: performance.now(),
  };
};

const nodeHeader =
  ({ headers }: IncomingMessage) =>
  (name: string): string | undefined => {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
const webHeader =
  (request: Request) =>
  (name: string): string | undefined =>
    request.headers.get(name) ?? undefined;

/** The client's address, IPv4 without its IPv6 wrapping. Without a socket it is this machine. */
const addressOf = (incoming: IncomingMessage | undefined): string => {
  const address = incoming?.socket?.remoteAddress;
  if (address === undefined) return "127.0.0.1";
  return plainAddress(address);
};

/** On this machine, and not passed on for somebody else. */
export const isLocal = (exchange: Exchange): boolean =>
  (exchange.address === "::1" || exchange.address.startsWith("127.")) &&
  exchange.header("x-forwarded-for") === undefined &&
  exchange.header("forwarded") === undefined;

/** Puts the headers of all answers on one. `cors` is asked only where an Origin was sent. */
export const respond = (
  exchange: Exchange,
  reply: Reply,
  cors: Cors,
  base: Readonly<Record<string, string>> = apiHeaders,
): Response => {
  const headers: Record<string, string> = { ...base, ...reply.headers, "x-request-id": exchange.id };
  const origin = exchange.header("origin");
  if (origin !== undefined) Object.assign(headers, cors.headers(origin) ?? { vary: "Origin" });
  return new Response(reply.body as string | Uint8Array<ArrayBuffer> | null, {
    status: reply.status,
    headers,
  });
};
