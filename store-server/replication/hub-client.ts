/** Talks to the hub, and sorts what it says into the few things that matter: it worked, it contradicts, it says no, it is away. */
import {
  BatchAck,
  batchContentType,
  type EnrolInput,
  Enrolled,
  enrolmentSecretHeader,
  type OpenEpochInput,
} from "@tillbox/shared/protocol/replication.ts";
import { z } from "zod";

export type Reply<T> =
  | { kind: "ok"; value: T }
  /** 409: where the hub stands. */
  | { kind: "conflict"; epoch: number | undefined; ackedSeq: number | undefined; message: string }
  /** The token, or the code, is not good. */
  | { kind: "unauthorized"; message: string }
  | { kind: "too_large"; message: string }
  /** 422: what was sent is wrong. */
  | { kind: "invalid"; message: string }
  /** Anything that can get better by itself. */
  | { kind: "away"; message: string; retryAfter_ms?: number };

export type HubClient = {
  enrol(
    hubUrl: string,
    input: z.infer<typeof EnrolInput>,
    secret: string,
  ): Promise<Reply<z.infer<typeof Enrolled>>>;
  openEpoch(hubUrl: string, token: string, input: OpenEpochInput): Promise<Reply<BatchAck>>;
  send(hubUrl: string, token: string, body: Buffer): Promise<Reply<BatchAck>>;
};

export type HubClientOptions = {
  fetch: typeof globalThis.fetch;
  timeout_ms: number;
  /** Ends what is under way. */
  signal: AbortSignal;
};

const maxAnswer_bytes = 64 * 1024;
const maxRetryAfter_s = 3600;
const Problem = z.object({
  detail: z.string().optional(),
  title: z.string().optional(),
  current: z.object({ epoch: z.int().optional(), ackedSeq: z.int().optional() }).optional(),
});

/** At most so much of the body, parsed; undefined when it is no JSON. */
const readJson = async (response: Response): Promise<unknown> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > maxAnswer_bytes) throw new Error("the answer is too long");
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    return undefined;
  }
};

const retryAfter = (response: Response): { retryAfter_ms?: number } => {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return seconds > 0 ? { retryAfter_ms: Math.min(seconds, maxRetryAfter_s) * 1000 } : {};
};

const sort = async <T>(response: Response, schema: z.ZodType<T>): Promise<Reply<T>> => {
  const body = await readJson(response);
  const { status } = response;
  if (response.ok) {
    const value = schema.safeParse(body);
    if (value.success) return { kind: "ok", value: value.data };
    return { kind: "away", message: "The hub gave an answer that is not understood." };
  }
  const problem = Problem.safeParse(body);
  const { detail, title, current } = problem.success ? problem.data : {};
  const message = detail ?? title ?? `The hub answered ${status}.`;
  if (status === 401 || status === 403) return { kind: "unauthorized", message };
  if (status === 409)
    return { kind: "conflict", epoch: current?.epoch, ackedSeq: current?.ackedSeq, message };
  if (status === 413) return { kind: "too_large", message };
  if (status === 422 || status === 400) return { kind: "invalid", message };
  return { kind: "away", message, ...retryAfter(response) };
};

const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "no answer in time";
  const { cause } = error;
  return cause instanceof Error ? cause.message : error.message;
};

export const openHubClient = ({ fetch, timeout_ms, signal }: HubClientOptions): HubClient => {
  const post = async <T>(
    url: string,
    headers: Record<string, string>,
    body: string | Buffer,
    schema: z.ZodType<T>,
  ): Promise<Reply<T>> => {
    try {
      const response = await fetch(url, {
        method: "POST",
        headers,
        body: typeof body === "string" ? body : new Uint8Array(body),
        // A redirect could carry the token to somebody else.
        redirect: "error",
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeout_ms)]),
      });
      return await sort(response, schema);
    } catch (error) {
      return {
        kind: "away",
        message: `The hub at ${new URL(url).origin} cannot be reached: ${causeOf(error)}.`,
      };
    }
  };
  const json = { "content-type": "application/json" };
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  return {
    enrol: (hubUrl, input, secret) =>
      post(
        `${hubUrl}/api/replication/enrol`,
        { ...json, [enrolmentSecretHeader]: secret },
        JSON.stringify(input),
        Enrolled,
      ),
    openEpoch: (hubUrl, token, input) =>
      post(
        `${hubUrl}/api/replication/epochs`,
        { ...json, ...bearer(token) },
        JSON.stringify(input),
        BatchAck,
      ),
    send: (hubUrl, token, body) =>
      post(
        `${hubUrl}/api/replication/batches`,
        { "content-type": batchContentType, ...bearer(token) },
        body,
        BatchAck,
      ),
  };
};
