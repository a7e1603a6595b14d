import { Button } from "@tillbox/shared/ui/button.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { ReasonField } from "../order/reason-field.tsx";
import { refundableLines } from "../refund/refund-draft.ts";
import { RefundLines } from "../refund/refund-lines.tsx";
import { type Back, returnsOf } from "./exchange.ts";

type Props = { order: ShownOrder; start: Back; onDone(back: Back): void; onClose(): void };

const reasons = ["Wrong size", "Does not fit", "Faulty", "Not liked"];

/** Which goods of the old receipt come back, and why. */
export function ReturnsSheet({ order, start, onDone, onClose }: Props) {
  const [back, set] = useState(start);
  const [isTried, setTried] = useState(false);
  const lines = refundableLines(order);
  const isNothing = returnsOf(order, back).length === 0;
  const finish = (): void => {
    setTried(true);
    if (!isNothing && back.reason.trim() !== "") onDone({ ...back, reason: back.reason.trim() });
  };
  return (
    <Sheet
      open
      title="What comes back"
      subtitle={`Receipt ${order.receiptNumber ?? ""}`}
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button size="l" kind="primary" icon="check" disabled={lines.length === 0} onClick={finish}>
            Take it back
          </Button>
        </>
      }
    >
      {lines.length === 0 ? (
        <EmptyState icon="undo" title="Nothing can come back">
          All of this receipt was refunded already.
        </EmptyState>
      ) : (
        <>
          <OptionGroup label="Goods" {...(isTried && isNothing ? { error: "choose at least one" } : {})}>
            <RefundLines order={order} goods={back} onChange={(goods) => set({ ...back, ...goods })} />
          </OptionGroup>
          <ReasonField
            label="Why"
            usual={reasons}
            value={back.reason}
            onInput={(reason) => set({ ...back, reason })}
            isMissing={isTried && back.reason.trim() === ""}
          />
        </>
      )}
    </Sheet>
  );
}
