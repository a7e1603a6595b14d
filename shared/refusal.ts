import type { ProblemCode } from "./contract/common.ts";

export type FieldError = { path: string; message: string };
export type RefusalDetails = {
  /** The current state of what was contradicted, as the client may see it. */
  current?: unknown;
  errors?: FieldError[];
  /** Where it stands now, that was meant: a check and its number. */
  movedTo?: { id: string; number: number };
  /** The permission that is missing. */
  permission?: string;
  /** True where a manager's one-shot approval would do. */
  approvable?: boolean;
  /** What to ask it for: the body of `POST /api/approvals` but for the PIN. */
  approval?: { action: string; subjectId: string; amount?: number; about?: string };
  /** The id of what there is not. */
  missing?: string;
  /** Seconds after which trying again makes sense. */
  retryAfter_s?: number;
};

/**
 * What the domain throws when it says no. The message is for a person: cause and next step.
 * Only `problem.ts` knows which status number belongs to a code.
 */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly details: RefusalDetails;
  constructor(code: ProblemCode, message: string, details: RefusalDetails = {}) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.details = details;
  }
}

/** Refuses one field of the input. */
export const invalid = (path: string, message: string): Refusal =>
  new Refusal("invalid", `${path}: ${message}`, { errors: [{ path, message }] });

/**
 * Runs what reads a part of the input: a field that it refuses is named where that part stands, `tendered` as `payment.tendered`.
 * `isOfPart`: which fields stand there, where others come from elsewhere.
 */
export const within = <T>(part: string, run: () => T, isOfPart = (_path: string): boolean => true): T => {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Refusal) || !error.details.errors) throw error;
    const named = (path: string): string => (isOfPart(path) ? `${part}.${path}` : path);
    const errors = error.details.errors.map(({ path, message }) => ({ path: named(path), message }));
    const [first] = error.details.errors;
    const message = first && isOfPart(first.path) ? `${part}.${error.message}` : error.message;
    throw new Refusal(error.code, message, { ...error.details, errors });
  }
};

export const notFound = (what: string, id: string): Refusal =>
  new Refusal("not_found", `There is no ${what} ${id}.`, { missing: id });

export const conflict = (message: string, current?: unknown): Refusal =>
  new Refusal("conflict", message, current === undefined ? {} : { current });
