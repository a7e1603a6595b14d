/**
 * Pooling of tips. Of every tip a part goes into the day's pool, and the pool is divided among those who worked that day: equally or by
 * the time they worked, each time the weight of their role. What is divided adds up to what was given, to the last cent of every day.
 */
import { allocate, mulDiv } from "./money.ts";

/** `percentPpm` of every tip is pooled; a role without a weight takes no part. */
export type PoolRule = {
  percentPpm: number;
  by: "equal" | "hours";
  weights: Readonly<Record<string, number>>;
};
/** A negative amount is a tip that was given back. */
export type EarnedTip = { day: string; userId: string; amount: number };
export type WorkedDay = { day: string; userId: string; role: string; minutes: number };
/** `earned` − `given` + `received` = `total`. */
export type TipShare = { userId: string; earned: number; given: number; received: number; total: number };

/** Shares of all days together, in the order in which people appear. A pool that nobody may share stays with those who earned it. */
export const poolTips = (
  tips: readonly EarnedTip[],
  worked: readonly WorkedDay[],
  rule: PoolRule,
): TipShare[] => {
  const shares = new Map<string, TipShare>();
  const shareOf = (userId: string): TipShare => {
    const known = shares.get(userId) ?? { userId, earned: 0, given: 0, received: 0, total: 0 };
    shares.set(userId, known);
    return known;
  };
  for (const [day, ofDay] of Map.groupBy(tips, (tip) => tip.day)) {
    const earned = earnedBy(ofDay);
    const members = membersOf(
      worked.filter((each) => each.day === day),
      [...earned.keys()],
      day,
      rule,
    );
    const given = [...earned].map(([userId, amount]) => ({
      userId,
      amount: members.length === 0 ? 0 : mulDiv(amount, rule.percentPpm, 1_000_000),
    }));
    for (const [userId, amount] of earned) shareOf(userId).earned += amount;
    for (const { userId, amount } of given) shareOf(userId).given += amount;
    const pool = given.reduce((sum, { amount }) => sum + amount, 0);
    if (members.length === 0) continue;
    allocate(
      pool,
      members.map(({ weight }) => weight),
    ).forEach((amount, index) => {
      shareOf(members[index]?.userId ?? "").received += amount;
    });
  }
  for (const share of shares.values()) share.total = share.earned - share.given + share.received;
  return [...shares.values()];
};

const earnedBy = (tips: readonly EarnedTip[]): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const { userId, amount } of tips) sums.set(userId, (sums.get(userId) ?? 0) + amount);
  return sums;
};

/** Who shares a day's pool. Where nobody's time is known, those who earned tips share equally. */
const membersOf = (
  worked: readonly WorkedDay[],
  earners: readonly string[],
  day: string,
  rule: PoolRule,
): { userId: string; weight: number }[] => {
  const all =
    worked.length > 0
      ? worked.map((each) => ({ ...each, weight: rule.weights[each.role] ?? 0 }))
      : earners.map((userId) => ({ day, userId, minutes: 1, weight: 1 }));
  return all
    .map(({ userId, minutes, weight }) => ({ userId, weight: weight * (rule.by === "hours" ? minutes : 1) }))
    .filter(({ weight }) => weight > 0);
};
