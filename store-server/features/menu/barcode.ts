/**
 * Codes that scanners read. A label of the shop's own scale is an EAN-13 that begins with a prefix of the setting `barcode.embedded`:
 * two digits of prefix, five of the goods, five of the weight in grams or of the price in minor units, one check digit. Pure.
 */
export type EmbeddedRule = { prefix: string; holds: "weight" | "price" };
export type ScannedLabel = {
  /** The first seven digits, which the item has as its `barcode`. */
  goods: string;
  holds: "weight" | "price";
  value: number;
};

/** GS1 General Specifications, check digit: weights 3 and 1 from the right. */
export const isEan13 = (code: string): boolean => {
  if (!/^\d{13}$/.test(code)) return false;
  const sum = Array.from(code.slice(0, 12)).reduce(
    (all, digit, index) => all + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  );
  return (10 - (sum % 10)) % 10 === Number(code[12]);
};

export const readLabel = (code: string, rules: readonly EmbeddedRule[]): ScannedLabel | null => {
  const rule = rules.find(({ prefix }) => code.startsWith(prefix));
  if (!rule || !isEan13(code)) return null;
  return { goods: code.slice(0, 7), holds: rule.holds, value: Number(code.slice(7, 12)) };
};

/**
 * How much the label is of, in thousandths of a unit that costs `unitPrice`. A price is turned into the nearest weight, for the box
 * sells at its own price, never at one that a label says. null where nothing fits: no price, or nothing on the scale.
 */
export const labelMilli = (
  { holds, value }: ScannedLabel,
  unit: string,
  unitPrice: number,
): number | null => {
  if (value === 0) return null;
  if (holds === "price") return unitPrice > 0 ? Math.round((value * 1000) / unitPrice) || null : null;
  return unit === "g" ? value * 1000 : value;
};
