/** Discounts and comps over HTTP. */
import { DiscountInput, Order } from "@tillbox/shared/contract/order.ts";
import { CompInput, DiscountChangeInput } from "@tillbox/shared/contract/order-moves.ts";
import { newId } from "@tillbox/shared/id.ts";
import type { z } from "zod";
import { type Route, write } from "../../http/route.ts";
import { changeDiscount, type GiveComp, giveComp, giveDiscount } from "./discounts/commands.ts";

const tag = "Orders";

export const toComp = (id: string, body: z.infer<typeof CompInput>): GiveComp => ({
  id,
  discountId: body.id ?? newId(),
  itemId: body.itemId ?? null,
  reason: body.reason,
});
export const toDiscountChange = (
  id: string,
  {
    commandId: _commandId,
    discountId,
    ...change
  }: z.infer<typeof DiscountChangeInput> & { discountId: string },
) => ({ id, discountId, change });

export const orderDiscountRoutes: Route[] = [
  write({
    method: "post",
    path: "/orders/:id/discounts",
    tag,
    status: 201,
    summary: "Give a discount",
    body: DiscountInput,
    answers: Order,
    prepare: ({ body, params }) => ({
      command: giveDiscount,
      input: { id: params.id ?? "", discountId: body.id ?? newId(), discount: body },
    }),
  }),
  write({
    method: "put",
    path: "/orders/:id/discounts/:discountId",
    tag,
    status: 200,
    summary: "Change a discount: it takes the place of what it was",
    body: DiscountChangeInput,
    answers: Order,
    prepare: ({ body, params }) => ({
      command: changeDiscount,
      input: toDiscountChange(params.id ?? "", { ...body, discountId: params.discountId ?? "" }),
    }),
  }),
  write({
    method: "post",
    path: "/orders/:id/comps",
    tag,
    status: 201,
    summary: "Give a line, or the whole check, away; reported apart from discounts",
    body: CompInput,
    answers: Order,
    prepare: ({ body, params }) => ({ command: giveComp, input: toComp(params.id ?? "", body) }),
  }),
];
