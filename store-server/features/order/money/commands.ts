/** Taking money: the payment, and what it takes to finalise a check. */
import type { PaymentInput } from "@tillbox/shared/contract/order.ts";
import { conflict } from "@tillbox/shared/refusal.ts";
import { localHour } from "@tillbox/shared/time.ts";
import type { Command, Context } from "../../../kernel/types.ts";
import { openDrawerFor } from "../../drawer/rows.ts";
import { setting } from "../../settings/rows.ts";
import { orderDecision } from "../effects/rows.ts";
import { dayOf, findOrder, orderTarget, orOwn } from "../facts/rows.ts";
import { sealPayer } from "../guest/rows.ts";
import type { OrderState } from "../order.ts";
import { checkTaken, decidePay, type PaymentFacts, wantedBy } from "../payment.ts";
import { paymentAnswer } from "../payments/commands.ts";
import { nextReceiptNumber } from "../rows.ts";
import { chargePermission, payerOf, storedValueFor } from "../stored-value/rows.ts";
import { orderView } from "../view.ts";

export const paymentFacts = (
  context: Context,
  paymentId: string,
  order: OrderState,
): Omit<PaymentFacts, "stored"> => {
  const completes = setting(context.reads, "order.complete_on_payment");
  return {
    paymentId,
    drawerId: openDrawerFor(context.reads, context.actor),
    userId: context.actor.userId,
    at: context.at,
    businessDay: dayOf(context),
    hour: localHour(context.at, setting(context.reads, "store.time_zone")),
    cashStep: setting(context.reads, "rounding.cash"),
    receiptNumber: nextReceiptNumber(context.reads),
    completes: typeof completes === "boolean" ? completes : completes.includes(order.type),
  };
};

/** Somebody has to see the money, or the slip of a terminal that the box does not know; the others prove themselves. */
const takenByPeople = new Set<string>(["cash", "external", "house_account"]);

const payPermission = ({ id, payment }: PayOrder, context: Context): string => {
  if (payment.force) return "payment.force";
  if (!takenByPeople.has(payment.method)) return orOwn(context, id, "payment.take");
  if (payment.method !== "house_account" || !context.actor.permissions.has("payment.take"))
    return "payment.take";
  return chargePermission(context, findOrder(context.reads, id), payment);
};

export type PayOrder = {
  id: string;
  paymentId: string;
  payment: PaymentInput;
  /** Minor units of cash in the drawer for it, where the device said. */
  taken?: number | undefined;
};

export const payOrder: Command<PayOrder> = {
  name: "order.pay",
  permission: payPermission,
  approvable: true,
  approvalAmount: ({ id, payment }, { reads }) => wantedBy(findOrder(reads, id), payment) ?? 0,
  approvalAbout: ({ payment }, context) => payerOf(context, payment),
  target: orderTarget,
  decide: (input, context) => {
    const { id, paymentId, payment, taken } = input;
    const order = findOrder(context.reads, id);
    if (order.payments.some((known) => known.id === paymentId))
      throw conflict("There is a payment with this id already.", orderView(order));
    const named = sealPayer(context.reads, id, payment);
    const stored = storedValueFor(context, payment, payPermission(input, context));
    const paid = decidePay(order, named, { ...paymentFacts(context, paymentId, order), stored });
    const events = payment.method === "cash" ? checkTaken(paid, taken, order, orderView(order)) : paid;
    return orderDecision(context, id, events, (reads) => paymentAnswer(reads, id, paymentId));
  },
};
