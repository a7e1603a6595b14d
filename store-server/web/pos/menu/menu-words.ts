/** The menu's own words, as a manager says them. Pure. */
import type { Daypart } from "@tillbox/shared/contract/daypart.ts";
import type { MenuItem, TaxClass } from "@tillbox/shared/contract/menu.ts";
import { weekdays } from "@tillbox/shared/contract/menu-words.ts";
import { type OrderType, orderTypes } from "@tillbox/shared/contract/order-words.ts";
import { parsePpm } from "@tillbox/shared/decimal.ts";
import { formatRate } from "@tillbox/shared/ui/format.ts";

export const orderTypeWords: Readonly<Record<OrderType, string>> = {
  "dine-in": "Dine-in",
  takeaway: "Takeaway",
  delivery: "Delivery",
  kiosk: "Kiosk",
};

/** "1 item", "4 items". */
export const itemsText = (count: number): string => `${count} ${count === 1 ? "item" : "items"}`;

export const unitWords: Readonly<Record<MenuItem["unit"], string>> = {
  each: "By the piece",
  kg: "By the kilogram",
  g: "By the gram",
  l: "By the litre",
  m: "By the metre",
};

export const dayWords: Readonly<Record<(typeof weekdays)[number], string>> = {
  mon: "Mon",
  tue: "Tue",
  wed: "Wed",
  thu: "Thu",
  fri: "Fri",
  sat: "Sat",
  sun: "Sun",
};

/** "Mon to Fri", "Sat, Sun", "every day". */
export const daysText = (days: readonly (typeof weekdays)[number][]): string => {
  const places = weekdays.flatMap((day, index) => (days.includes(day) ? [index] : []));
  const [first = 0, last = 0] = [places[0], places.at(-1)];
  if (places.length === weekdays.length) return "every day";
  const wordAt = (index: number): string => dayWords[weekdays[index] ?? "mon"];
  const isRow = places.length > 2 && last - first === places.length - 1;
  return isRow ? `${wordAt(first)} to ${wordAt(last)}` : places.map(wordAt).join(", ");
};

/** "Mon to Fri, 16:00 – 18:00". */
export const daypartText = ({ days, from, to }: Pick<Daypart, "days" | "from" | "to">): string => {
  if (from === to) return `${daysText(days)}, the whole day`;
  return `${daysText(days)}, ${from} – ${to}${to < from ? " on the day after" : ""}`;
};

const ratesText = (rates: readonly { rate: string }[]): string =>
  rates.length === 0 ? "no tax" : rates.map(({ rate }) => formatRate(parsePpm(rate))).join(" + ");

/** How items without a class are taxed, by the store's own rate: "8 % on top". */
export const classlessText = (rate: string, inclusive: boolean): string =>
  parsePpm(rate) === 0 ? "no tax" : `${ratesText([{ rate }])} ${inclusive ? "in the price" : "on top"}`;

/** "19 % in the price; Takeaway 7 %". */
export const taxText = ({
  inclusive,
  rates,
  byOrderType,
}: Pick<TaxClass, "inclusive" | "rates" | "byOrderType">): string => {
  const own = orderTypes.flatMap((type) => {
    const rate = byOrderType?.[type];
    return rate === undefined ? [] : [`${orderTypeWords[type]} ${ratesText(rate)}`];
  });
  return [`${ratesText(rates)} ${inclusive ? "in the price" : "on top"}`, ...own].join("; ");
};
