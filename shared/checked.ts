/** Checks what came in against a schema; every field that is wrong is named at once. */
import type { z } from "zod";
import { issueWords } from "./issue-words.ts";
import { type FieldError, Refusal } from "./refusal.ts";

const maxErrors = 50;
type Issue = z.core.$ZodIssue;

/** The parsed value, or every field that is wrong, in people's words; `whole` names the value itself ("body"). */
export const readAs = <T>(
  schema: z.ZodType<T>,
  value: unknown,
  whole: string,
): { data: T; errors: null } | { errors: FieldError[] } => {
  const result = schema.safeParse(value, { error: issueWords, reportInput: true });
  if (result.success) return { data: result.data, errors: null };
  return { errors: errorsOf(result.error.issues, whole) };
};

/** Every field that issues name; their words are as whoever parsed asked for. */
const errorsOf = (issues: readonly Issue[], whole: string): FieldError[] =>
  issues.flatMap((issue) => fieldErrors(issue, [], whole)).slice(0, maxErrors);

const refusalFor = (errors: FieldError[]): Refusal => {
  const [first] = errors;
  const detail = first ? `${first.path}: ${first.message}` : "The request is not valid.";
  return new Refusal("invalid", detail, { errors });
};

/** What a schema found wrong where somebody else parsed, with `issueWords` as its words. */
export const refusalOfIssues = (issues: readonly Issue[], whole: string): Refusal =>
  refusalFor(errorsOf(issues, whole));

/** The parsed value. Throws `invalid` with every wrong field. */
export const checked = <T>(schema: z.ZodType<T>, value: unknown, whole: string): T => {
  const read = readAs(schema, value, whole);
  if (read.errors === null) return read.data;
  throw refusalFor(read.errors);
};

const fieldErrors = (issue: Issue, base: readonly PropertyKey[], whole: string): FieldError[] => {
  const path = [...base, ...issue.path];
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      path: pathText([...path, key], whole),
      message: "is not a known field",
    }));
  if (issue.code === "invalid_union") {
    const closest = closestBranch(issue.errors, path, whole);
    if (closest) return closest;
  }
  // Where inputs are not reported, the words tell what is missing.
  const missing = issue.code === "invalid_type" && "input" in issue && issue.input === undefined;
  return [{ path: pathText(path, whole), message: missing ? "is missing" : issue.message }];
};

/** Of a union's branches what the one that the value came closest to complains about: the fewest fields. */
const closestBranch = (
  branches: readonly Issue[][],
  path: readonly PropertyKey[],
  whole: string,
): FieldError[] | undefined => {
  const isWrongKind = (issues: Issue[]): boolean =>
    issues.some((issue) => issue.code === "invalid_type" && issue.path.length === 0);
  return branches
    .filter((issues) => issues.length > 0 && !isWrongKind(issues))
    .map((issues) => issues.flatMap((issue) => fieldErrors(issue, path, whole)))
    .toSorted((left, right) => left.length - right.length)[0];
};

const pathText = (path: readonly PropertyKey[], whole: string): string =>
  path.length === 0 ? whole : path.map(String).join(".");
