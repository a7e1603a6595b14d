/** A key of the number pad. */
export type PadKey =
  | "0"
  | "1"
  | "2"
  | "3"
  | "4"
  | "5"
  | "6"
  | "7"
  | "8"
  | "9"
  | "00"
  | "."
  | "backspace"
  | "clear";

/**
 * Types money as a till does: digits come in from the right, in minor units. A key that would pass
 * `maxMinor` (1,000,000.00 unless told) changes nothing.
 */
export function enterMinor(amountMinor: number, key: PadKey, maxMinor = 100_000_000): number {
  if (key === "clear") return 0;
  if (key === "backspace") return Math.trunc(amountMinor / 10);
  if (key === ".") return amountMinor;
  const next = key === "00" ? amountMinor * 100 : amountMinor * 10 + Number(key);
  return next > maxMinor ? amountMinor : next;
}

/** Types digits from the left, as for a PIN or a code; no longer than `maxLength`. */
export function enterDigits(digits: string, key: PadKey, maxLength: number): string {
  if (key === "clear") return "";
  if (key === "backspace") return digits.slice(0, -1);
  if (key === ".") return digits;
  return (digits + key).slice(0, maxLength);
}

/** The pad key that a key of a hardware keyboard means, if any. */
export function padKeyOf(keyboardKey: string): PadKey | undefined {
  if (/^[0-9]$/.test(keyboardKey)) return keyboardKey as PadKey;
  if (keyboardKey === "Backspace") return "backspace";
  if (keyboardKey === "Delete") return "clear";
  if (keyboardKey === "." || keyboardKey === ",") return ".";
  return undefined;
}
