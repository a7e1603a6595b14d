/**
 * What is left of an item, in thousandths of its unit, and of those of its variants that are counted for themselves. It is a thing of
 * its own beside the item, so that a sale neither changes the item's version nor lengthens the history that old prices are read from.
 * Every event holds what was left after it. Pure.
 */
import { conflict } from "@tillbox/shared/refusal.ts";
import type { BaseState, EventDraft, StoredEvent } from "../../kernel/types.ts";

export type Count = {
  /** null: nobody counts. */
  leftMilli: number | null;
  /** When a person last counted; what was ordered before does not come back into the count. */
  countedAt: string;
};
export type StockState = BaseState & Count & { variants: Record<string, Count> };
/** Counted without an entity of its own: on items of the first version, and where there is nothing to count. */
export type Counts = Pick<StockState, "leftMilli" | "countedAt" | "variants">;

type Change = { variantId: string | null; leftMilli: number | null; changeMilli: number };
type StockEvents = {
  /** A person counted. */
  StockCounted: { counts: Change[]; reason: string | null };
  /** A person put some there, or took some away. */
  StockAdjusted: { counts: Change[]; reason: string | null };
  /** Orders took, or gave back what was not cooked yet. */
  StockMoved: { counts: Change[] };
  StockForgotten: Record<string, never>;
};
const stockEvent = <T extends keyof StockEvents>(id: string, type: T, data: StockEvents[T]): EventDraft => ({
  entity: "menu-stock",
  id,
  type,
  data: { ...data },
});

export const evolveStock = (state: StockState | undefined, event: StoredEvent): StockState | undefined => {
  if (event.type === "StockForgotten") return undefined;
  const { counts } = event.data as StockEvents["StockMoved"];
  const base = {
    id: event.id,
    version: event.seq,
    createdAt: state?.createdAt ?? event.at,
    updatedAt: event.at,
  };
  const isCount = event.type === "StockCounted";
  const counted = (known: Count | undefined, leftMilli: number | null): Count => ({
    leftMilli,
    countedAt: isCount ? event.at : (known?.countedAt ?? ""),
  });
  const next: Counts = {
    leftMilli: state?.leftMilli ?? null,
    countedAt: state?.countedAt ?? "",
    variants: { ...state?.variants },
  };
  for (const { variantId, leftMilli } of counts) {
    if (variantId === null) Object.assign(next, counted(state, leftMilli));
    else next.variants[variantId] = counted(state?.variants[variantId], leftMilli);
  }
  return { ...base, ...next };
};

const nothing: Count = { leftMilli: null, countedAt: "" };
export const countOf = (counts: Counts, variantId: string | null): Count =>
  variantId === null ? counts : (counts.variants[variantId] ?? nothing);

/** True where there is not a thousandth left: of the item, or of the variant that is asked for. */
export const isOut = (counts: Counts, variantId: string | null): boolean =>
  counts.leftMilli === 0 || (variantId !== null && countOf(counts, variantId).leftMilli === 0);

export type StockInput = {
  variantId: string | null;
  /** A count by a person; null stops counting. */
  leftMilli?: number | null;
  /** More or less than there was. */
  deltaMilli?: number;
  reason: string | null;
};

/** Throws `conflict` for a difference where nobody counts, or below zero. */
export const decideStock = (id: string, name: string, counts: Counts, input: StockInput): EventDraft[] => {
  const { variantId, reason } = input;
  const { leftMilli } = countOf(counts, variantId);
  if (input.deltaMilli === undefined) {
    const next = input.leftMilli ?? null;
    const changeMilli = (next ?? 0) - (leftMilli ?? 0);
    return [
      stockEvent(id, "StockCounted", { counts: [{ variantId, leftMilli: next, changeMilli }], reason }),
    ];
  }
  if (leftMilli === null) throw conflict(`Nobody counts ${name}. Say first how many there are.`);
  const next = leftMilli + input.deltaMilli;
  if (next < 0) throw notEnough(id, name, leftMilli);
  const changed = { variantId, leftMilli: next, changeMilli: input.deltaMilli };
  return [stockEvent(id, "StockAdjusted", { counts: [changed], reason })];
};

export const forgetStock = (id: string): EventDraft => stockEvent(id, "StockForgotten", {});

/** What one command takes of an item, or gives back, in thousandths. */
export type StockDemand = {
  menuItemId: string;
  variantId: string | null;
  /** More than before: positive. */
  changeMilli: number;
  /** Quantities that are not wanted any more and were not sent to the kitchen, with the time when they were ordered. */
  freed: readonly { milli: number; orderedAt: string }[];
};

/** One event for all that a command does to an item. Throws `conflict` where less is left than is wanted. */
export const decideMovement = (
  id: string,
  name: string,
  counts: Counts,
  demands: readonly StockDemand[],
): EventDraft[] => {
  const variants = [...new Set(demands.flatMap(({ variantId }) => (variantId === null ? [] : [variantId])))];
  const moved = [
    movement(id, name, counts, null, demands),
    ...variants.map((variantId) =>
      movement(
        id,
        name,
        countOf(counts, variantId),
        variantId,
        demands.filter((demand) => demand.variantId === variantId),
      ),
    ),
  ].flatMap((change) => (change ? [change] : []));
  return moved.length === 0 ? [] : [stockEvent(id, "StockMoved", { counts: moved })];
};

const movement = (
  id: string,
  name: string,
  { leftMilli, countedAt }: Count,
  variantId: string | null,
  demands: readonly StockDemand[],
): Change | null => {
  if (leftMilli === null) return null;
  const wanted = demands.reduce((sum, { changeMilli }) => sum + changeMilli, 0);
  if (wanted > leftMilli) throw notEnough(id, name, leftMilli);
  const freed = demands
    .flatMap((demand) => demand.freed)
    .filter(({ orderedAt }) => orderedAt >= countedAt)
    .reduce((sum, { milli }) => sum + milli, 0);
  const changeMilli = wanted > 0 ? -wanted : Math.min(-wanted, freed);
  return changeMilli === 0 ? null : { variantId, leftMilli: leftMilli + changeMilli, changeMilli };
};

const notEnough = (id: string, name: string, leftMilli: number) => {
  const left = leftMilli / 1000;
  const text =
    left === 0 ? `${name} is sold out.` : `Only ${left} of ${name} ${left === 1 ? "is" : "are"} left.`;
  return conflict(text, { menuItemId: id, name, left });
};
