/** Which command a request is: the id that the person's tap made, from the `Idempotency-Key` header or `commandId` in the body. */
import { hash } from "node:crypto";
import { invalid } from "@tillbox/shared/refusal.ts";

const plainId = /^[A-Za-z0-9._:-]{1,64}$/;
const printable = /^[\x21-\x7e]{1,255}$/;

/** Takes `commandId` out of a body, so that no schema needs to know it. */
export const takeCommandId = (body: unknown): { commandId: unknown; rest: unknown } => {
  if (typeof body !== "object" || body === null || !Object.hasOwn(body, "commandId"))
    return { commandId: undefined, rest: body };
  const { commandId, ...rest } = body as { commandId: unknown };
  return { commandId, rest };
};

/**
 * The command's id, undefined when the client made none. A key that is no id of ours (spaces are not taken) stands for its hash, so
 * that the journal holds plain ids only. Throws `invalid`.
 */
export const commandKey = (header: string | undefined, inBody: unknown): string | undefined => {
  const fromBody = typeof inBody === "number" ? String(inBody) : inBody;
  if (fromBody !== undefined && (typeof fromBody !== "string" || !plainId.test(fromBody)))
    throw invalid("commandId", "must be 1 to 64 characters of A-Z a-z 0-9 . _ : -");
  if (header === undefined) return fromBody;
  if (!printable.test(header))
    throw invalid("Idempotency-Key", "must be 1 to 255 printable characters without spaces");
  const fromHeader = plainId.test(header) ? header : `key:${hash("sha256", header, "base64url")}`;
  if (fromBody !== undefined && fromBody !== fromHeader)
    throw invalid("commandId", "differs from the Idempotency-Key header. Send one of them");
  return fromHeader;
};
