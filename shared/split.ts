/**
 * Splitting a bill. The total is allocated to the lines by their discounted gross, so that service charge and
 * exclusive tax ride along; a part is what its lines, its equal share or its own words come to. Parts always
 * add up to the bill to the last cent, even when the bill changed between two parts: no part takes more than is
 * due, and the last open one takes exactly what is left. Whether a part was paid before is for the caller to
 * refuse; `partsOverlap` tells.
 */
import type { Bill } from "./bill.ts";
import { allocate } from "./money.ts";

/** A part as it stands on the wire (and in the payment's event). `splitIndex` counts from 1. */
export type SplitPart =
  | { splitType: "item"; splitDetails: { itemIds: readonly string[] } }
  | { splitType: "seat"; splitDetails: { seat: number } }
  | { splitType: "equal"; splitDetails: { splitCount: number; splitIndex: number } }
  | { splitType: "amount"; splitDetails: { splitAmount: number } };

/** Line id → seat, for the lines that have one. */
export type SeatsOfLines = ReadonlyMap<string, number>;

/**
 * `due`: what is open on the bill now, after every captured payment, with a split or without.
 * `paidParts`: the parts of captured payments. A paid seat is best given as the `item` part of the `itemIds`
 * that `splitPart` answered then, so that a line added to the seat later counts as open.
 */
export type SplitInput = {
  bill: Bill;
  part: SplitPart;
  seats: SeatsOfLines;
  due: number;
  paidParts: readonly SplitPart[];
};

/**
 * `amount`: what this part pays, in minor units. `itemIds`: the lines it covers, none for equal and amount.
 * `last`: it was the last open part, and takes all that is due.
 * Problems: `unknown_item` (names a line that is not on the bill, or none), `empty_seat` (nobody ordered there),
 * `bad_share` (not 1 ≤ index ≤ count), `bad_amount` (not a positive whole amount, or more than is due).
 */
export type SplitResult =
  | { ok: true; amount: number; itemIds: string[]; last: boolean }
  | { ok: false; problem: "unknown_item" | "empty_seat" | "bad_share" | "bad_amount" };

/** An `equal` split into more parts than this is refused as `bad_share`. */
export const SPLIT_COUNT_LIMIT = 1_000;

/** The bill's total allocated to its lines by their gross, in their order; sums to exactly the total. */
export function lineShares(bill: Bill): { id: string; amount: number }[] {
  const amounts = allocate(
    bill.total,
    bill.lines.map((line) => line.gross),
  );
  return bill.lines.map((line, index) => ({ id: line.id, amount: amounts[index] ?? 0 }));
}

/** What a part of the bill comes to; pure, so that screen and box agree. Never throws for a valid `Bill`. */
export function splitPart(input: SplitInput): SplitResult {
  const { part } = input;
  switch (part.splitType) {
    case "item":
      return partOfLines(input, part.splitDetails.itemIds, "unknown_item");
    case "seat":
      return partOfLines(input, linesOf(part, input.seats), "empty_seat");
    case "equal":
      return equalPart(input, part.splitDetails.splitCount, part.splitDetails.splitIndex);
    case "amount":
      return statedPart(input.due, part.splitDetails.splitAmount);
  }
}

/**
 * Whether two parts claim the same thing: a common line, the same seat, the same equal share, or equal shares
 * of different counts (thirds and halves cannot both stand). Amounts never overlap.
 */
export function partsOverlap(a: SplitPart, b: SplitPart, seats: SeatsOfLines): boolean {
  if (a.splitType === "equal" && b.splitType === "equal") {
    if (a.splitDetails.splitCount !== b.splitDetails.splitCount) return true;
    return a.splitDetails.splitIndex === b.splitDetails.splitIndex;
  }
  if (a.splitType === "seat" && b.splitType === "seat") return a.splitDetails.seat === b.splitDetails.seat;
  const lines = new Set(linesOf(a, seats));
  return linesOf(b, seats).some((id) => lines.has(id));
}

function partOfLines(
  { bill, seats, due, paidParts }: SplitInput,
  ids: readonly string[],
  problem: "unknown_item" | "empty_seat",
): SplitResult {
  const wanted = new Set(ids);
  const shares = lineShares(bill);
  const own = shares.filter((share) => wanted.has(share.id));
  if (own.length === 0 || own.length !== wanted.size) return { ok: false, problem };
  const covered = new Set(paidParts.flatMap((part) => linesOf(part, seats)));
  const last = shares.every((share) => share.amount === 0 || wanted.has(share.id) || covered.has(share.id));
  const amount = own.reduce((sum, share) => sum + share.amount, 0);
  return taking(
    due,
    amount,
    last,
    own.map((share) => share.id),
  );
}

function equalPart({ bill, due, paidParts }: SplitInput, count: number, index: number): SplitResult {
  const valid = Number.isInteger(count) && count >= 1 && count <= SPLIT_COUNT_LIMIT;
  if (!valid || !Number.isInteger(index) || index < 1 || index > count)
    return { ok: false, problem: "bad_share" };
  const taken = new Set([index]);
  for (const part of paidParts) {
    if (part.splitType === "equal" && part.splitDetails.splitCount === count) {
      taken.add(part.splitDetails.splitIndex);
    }
  }
  const shares = allocate(
    bill.total,
    Array.from({ length: count }, () => 1),
  );
  return taking(due, shares[index - 1] ?? 0, taken.size === count, []);
}

function statedPart(due: number, amount: number): SplitResult {
  if (!Number.isSafeInteger(amount) || amount <= 0 || amount > due)
    return { ok: false, problem: "bad_amount" };
  return { ok: true, amount, itemIds: [], last: amount === due };
}

function taking(due: number, amount: number, last: boolean, itemIds: string[]): SplitResult {
  const open = Math.max(due, 0);
  return { ok: true, amount: last ? open : Math.min(amount, open), itemIds, last };
}

function linesOf(part: SplitPart, seats: SeatsOfLines): readonly string[] {
  if (part.splitType === "item") return part.splitDetails.itemIds;
  if (part.splitType !== "seat") return [];
  const { seat } = part.splitDetails;
  return [...seats].filter(([, other]) => other === seat).map(([id]) => id);
}
