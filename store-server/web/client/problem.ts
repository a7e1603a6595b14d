import type { Problem, ProblemCode } from "@tillbox/shared/contract/common.ts";

/**
 * `offline`: the box could not be reached. `timeout`: it did not answer in time; what it did is not known. `not_kept`: the box is away
 * and this device cannot keep what was tapped.
 */
export type ProblemKind = ProblemCode | "offline" | "timeout" | "not_kept";

export type ProblemDetails = {
  /** HTTP status; 0 when no answer came. */
  status: number;
  errors?: readonly { path: string; message: string }[];
  /** The current state of what was contradicted. */
  current?: unknown;
  permission?: string;
  /** A manager's one-shot approval would do. */
  approvable?: boolean;
  /** What to ask it for, but for the PIN. */
  approval?: NonNullable<Problem["approval"]>;
  retryAfter_s?: number;
};

/** Why the box said no, or why it could not be asked. `message` is for a person: cause and next step. */
export class ApiProblem extends Error {
  readonly code: ProblemKind;
  readonly details: ProblemDetails;
  constructor(code: ProblemKind, message: string, details: ProblemDetails) {
    super(message);
    this.name = "ApiProblem";
    this.code = code;
    this.details = details;
  }
}

export const unreachable = (): ApiProblem =>
  new ApiProblem("offline", "The box does not answer. Check that this device is on the store's Wi-Fi.", {
    status: 0,
  });

export const tooSlow = (): ApiProblem =>
  new ApiProblem("timeout", "The box took too long to answer. It will be asked again.", { status: 0 });

/** Tried again as soon as this device has put back what the box may have lost. */
export const restoring = (): ApiProblem =>
  new ApiProblem("unavailable", "The box was restored. It is told again what it may have lost.", {
    status: 0,
  });

export const notSignedIn = (why = "Whoever tapped it has to sign in again."): ApiProblem =>
  new ApiProblem("unauthorized", why, { status: 0 });

export const notKept = (why: string): ApiProblem => new ApiProblem("not_kept", why, { status: 0 });

/** The same request may succeed later: it is asked again with the same key. */
export const isTransient = ({ code }: ApiProblem): boolean =>
  code === "offline" || code === "timeout" || code === "rate_limited" || code === "unavailable";

/** Whatever was thrown, as a problem that a screen can show. */
export const asProblem = (error: unknown): ApiProblem =>
  error instanceof ApiProblem
    ? error
    : new ApiProblem("internal", "Something went wrong on this device. Reload the page.", { status: 0 });

const isProblem = (value: unknown): value is Problem =>
  typeof value === "object" && value !== null && "code" in value && "title" in value;

/** The problem that a refusing answer carries; answers that are no problem+json become `internal`. */
export const problemOf = (response: Response, body: unknown): ApiProblem => {
  const { status } = response;
  const seconds = Number(response.headers.get("retry-after"));
  const retry = seconds > 0 ? { retryAfter_s: seconds } : {};
  // Something between this device and the box speaks for a box that it cannot reach.
  if (!isProblem(body) && status >= 502 && status <= 504) return unreachable();
  if (!isProblem(body))
    return new ApiProblem("internal", `The box answered ${status} without a reason. Try again.`, {
      status,
      ...retry,
    });
  return problemFromBody(body, status, retry);
};

export const problemFromBody = (
  { code, title, detail, errors, current, permission, approvable, approval }: Problem,
  status: number,
  retry: { retryAfter_s?: number } = {},
): ApiProblem =>
  new ApiProblem(code, detail ?? `${title}.`, {
    status,
    ...retry,
    ...(errors ? { errors } : {}),
    ...(current === undefined ? {} : { current }),
    ...(permission === undefined ? {} : { permission }),
    ...(approvable === undefined ? {} : { approvable }),
    ...(approval === undefined ? {} : { approval }),
  });
