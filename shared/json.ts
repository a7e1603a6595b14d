/**
 * JSON as it is taken from outside. What passes can be stored, hashed and sent on anywhere: no deeper than a person would nest it,
 * no NUL and no half of a surrogate pair (Postgres refuses both inside JSONB, so one note typed on a broken keyboard would stop a
 * store's replication).
 */

export const maxDepth = 32;

/** Why a text is not taken; `unreadable` is not JSON at all, `unfit` is JSON that could not travel. */
export class JsonError extends Error {
  readonly reason: "unreadable" | "unfit";
  /** The field that is meant, `items.0.notes`; empty where it is the whole. */
  readonly path: string;
  constructor(reason: "unreadable" | "unfit", message: string, path: readonly string[] = []) {
    super(message);
    this.name = "JsonError";
    this.reason = reason;
    this.path = path.join(".");
  }
}

/** Parses a JSON text. Throws `JsonError`. */
export const parseJson = (text: string): unknown => {
  if (depthOf(text) > maxDepth)
    throw new JsonError("unfit", `is nested deeper than ${maxDepth} levels`, pathOfDeep(text));
  const value = parsed(text);
  const bad = mayHoldBadText(text) ? pathOfBadText(value) : null;
  if (bad)
    throw new JsonError("unfit", "holds a character that is none: U+0000 or half of a surrogate pair", bad);
  return value;
};

/**
 * Parses a JSON text of many parts that must not stop each other: what could not travel is replaced, a character that is none by
 * U+FFFD, what is nested too deep by null. Throws `JsonError` only where it is not JSON.
 */
export const parseMendedJson = (text: string): unknown => {
  const value = parsed(text);
  return depthOf(text) > maxDepth || mayHoldBadText(text) ? mended(value, 0) : value;
};

/** Only an escape can bring in what raw UTF-8 cannot hold, so most texts need no walk. */
const mayHoldBadText = (text: string): boolean => text.includes("\\u");

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

const isGoodText = (text: string): boolean => text.isWellFormed() && !text.includes("\u0000");
const goodText = (text: string): string => text.toWellFormed().replaceAll("\u0000", "\ufffd");
const isContainer = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Where the first text stands that could not travel; null: nowhere. A key of that kind is told by what it stands in. */
const pathOfBadText = (value: unknown): string[] | null => {
  if (typeof value === "string") return isGoodText(value) ? null : [];
  if (!isContainer(value)) return null;
  for (const [key, part] of Object.entries(value)) {
    if (!isGoodText(key)) return [];
    const inner = pathOfBadText(part);
    if (inner) return [key, ...inner];
  }
  return null;
};

/** The field of the whole that goes too deep; where text is no JSON either, the whole. */
const pathOfDeep = (text: string): string[] => {
  try {
    const fields = Object.entries(parsed(text) as object);
    return fields
      .filter(([, part]) => isDeeper(part, maxDepth - 1))
      .map(([key]) => goodText(key))
      .slice(0, 1);
  } catch {
    return [];
  }
};

const isDeeper = (value: unknown, levels: number): boolean =>
  isContainer(value) && (levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1)));

const mended = (value: unknown, depth: number): unknown => {
  if (typeof value === "string") return goodText(value);
  if (!isContainer(value)) return value;
  if (depth === maxDepth) return null;
  if (Array.isArray(value)) return value.map((part) => mended(part, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [goodText(key), mended(part, depth + 1)]),
  );
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
