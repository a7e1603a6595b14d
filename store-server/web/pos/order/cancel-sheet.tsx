import { Button } from "@tillbox/shared/ui/button.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { cancelOrder } from "../../client/intents.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { ReasonField } from "./reason-field.tsx";

const reasons = ["Guests left", "Opened by mistake", "Test"];

/** Ends a check that nobody paid for. */
export function CancelSheet({ order, onClose }: { order: ShownOrder; onClose(): void }) {
  const { router, notices } = usePos();
  const { run, isBusy, problem, onApproved } = useSubmit();
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const cancel = (): void => {
    setTried(true);
    if (reason.trim() === "") return;
    void run(cancelOrder(order, reason.trim()), () => {
      notices.say(`Check ${order.number} is cancelled`, { icon: "ban" });
      router.go({ page: order.tableId === null ? "orders" : "floor" }, "replace");
    });
  };
  const hasSent = order.items.some(({ sentQuantity }) => sentQuantity > 0);
  return (
    <Sheet
      open
      title={`Cancel check ${order.number}`}
      subtitle={hasSent ? "The kitchen is told to stop" : "Nothing was sent yet"}
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Keep it
          </Button>
          <Button size="l" kind="danger" icon="ban" busy={isBusy} onClick={cancel}>
            Cancel the check
          </Button>
        </>
      }
    >
      <ReasonField
        label="Why"
        usual={reasons}
        value={reason}
        onInput={setReason}
        isMissing={isTried && reason.trim() === ""}
      />
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}
