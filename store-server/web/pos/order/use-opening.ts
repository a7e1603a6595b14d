import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import type { Pos } from "../pos.ts";
import { usePos } from "../pos.ts";
import { reasonOf } from "../refusal.tsx";
import { type NewOrder, type OpeningFacts, openingOf } from "./new-order.ts";

const orderOf = (current: unknown): Order | null =>
  typeof current === "object" && current !== null && "items" in current && "number" in current
    ? (current as Order)
    : null;

export const openingFacts = ({ client, figures }: Pos): OpeningFacts => ({
  now_ms: client.clock.now.value,
  userId: client.session.person.value?.id ?? "",
  currency: figures.value.currency,
  businessDay: figures.value.businessDay(client.clock.now.value),
});

/** Opens a check and answers its id at once; when the box refuses, it says why and leaves the check. */
export const useOpening = () => {
  const pos = usePos();
  const { client, router, notices } = pos;
  const submit = async (wanted: NewOrder, id: string): Promise<void> => {
    const outcome = await client.outbox.submit<Order>(openingOf(wanted, openingFacts(pos), id));
    if (outcome.ok) return;
    const { problem } = outcome;
    const other = problem.code === "conflict" ? orderOf(problem.details.current) : null;
    if (other) client.store.orders.put(other);
    notices.warn(reasonOf(problem));
    const at = router.at.value;
    if (!("id" in at) || at.id !== id) return;
    router.go(other && other.id !== id ? { page: "order", id: other.id } : { page: "floor" }, "replace");
  };
  return (wanted: NewOrder, id: string = newId()): string => {
    void submit(wanted, id);
    return id;
  };
};

/** A check without a table; nothing reaches the box before its first line. */
export const useCounterOrder = () => {
  const { drafts, router } = usePos();
  return (): void => {
    const id = newId();
    drafts.value = new Map([[id, { type: "takeaway" }]]);
    router.go({ page: "order", id });
  };
};
