/**
 * Problems (RFC 9457). The only place that knows which status number belongs to a code. A problem is made from a refusal and the
 * canonical path alone, so that a replay is the same, byte for byte; what belongs to one request travels in its headers.
 */
import { type ProblemCode, problemCodes } from "@tillbox/shared/contract/common.ts";
import { Refusal, type RefusalDetails } from "@tillbox/shared/refusal.ts";
import type { StoredRefusal } from "../kernel/types.ts";

export type Reply = {
  status: number;
  body: string | Uint8Array | null;
  headers: Readonly<Record<string, string>>;
};

const kinds: Readonly<Record<ProblemCode, { status: number; title: string }>> = {
  invalid: { status: 422, title: "The request is not valid" },
  key_reused: { status: 422, title: "The idempotency key was used for another request" },
  unsupported: { status: 415, title: "The media type is not supported" },
  too_large: { status: 413, title: "The request is too large" },
  unauthorized: { status: 401, title: "Not signed in" },
  forbidden: { status: 403, title: "Not allowed" },
  not_found: { status: 404, title: "Not found" },
  conflict: { status: 409, title: "It contradicts the current state" },
  precondition_failed: { status: 412, title: "It was changed in the meantime" },
  rate_limited: { status: 429, title: "Too many requests" },
  unavailable: { status: 503, title: "Not available right now" },
  internal: { status: 500, title: "Internal error" },
};

/** A body that cannot be read as JSON: `invalid`, but 400. */
export class UnreadableBody extends Refusal {
  readonly status = 400;
  constructor(message: string) {
    super("invalid", message, { errors: [{ path: "body", message }] });
    this.name = "UnreadableBody";
  }
}

/** A known path, but not with this method: `unsupported`, but 405. */
export class WrongMethod extends Refusal {
  readonly status = 405;
  readonly allow: string;
  constructor(method: string, allowed: readonly string[]) {
    const allow = allowed.join(", ");
    super("unsupported", `${method} is not allowed here. Allowed: ${allow}.`);
    this.name = "WrongMethod";
    this.allow = allow;
  }
}

const codeOf = (code: string): ProblemCode => problemCodes.find((known) => known === code) ?? "internal";

export const statusOf = (code: string): number => kinds[codeOf(code)].status;

/** The answer to a refusal, thrown or stored. `instance` is the canonical path. */
export const problemReply = (refusal: Refusal | StoredRefusal, instance: string): Reply => {
  const code = codeOf(refusal.code);
  const details = refusal.details as RefusalDetails;
  const status = "status" in refusal ? (refusal.status as number) : kinds[code].status;
  const body = JSON.stringify({
    type: `urn:tillbox:problem:${code}`,
    title: status === 405 ? "Method not allowed" : kinds[code].title,
    status,
    detail: refusal.message,
    code,
    instance,
    errors: details.errors,
    current: details.current,
    permission: details.permission,
    approvable: details.approvable,
    approval: details.approval,
  });
  return { status, body, headers: headersOf(refusal, status, details) };
};

const headersOf = (
  refusal: Refusal | StoredRefusal,
  status: number,
  details: RefusalDetails,
): Record<string, string> => {
  const headers: Record<string, string> = { "content-type": "application/problem+json" };
  if (status === 401) headers["www-authenticate"] = "Bearer";
  if (status === 405 && "allow" in refusal) headers.allow = String(refusal.allow);
  if (status === 429 || status === 503)
    headers["retry-after"] = String(Math.max(1, Math.ceil(details.retryAfter_s ?? 1)));
  return headers;
};

/** What a person sees of a fault of ours: nothing but the id under which the log has it. */
export const faultReply = (id: string, instance: string): Reply =>
  problemReply(new Refusal("internal", `Internal error. Please report it with this id: ${id}`, {}), instance);
