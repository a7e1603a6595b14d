/**
 * When something is sold, and at what price: by the store's wall clock and the type of the order. The wall clock is what guests read
 * on the board: in the night when the clocks go back a happy hour is an hour longer, and when they go forward it is shorter. Pure;
 * the screens ask the same functions.
 */
import type { Daypart, PriceRule } from "@tillbox/shared/contract/daypart.ts";
import { type Weekday, weekdays } from "@tillbox/shared/contract/menu-words.ts";
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import { percentToPpm } from "@tillbox/shared/decimal.ts";
import { mulDiv } from "@tillbox/shared/money.ts";

export type WallClock = { weekday: number; minute: number };
type Times = Pick<Daypart, "days" | "from" | "to">;

/** How long ago a device may say that it sold something. */
export const saleTimeBack_ms = 24 * 3_600_000;

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const dayOf = (weekday: number): Weekday => weekdays[(weekday + 6) % 7] ?? "mon";

/** Half open: it begins with `from` and is over at `to`. */
export const isWithin = ({ days, from, to }: Times, { weekday, minute }: WallClock): boolean => {
  const [start, end] = [minuteOf(from), minuteOf(to)];
  const today = days.includes(dayOf(weekday));
  if (start < end) return today && minute >= start && minute < end;
  return (today && minute >= start) || (minute < end && days.includes(dayOf(weekday - 1)));
};

/** What limits an item or a category; absent or empty: nothing does. */
export type Limits = {
  orderTypes?: readonly OrderType[] | null | undefined;
  dayparts?: readonly string[] | null | undefined;
};
export type Moment = {
  type: OrderType;
  clock: WallClock;
  daypart(id: string): (Times & { name: string }) | undefined;
};

/** Why it is not sold now, for people: "only at Lunch". null where nothing limits it. */
export const limitText = ({ orderTypes, dayparts }: Limits, moment: Moment): string | null => {
  if (orderTypes && orderTypes.length > 0 && !orderTypes.includes(moment.type))
    return `only for ${orderTypes.join(", ")}`;
  if (!dayparts || dayparts.length === 0) return null;
  const known = dayparts.flatMap((id) => moment.daypart(id) ?? []);
  if (known.some((daypart) => isWithin(daypart, moment.clock))) return null;
  return `only at ${known.map(({ name, from, to }) => `${name} (${from} to ${to})`).join(", ")}`;
};

type Rule = Pick<
  PriceRule,
  "id" | "name" | "dayparts" | "menuItems" | "categories" | "orderTypes" | "percentOff" | "price" | "active"
>;

/** The rule that holds for an item now: one that names the item before one that names its category, else the first. */
export const ruleFor = (
  rules: readonly Rule[],
  item: { id: string; categoryIds: readonly string[] },
  moment: Moment,
): Rule | null => {
  const holding = rules.filter(
    ({ active, orderTypes, dayparts }) =>
      active &&
      (orderTypes.length === 0 || orderTypes.includes(moment.type)) &&
      dayparts.some((id) => {
        const daypart = moment.daypart(id);
        return daypart !== undefined && isWithin(daypart, moment.clock);
      }),
  );
  return (
    holding.find(({ menuItems }) => menuItems.includes(item.id)) ??
    holding.find(({ categories }) => categories.some((id) => item.categoryIds.includes(id))) ??
    null
  );
};

/** A price in place of the item's own holds for the item, a percentage for its variants too. Rounded half-up, never below zero. */
export const ruledPrice = (
  listPrice: number,
  isVariant: boolean,
  rule: Pick<Rule, "price" | "percentOff"> | null,
): number => {
  if (!rule) return listPrice;
  if (rule.price !== null) return isVariant ? listPrice : rule.price;
  const off = mulDiv(listPrice, percentToPpm(rule.percentOff ?? "0"), 1_000_000);
  return Math.max(0, listPrice - off);
};
