import { Button } from "@tillbox/shared/ui/button.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { usePos } from "../pos.ts";
import { ClosedCheck } from "./closed-check.tsx";
import { OpenCheck } from "./open-check.tsx";
import { useOrder } from "./use-order.ts";

function OrderSkeleton() {
  return (
    <div class="pos-order-skeleton">
      <div>
        <Skeleton shape="box" height="52px" />
        <Skeleton shape="box" height="126px" />
        <Skeleton shape="box" height="100%" />
      </div>
      <Skeleton shape="box" height="100%" />
    </div>
  );
}

function Missing({ message }: { message: string }) {
  const { router } = usePos();
  return (
    <EmptyState
      icon="orders"
      title="This check is not here"
      action={<Button onClick={() => router.go({ page: "floor" }, "replace")}>Back to the floor</Button>}
    >
      {message}
    </EmptyState>
  );
}

/** One check: open to work on, or over to look at. */
export function OrderPage({ id }: { id: string }) {
  const state = useOrder(id);
  if (state.step === "loading") return <OrderSkeleton />;
  if (state.step === "missing") return <Missing message={state.problem.message} />;
  const { order } = state;
  const isPaid = order.receiptNumber !== null || order.isPaidHere;
  const isOver = isPaid || order.status === "completed" || order.status === "cancelled";
  return isOver ? <ClosedCheck order={order} /> : <OpenCheck order={order} isDraft={state.isDraft} />;
}
