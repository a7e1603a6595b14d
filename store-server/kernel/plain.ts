/** What survives JSON unchanged, and what was not to be changed in place. */

/** True when `JSON.parse(JSON.stringify(value))` gives the same value: no undefined, NaN, -0, dates, maps, holes. */
export const isPlain = (value: unknown): boolean => {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object") return false;
  return Array.isArray(value) ? isPlainArray(value) : isPlainObject(value);
};

const isPlainArray = (values: readonly unknown[]): boolean => {
  for (let index = 0; index < values.length; index += 1) if (!isPlain(values[index])) return false;
  return true;
};

const isPlainObject = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const key in value) if (!isPlain((value as Record<string, unknown>)[key])) return false;
  return true;
};

/** Freezes a plain value to its leaves, so that changing it in place throws. For tests: it costs time. */
export const freezeDeep = <T>(value: T): T => {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) freezeDeep(part);
  return Object.freeze(value);
};
