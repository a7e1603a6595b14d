/** What went otherwise than sold, by business day: voids of what the kitchen knew, comps, cancelled orders, delays, paid-outs beyond the drawer. */
import { query } from "../../../kernel/database.ts";
import type { Change, Projection } from "../../../kernel/types.ts";
import type { DrawerState } from "../../drawer/rows.ts";
import { type OrderState, orderMoney } from "../../order/rows.ts";
import { setting } from "../../settings/rows.ts";

export const exceptionKinds = ["void", "comp", "cancelled", "delayed", "paid_out_refused"] as const;
type Kind = (typeof exceptionKinds)[number];
/** `amount`: what it would have brought, minor units. */
type Exception = { kind: Kind; count: number; amount: number };

const add = query<[string, string, string, number, number]>(
  "INSERT INTO order_exceptions (business_day, kind, currency, count, amount) VALUES (?, ?, ?, ?, ?) ON CONFLICT (business_day, kind, currency) DO UPDATE SET count = count + excluded.count, amount = amount + excluded.amount",
);

const worthOf = (order: OrderState, lineId: string): number => {
  const line = orderMoney(order).bill.lines.find(({ id }) => id === lineId);
  return line ? line.lineTotal - line.discountAmount : 0;
};

/** A line that was taken back, or some of it, after the kitchen was told. */
const voided = (before: OrderState, after: OrderState, lineId: string): Exception[] => {
  const old = before.lines.find(({ id }) => id === lineId);
  const now = after.lines.find(({ id }) => id === lineId);
  const stillSent = now && now.status !== "voided" ? now.sentMilli : 0;
  if (!old || old.sentMilli <= stillSent) return [];
  return [{ kind: "void", count: 1, amount: worthOf(before, lineId) - worthOf(after, lineId) }];
};

const comps = (order: OrderState): Exception[] => {
  const { bill } = orderMoney(order);
  const amounts = order.discounts.flatMap(({ comp }, index) => (comp ? [bill.discounts[index] ?? 0] : []));
  return amounts.length === 0
    ? []
    : [{ kind: "comp", count: amounts.length, amount: amounts.reduce((sum, amount) => sum + amount, 0) }];
};

const exceptionsOf = ({ event, before, after }: Change): Exception[] => {
  const [was, is] = [before as OrderState | undefined, after as OrderState];
  if (event.type === "OrderFinalised") return comps(is);
  if (event.type === "OrderDelayed") return [{ kind: "delayed", count: 1, amount: 0 }];
  if (!was) return [];
  if (event.type === "StatusChanged" && event.data.to === "cancelled")
    return [{ kind: "cancelled", count: 1, amount: orderMoney(was).bill.total }];
  if (event.type === "LineVoided" || event.type === "LineChanged")
    return voided(was, is, String(event.data.lineId));
  return [];
};

export const exceptionsProjection: Projection = {
  entity: "order",
  project: (change, { db }) => {
    const { businessDay, policy } = change.after as OrderState;
    for (const { kind, count, amount } of exceptionsOf(change))
      add.run(db, businessDay, kind, policy.currency, count, amount);
  },
};

/** Somebody wanted more out of a drawer than should be in it. */
export const refusedCashProjection: Projection = {
  entity: "drawer",
  project: ({ event, after }, reads) => {
    if (event.type !== "PaidOutRefused") return;
    const { businessDay } = after as DrawerState;
    const currency = setting(reads, "currency.code");
    add.run(reads.db, businessDay, "paid_out_refused", currency, 1, Number(event.data.amount));
  },
};

export type ExceptionSum = { kind: string; currency: string; count: number; amount: number };
export const exceptionsBetween = query<[string, string], ExceptionSum>(
  "SELECT kind, currency, SUM(count) AS count, SUM(amount) AS amount FROM order_exceptions WHERE business_day BETWEEN ? AND ? GROUP BY kind, currency ORDER BY kind, currency",
);
