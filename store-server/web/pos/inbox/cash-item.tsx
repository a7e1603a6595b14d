import type { InboxCash, InboxItem } from "@tillbox/shared/contract/inbox.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { useCheckName } from "../order/other-checks.ts";
import { usePos } from "../pos.ts";
import { useSubmit } from "../use-submit.ts";
import { ChooseCheck } from "./choose-check.tsx";
import { allocateCash } from "./inbox-intents.ts";
import type { ItemProps } from "./inbox-sheet.tsx";
import { CheckNow, Why } from "./item-facts.tsx";
import { RefusedInSight } from "./refused-in-sight.tsx";
import { payableChecks } from "./targets.ts";

/** The sum that lies there, and what became of the rest of it. */
function Sum({ cash }: { cash: InboxCash }) {
  const { money, day } = usePos().figures.value;
  const gone = cash.amount - cash.left;
  return (
    <section>
      <SectionLabel>In the drawer, on no check</SectionLabel>
      <p class="pos-look-sum ltr">{money(cash.left)}</p>
      <p class="pos-look-said">
        <bdi>
          Counted on {day(cash.businessDay)}.
          {cash.booked > 0 && ` ${money(cash.booked)} of the same cash went on its check at once.`}
          {gone > 0 && ` ${money(gone)} was booked since.`}
        </bdi>
      </p>
    </section>
  );
}

/** Books as much of it as the chosen check still owes. */
function useBooking({ item, onDone }: ItemProps, cash: InboxCash) {
  const { inbox, figures } = usePos();
  const { ask, isBusy, problem, onApproved } = useSubmit();
  const book = (order: Order): void => {
    const amount = Math.min(cash.left, order.due);
    const allocation = { orderId: order.id, amount, paymentId: newId() };
    void ask<{ item: InboxItem }>(allocateCash(item, allocation), ({ item: settled }) => {
      inbox.put(settled);
      const { money } = figures.value;
      const rest = cash.left - amount;
      onDone({
        title: `${money(amount)} booked on check ${order.number}`,
        next:
          rest > 0 ? `${money(rest)} still lies here.` : "No cash moved: it was counted when it was taken.",
        order,
      });
    });
  };
  return { book, isBusy, problem, onApproved };
}

/** Cash that was taken and stands on no check: booked on one, or given back; where the role may not, with a manager's PIN. */
export function CashItem(props: ItemProps) {
  return props.item.cash && <Cash {...props} cash={props.item.cash} />;
}

function Cash(props: ItemProps & { cash: InboxCash }) {
  const { item, cash, order, isLoading, title, subtitle, onLeave, onClose } = props;
  const { client, figures } = usePos();
  const nameOf = useCheckName();
  const { book, isBusy, problem, onApproved } = useBooking(props, cash);
  const [chosenId, choose] = useState<string | null>(null);
  const checks = payableChecks(item, order, client.orders.value.values());
  const chosen = checks.find(({ id }) => id === chosenId) ?? checks[0];
  const { money } = figures.value;
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
            Give it back
          </Button>
          <Button
            size="l"
            kind="ink"
            icon="cash"
            busy={isBusy}
            disabled={!chosen}
            onClick={() => chosen && book(chosen)}
          >
            {chosen ? `Book ${money(Math.min(cash.left, chosen.due))}` : "Book it"}
          </Button>
        </>
      }
    >
      <div class="pos-look">
        <Sum cash={cash} />
        <Why item={item} label="Why its check could not take it" />
        <CheckNow order={order} isLoading={isLoading} />
        {chosen ? (
          <ChooseCheck
            label="Book it on"
            value={chosen.id}
            onSelect={choose}
            choices={checks.map((check) => ({
              id: check.id,
              title: nameOf(check),
              detail: check.id === item.entityId ? "The one it was meant for" : "Open now",
              end: `${money(check.due)} due`,
            }))}
          />
        ) : (
          <p class="pos-look-said">
            <bdi>No open check owes anything. Give the cash back to the guest.</bdi>
          </p>
        )}
        {!client.session.may("inbox.manage") && !problem && (
          <p class="pos-look-said">
            <bdi>Leave it in the drawer. A manager books it or gives it back, here with their PIN.</bdi>
          </p>
        )}
        <RefusedInSight problem={problem} onApproved={onApproved} />
      </div>
    </Sheet>
  );
}
