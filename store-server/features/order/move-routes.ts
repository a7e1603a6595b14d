/** Split, move, merge: the way of lines between checks, over HTTP. */
import { Order } from "@tillbox/shared/contract/order.ts";
import {
  MergeInput,
  MoveItemsInput,
  OrderSplitInput,
  type PortionInput,
} from "@tillbox/shared/contract/order-moves.ts";
import { newId } from "@tillbox/shared/id.ts";
import { type Route, write } from "../../http/route.ts";
import type { Portion } from "./division.ts";
import { mergeOrders, moveItems, type SplitOrder, splitOrder } from "./moves/commands.ts";

const tag = "Orders";

/** What came without ids gets them, before the command is queued. */
export const toPortions = (items: readonly PortionInput[]): Portion[] =>
  items.map(({ itemId, quantity, newItemId }) => ({ itemId, quantity, toLineId: newItemId ?? newId() }));
export const toSplit = (id: string, body: OrderSplitInput): SplitOrder => ({
  id,
  newOrderId: body.id ?? newId(),
  items: toPortions(body.items),
  tableId: body.tableId ?? null,
});

export const orderMoveRoutes: Route[] = [
  write({
    method: "post",
    path: "/orders/:id/merge",
    tag,
    status: 200,
    summary: "Take over all of another check, which is closed by it",
    description:
      "The other check's status becomes cancelled, with mergedInto; it counts as no cancelled sale. The kitchen is told of nothing again. A check that is paid in part cannot be merged into another.",
    body: MergeInput,
    answers: Order,
    prepare: ({ body, params }) => ({
      command: mergeOrders,
      input: { id: params.id ?? "", fromOrderId: body.fromOrderId },
    }),
  }),
  write({
    method: "post",
    path: "/orders/:id/split",
    tag,
    status: 201,
    summary: "Put lines, or a part of their quantity, on a new check; answers with the new one",
    description:
      "Without tableId the new check is at the same table. A line that goes whole keeps its id. Percentages on the whole check hold on both; an amount on the whole check stays.",
    body: OrderSplitInput,
    answers: Order,
    prepare: ({ body, params }) => ({ command: splitOrder, input: toSplit(params.id ?? "", body) }),
  }),
  write({
    method: "post",
    path: "/orders/:id/move-items",
    tag,
    status: 200,
    summary:
      "Move lines, or a part of their quantity, onto another open check; answers with the one that they left",
    body: MoveItemsInput,
    answers: Order,
    prepare: ({ body, params }) => ({
      command: moveItems,
      input: { id: params.id ?? "", toOrderId: body.toOrderId, items: toPortions(body.items) },
    }),
  }),
];
