/** Unallocated cash over HTTP: onto a check, or back to the guest. */
import { AllocateInput, GiveBackInput, InboxItem } from "@tillbox/shared/contract/inbox.ts";
import { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { z } from "zod";
import { type Route, write } from "../../../http/route.ts";
import { allocateCash, giveBackCash } from "./commands.ts";

const tag = "Inbox";
const Allocated = z.object({ item: InboxItem, order: Order }).meta({ id: "AllocatedCash" });

export const lateCashRoutes: Route[] = [
  write({
    method: "post",
    path: "/inbox/:id/allocate",
    tag,
    status: 200,
    summary: "Book cash that was taken and stands on no check as a payment of one",
    description:
      "It was counted on the day that accepted it: no cash moves now, and what is left of it stays open. Never rounded.",
    body: AllocateInput,
    answers: Allocated,
    prepare: ({ params, body }) => ({
      command: allocateCash,
      input: { id: params.id ?? "", paymentId: body.paymentId ?? newId(), allocation: body },
    }),
  }),
  write({
    method: "post",
    path: "/inbox/:id/give-back",
    tag,
    status: 200,
    summary: "Give all that is left of it back to the guest, out of the open drawer of whoever gives it",
    body: GiveBackInput.optional(),
    answers: InboxItem,
    prepare: ({ params, body }) => ({
      command: giveBackCash,
      input: { id: params.id ?? "", reason: body?.reason ?? null },
    }),
  }),
];
