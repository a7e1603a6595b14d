/**
 * What the house itself does on a day of trade: people come and go, purses are opened and counted, gift cards are sold, the account of a
 * neighbour is settled, and at the end of it the day is closed. On the first day accounts are opened.
 */
import { giftCode } from "@tillbox/shared/gift-code.ts";
import { openAccount, settleAccount } from "../features/account/commands.ts";
import { closeDay } from "../features/day/commands.ts";
import { closeDrawer, countDrawer, openDrawer, payOut } from "../features/drawer/commands.ts";
import { issueGiftCard } from "../features/gift-card/commands.ts";
import { clockIn, moveClock } from "../features/time-entry/commands.ts";
import type { Actor } from "../kernel/types.ts";
import type { House } from "./extras.ts";
import type { Random } from "./random.ts";
import { cashier, cook, manager, type Step, step, waiter } from "./step.ts";

/** A waiter's purse is their manager's to open and to count. */
const purses: readonly Actor[] = [cashier, waiter, manager];
const keeperOf = (actor: Actor): Actor => (actor.permissions.has("drawer.manage") ? actor : manager);
const staff: readonly Actor[] = [cashier, waiter, cook, manager];
const float = 20_000;
const cardAmount = 10_000;
/** Minutes from 10:00: after the last guest, before the cutover. */
const counting = 880;
const closing = 900;

const cardsADay = 3;
const companies = ["The office upstairs", "The bookshop next door"];

const sixteen = (random: Random): string => giftCode(Array.from({ length: 15 }, () => random.between(0, 31)));

export type HouseDay = { date: string; prefix: string; newId(): string; random: Random };

/** Who eats on account, from the first day on. */
export const foundHouse = ({ prefix, newId }: HouseDay): { house: House; steps: Step[] } => {
  const accountIds = companies.map(newId);
  const named = { prefix: `${prefix}:house` };
  const accounts = accountIds.map((id, index) =>
    step(named, {
      minute: 1,
      actor: manager,
      name: `account-${index + 1}`,
      command: openAccount,
      input: () => ({ id, name: companies[index] ?? "", limit: 100_000_000 }),
    }),
  );
  return { house: { accountIds, cardCodes: [] }, steps: accounts };
};

const comeAndGo = ({ prefix, newId }: HouseDay): Step[] =>
  staff.flatMap((actor, index) => {
    const id = newId();
    const userId = actor.userId ?? "";
    return [
      step(
        { prefix },
        {
          minute: 2 + index,
          actor,
          name: `clock-in-${userId}`,
          command: clockIn,
          input: () => ({ id, userId }),
        },
      ),
      step(
        { prefix },
        {
          minute: counting + 6 + index,
          actor,
          name: `clock-out-${userId}`,
          command: moveClock,
          input: () => ({ id, move: "clock-out" as const }),
        },
      ),
    ];
  });

const purse = (actor: Actor, { prefix, newId, random }: HouseDay): Step[] => {
  const id = newId();
  const countId = newId();
  const at = { prefix };
  const who = actor.userId ?? "";
  // Now and then somebody miscounts the change.
  const astray = random.chance(0.2) ? random.pick([-100, -50, 50]) : 0;
  return [
    step(at, {
      minute: 8,
      actor: keeperOf(actor),
      name: `open-purse-${who}`,
      command: openDrawer,
      input: () => ({ id, float, userId: who }),
    }),
    step(at, {
      minute: counting,
      actor: keeperOf(actor),
      name: `count-purse-${who}`,
      command: countDrawer,
      input: (_totalOf, cashIn) => ({ id, count: { id: countId, total: Math.max(0, cashIn(id) + astray) } }),
    }),
    step(at, {
      minute: counting + 3,
      actor: keeperOf(actor),
      name: `close-purse-${who}`,
      command: closeDrawer,
      input: () => ({ id, note: null }),
    }),
    ...(actor === manager
      ? [
          step(at, {
            minute: 30,
            actor: keeperOf(actor),
            name: "flowers",
            command: payOut,
            input: () => ({ id, moveId: `${id}-o`, amount: 1_850, reason: "Flowers for the tables" }),
          }),
        ]
      : []),
  ];
};

const cards = ({ prefix, newId, random }: HouseDay): { steps: Step[]; codes: string[] } => {
  const sold = Array.from({ length: cardsADay }, (_, index) => ({
    index,
    id: newId(),
    code: sixteen(random),
  }));
  const steps = sold.map(({ index, id, code }) =>
    step(
      { prefix },
      {
        minute: 12 + index,
        actor: cashier,
        name: `gift-card-${index + 1}`,
        command: issueGiftCard,
        input: () => ({
          id,
          code,
          amount: cardAmount,
          tender: { method: index === 0 ? ("external" as const) : ("cash" as const) },
          print: false,
        }),
      },
    ),
  );
  return { steps, codes: sold.map(({ code }) => code) };
};

const settle = (accountId: string, { prefix }: HouseDay): Step =>
  step(
    { prefix },
    {
      minute: counting - 20,
      actor: cashier,
      name: `settle-${accountId}`,
      command: settleAccount,
      input: () => ({ id: accountId, amount: undefined, tender: { method: "external" as const } }),
    },
  );

/** The steps of the house on one day, and the gift cards that were sold on it. `owing`: accounts that guests ate on today. */
export const houseSteps = (
  day: HouseDay,
): { steps: Step[]; codes: string[]; closing(owing: readonly string[]): Step[] } => {
  const { steps, codes } = cards(day);
  const id = day.newId();
  return {
    steps: [...comeAndGo(day), ...purses.flatMap((actor) => purse(actor, day)), ...steps],
    codes,
    closing: (owing) => [
      ...owing.map((accountId) => settle(accountId, day)),
      step(
        { prefix: day.prefix },
        {
          minute: closing,
          actor: manager,
          name: "close-day",
          command: closeDay,
          input: () => ({ id, businessDay: null, automatic: false }),
        },
      ),
    ],
  };
};
