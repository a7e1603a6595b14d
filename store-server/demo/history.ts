/**
 * Days of trade for a demo store, through the same commands as everybody, with the wall clock in our hand: box time stands at each
 * command where it would have stood that day. Everything follows from the seed and the date, ids included; a day that is there
 * already is answered, not traded again, so a run that was cut off can be repeated. Box time never runs backwards: history has to
 * come before anything else that happens in a store.
 */
import { businessDayOf } from "@tillbox/shared/time.ts";
import { v7 } from "uuid";
import { drawers } from "../features/drawer/rows.ts";
import { tables } from "../features/floor/rows.ts";
import { countsOf, menuItems } from "../features/menu/rows.ts";
import { orderMoney } from "../features/order/bill.ts";
import { orders } from "../features/order/rows.ts";
import { printQueue } from "../features/printer/jobs.ts";
import { setting } from "../features/settings/rows.ts";
import { drawerCash } from "../features/tender/rows.ts";
import { answerKey, readAnswer } from "../kernel/answers.ts";
import { query, StartupError } from "../kernel/database.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Actor } from "../kernel/types.ts";
import { type Extra, type House, withExtras } from "./extras.ts";
import { demoTables } from "./floor.ts";
import { foundHouse, type HouseDay, houseSteps } from "./house.ts";
import { type DemoItem, demoItems } from "./menu.ts";
import { hashText, type Random, randomOf } from "./random.ts";
import type { CashIn, Step, TotalOf } from "./step.ts";
import { stepsOf } from "./steps.ts";
import { type Day, type Place, planDay, type Visit } from "./visits.ts";

/** The wall clock that the kernel was opened with; `set` never turns it back. */
export type ClockControl = { now(): number; set(at_ms: number): void };
export const manualClock = (start_ms: number): ClockControl => {
  let at = start_ms;
  return {
    now: () => at,
    set: (at_ms) => {
      at = Math.max(at, at_ms);
    },
  };
};

export type HistoryOptions = {
  /** The same seed gives the same trade; the store's id unless told. */
  seed?: string;
  /** The days end before this instant's business day; now unless told. Epoch milliseconds. */
  until_ms?: number;
  /** How many times the usual number of guests come; 1 unless told. */
  pace?: number;
  /** On which device somebody gives a command; on none unless told. `key` is the same for all steps of a visit. */
  deviceOf?(actor: Actor, key: string): string | null;
  /** What else is done on the first day before anybody comes. */
  first?: readonly Step[];
};
/** `orders`: all, also those that were `joined` to another and ended with that. */
export type History = { days: string[]; orders: number; cancelled: number; joined: number };

const minute_ms = 60_000;
const day_ms = 86_400_000;
/** Minutes of trade whose commands share a commit. */
const wave = 20;

/** Trade is planned from 10:00; no clock is changed after that. */
const opening = "10:00";

/** The instant of 10:00 local time on a date: the first whose day, cut at 10:00, is that date. */
const openingOf = (date: string, timeZone: string): number => {
  let before = Date.parse(`${date}T00:00:00Z`) - day_ms / 2;
  let at = before + 2 * day_ms;
  while (at - before > 1000) {
    const middle = Math.floor((before + at) / 2);
    if (businessDayOf(middle, timeZone, opening) < date) before = middle;
    else at = middle;
  }
  return Math.ceil(at / minute_ms) * minute_ms;
};

const datesBefore = (until_ms: number, days: number, timeZone: string, cutover: string): string[] => {
  const today = Date.parse(`${businessDayOf(until_ms, timeZone, cutover)}T00:00:00Z`);
  return Array.from({ length: days }, (_, index) =>
    new Date(today - (days - index) * day_ms).toISOString().slice(0, 10),
  );
};

/** Where the clock has to stand when a store is filled that shall get this many days of history. Epoch milliseconds. */
export const historyStart = (days: number, timeZone: string, until_ms: number = Date.now()): number => {
  const [first] = datesBefore(until_ms, days, timeZone, "04:00");
  return first === undefined ? until_ms : openingOf(first, timeZone) - 60 * minute_ms;
};

