import { Button } from "@tillbox/shared/ui/button.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useRef } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { ClosedCheck } from "../order/closed-check.tsx";
import { useOrder } from "../order/use-order.ts";
import { usePos } from "../pos.ts";
import { PaidPanel } from "./paid-panel.tsx";
import { PartsPanel } from "./parts-panel.tsx";
import { TakePanel } from "./take-panel.tsx";
import { usePay, usePaying } from "./use-pay.ts";

/** What is paid stands still while a payment is on its way. */
function useStill(order: ShownOrder): ShownOrder {
  const { isHeldUp } = usePaying(order.id);
  const still = useRef(order);
  if (!isHeldUp) still.current = order;
  return still.current;
}

function PayCheck({ order: now }: { order: ShownOrder }) {
  const order = useStill(now);
  const pay = usePay(order);
  const { taken } = pay;
  if (!taken && (order.receiptNumber !== null || order.isPaidHere)) return <ClosedCheck order={order} />;
  return (
    <div class="pos-pay" data-taken={taken ? "" : undefined}>
      <PartsPanel order={order} pay={pay} />
      {taken ? (
        <PaidPanel order={order} taken={taken} onNext={pay.next} />
      ) : (
        <TakePanel order={order} pay={pay} />
      )}
    </div>
  );
}

/** Taking the money of one check, whole or in parts. */
export function PayPage({ id }: { id: string }) {
  const { router } = usePos();
  const state = useOrder(id);
  if (state.step === "loading")
    return (
      <div class="pos-pay">
        <Skeleton shape="box" height="100%" />
        <Skeleton shape="box" height="100%" />
      </div>
    );
  if (state.step === "missing" || state.isDraft)
    return (
      <EmptyState
        icon="orders"
        title="There is nothing to pay here"
        action={<Button onClick={() => router.go({ page: "floor" }, "replace")}>Back to the floor</Button>}
      >
        {state.step === "missing" ? state.problem.message : "Put something on the check first."}
      </EmptyState>
    );
  return <PayCheck order={state.order} />;
}
