import type { Order } from "@tillbox/shared/contract/order.ts";
import { useEffect, useState } from "preact/hooks";
import { billFacts } from "../../client/bill-facts.ts";
import { type ShownOrder, showOrder } from "../../client/effects.ts";
import { type ApiProblem, asProblem } from "../../client/problem.ts";
import { usePos } from "../pos.ts";
import { shownOrder } from "./new-order.ts";
import { openingFacts } from "./use-opening.ts";

export type OrderState =
  | { step: "here"; order: ShownOrder; isDraft: boolean }
  | { step: "loading" }
  | { step: "missing"; problem: ApiProblem };

/** A draft of this page, an order that this device knows, or one that the box has to be asked for. */
export const useOrder = (id: string): OrderState => {
  const pos = usePos();
  const { client, drafts } = pos;
  const [problem, setProblem] = useState<ApiProblem>();
  const known = client.order(id).value;
  const draft = drafts.value.get(id);
  const isUnknown = known === undefined && draft === undefined && client.store.load.value.step === "ready";
  useEffect(() => {
    if (!isUnknown) return;
    client.api.get<Order>(`/api/orders/${encodeURIComponent(id)}`).then(
      (order) => client.store.orders.put(order),
      (error: unknown) => setProblem(asProblem(error)),
    );
  }, [id, isUnknown]);
  if (known) return { step: "here", order: known, isDraft: false };
  const made = draft && showOrder(shownOrder(id, draft, openingFacts(pos)), [], billFacts(client.store));
  if (made) return { step: "here", order: made, isDraft: true };
  return problem ? { step: "missing", problem } : { step: "loading" };
};
