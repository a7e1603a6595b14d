/** From what a client sends to a priced line. The client names things; prices come from the box's own menu. Pure. */
import type { BillTaxClass } from "@tillbox/shared/bill.ts";
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { LineInput } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { conflict, invalid } from "@tillbox/shared/refusal.ts";
import { chosenModifiers, priceOfModifiers } from "./modifiers.ts";
import type { Line } from "./order.ts";

/** What pricing has to know of an item: its state at the version that the device showed, and if it is sold now. */
export type ItemFacts = {
  item: Omit<MenuItem, "version" | "createdAt" | "updatedAt">;
  taxClass: BillTaxClass;
  /** Why it is not sold now; null where it is. */
  refusal: string | null;
  /** A time price that holds now, and what it makes of a price of the menu. */
  rule: { id: string; name: string; priceOf(listPrice: number, isVariant: boolean): number } | null;
  /** Box time of the order. */
  at: string;
};
export type CompleteLineInput = LineInput & { id: string };

/** Lines that came without an id get one, before the command is queued. */
export const complete = (items: readonly LineInput[]): CompleteLineInput[] =>
  items.map((item) => ({ ...item, id: item.id ?? newId() }));

const maxLineTotal = 1_000_000_000_000;

export const quantityMilli = (quantity: number): number => Math.round(quantity * 1000);

/** Throws `invalid` with the path of the field, or `conflict` when it is sold out. */
export const priceLine = (input: CompleteLineInput, facts: ItemFacts, path: string): Line => {
  const { item, taxClass } = facts;
  checkSold(facts);
  if (input.parts !== undefined) throw invalid(`${path}.parts`, `${item.name} is no combo`);
  const variant = chosenVariant(input, item, path);
  const modifiers = chosenModifiers(input.modifiers ?? [], item, `${path}.modifiers`);
  const unitPrice = basePrice(facts, variant) + priceOfModifiers(modifiers);
  const milli = quantityMilli(input.quantity);
  if (item.unit === "each" && milli % 1000 !== 0)
    throw invalid(`${path}.quantity`, "must be a whole number for this item");
  return line(input, path, facts.at, {
    menuItemId: item.id,
    categoryId: item.categoryId,
    name: item.name,
    variantId: variant?.id ?? null,
    variantName: variant?.name ?? null,
    unitPrice,
    quantityMilli: milli,
    modifiers,
    stations: [...item.stations],
    allergens: [...item.allergens],
    taxClass,
    ...ruleOf(facts),
  });
};

/** The price of the menu, or what the time price makes of it. */
export const basePrice = ({ item, rule }: ItemFacts, variant?: { price: number }): number => {
  const listPrice = variant?.price ?? item.price;
  return rule ? rule.priceOf(listPrice, variant !== undefined) : listPrice;
};
export const ruleOf = ({ rule }: ItemFacts): Pick<Line, "priceRule"> =>
  rule ? { priceRule: { id: rule.id, name: rule.name } } : {};

/** A line at a price that a person typed; by permission. */
export const priceOpenItem = (
  input: CompleteLineInput,
  taxClass: BillTaxClass,
  at: string,
  path: string,
): Line => {
  const item = input.openItem;
  if (!item) throw invalid(`${path}.openItem`, "is missing");
  const milli = quantityMilli(input.quantity);
  if (milli % 1000 !== 0) throw invalid(`${path}.quantity`, "must be a whole number for this item");
  if (input.variantId !== undefined || (input.modifiers?.length ?? 0) > 0 || input.parts !== undefined)
    throw invalid(`${path}.modifiers`, "an open item has no variants, modifiers or parts");
  return line(input, path, at, {
    menuItemId: null,
    categoryId: null,
    name: item.name,
    variantId: null,
    variantName: null,
    unitPrice: item.price,
    quantityMilli: milli,
    modifiers: [],
    stations: [],
    allergens: [],
    taxClass,
  });
};

type Priced = Pick<
  Line,
  | "menuItemId"
  | "categoryId"
  | "name"
  | "variantId"
  | "variantName"
  | "unitPrice"
  | "quantityMilli"
  | "modifiers"
  | "stations"
  | "allergens"
  | "taxClass"
  | "priceRule"
>;
const line = (input: CompleteLineInput, path: string, at: string, priced: Priced): Line => {
  checkLineTotal(priced.unitPrice, priced.quantityMilli, path);
  return {
    id: input.id,
    ...priced,
    sentMilli: 0,
    notes: input.notes ?? null,
    seat: input.seat ?? null,
    course: input.course ?? null,
    status: "pending",
    sentAt: null,
    readyAt: null,
    orderedAt: at,
  };
};

export const checkSold = ({ item, refusal }: ItemFacts): void => {
  if (refusal !== null) throw conflict(refusal, { menuItemId: item.id, available: false });
};

export const checkLineTotal = (unitPrice: number, milli: number, path: string): void => {
  if ((unitPrice * milli) / 1000 > maxLineTotal)
    throw invalid(`${path}.quantity`, "makes the line larger than any bill can be");
};

const chosenVariant = (
  input: LineInput,
  item: ItemFacts["item"],
  path: string,
): MenuItem["variants"][number] | undefined => {
  if (input.variantId === undefined) return undefined;
  const variant = item.variants.find((candidate) => candidate.id === input.variantId);
  if (!variant) throw invalid(`${path}.variantId`, `${item.name} has no variant ${input.variantId}`);
  return variant;
};
