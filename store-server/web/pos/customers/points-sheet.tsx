import type { Customer } from "@tillbox/shared/contract/customer.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { ReasonField } from "../order/reason-field.tsx";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { correctPoints } from "./customer-intents.ts";
import { nameOf, pointsText } from "./customer-words.ts";
import { WholeField } from "./whole-field.tsx";

type Props = { customer: Customer; onDone(): void; onClose(): void };
const reasons = ["Receipt brought later", "Goodwill", "Given by mistake"];

/** Points that are missing or too many; the entry keeps who did it and why. */
export function PointsSheet({ customer, onDone, onClose }: Props) {
  const { run, isBusy, problem, onApproved } = useSubmit();
  const [isLess, setLess] = useState(false);
  const [points, setPoints] = useState<number | null>(null);
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const why = reason.trim();
  const send = (): void => {
    setTried(true);
    if (points && why !== "") void run(correctPoints(customer, isLess ? -points : points, why), onDone);
  };
  return (
    <Sheet
      open
      place="end"
      title="Correct points"
      subtitle={`${nameOf(customer)} · ${pointsText(customer.points)}`}
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button size="l" kind="primary" icon="check" busy={isBusy} onClick={send}>
            {points ? `${isLess ? "Take" : "Give"} ${pointsText(points)}` : "Correct them"}
          </Button>
        </>
      }
    >
      <div class="pos-stack">
        <SegmentedControl
          label="Which way"
          wide
          segments={[
            { id: "more", label: "Give" },
            { id: "less", label: "Take away" },
          ]}
          value={isLess ? "less" : "more"}
          onSelect={(id) => setLess(id === "less")}
        />
      </div>
      <OptionGroup label="How many" {...(isTried && !points ? { error: "say how many" } : {})}>
        <div class="pos-wide">
          <WholeField label="Points" quietLabel value={points} onInput={setPoints} />
        </div>
      </OptionGroup>
      <ReasonField
        label="Why"
        usual={reasons}
        value={reason}
        onInput={setReason}
        isMissing={isTried && why === ""}
      />
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}
