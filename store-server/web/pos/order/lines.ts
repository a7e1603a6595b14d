/** The lines of a check as the screen groups and says them. Pure. */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { LineInput, Order, OrderLine } from "@tillbox/shared/contract/order.ts";
import { mulDiv } from "@tillbox/shared/money.ts";
import { formatQuantity } from "@tillbox/shared/ui/format.ts";

import { courseWord } from "../../kitchen/order-words.ts";
import {
  comboUnitPrice,
  type FindItem,
  missingParts,
  type PartChoices,
  partInputs,
  partsOf,
  shownParts,
} from "./combo-choice.ts";
import {
  missingOptions,
  modifiersOf,
  type Options,
  optionsOf,
  priceOfOptions,
  shownModifiers,
} from "./options.ts";

/** What a person chose of an item, before it is a line. */
export type Choice = {
  variantId: string | null;
  /** Option id → how many; those inside of another option too. */
  options: Options;
  /** Of a combo: part id → what was chosen for it. */
  parts: PartChoices;
  quantityMilli: number;
  notes: string;
  seat: number | null;
  course: number | null;
};

export const plainChoice = (seat: number | null, course: number | null): Choice => ({
  variantId: null,
  options: new Map(),
  parts: new Map(),
  quantityMilli: 1000,
  notes: "",
  seat,
  course,
});

/** Something has to be chosen before it can be ordered; what is only optional can be said of the line afterwards. */
export const needsSheet = (item: MenuItem): boolean =>
  item.variants.length > 0 ||
  item.unit !== "each" ||
  partsOf(item).length > 0 ||
  item.modifierGroups.some(({ min }) => min > 0);

const nothing: FindItem = () => undefined;

export const unitPriceOf = (item: MenuItem, choice: Choice, find: FindItem = nothing): number => {
  if (partsOf(item).length > 0) return comboUnitPrice(item, choice.parts, find);
  const base = item.variants.find(({ id }) => id === choice.variantId)?.price ?? item.price;
  return base + priceOfOptions(item, choice.options);
};

export const priceOf = (item: MenuItem, choice: Choice, find: FindItem = nothing): number =>
  mulDiv(unitPriceOf(item, choice, find), choice.quantityMilli, 1000);

/** What is still to choose: group or part id → its rule in words. */
export const missingOf = (item: MenuItem, choice: Choice, find: FindItem = nothing): Map<string, string> => {
  const missing = new Map([
    ...missingOptions(item, choice.options),
    ...missingParts(item, choice.parts, find),
  ]);
  if (item.variants.length > 0 && choice.variantId === null) missing.set("variant", "choose one");
  if (choice.quantityMilli <= 0) missing.set("quantity", "enter how much");
  return missing;
};

export const inputOf = (
  item: MenuItem,
  choice: Choice,
  id: string,
  menuVersion: number,
  find: FindItem = nothing,
): LineInput & { id: string } => {
  const modifiers = modifiersOf(item, choice.options);
  const parts = partInputs(item, choice.parts, find);
  return {
    id,
    menuItemId: item.id,
    quantity: choice.quantityMilli / 1000,
    ...(choice.variantId === null ? {} : { variantId: choice.variantId }),
    ...(modifiers.length === 0 ? {} : { modifiers }),
    ...(parts.length === 0 ? {} : { parts }),
    ...(choice.notes.trim() === "" ? {} : { notes: choice.notes.trim() }),
    ...(choice.seat === null ? {} : { seat: choice.seat }),
    ...(choice.course === null ? {} : { course: choice.course }),
    menuVersion,
  };
};

/** How the line looks until the box has priced it. */
export const shownLine = (
  item: MenuItem,
  choice: Choice,
  id: string,
  defaultTaxClassId: string,
): OrderLine => ({
  id,
  menuItemId: item.id,
  name: item.name,
  variantId: choice.variantId,
  variantName: item.variants.find((variant) => variant.id === choice.variantId)?.name ?? null,
  quantity: choice.quantityMilli / 1000,
  unitPrice: unitPriceOf(item, choice),
  modifiers: shownModifiers(item, choice.options),
  notes: choice.notes.trim() === "" ? null : choice.notes.trim(),
  seat: choice.seat,
  course: choice.course,
  station: item.stations[0] ?? null,
  status: "pending",
  sentQuantity: 0,
  refundedQuantity: 0,
  sentAt: null,
  lineTotal: priceOf(item, choice),
  discountAmount: 0,
  taxClassId: item.taxClassId ?? defaultTaxClassId,
  allergens: [...item.allergens],
  held: false,
  heldQuantity: 0,
  movedFrom: null,
});

