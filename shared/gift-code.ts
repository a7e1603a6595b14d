/**
 * Codes of gift cards: sixteen symbols without the letters that look like digits, written in fours. The last symbol is a check over
 * GF(32): a wrong symbol, or any two that changed places, never passes, so a typing error is told on the tablet and is no lookup.
 * Fifteen symbols are 75 bits of chance; whoever makes codes elsewhere (a card printer) has to draw them at random too.
 */

const symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const GIFT_CODE_SYMBOLS = 16;
const body = GIFT_CODE_SYMBOLS - 1;

/** Times x in GF(32), by x⁵ + x² + 1: its powers up to the 30th are all different. */
const timesX = (value: number): number => {
  const doubled = value << 1;
  return doubled > 31 ? doubled ^ 0b100101 : doubled;
};

const remainder = (values: readonly number[]): number =>
  values.reduce((sum, value) => timesX(sum) ^ value, 0);

const valuesOf = (text: string): number[] => [...text].map((symbol) => symbols.indexOf(symbol));

/** The code of fifteen numbers from 0 to 31. Throws RangeError for anything else. */
export const giftCode = (values: readonly number[]): string => {
  const fits = values.length === body && values.every((value) => Number.isInteger(value) && value >= 0);
  if (!fits || values.some((value) => value > 31))
    throw new RangeError("a code is made of 15 numbers up to 31");
  return [...values, timesX(remainder(values))].map((value) => symbols.charAt(value)).join("");
};

/**
 * What a person typed or a scanner read, as the box keeps it: upper case, without spaces and dashes, O as 0, I and L as 1. Null where
 * it cannot be a code.
 */
export const readGiftCode = (text: string): string | null => {
  const plain = text
    .toUpperCase()
    .replace(/[\s\-\u2013\u2014_.]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  if (plain.length !== GIFT_CODE_SYMBOLS) return null;
  const values = valuesOf(plain);
  return values.includes(-1) || remainder(values) !== 0 ? null : plain;
};

/** In fours, for paper and screen. */
export const shownGiftCode = (code: string): string => code.match(/.{1,4}/g)?.join("-") ?? code;
