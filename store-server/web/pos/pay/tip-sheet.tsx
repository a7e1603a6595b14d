import { Button } from "@tillbox/shared/ui/button.tsx";
import { enterMinor } from "@tillbox/shared/ui/number-entry.ts";
import { NumberPad } from "@tillbox/shared/ui/number-pad.tsx";
import { AmountDue } from "@tillbox/shared/ui/pay-part.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { checkName } from "../order/check-title.ts";
import { usePos } from "../pos.ts";

type Props = { order: ShownOrder; start: number; onDone(amount: number): void; onClose(): void };

/** A tip of any amount. */
export function TipSheet({ order, start, onDone, onClose }: Props) {
  const { money } = usePos().figures.value;
  const [amount, setAmount] = useState(start);
  return (
    <Sheet
      open
      place="end"
      title="Tip"
      subtitle={checkName(order)}
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button size="l" kind="primary" icon="check" onClick={() => onDone(amount)}>
            {amount === 0 ? "No tip" : `Add ${money(amount)}`}
          </Button>
        </>
      }
    >
      <div class="pos-tip">
        <AmountDue amount={money(amount)} />
        <NumberPad onKey={(key) => setAmount((now) => enterMinor(now, key))} />
      </div>
    </Sheet>
  );
}
