/** Refunding a paid order: the document and what it uses up of the order, in one transaction. */
import type { RefundInput } from "@tillbox/shared/contract/refund.ts";
import { conflict, Refusal } from "@tillbox/shared/refusal.ts";
import { localHour } from "@tillbox/shared/time.ts";
import type { Command, Context, EventDraft, Reads } from "../../../kernel/types.ts";
import { openDrawerFor } from "../../drawer/rows.ts";
import { invoiceOf } from "../../invoice/rows.ts";
import { nextRefundNumber, refundIssued, refunds } from "../../refund/rows.ts";
import { setting } from "../../settings/rows.ts";
import { orderDecision } from "../effects/rows.ts";
import { dayOf, findOrder, orderTarget } from "../facts/rows.ts";
import {
  planRefund,
  type RefundFacts,
  type RefundPlan,
  refundDocument,
  refundOfOrder,
} from "../refund-plan.ts";
import { orderEvent } from "../status.ts";
import { payerOf, refundTarget } from "../stored-value/rows.ts";
import { orderText } from "../view.ts";

export type RefundRequest = { id: string; refundId: string; refund: RefundInput };

export const planOf = ({ id, refund }: RefundRequest, context: Context): RefundPlan =>
  planRefund(
    findOrder(context.reads, id),
    refundTarget(context, refund),
    setting(context.reads, "rounding.cash"),
  );

const planOrNull = (request: RefundRequest, context: Context): RefundPlan | null => {
  try {
    return planOf(request, context);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
};

const factsOf = (orderId: string, refundId: string, context: Context): RefundFacts => ({
  invoiceNumber: invoiceOf(context.reads, orderId)?.number ?? null,
  refundId,
  number: nextRefundNumber(context.reads),
  userId: context.actor.userId,
  at: context.at,
  businessDay: dayOf(context),
  hour: localHour(context.at, setting(context.reads, "store.time_zone")),
  drawerId: openDrawerFor(context.reads, context.actor),
});

/** What a manager's approval is worth: all that would go out. What is refused anyway is worth nothing. */
const amountOf = (request: RefundRequest, context: Context): number => {
  const plan = planOrNull(request, context);
  return plan === null ? 0 : plan.sums.total + plan.tip;
};

/** Paying out by another method than was paid with is a permission of its own. What is refused anyway asks for the lesser one. */
const permissionOf = (request: RefundRequest, context: Context): string =>
  request.refund.method !== undefined && planOrNull(request, context)?.isOther
    ? "payment.refund-other"
    : "payment.refund";

export const refundOrder: Command<RefundRequest> = {
  name: "order.refund",
  permission: permissionOf,
  approvable: true,
  approvalAmount: amountOf,
  approvalAbout: ({ refund: { method, reference } }, context) =>
    method === undefined ? null : payerOf(context, { method, reference }),
  target: orderTarget,
  decide: (request, context) => {
    const { id, refundId } = request;
    return orderDecision(context, id, refundEvents(request, context), (reads) =>
      refundAnswer(reads, id, refundId),
    );
  },
};

/** The order's event and the document's, without what follows for other things. */
export const refundEvents = (request: RefundRequest, context: Context): EventDraft[] => {
  const { id, refundId, refund } = request;
  const order = findOrder(context.reads, id);
  const taken = context.reads.get(refunds, refundId);
  if (taken)
    throw conflict("There is a refund with this id already.", JSON.parse(refunds.view(taken, context.reads)));
  const plan = planOf(request, context);
  const facts = factsOf(id, refundId, context);
  return [
    orderEvent(id, "OrderRefunded", { refund: refundOfOrder(plan, refund.reason, facts) }),
    refundIssued(refundId, refundDocument(order, plan, refund.reason, facts)),
  ];
};

const refundAnswer = (reads: Reads, id: string, refundId: string): string => {
  const refund = reads.get(refunds, refundId);
  if (!refund) throw new Error(`refund ${refundId} was not folded`);
  return `{"refund":${refunds.view(refund, reads)},"order":${orderText(findOrder(reads, id))}}`;
};
