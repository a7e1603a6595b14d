import type { PrintJob } from "@tillbox/shared/contract/printer.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import type { ShownOrder } from "../../client/effects.ts";
import { printReceipt } from "../../client/intents.ts";
import { Connection } from "../connection.tsx";
import { useCounterOrder } from "../order/use-opening.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { methodOf } from "./methods.ts";
import type { Taken } from "./use-pay.ts";

function Change({ taken }: { taken: Taken }) {
  const { figures } = usePos();
  const { money } = figures.value;
  const { change, amount, tip, rounding, method } = taken.payment;
  if (change > 0)
    return (
      <p class="pos-change">
        <span>Change</span>
        <strong class="ltr">{money(change)}</strong>
      </p>
    );
  return (
    <p class="pos-change">
      <span>{method === "cash" ? "Cash, no change" : methodOf(method).label}</span>
      <strong class="ltr">{money(amount + tip + rounding)}</strong>
    </p>
  );
}

function Ends({ order, onAgain }: { order: ShownOrder; onAgain?: (() => void) | undefined }) {
  const { router, client, notices } = usePos();
  const startCounter = useCounterOrder();
  const { ask, isBusy, problem } = useSubmit();
  const isCounter = order.tableId === null;
  const again = onAgain ?? startCounter;
  const print = (): void =>
    void ask<PrintJob>(printReceipt(order), (job) => {
      const printer = client.store.printers.get(job.printerId)?.name ?? "the printer";
      notices.say(`A copy goes to ${printer}`, { icon: "printer" });
    });
  return (
    <div class="pos-take-end">
      <Refused problem={problem} />
      <div class="pos-paid-actions">
        {!order.isPaidHere && (
          <Button size="xl" icon="printer" busy={isBusy} onClick={print}>
            Print a copy
          </Button>
        )}
        {!isCounter && (
          <Button size="xl" icon="bag" onClick={startCounter}>
            New order
          </Button>
        )}
        <Button
          size="xl"
          kind="primary"
          icon={isCounter ? "bag" : "floor"}
          onClick={() => (isCounter ? again() : router.go({ page: "floor" }, "replace"))}
        >
          {isCounter ? (onAgain ? "Next sale" : "New order") : "Back to the floor"}
        </Button>
      </div>
    </div>
  );
}

export type PaidPanelProps = {
  order: ShownOrder;
  taken: Taken;
  onNext(): void;
  /** Of a sale without a check: the next one. */
  onAgain?: () => void;
};

/** Number of the receipt; without the box it is still to come. */
function Receipt({ order, receipt }: { order: ShownOrder; receipt: string | null }) {
  if (receipt !== null)
    return (
      <p class="pos-receipt">
        Receipt <b>{receipt}</b>
      </p>
    );
  if (!order.isPaidHere) return null;
  return (
    <p class="pos-receipt">Safe on this device. The box gives the receipt its number when it is back.</p>
  );
}

/** What was just taken: the change first, then the receipt, then what comes next. */
export function PaidPanel({ order, taken, onNext, onAgain }: PaidPanelProps) {
  const { money } = usePos().figures.value;
  const receipt = order.receiptNumber ?? taken.order.receiptNumber;
  const isPaid = receipt !== null || order.isPaidHere;
  return (
    <section class="pos-paid" aria-label="Paid">
      <div class="pos-due">
        <span />
        <Connection />
      </div>
      <div class="pos-paid-middle" role="status">
        <span class="pos-paid-mark">
          <Icon name="check" size={44} />
        </span>
        <h2>{isPaid ? "Paid" : `${money(order.due)} still to pay`}</h2>
        <Change taken={taken} />
        <Receipt order={order} receipt={receipt} />
      </div>
      {isPaid ? (
        <Ends order={order} onAgain={onAgain} />
      ) : (
        <div class="pos-take-end">
          <Button size="xl" kind="primary" wide icon="cash" onClick={onNext}>
            Take the next part
          </Button>
        </div>
      )}
    </section>
  );
}
