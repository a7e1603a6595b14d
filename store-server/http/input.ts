/** What is left of the input besides its schema: empty bodies, query strings, and schemas that would drop fields. */
import { z } from "zod";

/** For routes that take no query, or no body: anything in it is unknown. */
export const Nothing = z.strictObject({});

/** Query parameters as an object; one that is given twice becomes a list, which no schema takes by accident. */
export const queryOf = (url: string): Record<string, string | string[]> => {
  const start = url.indexOf("?");
  const query: Record<string, string | string[]> = {};
  if (start === -1) return query;
  const end = url.indexOf("#", start);
  for (const [name, value] of new URLSearchParams(url.slice(start + 1, end === -1 ? undefined : end))) {
    const known = Object.hasOwn(query, name) ? query[name] : undefined;
    const next = known === undefined ? value : [known, value].flat();
    Object.defineProperty(query, name, { value: next, enumerable: true, configurable: true, writable: true });
  }
  return query;
};

/** An object schema that would silently drop what it does not know. */
export const dropsUnknownFields = (schema: z.ZodType): boolean =>
  schema instanceof z.ZodObject && schema.def.catchall === undefined;
