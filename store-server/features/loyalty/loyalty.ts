/** The arithmetic of points: what a sale earns, what a refund takes of it. Whole points, nothing rounded twice. Pure. */
import type { LoyaltyProgram } from "@tillbox/shared/contract/loyalty.ts";
import { mulDiv } from "@tillbox/shared/money.ts";

export type ProgramFields = Omit<LoyaltyProgram, "id" | "version" | "createdAt" | "updatedAt">;

/** Points for a base in minor units, rounded down: a point is earned when its amount is full. */
export const pointsFor = (
  { earnPoints, earnAmount }: Pick<ProgramFields, "earnPoints" | "earnAmount">,
  base: number,
): number => (base <= 0 ? 0 : Number((BigInt(base) * BigInt(earnPoints)) / BigInt(earnAmount)));

/**
 * How many of `points` go with `part` of `whole`, in all. A refund takes what this gives after it less what it gave before it: so the
 * rounding of several never adds up to more or less than the rounding of one, and a refund of everything takes exactly all.
 */
export const shareOf = (points: number, part: number, whole: number): number =>
  whole <= 0 || part <= 0 ? 0 : part >= whole ? points : mulDiv(points, part, whole);

/** The same time of day so many months later, RFC 3339; the last day where the month is shorter. */
export const monthsLater = (at: string, months: number): string => {
  const then = new Date(at);
  const day = then.getUTCDate();
  then.setUTCDate(1);
  then.setUTCMonth(then.getUTCMonth() + months);
  const last = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 0)).getUTCDate();
  then.setUTCDate(Math.min(day, last));
  return then.toISOString();
};
