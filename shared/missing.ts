/**
 * One rule for what there is not: `not_found` is said of the thing in the path; an id in the body that leads nowhere is a wrong field of the
 * body. Deciders say what is missing, and need not know which way its id came.
 */
import type { FieldError, RefusalDetails } from "./refusal.ts";

type Said = { code: string; message: string; details: RefusalDetails | Record<string, unknown> };
/** `ids`: of the path, or the entity of a change. */
export type Asked = { ids: readonly string[]; body: unknown };

/** Names that a client gives to what it makes. */
const ownNames = new Set(["id", "commandId", "changeId"]);
const maxDepth = 8;

const pathsOf = (value: unknown, id: string, path: readonly string[]): string[] => {
  if (value === id) return [path.join(".")];
  if (typeof value !== "object" || value === null || path.length >= maxDepth) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    !Array.isArray(value) && ownNames.has(key) ? [] : pathsOf(inner, id, [...path, key]),
  );
};

/** The refusal as whoever sent this may understand it: unchanged, or `invalid` with the field that names what there is not. */
export const blameField = (refusal: Said, { ids, body }: Asked): Said => {
  const { missing } = refusal.details as RefusalDetails;
  if (refusal.code !== "not_found" || missing === undefined || ids.includes(missing)) return refusal;
  const message = refusal.message.replace(/^There is/, "there is").replace(/\.$/, "");
  const errors = pathsOf(body, missing, []).map((path): FieldError => ({ path, message }));
  const [first] = errors;
  if (!first) return refusal;
  return { code: "invalid", message: `${first.path}: ${message}`, details: { errors } };
};
