/**
 * A bill in parts, each with what was paid for it and what it would pay now. The open parts are priced by paying them in thought, one
 * after the other, with the very function that prices a payment, so what is shown is what will be taken; the parts, what was paid apart
 * from them and the rest always add up to the bill.
 */
import type { Bill } from "./bill.ts";
import { lineShares, partsOverlap, type SeatsOfLines, type SplitPart, splitPart } from "./split.ts";

export type PaidPart = { amount: number; part: SplitPart | null };
export type PartState = {
  part: SplitPart;
  /** Minor units; `amount` = paid + open. */
  amount: number;
  paid: number;
  open: number;
  /** `blocked`: something of it was paid in a part of another kind. */
  status: "open" | "paid" | "blocked";
};
export type SplitState = { parts: PartState[]; paidApart: number; rest: number; total: number; due: number };

export type SplitPlan =
  | { splitType: "equal"; splitCount: number }
  | { splitType: "seat" }
  /** Groups of lines that are paid together: the parts of a combo. */
  | { splitType: "item"; groups: readonly (readonly string[])[] };

/** What the parts of a plan are, whoever paid what before. */
const partsOf = (plan: SplitPlan, seats: SeatsOfLines): SplitPart[] => {
  if (plan.splitType === "equal")
    return Array.from({ length: plan.splitCount }, (_, index) => ({
      splitType: "equal",
      splitDetails: { splitCount: plan.splitCount, splitIndex: index + 1 },
    }));
  if (plan.splitType === "seat")
    return [...new Set(seats.values())]
      .toSorted((a, b) => a - b)
      .map((seat) => ({ splitType: "seat", splitDetails: { seat } }));
  return plan.groups.map((itemIds) => ({ splitType: "item", splitDetails: { itemIds } }));
};

const linesIn = (part: SplitPart, seats: SeatsOfLines): string[] => {
  if (part.splitType === "item") return [...part.splitDetails.itemIds];
  if (part.splitType !== "seat") return [];
  return [...seats].flatMap(([id, seat]) => (seat === part.splitDetails.seat ? [id] : []));
};

/** `paid`: the captured payments of the order, with the parts that they paid. */
export function splitState(
  bill: Bill,
  seats: SeatsOfLines,
  paid: readonly PaidPart[],
  plan: SplitPlan,
): SplitState {
  const sum = paid.reduce((all, { amount }) => all + amount, 0);
  const paidParts = paid.flatMap(({ part }) => (part ? [part] : []));
  let due = bill.total - sum;
  const settled = [...paidParts];
  const parts = partsOf(plan, seats).map((part): PartState => {
    const own = paidFor(part, bill, seats, paid);
    if (own !== null) return { part, amount: own, paid: own, open: 0, status: "paid" };
    if (paidParts.some((other) => partsOverlap(other, part, seats)))
      return { part, amount: 0, paid: 0, open: 0, status: "blocked" };
    const priced = splitPart({ bill, part, seats, due, paidParts: settled });
    const open = priced.ok ? priced.amount : 0;
    due -= open;
    settled.push(part);
    return { part, amount: open, paid: 0, open, status: "open" };
  });
  const paidByParts = parts.reduce((all, part) => all + part.paid, 0);
  return { parts, paidApart: sum - paidByParts, rest: due, total: bill.total, due: bill.total - sum };
}

/** What was paid for a part; null where it is open. Lines count as paid together when each of them is covered. */
const paidFor = (
  part: SplitPart,
  bill: Bill,
  seats: SeatsOfLines,
  paid: readonly PaidPart[],
): number | null => {
  if (part.splitType === "equal") {
    const same = paid.find(
      (each) =>
        each.part?.splitType === "equal" &&
        each.part.splitDetails.splitCount === part.splitDetails.splitCount &&
        each.part.splitDetails.splitIndex === part.splitDetails.splitIndex,
    );
    return same ? same.amount : null;
  }
  const own = linesIn(part, seats);
  const exact = paid.find((each) => {
    const lines = each.part ? linesIn(each.part, seats) : [];
    return lines.length === own.length && own.every((id) => lines.includes(id));
  });
  if (exact && own.length > 0) return exact.amount;
  const covered = new Set(paid.flatMap((each) => (each.part ? linesIn(each.part, seats) : [])));
  if (own.length === 0 || !own.every((id) => covered.has(id))) return null;
  return lineShares(bill).reduce((all, { id, amount }) => (own.includes(id) ? all + amount : all), 0);
};
