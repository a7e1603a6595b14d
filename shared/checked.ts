/** Checks what came in against a schema; every field that is wrong is named at once. */
import type { z } from "zod";
import { type FieldError, Refusal } from "./refusal.ts";

const maxErrors = 50;
type Issue = z.core.$ZodIssue;

/** The parsed value. Throws `invalid` with every wrong field; `whole` names the value itself ("body"). */
export const checked = <T>(schema: z.ZodType<T>, value: unknown, whole: string): T => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => fieldErrors(issue, [], whole)).slice(0, maxErrors);
  const first = errors[0];
  const detail = first ? `${first.path}: ${first.message}` : "The request is not valid.";
  throw new Refusal("invalid", detail, { errors });
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
  const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
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
