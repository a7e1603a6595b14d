/** What a check, or the goods of a sale, can take of cash that was taken on a device. What they cannot take stays unallocated. */
import { readAs } from "@tillbox/shared/checked.ts";
import type { PaymentInput } from "@tillbox/shared/contract/order.ts";
import { SaleInput } from "@tillbox/shared/contract/sale.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Context, EventDraft, RefusedChange } from "../../../kernel/types.ts";
import { openDrawerFor } from "../../drawer/rows.ts";
import { orderMoney } from "../bill.ts";
import { withEffects } from "../effects/rows.ts";
import { paymentFacts } from "../money/commands.ts";
import type { OrderState } from "../order.ts";
import { decidePay } from "../payment.ts";
import { orders } from "../rows.ts";
import { type Goods, goodsEvents, isHandedOver, opened, salePermission } from "../sales/commands.ts";

export type TakenCash = {
  refused: RefusedChange;
  payment: PaymentInput;
  /** Minor units in the hand, tip included; null where the device did not say. */
  total: number | null;
  /** Of a sale of which the device said what lies in the drawer: what was sold. */
  goods?: Goods | null;
};

/** Cash towards a check that is no sale of its own: no coin is rounded off what lies in the drawer already. */
export const cashFacts = (
  context: Context,
  order: OrderState,
  paymentId: string,
  drawerId: string | null,
) => ({
  ...paymentFacts(context, paymentId, order),
  cashStep: 1,
  drawerId,
  stored: null,
});

const goodsSchema = SaleInput.omit({ id: true });
export const goodsIn = (data: Record<string, unknown>): Goods | null => {
  const read = readAs(goodsSchema, data, "data");
  if (read.errors !== null) return null;
  const { commandId: _commandId, payment: _payment, ...goods } = read.data;
  return goods;
};

type Payable = { order: OrderState; before: readonly EventDraft[]; completes?: true };

/** The check that was meant; of a sale the one that its goods make, as they are priced now: they are over the counter. */
const payable = ({ refused, goods }: TakenCash, context: Context): Payable | null => {
  const { reads, actor } = context;
  const order = reads.get(orders, refused.entityId);
  if (order) return { order, before: [] };
  if (!goods) return null;
  const sold = { id: refused.entityId, sale: goods };
  const lacks = salePermission(sold, context);
  if (lacks !== null && !actor.permissions.has(lacks)) return null;
  const before = goodsEvents(sold, context);
  const made = opened(before, refused.entityId, context);
  return { order: made, before, ...(isHandedOver(made) ? { completes: true } : {}) };
};

const bookedOn = (
  { order, before, ...more }: Payable,
  { payment }: TakenCash,
  total: number,
  paymentId: string,
  context: Context,
): EventDraft[] => {
  const tip = Math.min(payment.tip ?? 0, total);
  const amount = Math.min(total - tip, orderMoney(order).due);
  if (amount <= 0) return [];
  const facts = cashFacts(context, order, paymentId, openDrawerFor(context.reads, context.actor));
  const paid = decidePay(order, { method: "cash", amount, tip }, { ...facts, ...more });
  return withEffects([...before, ...paid], context);
};

/** The payment that there is now, with all that follows from it; nothing where none is possible, or where a part of a bill was meant. */
export const bookable = (
  taken: TakenCash,
  total: number,
  paymentId: string,
  context: Context,
): EventDraft[] => {
  if (taken.payment.split || !context.actor.permissions.has("payment.take")) return [];
  try {
    const found = payable(taken, context);
    return found ? bookedOn(found, taken, total, paymentId, context) : [];
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
};
