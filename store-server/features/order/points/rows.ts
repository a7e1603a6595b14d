/**
 * What an order does to its customer's points, from the difference that a command makes of it: a reward that is new is paid for, one
 * that went (with its line, its order, its discount) is given back, a sale that is final earns, a refund takes back its share of that
 * and gives back its share of what rewards cost. Each cause has a key of its own, so no retry and no second refund counts twice.
 */
import { sumsOf, type TakenLine, takeAll } from "@tillbox/shared/refund.ts";
import { conflict } from "@tillbox/shared/refusal.ts";
import type { Context, EventDraft, Reads } from "../../../kernel/types.ts";
import type { PointsRule } from "../../customer/rows.ts";
import {
  activeProgram,
  earnedBy,
  monthsLater,
  openTally,
  pointsFor,
  restoredSoFar,
  reversedSoFar,
  shareOf,
  type Tally,
} from "../../loyalty/rows.ts";
import { orderMoney } from "../bill.ts";
import { activeLines, isFinal, type OrderState, type RewardUse } from "../order.ts";
import { refundsOf, worthOf } from "../refunded.ts";

type Changed = { before: OrderState | undefined; after: OrderState };
type Use = RewardUse & { id: string; orderId: string };

/** Rewards that hold: not those of a cancelled order, nor of a line that is not there any more. */
const usesOf = (order: OrderState | undefined): Use[] => {
  if (!order || order.status === "cancelled" || !order.discounts.some(({ reward }) => reward)) return [];
  const lines = new Set(activeLines(order).map((line) => line.id));
  return order.discounts.flatMap(({ id, itemId, reward }) =>
    reward && (itemId === null || lines.has(itemId)) ? [{ ...reward, id, orderId: order.id }] : [],
  );
};

const byId = (uses: readonly Use[]): Map<string, Use> => new Map(uses.map((use) => [use.id, use]));

const payForRewards = (changes: readonly Changed[], tally: Tally): void => {
  const [old, now] = [
    byId(changes.flatMap(({ before }) => usesOf(before))),
    byId(changes.flatMap(({ after }) => usesOf(after))),
  ];
  for (const use of old.values()) {
    if (now.has(use.id) || tally.balance(use.customerId) === null) continue;
    const { customerId, points, orderId, id: useId } = use;
    tally.move(customerId, "returned", { key: `returned:${useId}`, points, orderId, useId });
  }
  for (const use of now.values()) {
    if (old.has(use.id)) continue;
    const { customerId, points, orderId, id: useId, name: reason } = use;
    const balance = tally.balance(customerId) ?? 0;
    if (balance < points)
      throw conflict(`This reward takes ${points} points, the customer has ${balance}.`, { balance });
    tally.move(customerId, "spent", { key: `spent:${useId}`, points: -points, orderId, useId, reason });
  }
};

/** What counts of the lines, all of them or what refunds took. */
const baseOf = (
  order: OrderState,
  { basis, excludedCategories }: PointsRule,
  taken?: readonly TakenLine[],
): number => {
  const worth = worthOf(order);
  const excluded = new Set(excludedCategories);
  const counted = new Set(
    order.lines.filter(({ categoryId }) => !excluded.has(categoryId ?? "")).map(({ id }) => id),
  );
  return sumsOf(worth, taken ?? takeAll(worth)).lines.reduce(
    (sum, line) => (counted.has(line.id) ? sum + line[basis] : sum),
    0,
  );
};

const earn = (order: OrderState, tally: Tally, reads: Reads, at: string): void => {
  const program = activeProgram(reads);
  const { customerId } = order;
  if (!program || !customerId || tally.balance(customerId) === null) return;
  const rule = { basis: program.basis, excludedCategories: program.excludedCategories };
  const points = pointsFor(program, baseOf(order, rule));
  if (points === 0) return;
  const expiresAt = program.expiryMonths === null ? null : monthsLater(at, program.expiryMonths);
  tally.move(customerId, "earned", { key: `earned:${order.id}`, points, orderId: order.id, rule, expiresAt });
};

const takeBack = (order: OrderState, refundId: string, tally: Tally, reads: Reads): void => {
  const { customerId, id: orderId } = order;
  const earned = customerId ? earnedBy(reads, customerId, orderId) : null;
  const balance = customerId ? tally.balance(customerId) : null;
  if (!customerId || !earned || balance === null) return;
  const refunded = refundsOf(order).flatMap(({ lines }) => lines);
  const due = shareOf(earned.points, baseOf(order, earned.rule, refunded), baseOf(order, earned.rule));
  const step = due - reversedSoFar(reads, customerId, orderId);
  if (step <= 0) return;
  const taken = activeProgram(reads)?.allowNegative ? step : Math.min(step, Math.max(0, balance));
  const key = `reversed:${orderId}:${refundId}`;
  tally.move(customerId, "reversed", { key, points: 0 - taken, forgone: step - taken, orderId, refundId });
};

const giveBack = (order: OrderState, refundId: string, tally: Tally, reads: Reads): void => {
  const { bill, refunded } = orderMoney(order);
  for (const { customerId, points, orderId, id: useId } of usesOf(order)) {
    if (tally.balance(customerId) === null) continue;
    const step = shareOf(points, refunded, bill.total) - restoredSoFar(reads, customerId, useId);
    if (step <= 0) continue;
    const key = `restored:${useId}:${refundId}`;
    tally.move(customerId, "restored", { key, points: step, orderId, refundId, useId });
  }
};

const newRefunds = ({ before, after }: Changed): string[] => {
  const known = new Set(before ? refundsOf(before).map(({ id }) => id) : []);
  return refundsOf(after).flatMap(({ id }) => (known.has(id) ? [] : [id]));
};

/** The effect of a command's orders on points. Throws `conflict` for a reward that the points do not suffice for. */
export const pointsEvents = (
  changes: readonly Changed[],
  { reads, at }: Pick<Context, "reads" | "at">,
): EventDraft[] => {
  const tally = openTally({ reads, at });
  payForRewards(changes, tally);
  for (const change of changes) {
    const { before, after } = change;
    if (isFinal(after) && !(before && isFinal(before))) earn(after, tally, reads, at);
    for (const refundId of newRefunds(change)) {
      giveBack(after, refundId, tally, reads);
      takeBack(after, refundId, tally, reads);
    }
  }
  return tally.events();
};
