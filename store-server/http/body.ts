/**
 * Reads a request's body: at most 1 MiB, whatever its headers say, JSON in UTF-8 and nothing else. On a real socket the bytes are
 * taken from Node's stream itself, because the web `Request` would collect them all before anybody could say no; what is left
 * unread is drained and cut off by the server adapter.
 */
import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { JsonError, parseJson, parseMendedJson } from "@tillbox/shared/json.ts";
import { invalid, Refusal } from "@tillbox/shared/refusal.ts";
import { pathOfSealed } from "../kernel/personal.ts";
import { UnreadableBody } from "./errors.ts";

export const maxBody_bytes = 1024 * 1024;

export type BodySource = {
  incoming: IncomingMessage | undefined;
  request: Request;
  header(name: string): string | undefined;
};

const tooLarge = (): Refusal =>
  new Refusal(
    "too_large",
    "The body is larger than 1 MiB. Send less at once; of a picture, a file of at most about 700 kB.",
  );

/**
 * The parsed body; an absent one is `{}`. Throws `too_large`, `unsupported` or `invalid`; with `mends`, what could not travel is
 * replaced instead of refused, and what looks like a sealed text is the reader's to refuse.
 */
export const readJsonBody = async (source: BodySource, mends = false): Promise<unknown> => {
  if (Number(source.header("content-length") ?? 0) > maxBody_bytes) throw tooLarge();
  const bytes = source.incoming ? await collect(source.incoming) : await collectWeb(source.request);
  if (bytes.length === 0) return {};
  checkMediaType(source);
  if (!isUtf8(bytes)) throw new UnreadableBody("The body is not UTF-8.");
  const text = bytes.toString("utf8");
  const value = parse(text, mends);
  if (!mends && mayLookSealed(text)) checkNotSealed(value);
  return value;
};

/** Only as it stands, or with an escape in it: most bodies need no walk. */
const mayLookSealed = (text: string): boolean => text.includes("sealed:v1:") || text.includes("\\u");

const checkNotSealed = (value: unknown): void => {
  const at = pathOfSealed(value);
  if (at) throw invalid(at.join(".") || "body", "must not begin with sealed:v1:");
};

const checkMediaType = (source: BodySource): void => {
  const type = source.header("content-type") ?? "";
  if (
    type !== "application/json" &&
    !/^application\/(?:[\w.-]+\+)?json\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(type)
  )
    throw new Refusal("unsupported", "Send JSON, with Content-Type: application/json.");
  const encoding = source.header("content-encoding");
  if (encoding !== undefined && encoding !== "identity")
    throw new Refusal("unsupported", "Send the body as it is, without Content-Encoding.");
};

const parse = (text: string, mends: boolean): unknown => {
  try {
    return mends ? parseMendedJson(text) : parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const { reason, path, message } = error;
    if (reason === "unreadable") throw new UnreadableBody(`The body ${message}.`);
    const detail = path === "" ? `The body ${message}.` : `${path}: ${message}`;
    throw new Refusal("invalid", detail, { errors: [{ path: path || "body", message }] });
  }
};

const nothing = Buffer.alloc(0);
const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";

const collect = (incoming: IncomingMessage): Promise<Buffer> | Buffer => {
  if (!hasBody(incoming)) return nothing;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (error: Error | null): void => {
      incoming.off("data", onData).off("end", onEnd).off("error", settle).off("close", onClose);
      if (error) reject(error);
      else resolve(chunks.length === 1 ? (chunks[0] ?? nothing) : Buffer.concat(chunks));
    };
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      if (length > maxBody_bytes) settle(tooLarge());
      else chunks.push(chunk);
    };
    const onEnd = (): void => settle(null);
    const onClose = (): void => settle(new UnreadableBody("The body broke off."));
    incoming.on("data", onData).on("end", onEnd).on("error", onClose).on("close", onClose);
  });
};

/** Without a socket: `app.request()`. */
const collectWeb = async (request: Request): Promise<Buffer> => {
  if (!request.body) return nothing;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBody_bytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
