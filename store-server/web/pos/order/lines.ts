/** The lines of a check as the screen groups and says them. Pure. */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { LineInput, Order, OrderLine } from "@tillbox/shared/contract/order.ts";
import { mulDiv } from "@tillbox/shared/money.ts";
import { formatQuantity } from "@tillbox/shared/ui/format.ts";

import { courseWord } from "../../kitchen/order-words.ts";

/** What a person chose of an item, before it is a line. */
export type Choice = {
  variantId: string | null;
  /** Option id → how many. */
  options: ReadonlyMap<string, number>;
  quantityMilli: number;
  notes: string;
  seat: number | null;
  course: number | null;
};

export const plainChoice = (seat: number | null, course: number | null): Choice => ({
  variantId: null,
  options: new Map(),
  quantityMilli: 1000,
  notes: "",
  seat,
  course,
});

/** Something has to be chosen before it can be ordered; what is only optional can be said of the line afterwards. */
export const needsSheet = (item: MenuItem): boolean =>
  item.variants.length > 0 || item.unit !== "each" || item.modifierGroups.some(({ min }) => min > 0);

/** Whether two choices are the same dish: then a line needs no new one in its place. */
export const isSameDish = (a: Choice, b: Choice): boolean =>
  a.variantId === b.variantId &&
  a.options.size === b.options.size &&
  [...a.options].every(([id, count]) => b.options.get(id) === count);

const optionsOf = (item: MenuItem) =>
  item.modifierGroups.flatMap((group) => group.options.map((option) => ({ group, option })));

export const unitPriceOf = (item: MenuItem, choice: Choice): number => {
  const base = item.variants.find(({ id }) => id === choice.variantId)?.price ?? item.price;
  return optionsOf(item).reduce(
    (sum, { option }) => sum + option.price * (choice.options.get(option.id) ?? 0),
    base,
  );
};

export const priceOf = (item: MenuItem, choice: Choice): number =>
  mulDiv(unitPriceOf(item, choice), choice.quantityMilli, 1000);

/** What is still to choose: group id → its rule in words. */
export const missingOf = (item: MenuItem, choice: Choice): Map<string, string> => {
  const missing = new Map<string, string>();
  if (item.variants.length > 0 && choice.variantId === null) missing.set("variant", "choose one");
  for (const { id, min, options } of item.modifierGroups) {
    const count = options.reduce((sum, option) => sum + (choice.options.get(option.id) ?? 0), 0);
    if (count < min) missing.set(id, min === 1 ? "choose one" : `choose ${min - count} more`);
  }
  if (choice.quantityMilli <= 0) missing.set("quantity", "enter how much");
  return missing;
};

export const inputOf = (
  item: MenuItem,
  choice: Choice,
  id: string,
  menuVersion: number,
): LineInput & { id: string } => ({
  id,
  menuItemId: item.id,
  quantity: choice.quantityMilli / 1000,
  ...(choice.variantId === null ? {} : { variantId: choice.variantId }),
  ...(choice.options.size === 0
    ? {}
    : {
        modifiers: [...choice.options].map(([optionId, quantity]) =>
          quantity === 1 ? { optionId } : { optionId, quantity },
        ),
      }),
  ...(choice.notes.trim() === "" ? {} : { notes: choice.notes.trim() }),
  ...(choice.seat === null ? {} : { seat: choice.seat }),
  ...(choice.course === null ? {} : { course: choice.course }),
  menuVersion,
});

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
  modifiers: optionsOf(item).flatMap(({ group, option }) => {
    const quantity = choice.options.get(option.id);
    const { id: optionId, name, price } = option;
    return quantity === undefined ? [] : [{ optionId, groupName: group.name, name, price, quantity }];
  }),
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

/** The choice that a line was made of, to change it before it is sent. */
export const choiceOf = (line: OrderLine): Choice => ({
  variantId: line.variantId,
  options: new Map(line.modifiers.map(({ optionId, quantity }) => [optionId, quantity])),
  quantityMilli: Math.round(line.quantity * 1000),
  notes: line.notes ?? "",
  seat: line.seat,
  course: line.course,
});

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
