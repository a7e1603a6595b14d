/**
 * A feature's HTTP surface as a table. A route says what goes in, what comes out and which command it is; everything else (checking
 * input, who may, idempotency, ETag, If-Match, problems, the OpenAPI document, metrics) is done once in `http/app.ts`.
 * Paths are relative to `/api` (or `/` for `/sync`, with `root: true`), parameters are written `:id`.
 */
import type { z } from "zod";
import type { Kernel } from "../kernel/kernel.ts";
import type { Actor, Command, StoredRefusal } from "../kernel/types.ts";

export type RouteRequest<B, Q> = {
  kernel: Kernel;
  actor: Actor;
  params: Record<string, string>;
  body: B;
  query: Q;
  /** RFC 3339 time of the device, when it sent one. */
  deviceAt: string | null;
  header(name: string): string | undefined;
  /** Address of the client. */
  address: string;
};

type Common = {
  path: string;
  root?: boolean;
  tag: string;
  summary: string;
  description?: string;
  /** Schema of a success, for the document. */
  answers: z.ZodType | null;
};

/**
 * A GET. Answers a value, or `{ json, version }`: JSON text that is ready, and the version that becomes part of its ETag
 * and is what `If-Match` names.
 */
export type ReadRoute<Q = unknown> = Common & {
  kind: "read";
  /** null: being signed in is enough. "public": nobody need be. */
  permission: string | null;
  access?: "public";
  query?: z.ZodType<Q>;
  run(request: RouteRequest<undefined, Q>): unknown;
};
export type ReadyJson = { json: string; version?: number };
export const isReadyJson = (value: unknown): value is ReadyJson =>
  typeof value === "object" && value !== null && "json" in value && typeof value.json === "string";

/** Bytes that are no JSON: a picture, an export. Carries its own media type; `headers` in lower case. */
export type RawBody = { raw: string | Uint8Array; type: string; headers?: Record<string, string> };
export const isRawBody = (value: unknown): value is RawBody =>
  typeof value === "object" && value !== null && "raw" in value && "type" in value;

/** A write through one command. `prepare` fills in ids and hashes secrets; what it returns goes to `execute`. */
export type WriteRoute<B = unknown, I = unknown> = Common & {
  kind: "write";
  method: "post" | "put" | "delete";
  /** 204 answers nothing. */
  status: 200 | 201 | 204;
  body?: z.ZodType<B>;
  prepare(request: RouteRequest<B, unknown>): Prepared<I> | Promise<Prepared<I>>;
  /**
   * Adds to the answer, as it leaves, what no table may keep (the code of a card). Must follow from the stored answer and the request
   * alone, so that a replay says the same.
   */
  reveal?(json: string, request: RouteRequest<B, unknown>): string;
  /** Told of a refusal before its client is; what it waits for is done by then. */
  refused?(refusal: StoredRefusal, request: RouteRequest<B, unknown>): Promise<void>;
};
export type Prepared<I> = { command: Command<I>; input: I };

/** Anything else: sign-in, pairing, sync, scans. Stores no answer. */
export type ActionRoute<B = unknown, Q = unknown> = Common & {
  kind: "action";
  method: "get" | "post" | "put" | "delete";
  status: 200 | 201 | 202 | 204;
  permission: string | null;
  access?: "public" | "device";
  /** An offline grant is enough: what it sends was tapped before. */
  offlineGrants?: true;
  /** A body of many parts that must not stop each other: what could not travel is replaced, not refused. */
  mendsBody?: true;
  body?: z.ZodType<B>;
  query?: z.ZodType<Q>;
  run(request: RouteRequest<B, Q>): unknown;
};

export type Route = ReadRoute<never> | WriteRoute<never, never> | ActionRoute<never, never>;

/** These keep the types of body, query and command together where a table is written. */
export const read = <Q>(route: Omit<ReadRoute<Q>, "kind">): Route =>
  ({ kind: "read", ...route }) as unknown as Route;
export const write = <B, I>(route: Omit<WriteRoute<B, I>, "kind">): Route =>
  ({ kind: "write", ...route }) as unknown as Route;
export const action = <B, Q>(route: Omit<ActionRoute<B, Q>, "kind">): Route =>
  ({ kind: "action", ...route }) as unknown as Route;
