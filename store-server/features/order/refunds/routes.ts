import { Order } from "@tillbox/shared/contract/order.ts";
import { Refund, RefundInput, RefundPreview } from "@tillbox/shared/contract/refund.ts";
import { newId } from "@tillbox/shared/id.ts";
import { z } from "zod";
import { action, type Route, write } from "../../../http/route.ts";
import { setting } from "../../settings/rows.ts";
import { findOrder } from "../facts/rows.ts";
import { planRefund } from "../refund-plan.ts";
import { refundTarget } from "../stored-value/rows.ts";
import { refundOrder } from "./commands.ts";

export const orderRefundRoutes: Route[] = [
  write({
    method: "post",
    path: "/orders/:id/refunds",
    tag: "Refunds",
    status: 201,
    summary: "Refund a paid order: all that is left, quantities of lines, or an amount",
    description:
      "The money goes back to the payments that it came from, in their order. What was refunded before cannot be refunded again: 409 with the order as it is.",
    body: RefundInput,
    answers: z.object({ refund: Refund, order: Order }),
    prepare: ({ body, params }) => ({
      command: refundOrder,
      input: { id: params.id ?? "", refundId: body.id ?? newId(), refund: body },
    }),
  }),
  action({
    method: "post",
    path: "/orders/:id/refunds/preview",
    tag: "Refunds",
    permission: "payment.take",
    status: 200,
    summary: "What a refund would give back, and by which means; writes nothing",
    body: RefundInput,
    answers: RefundPreview,
    run: ({ kernel, params, body }) => {
      const order = findOrder(kernel, params.id ?? "");
      const plan = planRefund(order, refundTarget({ reads: kernel }, body), setting(kernel, "rounding.cash"));
      const tenders = plan.tenders.map(({ paymentId, method, amount, tip, rounding }) => ({
        paymentId,
        method,
        payout: amount + tip + rounding,
      }));
      const payout = tenders.reduce((sum, tender) => sum + tender.payout, 0);
      return { total: plan.sums.total, tip: plan.tip, payout, tenders };
    },
  }),
];
