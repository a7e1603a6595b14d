import { Order } from "@tillbox/shared/contract/order.ts";
import { Refund, RefundInput } from "@tillbox/shared/contract/refund.ts";
import { newId } from "@tillbox/shared/id.ts";
import { z } from "zod";
import { type Route, write } from "../../../http/route.ts";
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
];
