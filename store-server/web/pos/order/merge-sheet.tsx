import type { Order } from "@tillbox/shared/contract/order.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { mergeOrders } from "../../client/intents.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { isVoid } from "./lines.ts";
import { otherChecks, useCheckName } from "./other-checks.ts";

const content = (order: Order): string => {
  const count = order.items.filter((line) => !isVoid(line)).length;
  return count === 0 ? "nothing on it" : `${count} ${count === 1 ? "line" : "lines"}`;
};

/** Takes over all of another check; which one is confirmed, because it closes. */
export function MergeSheet({ order, onClose }: { order: ShownOrder; onClose(): void }) {
  const { client, figures, notices } = usePos();
  const { ask, isBusy, problem, onApproved } = useSubmit();
  const nameOf = useCheckName();
  const [chosenId, choose] = useState<string | null>(null);
  const others = otherChecks(client.orders.value.values(), order);
  const chosen = others.find(({ id }) => id === chosenId);
  const merge = (from: Order): void =>
    void ask(mergeOrders(order, from.id), () => {
      notices.say(`Check ${from.number} is on this one now`, { icon: "link" });
      onClose();
    });
  return (
    <Sheet
      open
      title="Merge another check into this one"
      subtitle={chosen ? `${nameOf(chosen)} closes` : "Its lines come here and its table gets free"}
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button
            size="l"
            kind="primary"
            icon="link"
            busy={isBusy}
            disabled={!chosen}
            onClick={() => chosen && merge(chosen)}
          >
            Merge
          </Button>
        </>
      }
    >
      <Refused problem={problem} onApproved={onApproved} />
      {others.length === 0 && (
        <EmptyState icon="orders" title="There is no other open check">
          Checks of the same kind that are not paid can be merged.
        </EmptyState>
      )}
      {others.map((other) => (
        <button
          key={other.id}
          type="button"
          class="pos-pick-name"
          aria-pressed={other.id === chosenId}
          onClick={() => choose(other.id === chosenId ? null : other.id)}
        >
          <ListRow
            start={<Icon name={other.id === chosenId ? "check" : "orders"} size={22} />}
            title={nameOf(other)}
            detail={content(other)}
            end={figures.value.money(other.total)}
          />
        </button>
      ))}
    </Sheet>
  );
}
