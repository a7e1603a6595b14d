/** Points of a customer: signed entries that sum to the balance. Pure. */
import type { PointsKind } from "@tillbox/shared/contract/loyalty.ts";
import type { EventDraft } from "../../kernel/types.ts";

/** How a sale was counted, kept with what it earned so that its refund counts in the same way. */
export type PointsRule = { basis: "gross" | "net"; excludedCategories: string[] };
export type PointsMoved = {
  /** Unique for the customer: the same cause never moves points twice. */
  key: string;
  /** Negative when they go. */
  points: number;
  orderId: string | null;
  refundId: string | null;
  /** The discount that a reward became. */
  useId: string | null;
  reason: string | null;
  forgone: number;
  rule: PointsRule | null;
  /** When the whole balance lapses; only where points were earned. */
  expiresAt: string | null;
};

const types = {
  earned: "PointsEarned",
  spent: "PointsSpent",
  returned: "PointsReturned",
  reversed: "PointsReversed",
  restored: "PointsRestored",
  adjusted: "PointsAdjusted",
  expired: "PointsExpired",
  forfeited: "PointsForfeited",
} as const satisfies Record<PointsKind, string>;
const kinds = new Map<string, PointsKind>(
  Object.entries(types).map(([kind, type]) => [type, kind as PointsKind]),
);

/** Undefined for an event that moves no points. */
export const pointsKindOf = (type: string): PointsKind | undefined => kinds.get(type);

const nothing = {
  orderId: null,
  refundId: null,
  useId: null,
  reason: null,
  forgone: 0,
  rule: null,
  expiresAt: null,
};

export const pointsMoved = (
  customerId: string,
  kind: PointsKind,
  moved: Pick<PointsMoved, "key" | "points"> & Partial<PointsMoved>,
): EventDraft => ({
  entity: "customer",
  id: customerId,
  type: types[kind],
  data: { ...nothing, ...moved } satisfies PointsMoved,
});

export type PointsState = { points?: number; pointsExpireAt?: string | null };

/** What lapsed is gone, and so is its date: points that come back or are given afterwards stay until more are earned. */
export const foldPoints = <S extends PointsState>(
  state: S,
  kind: PointsKind,
  moved: PointsMoved,
  at: string,
): S => {
  const { pointsExpireAt } = state;
  const isOver = typeof pointsExpireAt === "string" && pointsExpireAt <= at;
  return {
    ...state,
    points: (state.points ?? 0) + moved.points,
    ...(kind === "earned" || isOver ? { pointsExpireAt: moved.expiresAt } : {}),
  };
};