/** What the demo's menu still sells, as the store has it now. What is counted down is left to the guests of today. */
const menuOf = (kernel: Kernel): DemoItem[] =>
  demoItems().flatMap(({ id }) => {
    const item = kernel.get(menuItems.entity, id);
    return item?.available && countsOf(item, kernel).leftMilli === null ? [item] : [];
  });
const placesOf = (kernel: Kernel): Place[] =>
  demoTables.flatMap(({ id }) => {
    const table = kernel.get(tables.entity, id);
    return table ? [{ id, seats: table.seats }] : [];
  });

type TimedStep = Step & { at_ms: number };
type Planned = Omit<History, "days"> & { date: string; opens_ms: number; steps: TimedStep[] };

/** People do not act on the full minute. */
const timed = (step: Step, opens_ms: number): TimedStep => ({
  ...step,
  at_ms: opens_ms + step.minute * minute_ms + (hashText(step.commandId) % 45_000),
});

/** A UUIDv7 of the planned moment, so that rows are still inserted in the order of their keys. */
const idAt = (at_ms: number, random: Random): string => v7({ msecs: at_ms, random: random.bytes(16) });

type Plan = {
  seed: string;
  timeZone: string;
  day: Omit<Day, "weekday">;
  deviceOf: NonNullable<HistoryOptions["deviceOf"]>;
};
const onNoDevice = (): null => null;

const onDevice = (step: Step, deviceOf: Plan["deviceOf"]): Step => {
  const deviceId = deviceOf(step.actor, step.commandId.split(":").slice(0, 3).join(":"));
  return deviceId === null ? step : { ...step, actor: { ...step.actor, deviceId } };
};

/** The day of the house, with a chance of its own: what guests do does not hang on it. */
const houseDayOf = (date: string, { seed, timeZone }: Plan): HouseDay => {
  const random = randomOf(`${seed} ${date} house`);
  const opens_ms = openingOf(date, timeZone);
  return { date, prefix: `history:${date}`, newId: () => idAt(opens_ms, random), random };
};

const owingOf = (visits: readonly Visit[]): string[] => [
  ...new Set(visits.flatMap(({ extra }) => (extra?.kind === "account" ? [extra.accountId] : []))),
];

const countsOfVisits = (visits: readonly Visit[]): Omit<History, "days"> => {
  const extras = (kind: Extra["kind"]): number => visits.filter(({ extra }) => extra?.kind === kind).length;
  const joined = extras("joined");
  return {
    orders: visits.length + joined + extras("own-check"),
    cancelled: visits.filter((visit) => visit.ending === "cancelled").length,
    joined,
  };
};

/** One day, for a house that knows `house`; on its first day, with `founding` steps before all others. */
const planOf = (date: string, plan: Plan, house: House, founding: readonly Step[]): Planned => {
  const { seed, timeZone, day } = plan;
  const random = randomOf(`${seed} ${date}`);
  const opens_ms = openingOf(date, timeZone);
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
  const houseDay = houseDayOf(date, plan);
  const own = houseSteps(houseDay);
  const planned = planDay({ ...day, weekday }, random, () => idAt(opens_ms, random));
  const visits = withExtras(planned, houseDay.random, { ...house, cardCodes: own.codes });
  const steps = visits.flatMap((visit) => {
    const at_ms = opens_ms + (visit.rounds[0]?.minute ?? 0) * minute_ms;
    return stepsOf(visit, { orderId: idAt(at_ms, random), prefix: `history:${date}:${visit.index}` });
  });
  const all = [...founding, ...own.steps, ...steps, ...own.closing(owingOf(visits))];
  return {
    date,
    opens_ms,
    steps: all
      .map((step) => timed(onDevice(step, plan.deviceOf), opens_ms))
      .toSorted((one, other) => one.at_ms - other.at_ms),
    ...countsOfVisits(visits),
  };
};

