/** Loyalty programs, the ledger of points as it is projected from the customers' events, and the tally of one command. */

import type { PointsEntry, PointsKind } from "@tillbox/shared/contract/loyalty.ts";
import { newsFor } from "@tillbox/shared/protocol/rooms.ts";
import { conflict, invalid } from "@tillbox/shared/refusal.ts";
import { query } from "../../kernel/database.ts";
import { type PageRequest, readPage } from "../../kernel/keyset.ts";
import { type RecordState, recordFeature } from "../../kernel/record.ts";
import type { Context, EventDraft, Projection, Reads } from "../../kernel/types.ts";
import {
  type CustomerState,
  customers,
  type PointsMoved,
  type PointsRule,
  pointsKindOf,
  pointsMoved,
} from "../customer/rows.ts";
import { categories, menuItems } from "../menu/rows.ts";
import type { ProgramFields } from "./loyalty.ts";

export { monthsLater, pointsFor, shareOf } from "./loyalty.ts";

const activeRow = query<[], { id: string }>("SELECT id FROM loyalty_programs WHERE active = 1 LIMIT 1");

const checkProgram = (fields: ProgramFields, id: string, reads: Reads): void => {
  const other = activeRow.get(reads.db);
  if (fields.active && other && other.id !== id)
    throw conflict("Another loyalty program is active. Switch it off first.", { id: other.id });
  fields.excludedCategories.forEach((category, index) => {
    if (!reads.get(categories.entity, category))
      throw invalid(`excludedCategories.${index}`, `there is no category ${category}`);
  });
  const ids = new Set<string>();
  fields.rewards.forEach((reward, index) => {
    if (ids.has(reward.id)) throw invalid(`rewards.${index}.id`, "is the id of another reward too");
    ids.add(reward.id);
    if (reward.kind === "item" && !reads.get(menuItems.entity, reward.menuItemId))
      throw invalid(`rewards.${index}.menuItemId`, `there is no menu item ${reward.menuItemId}`);
  });
};

export const loyaltyPrograms = recordFeature<ProgramFields>({
  name: "loyalty-program",
  label: "loyalty program",
  table: "loyalty_programs",
  permission: "loyalty.manage",
  defaults: {
    name: "",
    active: false,
    sort: 0,
    earnPoints: 1,
    earnAmount: 100,
    basis: "gross",
    excludedCategories: [],
    expiryMonths: null,
    allowNegative: false,
    rewards: [],
  },
  columns: {
    name: (program) => program.name,
    sort: (program) => program.sort,
    active: (program) => Number(program.active),
  },
  check: checkProgram,
  announce: { event: "loyalty:update", rooms: () => newsFor("loyalty") },
});

export type ProgramState = RecordState<ProgramFields>;
export const activeProgram = (reads: Reads): ProgramState | undefined => {
  const row = activeRow.get(reads.db);
  return row && reads.get(loyaltyPrograms.entity, row.id);
};

type LedgerRow = Omit<PointsEntry, "orderId" | "refundId"> & {
  order_id: string | null;
  refund_id: string | null;
};
const insert = query<
  [
    string,
    string,
    number,
    string,
    string,
    number,
    number,
    number,
    string | null,
    string | null,
    string | null,
    string | null,
    string | null,
  ]
>(
  "INSERT INTO points_ledger (customer_id, key, seq, at, kind, points, balance, forgone, order_id, refund_id, use_id, reason, rule) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
);
const oneByKey = query<[string, string], { points: number; rule: string | null }>(
  "SELECT points, rule FROM points_ledger WHERE customer_id = ? AND key = ?",
);
const reversedOfOrder = query<[string, string], { points: number }>(
  "SELECT COALESCE(SUM(forgone - points), 0) AS points FROM points_ledger WHERE customer_id = ? AND order_id = ? AND kind = 'reversed'",
);
const restoredOfUse = query<[string, string], { points: number }>(
  "SELECT COALESCE(SUM(points), 0) AS points FROM points_ledger WHERE customer_id = ? AND use_id = ? AND kind = 'restored'",
);

export const pointsProjection: Projection = {
  entity: "customer",
  project: ({ event, after }, { db }) => {
    const kind = pointsKindOf(event.type);
    if (!kind) return;
    const moved = event.data as unknown as PointsMoved;
    const { key, points, forgone, orderId, refundId, useId, reason, rule } = moved;
    const balance = (after as CustomerState).points ?? 0;
    const ruleText = rule === null ? null : JSON.stringify(rule);
    insert.run(
      db,
      event.id,
      key,
      event.seq,
      event.at,
      kind,
      points,
      balance,
      forgone,
      orderId,
      refundId,
      useId,
      reason,
      ruleText,
    );
  },
};

/** What an order earned for a customer, and how it was counted. */
export const earnedBy = (
  { db }: Reads,
  customerId: string,
  orderId: string,
): { points: number; rule: PointsRule } | null => {
  const row = oneByKey.get(db, customerId, `earned:${orderId}`);
  return row?.rule ? { points: row.points, rule: JSON.parse(row.rule) as PointsRule } : null;
};
/** What refunds took of that so far, or could not take and let go. */
export const reversedSoFar = ({ db }: Reads, customerId: string, orderId: string): number =>
  reversedOfOrder.get(db, customerId, orderId)?.points ?? 0;
/** What refunds gave back so far of the points of one reward. */
export const restoredSoFar = ({ db }: Reads, customerId: string, useId: string): number =>
  restoredOfUse.get(db, customerId, useId)?.points ?? 0;

const newestFirst = {
  select: "SELECT seq, at, kind, points, balance, forgone, order_id, refund_id, reason FROM points_ledger",
  order: ["seq"],
  direction: "DESC",
} as const;
export const ledgerPage = (
  { db }: Reads,
  customerId: string,
  page: PageRequest,
): { items: PointsEntry[]; nextCursor: string | null } => {
  const where = [{ sql: "customer_id = ?", values: [customerId] }];
  const { items, nextCursor } = readPage(db, newestFirst, where, page);
  const entries = (items as unknown as LedgerRow[]).map(
    ({ order_id: orderId, refund_id: refundId, ...entry }) => ({ ...entry, orderId, refundId }),
  );
  return { items: entries, nextCursor };
};

type Move = Omit<PointsMoved, "points"> & { points: number };
export type Tally = {
  /** What the customer has now, this command's moves included; null where there is nobody, or nobody any more. */
  balance(customerId: string): number | null;
  move(customerId: string, kind: PointsKind, moved: Pick<Move, "key" | "points"> & Partial<Move>): void;
  events(): EventDraft[];
};

/** Balances while one command moves points of several customers. What lapsed goes first. */
export const openTally = ({ reads, at }: Pick<Context, "reads" | "at">): Tally => {
  const balances = new Map<string, number | null>();
  const events: EventDraft[] = [];
  const move: Tally["move"] = (customerId, kind, moved) => {
    balances.set(customerId, (balance(customerId) ?? 0) + moved.points);
    events.push(pointsMoved(customerId, kind, moved));
  };
  const balance = (customerId: string): number | null => {
    const known = balances.get(customerId);
    if (known !== undefined) return known;
    const customer = reads.get(customers, customerId);
    const points = customer && customer.erasedAt === null ? (customer.points ?? 0) : null;
    balances.set(customerId, points);
    const lapsed = customer?.pointsExpireAt && customer.pointsExpireAt <= at;
    if (points !== null && points > 0 && lapsed)
      move(customerId, "expired", { key: `expired:${customer.pointsExpireAt}`, points: -points });
    return balances.get(customerId) ?? null;
  };
  return { balance, move, events: () => events };
};
