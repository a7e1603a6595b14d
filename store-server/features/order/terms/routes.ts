import { Order } from "@tillbox/shared/contract/order.ts";
import { TermsInput } from "@tillbox/shared/contract/terms.ts";
import { type Route, write } from "../../../http/route.ts";
import { setTerms } from "./commands.ts";

export const orderTermsRoutes: Route[] = [
  write({
    method: "put",
    path: "/orders/:id/terms",
    tag: "Orders",
    status: 200,
    summary: "Exempt an order from tax, waive its service charge, or change its type",
    description:
      "Only what is named changes; null takes it back. Another type brings the taxes and the service charge of that type to every line.",
    body: TermsInput,
    answers: Order,
    prepare: ({ body: { commandId: _commandId, ...terms }, params }) => ({
      command: setTerms,
      input: { id: params.id ?? "", terms },
    }),
  }),
];
