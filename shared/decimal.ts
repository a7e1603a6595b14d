/**
 * Exact decimals. A rate, a percentage or a weighed quantity is a decimal text outside and a scaled integer
 * inside: ppm for rates (1_000_000 = 1), milli for quantities (1_000 = 1). Nothing here rounds: a text that
 * does not fit its scale is refused, so that what is stored is what was entered.
 */

const RATE_DECIMALS = 6;
const PERCENT_DECIMALS = 4;
const MILLI_DECIMALS = 3;
/** Below this, integer / 10^k has at most 15 significant digits, which a double prints exactly. */
const EXACT_LIMIT = 1e15;
const TEXT_LIMIT = 40;

/**
 * Reads a plain decimal ("12", "0.375") as an integer of 10^-decimals.
 * Throws RangeError, naming `what`, for signs, exponents, missing digits, too many decimals and overflow.
 */
export function parseScaled(text: string, decimals: number, what: string): number {
  const match = text.length <= TEXT_LIMIT ? /^(\d+)(?:\.(\d+))?$/.exec(text) : null;
  if (!match) throw new RangeError(`${what} must be a plain decimal like "1.5", not ${shown(text)}`);
  const [, whole = "", fraction = ""] = match;
  if (fraction.length > decimals) {
    throw new RangeError(`${what} takes at most ${decimals} decimals, not ${shown(text)}`);
  }
  const scaled = Number(whole + fraction.padEnd(decimals, "0"));
  if (!Number.isSafeInteger(scaled)) throw new RangeError(`${what} is too large: ${shown(text)}`);
  return scaled;
}

/** Decimal fraction to ppm: "0.19" → 190000. At most 6 decimals; never negative. Throws RangeError. */
export function parsePpm(text: string): number {
  return parseScaled(text, RATE_DECIMALS, "A rate");
}

/** Percentage to ppm: "12.5" → 125000. At most 4 decimals; never negative. Throws RangeError. */
export function percentToPpm(text: string): number {
  return parseScaled(text, PERCENT_DECIMALS, "A percentage");
}

/** Quantity to milli: "0.375" → 375. At most 3 decimals; never negative. Throws RangeError. */
export function parseMilli(text: string): number {
  return parseScaled(text, MILLI_DECIMALS, "A quantity");
}

/** 190000 → "0.19", 0 → "0": the shortest decimal. Throws RangeError from 10^15 ppm on. */
export function ppmToDecimal(ppm: number): string {
  return String(quotient(ppm, 1_000_000));
}

/** 125000 → "12.5", 190000 → "19": the shortest percentage. Throws RangeError from 10^15 ppm on. */
export function ppmToPercent(ppm: number): string {
  return String(quotient(ppm, 10_000));
}

/** 375 → 0.375: the double nearest to the quantity, for JSON; it prints as that decimal. */
export function milliToNumber(milli: number): number {
  return quotient(milli, 1_000);
}

/**
 * The shortest decimal of a JSON number, without an exponent: 0.19 → "0.19", 1e-7 → "0.0000001".
 * This is how wire numbers become decimals; throws RangeError for NaN and infinities.
 */
export function numberToDecimalText(n: number): string {
  if (!Number.isFinite(n)) throw new RangeError(`${n} is not a decimal`);
  const text = String(n);
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  return sign + shifted(whole, fraction, Number(exponent));
}

/** `whole.fraction` × 10^exponent for the forms that String(number) makes: one digit before the point. */
function shifted(whole: string, fraction: string, exponent: number): string {
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${whole}${fraction}`;
  return whole + fraction.padEnd(exponent, "0");
}

function quotient(scaled: number, divisor: number): number {
  if (!Number.isInteger(scaled) || Math.abs(scaled) >= EXACT_LIMIT) {
    throw new RangeError(`${scaled} is not an integer below 10^15`);
  }
  return scaled === 0 ? 0 : scaled / divisor;
}

function shown(text: string): string {
  return JSON.stringify(text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}…` : text);
}
