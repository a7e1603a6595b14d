import { Order, Payment } from "@tillbox/shared/contract/order.ts";
import { PaymentVoidInput, TipInput } from "@tillbox/shared/contract/payment.ts";
import { newId } from "@tillbox/shared/id.ts";
import { z } from "zod";
import { type Route, write } from "../../../http/route.ts";
import { addTip, voidPayment } from "./commands.ts";

const tag = "Payments";
const answers = z.object({ payment: Payment, order: Order });

export const orderPaymentRoutes: Route[] = [
  write({
    method: "post",
    path: "/orders/:id/payments/:paymentId/void",
    tag,
    status: 201,
    summary: "Void a payment of an order that is not paid in full; after that it is refunded",
    body: PaymentVoidInput,
    answers,
    prepare: ({ body, params }) => ({
      command: voidPayment,
      input: { id: params.id ?? "", paymentId: params.paymentId ?? "", reason: body.reason },
    }),
  }),
  write({
    method: "post",
    path: "/orders/:id/payments/:paymentId/tip",
    tag,
    status: 201,
    summary: "Add the tip that was written on a card's slip after the payment",
    body: TipInput,
    answers,
    prepare: ({ body, params }) => ({
      command: addTip,
      input: {
        id: params.id ?? "",
        paymentId: params.paymentId ?? "",
        tipId: body.id ?? newId(),
        amount: body.amount,
      },
    }),
  }),
];