/** One line, or one for each part of a combo. */
export const shownLines = (
  item: MenuItem,
  choice: Choice,
  id: string,
  defaultTaxClassId: string,
  find: FindItem,
): OrderLine[] =>
  partsOf(item).length === 0
    ? [shownLine(item, choice, id, defaultTaxClassId)]
    : shownParts(item, choice.parts, id, find, (part, chosen, lineId) =>
        shownLine(
          part,
          { ...choice, variantId: chosen.variantId, options: chosen.options, parts: new Map() },
          lineId,
          defaultTaxClassId,
        ),
      );

/** The choice that a line was made of, to change it before it is sent. */
export const choiceOf = (line: OrderLine): Choice => ({
  variantId: line.variantId,
  options: optionsOf(line.modifiers),
  parts: new Map(),
  quantityMilli: Math.round(line.quantity * 1000),
  notes: line.notes ?? "",
  seat: line.seat,
  course: line.course,
});

const isSame = (a: Options, b: Options): boolean =>
  a.size === b.size && [...a].every(([id, count]) => b.get(id) === count);

/** What other options make of a line: what the box is told, and how it looks. What the dish itself costs stays as it was ordered. */
export const optionChange = (line: OrderLine, item: MenuItem, options: Options) => {
  if (isSame(optionsOf(line.modifiers), options)) return undefined;
  const before = line.modifiers.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
  return {
    input: modifiersOf(item, options),
    shown: {
      modifiers: shownModifiers(item, options),
      unitPrice: line.unitPrice - before + priceOfOptions(item, options),
    },
  };
};

/** What can be changed of a line that stays the same dish. */
export type LineFields = Pick<Choice, "quantityMilli" | "notes" | "seat" | "course">;
export const fieldsOf = (line: OrderLine): LineFields => choiceOf(line);

/** Only what the person touched. */
export const changesOf = (line: OrderLine, fields: LineFields) => {
  const notes = fields.notes.trim() === "" ? null : fields.notes.trim();
  const quantity = fields.quantityMilli / 1000;
  return {
    ...(fields.quantityMilli === choiceOf(line).quantityMilli ? {} : { quantity }),
    ...(notes === line.notes ? {} : { notes }),
    ...(fields.seat === line.seat ? {} : { seat: fields.seat }),
    ...(fields.course === line.course ? {} : { course: fields.course }),
  };
};

export const isVoid = ({ status }: OrderLine): boolean => status === "voided";
export const isUnsent = (line: OrderLine): boolean => !isVoid(line) && line.quantity > line.sentQuantity;

export const quantityText = (line: OrderLine, item: MenuItem | undefined): string => {
  const figure = formatQuantity(Math.round(line.quantity * 1000));
  return item && item.unit !== "each" ? `${figure} ${item.unit}` : figure;
};

/** How many of each item are on the check. */
export const countByItem = (items: readonly OrderLine[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const line of items)
    if (line.menuItemId !== null && !isVoid(line))
      counts.set(line.menuItemId, (counts.get(line.menuItemId) ?? 0) + Math.ceil(line.quantity));
  return counts;
};

export type LineGroup = { key: string; course: number | null; name: string; lines: OrderLine[] };

/** By course, in order; what has no course stands under its station, first. */
export const groupLines = (
  order: Pick<Order, "items">,
  stationName: (id: string | null) => string,
): LineGroup[] => {
  const groups = new Map<string, LineGroup>();
  for (const line of order.items) {
    const name = line.course === null ? stationName(line.station) : courseWord(line.course);
    const key = line.course === null ? `station ${name}` : `course ${line.course}`;
    const known = groups.get(key) ?? { key, course: line.course, name, lines: [] };
    groups.set(key, { ...known, lines: [...known.lines, line] });
  }
  return [...groups.values()].sort((a, b) => (a.course ?? 0) - (b.course ?? 0));
};
