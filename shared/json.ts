/**
 * JSON as it is taken from outside. What passes can be stored, hashed and sent on anywhere: no deeper than a person would nest it,
 * no NUL and no half of a surrogate pair (Postgres refuses both inside JSONB, so one note typed on a broken keyboard would stop a
 * store's replication).
 */

export const maxDepth = 32;

/** Why a text is not taken; `unreadable` is not JSON at all, `unfit` is JSON that could not travel. */
export class JsonError extends Error {
  readonly reason: "unreadable" | "unfit";
  constructor(reason: "unreadable" | "unfit", message: string) {
    super(message);
    this.name = "JsonError";
    this.reason = reason;
  }
}

/** Parses a JSON text. Throws `JsonError`. */
export const parseJson = (text: string): unknown => {
  if (depthOf(text) > maxDepth) throw new JsonError("unfit", `is nested deeper than ${maxDepth} levels`);
  const value = parsed(text);
  // Only an escape can bring in what raw UTF-8 cannot hold, so most texts need no walk.
  if (text.includes("\\u") && !isWellFormed(value))
    throw new JsonError("unfit", "holds a character that is none: U+0000 or half of a surrogate pair");
  return value;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new JsonError("unreadable", "is not JSON");
  }
};

const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = [34, 92, 91, 93, 123, 125];

const depthOf = (text: string): number => {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at + 1);
    else if (code === openBrace || code === openBracket) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (code === closeBrace || code === closeBracket) depth -= 1;
  }
  return deepest;
};

/** Index of the quote that ends the string that begins at `from`. */
const endOfString = (text: string, from: number): number => {
  for (let end = text.indexOf('"', from); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === backslash) escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
};

const isWellFormed = (value: unknown): boolean => {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\u0000");
  if (Array.isArray(value)) return value.every(isWellFormed);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, part]) => isWellFormed(key) && isWellFormed(part));
};

/** The one text of a parsed JSON value, whatever order its keys came in: for fingerprints. */
export const canonicalJson = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  let text = "";
  if (Array.isArray(value)) {
    for (const part of value as unknown[]) text += `${text === "" ? "" : ","}${canonicalJson(part)}`;
    return `[${text}]`;
  }
  const fields = value as Record<string, unknown>;
  for (const key of Object.keys(fields).sort()) {
    if (fields[key] === undefined) continue;
    text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(fields[key])}`;
  }
  return `{${text}}`;
};
