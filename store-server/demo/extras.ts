/**
 * What happens besides the ordinary to a few of a day's visits: checks that are handed over, divided, joined, given away, refunded, paid
 * by gift card or on account. Chosen by a chance of its own, so that the ordinary day stays as it is. Pure.
 */
import type { Random } from "./random.ts";
import type { Visit } from "./visits.ts";

export type Extra =
  | { kind: "handed-over" | "own-check" | "joined" | "comped" | "refunded" }
  | { kind: "gift-card"; code: string }
  | { kind: "account"; accountId: string };

export type House = {
  accountIds: readonly string[];
  cardCodes: readonly string[];
};

const isPlain = (visit: Visit): boolean =>
  (visit.ending === "cash" || visit.ending === "external") && visit.discount === null && visit.voids === null;

/** At the counter nothing is moved; now and then something goes back. */
const atCounter = (random: Random): Extra | null => (random.chance(0.04) ? { kind: "refunded" } : null);

const atTable = (random: Random, house: House): Extra | null => {
  const kind = random.weighted([
    ["none", 62],
    ["handed-over", 6],
    ["own-check", 6],
    ["joined", 5],
    ["comped", 5],
    ["refunded", 6],
    ["gift-card", house.cardCodes.length > 0 ? 6 : 0],
    ["account", house.accountIds.length > 0 ? 4 : 0],
  ] as const);
  if (kind === "none") return null;
  if (kind === "gift-card") return { kind, code: random.pick(house.cardCodes) };
  if (kind === "account") return { kind, accountId: random.pick(house.accountIds) };
  return { kind };
};

const extraOf = (visit: Visit, random: Random, house: House): Extra | null =>
  visit.tableId === null ? atCounter(random) : atTable(random, house);

/** A card is worth four visits: each is used so often at the most. */
const usesOfCard = 4;

/** The same visits, some with an extra. */
export const withExtras = (visits: readonly Visit[], random: Random, house: House): Visit[] => {
  const uses = new Map<string, number>();
  const isUsedUp = (extra: Extra | null): boolean => {
    if (extra?.kind !== "gift-card") return false;
    const used = (uses.get(extra.code) ?? 0) + 1;
    uses.set(extra.code, used);
    return used > usesOfCard;
  };
  return visits.map((visit) => {
    const extra = isPlain(visit) ? extraOf(visit, random, house) : null;
    return { ...visit, extra: isUsedUp(extra) ? null : extra };
  });
};
