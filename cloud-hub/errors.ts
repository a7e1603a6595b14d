/** Problems (RFC 9457), the same as the box's. */
import type { Problem } from "@tillbox/shared/contract/common.ts";
import { problemKinds } from "@tillbox/shared/problem.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import { HTTPException } from "hono/http-exception";

/** A known path, but not with this method: `unsupported`, but 405. */
export class WrongMethod extends Refusal {
  readonly allow: string;
  constructor(method: string, allowed: readonly string[]) {
    super("unsupported", `${method} is not allowed here. Allowed: ${allowed.join(", ")}.`);
    this.name = "WrongMethod";
    this.allow = allowed.join(", ");
  }
}

/** Postgres is away, busy or gave up a wait (SQLSTATE, PostgreSQL manual, appendix A; and the driver's own words). */
const away =
  /^(08|53|57P0)|^(55P03|57014|25P03|40001|40P01)$|^E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NOTFOUND|AI_AGAIN)$/;
const awayWords =
  /Connection terminated|timeout exceeded when trying to connect|not queryable|Cannot use a pool/;

export const isDatabaseAway = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code;
  return (typeof code === "string" && away.test(code)) || awayWords.test(error.message);
};

/** What a person is told about an error. Anything that is no refusal is ours to explain, under `faultId`. */
export const refusalOf = (error: unknown, faultId: string): Refusal => {
  if (error instanceof Refusal) return error;
  if (error instanceof HTTPException && error.status === 415) {
    return new Refusal("unsupported", "Send application/json.");
  }
  if (error instanceof HTTPException && error.status === 400) return new UnreadableBody(error.message);
  if (isDatabaseAway(error)) {
    return new Refusal("unavailable", "The database does not answer right now: try again.", {
      retryAfter_s: 2,
    });
  }
  return new Refusal("internal", `Internal error. Please report it with this id: ${faultId}`);
};

/** A body that cannot be read as JSON: `invalid`, but 400. */
class UnreadableBody extends Refusal {
  constructor(message: string) {
    super("invalid", message, { errors: [{ path: "body", message }] });
    this.name = "UnreadableBody";
  }
}

const statusOf = (refusal: Refusal): number => {
  if (refusal instanceof UnreadableBody) return 400;
  if (refusal instanceof WrongMethod) return 405;
  return problemKinds[refusal.code].status;
};

/** `instance`: the canonical path of the request. */
export const problemResponse = (refusal: Refusal, instance: string): Response => {
  const status = statusOf(refusal);
  const { errors, current, permission, approvable, retryAfter_s } = refusal.details;
  const problem: Problem = {
    type: `urn:tillbox:problem:${refusal.code}`,
    title: status === 405 ? "Method not allowed" : problemKinds[refusal.code].title,
    status,
    detail: refusal.message,
    code: refusal.code,
    instance,
    errors,
    current,
    permission,
    approvable,
  };
  const headers = new Headers({ "content-type": "application/problem+json" });
  if (status === 401) headers.set("www-authenticate", "Bearer");
  if (refusal instanceof WrongMethod) headers.set("allow", refusal.allow);
  if (status === 429 || status === 503)
    headers.set("retry-after", String(Math.max(1, Math.ceil(retryAfter_s ?? 1))));
  return new Response(JSON.stringify(problem), { status, headers });
};
