/** Problems as answers over HTTP: the body that `shared/problem.ts` makes, and what belongs to one request in the headers. */
import { problemOf } from "@tillbox/shared/problem.ts";
import { Refusal, type RefusalDetails } from "@tillbox/shared/refusal.ts";
import type { StoredRefusal } from "../kernel/types.ts";

export type Reply = {
  status: number;
  body: string | Uint8Array | null;
  headers: Readonly<Record<string, string>>;
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

/** The answer to a refusal, thrown or stored. `instance` is the canonical path. */
export const problemReply = (refusal: Refusal | StoredRefusal, instance: string): Reply => {
  const details = refusal.details as RefusalDetails;
  const problem = problemOf(refusal, instance);
  const status = "status" in refusal ? (refusal.status as number) : problem.status;
  const title = status === 405 ? "Method not allowed" : problem.title;
  const body = JSON.stringify({ ...problem, title, status });
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
