import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { ReasonField } from "../order/reason-field.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { dismissItem, giveCashBack } from "./inbox-intents.ts";
import type { ItemProps } from "./inbox-sheet.tsx";

const unwanted = ["Guests left", "Not wanted any more", "Done another way"];
const returned = ["Paid twice", "Guest asked for it", "Taken by mistake"];

/** Nobody needs it any more; of cash: it goes back to the guest. Why is kept with it, where somebody says. */
export function LeaveOut({ item, onDone, onBack, onClose }: ItemProps & { onBack(): void }) {
  const { inbox, figures } = usePos();
  const { ask, isBusy, problem, onApproved } = useSubmit();
  const [reason, setReason] = useState("");
  const sum = item.cash && figures.value.money(item.cash.left);
  const done = (settled: InboxItem): void => {
    inbox.put(settled);
    onDone(
      sum
        ? {
            title: `${sum} given back`,
            next: "It is out of the drawer and stands in the day's report.",
            order: null,
          }
        : { title: "Left out", next: "It stays under Settled, with who decided and why.", order: null },
    );
  };
  const intent = item.cash ? giveCashBack(item, reason.trim()) : dismissItem(item, reason.trim());
  return (
    <Sheet
      open
      place="end"
      title={sum ? `Give ${sum} back` : "Leave it out"}
      subtitle={sum ? "Out of the drawer, to the guest" : "The box does not do it; it stays under Settled"}
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onBack}>
            Back
          </Button>
          <Button
            size="l"
            kind="danger"
            icon={sum ? "cash" : "ban"}
            busy={isBusy}
            onClick={() => void ask<InboxItem>(intent, done)}
          >
            {sum ? `Give ${sum} back` : "Leave it out"}
          </Button>
        </>
      }
    >
      <ReasonField
        label="Why, if it helps somebody later"
        usual={sum ? returned : unwanted}
        value={reason}
        onInput={setReason}
        isMissing={false}
      />
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}