const plansOf = (dates: readonly string[], plan: Plan, before: readonly Step[]): Planned[] => {
  const [first] = dates;
  if (first === undefined) return [];
  const { house, steps } = foundHouse(houseDayOf(first, { ...plan, seed: `${plan.seed} founding` }));
  return dates.map((date, index) => planOf(date, plan, house, index === 0 ? [...before, ...steps] : []));
};

const paperIsGone = query<[string]>(
  "UPDATE jobs SET status = 'printed', attempts = 1, begun = 1, updated_at = created_at WHERE queue = ? AND status = 'queued'",
);

const fingerprint = "history";
/** True once the first command of the day was answered. */
const isBegun = ({ db }: Kernel, { steps: [first] }: Planned): boolean =>
  first !== undefined && readAnswer(db, answerKey(first.actor, first.commandId), fingerprint) !== undefined;

const checkFresh = (kernel: Kernel, plans: readonly Planned[]): void => {
  const head = Date.parse(kernel.clock.now());
  const late = plans.find((plan) => plan.opens_ms < head && !isBegun(kernel, plan));
  if (!late) return;
  throw new StartupError(
    `History for ${late.date} would lie before what this store has written already (${kernel.clock.now().slice(0, 10)}). Give DATA_DIR an empty folder and seed it before its first start.`,
  );
};

const runStep = async (
  kernel: Kernel,
  { command, commandId, actor }: Step,
  input: unknown,
): Promise<void> => {
  const answer = await kernel.execute({
    command,
    input: input as never,
    commandId,
    fingerprint,
    actor,
  });
  if (!answer.ok) throw new Error(`${commandId} was refused: ${answer.refusal.message}`);
};

/** One commit for the commands of a wave; the clock moves inside of the queue, before each of them. */
const runWave = async (kernel: Kernel, clock: ClockControl, steps: readonly TimedStep[]): Promise<void> => {
  const totalOf: TotalOf = (orderId) => {
    const order = kernel.get(orders, orderId);
    return order ? orderMoney(order).bill.total : 0;
  };
  const cashIn: CashIn = (drawerId) => {
    const drawer = kernel.get(drawers, drawerId);
    return drawer ? drawer.float + drawerCash(kernel.db, drawerId).given : 0;
  };
  await Promise.all(
    steps.flatMap((step) => {
      const input = step.input(totalOf, cashIn);
      return [kernel.operate(() => clock.set(step.at_ms)), runStep(kernel, step, input)];
    }),
  );
};

const runDay = async (kernel: Kernel, clock: ClockControl, { opens_ms, steps }: Planned): Promise<void> => {
  const waves = Map.groupBy(steps, (step) => Math.floor((step.at_ms - opens_ms) / (wave * minute_ms)));
  for (const together of waves.values()) await runWave(kernel, clock, together);
  await kernel.operate(() => paperIsGone.run(kernel.db, printQueue));
};

/**
 * Trades `days` business days, the last of them yesterday, in a kernel that was opened with `wall: clock.now` and filled by
 * `fillDemoStore`. Its tickets and receipts count as printed. Throws `StartupError` where the store's journal is already further.
 */
export const seedHistory = async (
  kernel: Kernel,
  days: number,
  clock: ClockControl,
  options: HistoryOptions = {},
): Promise<History> => {
  const { seed = kernel.storeId, until_ms = Date.now(), pace = 1, first = [] } = options;
  const timeZone = setting(kernel, "store.time_zone");
  const dates = datesBefore(until_ms, days, timeZone, setting(kernel, "business_day.cutover"));
  const day = { menu: menuOf(kernel), places: placesOf(kernel), pace };
  const plans = plansOf(dates, { seed, timeZone, day, deviceOf: options.deviceOf ?? onNoDevice }, first);
  checkFresh(kernel, plans);
  for (const plan of plans) await runDay(kernel, clock, plan);
  return {
    days: dates,
    orders: plans.reduce((sum, plan) => sum + plan.orders, 0),
    cancelled: plans.reduce((sum, plan) => sum + plan.cancelled, 0),
    joined: plans.reduce((sum, plan) => sum + plan.joined, 0),
  };
};
