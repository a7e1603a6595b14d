/** Commands on a payment that was taken: voiding it, a tip afterwards. */
import { localHour } from "@tillbox/shared/time.ts";
import type { Command, Reads } from "../../../kernel/types.ts";
import { openDrawerFor } from "../../drawer/rows.ts";
import { setting } from "../../settings/rows.ts";
import { orderDecision } from "../effects/rows.ts";
import { dayOf, findOrder, orderTarget } from "../facts/rows.ts";
import { tipOf } from "../order.ts";
import { decideTip, decideVoidPayment, findPayment } from "../payment-life.ts";
import { orderText, paymentView } from "../view.ts";

export const voidPayment: Command<{ id: string; paymentId: string; reason: string }> = {
  name: "order.void-payment",
  permission: "payment.void",
  approvable: true,
  approvalSubjects: ({ paymentId }) => [paymentId],
  approvalAmount: ({ id, paymentId }, { reads }) => {
    const order = findOrder(reads, id);
    const payment = order.payments.find((each) => each.id === paymentId);
    return payment ? payment.amount + tipOf(order, payment) : 0;
  },
  target: orderTarget,
  decide: ({ id, paymentId, reason }, context) => {
    const { reads, actor } = context;
    const events = decideVoidPayment(findOrder(reads, id), paymentId, reason, {
      businessDay: dayOf(context),
      drawerId: openDrawerFor(reads, actor),
      userId: actor.userId,
    });
    return orderDecision(context, id, events, (after) => paymentAnswer(after, id, paymentId));
  },
};

export const addTip: Command<{ id: string; paymentId: string; tipId: string; amount: number }> = {
  name: "order.add-tip",
  permission: "payment.take",
  target: orderTarget,
  decide: ({ id, paymentId, tipId, amount }, context) => {
    const { reads, actor, at } = context;
    const tip = { id: tipId, paymentId, amount, businessDay: dayOf(context), by: actor.userId, at };
    const events = decideTip(findOrder(reads, id), tip, {
      hour: localHour(at, setting(reads, "store.time_zone")),
      drawerId: openDrawerFor(reads, actor),
    });
    return orderDecision(context, id, events, (after) => paymentAnswer(after, id, paymentId));
  },
};

/** A payment with its order, as they are now. */
export const paymentAnswer = (reads: Reads, id: string, paymentId: string): string => {
  const order = findOrder(reads, id);
  return `{"payment":${JSON.stringify(paymentView(order, findPayment(order, paymentId)))},"order":${orderText(order)}}`;
};
