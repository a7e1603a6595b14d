import { Button } from "@tillbox/shared/ui/button.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { ReasonField } from "../order/reason-field.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { AmountField } from "./amount-field.tsx";
import { ledgerIntent } from "./use-ledger.ts";

type Way = "more" | "less";
type Props<T> = {
  title: string;
  subtitle: string;
  /** What a plus and a minus mean here. */
  words: Readonly<Record<Way, string>>;
  usual: readonly string[];
  chain: string;
  path: string;
  /** What else can be corrected with the same reason; null: nothing is, or it is not complete. */
  more?: { fields: object | null; children: ComponentChildren };
  onDone(answer: T): void;
  onBack(): void;
};

/** A figure that is wrong is put right by a movement of its own, with the reason. */
export function AdjustSheet<T>(props: Props<T>) {
  const { title, subtitle, words, usual, chain, path, more, onDone, onBack } = props;
  const { money } = usePos().figures.value;
  const { ask, isBusy, problem, onApproved } = useSubmit();
  const [way, setWay] = useState<Way>("more");
  const [amount, setAmount] = useState<number | null>(null);
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const why = reason.trim();
  const fields = more?.fields ?? null;
  const isNothing = !amount && fields === null;
  const send = (): void => {
    setTried(true);
    if (isNothing || why === "") return;
    const change = amount ? { amount: way === "more" ? amount : -amount } : {};
    void ask<T>(ledgerIntent(title, chain, path, { ...fields, ...change, reason: why }), onDone);
  };
  return (
    <Sheet
      open
      place="end"
      title={title}
      subtitle={subtitle}
      onClose={onBack}
      actions={
        <>
          <Button size="l" onClick={onBack}>
            Back
          </Button>
          <Button size="l" kind="primary" icon="check" busy={isBusy} onClick={send}>
            {amount ? `${words[way]} ${money(amount)}` : "Correct it"}
          </Button>
        </>
      }
    >
      <div class="pos-stack">
        <SegmentedControl
          label="Which way"
          wide
          segments={[
            { id: "more", label: words.more },
            { id: "less", label: words.less },
          ]}
          value={way}
          onSelect={(id) => setWay(id === "less" ? "less" : "more")}
        />
      </div>
      <AmountField label="By how much" value={amount} onInput={setAmount} isMissing={isTried && isNothing} />
      {more?.children}
      <ReasonField
        label="Why"
        usual={usual}
        value={reason}
        onInput={setReason}
        isMissing={isTried && why === ""}
      />
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}
