/**
 * A day of trade as a plan: who comes when, in which way, at which table, and what they order. Pure: the same seed and menu give
 * the same day. Minutes count from 10:00 local time.
 */
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import { type Chooser, chooser, type PlannedLine } from "./basket.ts";
import type { Extra } from "./extras.ts";
import type { DemoItem } from "./menu.ts";
import type { Random } from "./random.ts";

export type Round = { minute: number; lines: PlannedLine[]; readyAfter: number };
export type Ending = "cash" | "external" | "split" | "cancelled";
export type Visit = {
  index: number;
  type: OrderType;
  tableId: string | null;
  guests: number | null;
  customerName: string | null;
  rounds: Round[];
  ending: Ending;
  payMinute: number;
  /** Per mille of what is due; 0 for no tip. */
  tipPermille: number;
  discount: { percent: string; reason: string } | null;
  /** A line that goes back, of the first round. */
  voids: { lineId: string; reason: string } | null;
  extra: Extra | null;
};
export type Place = { id: string; seats: number };
/** `pace`: how many times the usual number of guests come. */
export type Day = { weekday: number; menu: readonly DemoItem[]; places: readonly Place[]; pace: number };

/** Orders on a day, Sunday first. */
const ordersOn = [76, 61, 62, 65, 70, 88, 94];
const lastSeating = 690;

const arrival = (random: Random): number => {
  const minute = random.weighted([
    [random.near(178, 26), 36],
    [random.near(585, 42), 55],
    [random.between(90, lastSeating), 9],
  ]);
  return Math.round(Math.min(lastSeating, Math.max(75, minute)));
};

const typeAt = (minute: number, random: Random): OrderType =>
  random.weighted(
    minute < 360
      ? [
          ["dine-in", 58],
          ["takeaway", 22],
          ["kiosk", 14],
          ["delivery", 6],
        ]
      : [
          ["dine-in", 74],
          ["takeaway", 10],
          ["delivery", 10],
          ["kiosk", 6],
        ],
  );

const partySize = (random: Random): number =>
  random.weighted([
    [1, 8],
    [2, 46],
    [3, 14],
    [4, 20],
    [5, 4],
    [6, 6],
    [8, 2],
  ]);

const each = <T>(count: number, make: (seat: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index + 1));

const drinkOf = (minute: number, random: Random): string =>
  random.weighted([
    ["soft-drinks", minute < 360 ? 60 : 30],
    ["wine", minute < 360 ? 20 : 40],
    ["cocktails-beer", minute < 360 ? 10 : 30],
  ]);
const dishOf = (random: Random): string =>
  random.weighted([
    ["pizza", 44],
    ["pasta", 34],
    ["mains", 22],
  ]);

const tableRounds = (minute: number, guests: number, choose: Chooser, random: Random): Round[] => {
  const drinks = each(guests, (seat) => choose.line(drinkOf(minute, random), seat));
  const food = [
    ...(random.chance(0.55)
      ? each(Math.ceil(guests / 2), (seat) => ({ ...choose.line("starters", seat), course: 1 }))
      : []),
    ...each(guests, (seat) => ({ ...choose.line(dishOf(random), seat), course: 2 })),
    ...(random.chance(0.35) ? [{ ...choose.line("sides", null), course: 2 }] : []),
  ];
  const rounds = [
    { minute, lines: drinks, readyAfter: random.between(2, 6) },
    { minute: minute + random.between(5, 12), lines: food, readyAfter: cookingTime(random) },
  ];
  if (!random.chance(minute < 360 ? 0.35 : 0.5)) return rounds;
  const sweet = each(Math.ceil(guests * 0.7), (seat) =>
    choose.line(random.chance(0.5) ? "desserts" : "coffee", seat),
  );
  return [
    ...rounds,
    { minute: minute + random.between(42, 55), lines: sweet, readyAfter: random.between(4, 9) },
  ];
};

/** Minutes from the order to the pass; a few take too long. */
const cookingTime = (random: Random): number =>
  random.chance(0.06) ? random.between(20, 27) : random.between(9, 17);

const counterRound = (minute: number, guests: number, choose: Chooser, random: Random): Round => ({
  minute,
  lines: [
    ...each(guests, () => choose.line(random.chance(0.75) ? "pizza" : dishOf(random), null)),
    ...(random.chance(0.5) ? [choose.line("soft-drinks", null)] : []),
    ...(random.chance(0.25) ? [choose.line("desserts", null)] : []),
  ],
  readyAfter: cookingTime(random),
});

/** When each table is free again, in minutes. */
type Seating = Map<string, number>;

/** The smallest free table that holds them; none when the house is full. */
const seat = (places: readonly Place[], seating: Seating, guests: number, minute: number): string | null =>
  places
    .filter((place) => place.seats >= guests && (seating.get(place.id) ?? 0) <= minute)
    .toSorted((one, other) => one.seats - other.seats)[0]?.id ?? null;

const discounts = [
  { percent: "10", reason: "Regular guest" },
  { percent: "20", reason: "Long wait" },
  { percent: "50", reason: "Staff meal" },
] as const;

const endingOf = (visit: Pick<Visit, "type" | "guests">, random: Random): Ending => {
  if (visit.type !== "kiosk" && random.chance(0.025)) return "cancelled";
  if (visit.type === "kiosk") return "external";
  if (visit.type === "dine-in" && (visit.guests ?? 1) > 1 && random.chance(0.14)) return "split";
  return random.chance(0.3) ? "cash" : "external";
};

const planVisit = (
  index: number,
  minute: number,
  day: Day,
  seating: Seating,
  choose: Chooser,
  random: Random,
): Visit => {
  const guests = partySize(random);
  const wished = typeAt(minute, random);
  const tableId = wished === "dine-in" ? seat(day.places, seating, guests, minute) : null;
  const type: OrderType = wished === "dine-in" && tableId === null ? "takeaway" : wished;
  const rounds =
    tableId === null
      ? [counterRound(minute, Math.min(guests, 4), choose, random)]
      : tableRounds(minute, guests, choose, random);
  const ending = endingOf({ type, guests }, random);
  const lastRound = rounds.at(-1) ?? { minute, readyAfter: 0 };
  const payMinute =
    tableId === null ? minute + 1 : lastRound.minute + lastRound.readyAfter + random.between(21, 34);
  if (tableId !== null) seating.set(tableId, payMinute + 4);
  const generous = tableId !== null && random.chance(0.72);
  const voided = tableId !== null && random.chance(0.05) ? rounds[1]?.lines[0] : undefined;
  return {
    index,
    type,
    tableId,
    guests: tableId === null ? null : guests,
    customerName: tableId === null ? `Guest ${random.between(1, 180)}` : null,
    rounds,
    ending,
    payMinute,
    tipPermille: generous ? random.pick([100, 120, 150, 150, 180, 200]) : 0,
    discount: tableId !== null && random.chance(0.05) ? random.pick(discounts) : null,
    voids: voided ? { lineId: voided.id, reason: random.pick(["Wrong dish", "Changed their mind"]) } : null,
    extra: null,
  };
};

/** All visits of a day in the order in which they come; at least sixty. */
export const planDay = (day: Day, random: Random, newLineId: () => string): Visit[] => {
  const count = Math.round(((ordersOn[day.weekday] ?? 60) + random.between(0, 9)) * day.pace);
  const minutes = Array.from({ length: count }, () => arrival(random)).sort((one, other) => one - other);
  const choose = chooser(day.menu, random, newLineId);
  const seating: Seating = new Map();
  return minutes.map((minute, index) => planVisit(index + 1, minute, day, seating, choose, random));
};
