/** What the demo's menu is written with: short forms for items, variants and modifier groups with readable ids. */
import type { allergens, units } from "@tillbox/shared/contract/menu-words.ts";

export type Allergen = (typeof allergens)[number];
/** An option or a variant before it has an id: its name, and its price in cents. */
type Priced = readonly [name: string, price: number];
export type Group = { name: string; min: number; max: number; options: readonly Priced[] };
export type Dish = {
  id: string;
  name: string;
  /** Cents; what it costs without a variant. */
  price: number;
  description: string;
  allergens?: readonly Allergen[];
  variants?: readonly Priced[];
  groups?: readonly Group[];
  /** Where it is made when that is not where its category is made. */
  station?: "kitchen" | "pizza" | "bar";
  unit?: (typeof units)[number];
  available?: boolean;
  stock?: number;
  sku?: string;
  barcode?: string;
};

/** "Medium rare" is `medium-rare`. */
export const slug = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");

/** Exactly one of them has to be chosen. */
export const oneOf = (name: string, ...options: Priced[]): Group => ({ name, min: 1, max: 1, options });
/** Any of them may be added, up to `max`. */
export const upTo = (max: number, name: string, ...options: Priced[]): Group => ({
  name,
  min: 0,
  max,
  options,
});
/** What the guest does not want; costs nothing. */
export const without = (...things: string[]): Group => ({
  name: "Leave out",
  min: 0,
  max: things.length,
  options: things.map((thing) => [`no ${thing}`, 0]),
});

/** An EAN-13 from its first twelve digits (GS1 General Specifications, check digit). Prefixes 20 to 29 are a shop's own. */
export const ean13 = (twelve: string): string => {
  const sum = [...twelve].reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  );
  return `${twelve}${(10 - (sum % 10)) % 10}`;
};
