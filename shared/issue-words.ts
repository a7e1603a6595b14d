/**
 * What a schema complains about, in the words of this product. A schema that says its own words keeps them; for all others a library's
 * words ("Too small: expected string to have >=1 characters") never reach a person.
 */
import type { z } from "zod";

type RawIssue = z.core.$ZodRawIssue;

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};
const formats: Readonly<Record<string, string>> = {
  email: "an e-mail address",
  url: "a web address",
  date: "a date, YYYY-MM-DD",
  datetime: "an RFC 3339 time in UTC",
  time: "a time of day",
  ipv4: "an IPv4 address",
  ipv6: "an IPv6 address",
};
const shownValues = 20;

const counted = (count: unknown, one: string, many: string): string =>
  `${String(count)} ${Number(count) === 1 ? one : many}`;
const unitOf = (origin: string): [string, string] | null => {
  if (origin === "string") return ["character", "characters"];
  return ["array", "set", "map", "object", "record"].includes(origin) ? ["entry", "entries"] : null;
};

const tooSmall = (origin: string, minimum: unknown, isInclusive: boolean): string => {
  const unit = unitOf(origin);
  if (unit)
    return Number(minimum) === 1 ? "must not be empty" : `must have at least ${counted(minimum, ...unit)}`;
  return isInclusive ? `must be at least ${String(minimum)}` : `must be more than ${String(minimum)}`;
};
const tooBig = (origin: string, maximum: unknown, isInclusive: boolean): string => {
  const unit = unitOf(origin);
  if (unit) return `must have at most ${counted(maximum, ...unit)}`;
  return isInclusive ? `must be at most ${String(maximum)}` : `must be less than ${String(maximum)}`;
};
const oneOf = (values: readonly unknown[]): string => {
  const shown = values.slice(0, shownValues).map((value) => JSON.stringify(value));
  if (shown.length === 1) return `must be ${shown[0]}`;
  return `must be one of ${shown.join(", ")}${values.length > shownValues ? ", …" : ""}`;
};

/** For `safeParse(value, { error: issueWords })`. */
export const issueWords = (issue: RawIssue): string => {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is missing" : `must be ${kinds[issue.expected] ?? issue.expected}`;
    case "too_small":
      return tooSmall(issue.origin, issue.minimum, issue.inclusive !== false);
    case "too_big":
      return tooBig(issue.origin, issue.maximum, issue.inclusive !== false);
    case "invalid_format":
      return formats[issue.format] ? `must be ${formats[issue.format]}` : "does not have the right form";
    case "invalid_value":
      return issue.input === undefined ? "is missing" : oneOf(issue.values);
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "unrecognized_keys":
      return "is not a known field";
    case "invalid_union":
      return issue.input === undefined ? "is missing" : "is of no known kind";
    default:
      return "is not valid";
  }
};
