import type { Order, OrderLine } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { moveItems, splitOrder } from "../../client/intents.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { otherChecks, useCheckName } from "./other-checks.ts";
import { isEverything, movable, type Picked, PickLines, portionsOf } from "./pick-lines.tsx";

const newCheck = "";

export type SplitSheetProps = {
  order: ShownOrder;
  /** The line that goes, where one was chosen before. */
  startId?: string;
  onClose(): void;
};

/** Of a combo its first line stands for all. */
const startOf = (items: readonly OrderLine[], startId: string | undefined): Picked => {
  const started = items.find(({ id }) => id === startId);
  const line = movable(items).find(
    ({ id, combo }) => id === startId || (combo !== undefined && combo.id === started?.combo?.id),
  );
  return new Map(line ? [[line.id, line.quantity]] : []);
};

/** Some of the lines go onto a new check, or onto another one that is open. */
export function SplitSheet({ order, startId, onClose }: SplitSheetProps) {
  const { client, notices, router } = usePos();
  const { ask, isBusy, problem, onApproved } = useSubmit();
  const nameOf = useCheckName();
  const [picked, setPicked] = useState<Picked>(() => startOf(order.items, startId));
  const [target, setTarget] = useState(newCheck);
  const others = otherChecks(client.orders.value.values(), order);
  const everything = picked.size > 0 && isEverything(order.items, picked);
  const split = (): void => {
    const id = newId();
    void ask<Order>(splitOrder(order, id, portionsOf(picked)), (fresh) => {
      notices.say(`Check ${fresh.number} has what went`, { icon: "split" });
      router.go({ page: "order", id: fresh.id });
      onClose();
    });
  };
  const move = (): void =>
    void ask(moveItems(order, target, portionsOf(picked)), () => {
      notices.say(`Moved to ${nameOf(client.store.orders.get(target))}`, { icon: "move" });
      onClose();
    });
  return (
    <Sheet
      open
      title="Split the check"
      subtitle={
        everything ? "Leave something on it, or merge the checks" : "The kitchen is told nothing twice"
      }
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button
            size="l"
            kind="primary"
            icon="split"
            busy={isBusy}
            disabled={picked.size === 0 || everything}
            onClick={target === newCheck ? split : move}
          >
            {target === newCheck ? "Onto a new check" : "Move the lines"}
          </Button>
        </>
      }
    >
      {movable(order.items).length === 0 ? (
        <EmptyState icon="split" title="There is nothing to split">
          Lines appear here once something is ordered.
        </EmptyState>
      ) : (
        <>
          <Select
            label="To"
            value={target}
            options={[
              { value: newCheck, label: "A new check" },
              ...others.map((other) => ({ value: other.id, label: nameOf(other) })),
            ]}
            onSelect={setTarget}
          />
          <PickLines order={order} picked={picked} onPick={setPicked} />
        </>
      )}
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}
