/** Problems (RFC 9457): what a refusal looks like on every wire. Made from a refusal and a path alone, so that a replay says the same. */
import { type Problem, type ProblemCode, problemCodes } from "./contract/common.ts";
import type { RefusalDetails } from "./refusal.ts";

/** Status number and title of each code: here and nowhere else. */
export const problemKinds: Readonly<Record<ProblemCode, { status: number; title: string }>> = {
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

const codeOf = (code: string): ProblemCode => problemCodes.find((known) => known === code) ?? "internal";

export const statusOf = (code: string): number => problemKinds[codeOf(code)].status;

type Said = { code: string; message: string; details: RefusalDetails | Record<string, unknown> };

/** `instance` is the canonical path of what was asked for. Fields that a refusal does not have are undefined. */
export const problemOf = ({ code: word, message, details: said }: Said, instance: string): Problem => {
  const code = codeOf(word);
  const details = said as RefusalDetails;
  return {
    type: `urn:tillbox:problem:${code}`,
    title: problemKinds[code].title,
    status: problemKinds[code].status,
    detail: message,
    code,
    instance,
    errors: details.errors,
    current: details.current,
    movedTo: details.movedTo,
    permission: details.permission,
    approvable: details.approvable,
    approval: details.approval,
  };
};
