import { RewardUseInput } from "@tillbox/shared/contract/loyalty.ts";
import { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { type Route, write } from "../../../http/route.ts";
import { giveReward, removeDiscount } from "./commands.ts";

const tag = "Loyalty";
export const rewardRoutes: Route[] = [
  write({
    method: "post",
    path: "/orders/:id/rewards",
    tag,
    status: 201,
    summary: "Give a reward: the customer's points go, the order gets a discount",
    body: RewardUseInput,
    answers: Order,
    prepare: ({ body, params }) => ({
      command: giveReward,
      input: {
        id: params.id ?? "",
        discountId: body.id ?? newId(),
        rewardId: body.rewardId,
        itemId: body.itemId,
      },
    }),
  }),
  write({
    method: "delete",
    path: "/orders/:id/discounts/:discountId",
    tag: "Orders",
    status: 200,
    summary: "Take a discount off again; the points of a reward come back",
    answers: Order,
    prepare: ({ params }) => ({
      command: removeDiscount,
      input: { id: params.id ?? "", discountId: params.discountId ?? "" },
    }),
  }),
];
