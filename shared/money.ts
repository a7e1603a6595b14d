/**
 * Money is an integer of minor units. The two operations that could lose a cent live here: multiplying by a
 * fraction (half-up, ties away from zero, negatives mirror positives) and dividing into parts (largest
 * remainder, ties to the first, the parts sum to exactly the whole). Both are exact: plain numbers while the
 * products are safe integers, BigInt beyond.
 */
import { parseScaled } from "./decimal.ts";

const MAX = Number.MAX_SAFE_INTEGER;
/** Up to here picking the largest remainder again and again is faster than sorting. */
const SCAN_LIMIT = 32;

/**
 * a × b ÷ divisor, exact, rounded half-up away from zero: mulDiv(-5, 1, 2) = -3. Never -0.
 * Throws RangeError when an input or the result is no safe integer, or the divisor is not positive.
 */
export function mulDiv(a: number, b: number, divisor: number): number {
  if (
    !Number.isSafeInteger(a) ||
    !Number.isSafeInteger(b) ||
    !Number.isSafeInteger(divisor) ||
    divisor <= 0
  ) {
    throw new RangeError(
      `Cannot compute ${a} × ${b} ÷ ${divisor}: safe integers and a positive divisor only`,
    );
  }
  const product = a * b;
  const size = Math.abs(product);
  if (size > MAX) return bigMulDiv(a, b, divisor);
  // Exact: below 2^53 a correctly rounded quotient never reaches the integer above the true one.
  const down = Math.floor(size / divisor);
  const rest = size - down * divisor;
  const rounded = rest >= divisor - rest ? down + 1 : down;
  return product < 0 ? 0 - rounded : rounded;
}

function bigMulDiv(a: number, b: number, divisor: number): number {
  const product = BigInt(a) * BigInt(b);
  const size = product < 0n ? -product : product;
  const rounded = (2n * size + BigInt(divisor)) / (2n * BigInt(divisor));
  return safe(product < 0n ? -rounded : rounded);
}

/**
 * Divides `amount` by `weights`, largest remainder, ties to the first; the shares sum to exactly `amount`.
 * allocate(5, [1, 1]) = [3, 2]. Negative amounts mirror: allocate(-5, [1, 1]) = [-3, -2]. Weights that are all
 * zero give everything to the first. While all weights have one sign, no share exceeds a weight as long as the
 * amount does not exceed their sum; weights of mixed sign (a returned deposit among sales) are taken as they
 * are. Throws RangeError for unsafe integers, or an amount without any weight.
 */
export function allocate(amount: number, weights: readonly number[]): number[] {
  const sum = safeSum(weights);
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${amount} is not a safe integer`);
  if (weights.length === 0 && amount !== 0) throw new RangeError(`Nobody to take the amount ${amount}`);
  // Adding 0 turns -0, which JSON can carry, into 0.
  if (weights.length === 1) return [amount + 0];
  if (amount === 0 || sum === 0) return weights.map((_, index) => (index === 0 ? amount + 0 : 0));
  const size = Math.abs(amount);
  const shares: number[] = [];
  const rests: number[] = [];
  for (const weight of weights) pushShare(shares, rests, size, sum < 0 ? 0 - weight : weight, Math.abs(sum));
  giveRest(shares, rests, size);
  return amount < 0 ? shares.map((share) => 0 - share) : shares;
}

/** By its long name, where it matters how: refunds and splits allocate with the very same function. */
export { allocate as allocateByLargestRemainder };

/** Appends floor(size × weight ÷ sum) and its remainder (in units of 1 ÷ sum). */
function pushShare(shares: number[], rests: number[], size: number, weight: number, sum: number): void {
  const product = size * weight;
  if (Math.abs(product) <= MAX) {
    const share = Math.floor(product / sum) + 0;
    shares.push(share);
    rests.push(product - share * sum);
    return;
  }
  const exact = BigInt(size) * BigInt(weight);
  const divisor = BigInt(sum);
  const rest = ((exact % divisor) + divisor) % divisor;
  shares.push(safe((exact - rest) / divisor));
  rests.push(Number(rest));
}

/** One more unit to each of the largest remainders, the first of equals first, until the shares sum to size. */
function giveRest(shares: number[], rests: number[], size: number): void {
  let missing = size;
  for (const share of shares) missing -= share;
  if (shares.length > SCAN_LIMIT) {
    const order = rests.map((_, index) => index).sort((a, b) => (rests[b] ?? 0) - (rests[a] ?? 0));
    for (const index of order.slice(0, missing)) shares[index] = (shares[index] ?? 0) + 1;
    return;
  }
  for (; missing > 0; missing -= 1) {
    let best = 0;
    for (let index = 1; index < rests.length; index += 1) {
      if ((rests[index] ?? 0) > (rests[best] ?? 0)) best = index;
    }
    shares[best] = (shares[best] ?? 0) + 1;
    rests[best] = -1;
  }
}

/** The sum of amounts. Throws RangeError when one of them or a partial sum is no safe integer. */
export function safeSum(amounts: readonly number[]): number {
  let sum = 0;
  for (const amount of amounts) {
    sum += amount;
    if (!Number.isSafeInteger(amount) || !Number.isSafeInteger(sum)) {
      throw new RangeError("An amount is no safe integer");
    }
  }
  return sum;
}

function safe(value: bigint): number {
  const result = Number(value);
  if (!Number.isSafeInteger(result)) throw new RangeError(`${value} exceeds the safe integers`);
  return result;
}

/**
 * Currencies whose minor unit is not 1/100. Source: ISO 4217:2015, list one (maintained by SIX), as of 2026.
 * Not taken from Intl, which follows common usage where it differs from the standard (HUF, IDR, COP: 0).
 */
const MINOR_DIGITS: ReadonlyMap<string, number> = new Map([
  ...codes("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", 0),
  ...codes("BHD IQD JOD KWD LYD OMR TND", 3),
  ...codes("CLF UYW", 4),
]);

function codes(list: string, digits: number): [string, number][] {
  return list.split(" ").map((code) => [code, digits]);
}

/** Decimals of a currency's minor unit, by ISO 4217 code in capitals: USD 2, JPY 0, KWD 3; unknown codes 2. */
export function minorDigits(currency: string): number {
  return MINOR_DIGITS.get(currency) ?? 2;
}

/** 1247 USD → "12.47", -5 USD → "-0.05", 1247 JPY → "1247": plain, for exports and receipts. Throws RangeError. */
export function formatMinor(minor: number, currency: string): string {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${minor} is not an amount of minor units`);
  const digits = minorDigits(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const plain = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return minor < 0 ? `-${plain}` : plain;
}

/** "12.47" USD → 1247, "-0.05" USD → -5, "12" USD → 1200. More decimals than the currency has: RangeError. */
export function parseMinor(text: string, currency: string): number {
  const negative = text.startsWith("-");
  const minor = parseScaled(
    negative ? text.slice(1) : text,
    minorDigits(currency),
    `An amount of ${currency}`,
  );
  return negative ? 0 - minor : minor;
}
