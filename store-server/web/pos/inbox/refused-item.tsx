import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { useCheckName } from "../order/other-checks.ts";
import { usePos } from "../pos.ts";
import { useSubmit } from "../use-submit.ts";
import { type CheckChoice, ChooseCheck } from "./choose-check.tsx";
import { reapplyItem } from "./inbox-intents.ts";
import type { Done, ItemProps } from "./inbox-sheet.tsx";
import { CheckNow, Overwritten, WhatWasTapped, Why } from "./item-facts.tsx";
import { RefusedInSight } from "./refused-in-sight.tsx";
import { keyOf, type Target, takesLines, targetsOf } from "./targets.ts";

/** Where it can go, which of them is chosen, and how it goes there. */
function useReapply({ item, order, onDone }: ItemProps) {
  const { client, inbox } = usePos();
  const { ask, isBusy, problem, onApproved } = useSubmit();
  const [chosenKey, choose] = useState<string | null>(null);
  const [freshId] = useState(newId);
  const targets = targetsOf(item, order, client.orders.value.values());
  const target = targets.find((each) => keyOf(each) === chosenKey) ?? targets[0];
  const apply = (): void => {
    const { orderId, where } = placeOf(item, target, freshId);
    void ask<{ item: InboxItem }>(reapplyItem(item, where), ({ item: settled }) => {
      inbox.put(settled);
      onDone(doneOf(item, orderId));
    });
  };
  return { targets, target, choose, apply, isBusy, problem, onApproved };
}

/** A check that is opened for it has the same id however often it is tried. */
const placeOf = (item: InboxItem, target: Target | undefined, freshId: string) => {
  if (!target || target.kind === "same") return { orderId: item.entityId, where: {} };
  if (target.kind === "other") return { orderId: target.order.id, where: { entityId: target.order.id } };
  const { type, tableId } = target;
  const opening = { id: freshId, type, ...(tableId === null ? {} : { tableId }) };
  return { orderId: freshId, where: { opening } };
};

const doneOf = ({ entityType, action }: InboxItem, id: string): Done => ({
  title: "Done after all",
  next:
    action === "add-items"
      ? "The lines are on the check. Send them to the kitchen from there."
      : "It stays under Settled, with who decided.",
  order: entityType === "order" ? { id } : null,
});

const useChoices = () => {
  const { client, figures } = usePos();
  const nameOf = useCheckName();
  return (targets: readonly Target[], order: Order | null): CheckChoice[] =>
    targets.map((target) => {
      const id = keyOf(target);
      if (target.kind === "other") {
        const end = figures.value.money(target.order.total);
        return { id, title: nameOf(target.order), detail: "Open now", end };
      }
      if (target.kind === "same") {
        const detail =
          order && takesLines(order) ? "The one it was meant for" : "The one it was meant for, over now";
        return { id, title: nameOf(order ?? undefined), detail };
      }
      const table = target.tableId === null ? undefined : client.store.tables.get(target.tableId)?.name;
      const title = table === undefined ? "A new check" : `A new check at table ${table}`;
      return { id, title, detail: "Opens with these lines" };
    });
};

const verbOf = (item: InboxItem, target: Target | undefined): string => {
  if (item.kind === "overwritten") return "Set it again";
  if (target?.kind === "new") return "Put it on a new check";
  return target?.kind === "other" ? "Put it on this check" : "Try again";
};

/** What was not done, or was changed again by somebody else: done after all, or left out. */
export function RefusedItem(props: ItemProps) {
  const { item, order, isLoading, title, subtitle, onLeave, onClose } = props;
  const { targets, target, choose, apply, isBusy, problem, onApproved } = useReapply(props);
  const choices = useChoices()(targets, order);
  const isOverwritten = item.kind === "overwritten";
  return (
    <Sheet
      open
      place="end"
      title={title}
      subtitle={subtitle}
      onClose={onClose}
      actions={
        <>
          <Button size="l" kind="danger" onClick={onLeave}>
            {isOverwritten ? "Leave it as it is" : "Leave it out"}
          </Button>
          <Button size="l" kind="primary" icon="retry" busy={isBusy} disabled={isLoading} onClick={apply}>
            {verbOf(item, target)}
          </Button>
        </>
      }
    >
      <div class="pos-look">
        {!isOverwritten && <WhatWasTapped item={item} order={order} />}
        {!isOverwritten && !problem && <Why item={item} label="Why not" />}
        {isOverwritten && <Overwritten item={item} order={order} />}
        {item.entityType === "order" && <CheckNow order={order} isLoading={isLoading} />}
        {choices.length > 1 && target && (
          <ChooseCheck label="Where to" choices={choices} value={keyOf(target)} onSelect={choose} />
        )}
        <RefusedInSight problem={problem} onApproved={onApproved} />
      </div>
    </Sheet>
  );
}
