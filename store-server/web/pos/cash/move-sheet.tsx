import type { Drawer } from "@tillbox/shared/contract/drawer.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { enterMinor } from "@tillbox/shared/ui/number-entry.ts";
import { NumberPad } from "@tillbox/shared/ui/number-pad.tsx";
import { AmountDue } from "@tillbox/shared/ui/pay-part.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { openWithoutSale, payIn, payOut } from "../../client/cash-intents.ts";
import { ReasonField } from "../order/reason-field.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { moveWords } from "./moves.ts";

export type MoveKind = "paid_in" | "paid_out" | "no_sale";

const usual: Readonly<Record<MoveKind, readonly string[]>> = {
  paid_in: ["Change from the bank", "Float added"],
  paid_out: ["To the safe", "Supplier", "Petty cash", "Tips paid out"],
  no_sale: ["Change for a guest", "Count", "Opened by mistake"],
};
const verbs = { paid_in: "Pay in", paid_out: "Pay out", no_sale: "Open the drawer" } as const;

type Props = { drawer: Drawer; kind: MoveKind; onClose(): void };

/** Cash that comes or goes and is no sale, or the drawer opened without one: how much, and why. */
export function MoveSheet({ drawer, kind, onClose }: Props) {
  const { figures } = usePos();
  const { run, isBusy, problem, onApproved } = useSubmit();
  const [amount, setAmount] = useState(0);
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const { money } = figures.value;
  const isMoney = kind !== "no_sale";
  const submit = (): void => {
    setTried(true);
    const why = reason.trim();
    if (why === "" || (isMoney && amount === 0)) return;
    const intents = {
      paid_in: () => payIn(drawer.id, amount, why),
      paid_out: () => payOut(drawer.id, amount, why),
      no_sale: () => openWithoutSale(drawer.id, why),
    };
    void run(intents[kind](), onClose);
  };
  return (
    <Sheet
      open
      place="end"
      title={moveWords[kind]}
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button size="l" kind="primary" busy={isBusy} disabled={isMoney && amount === 0} onClick={submit}>
            {isMoney && amount > 0 ? `${verbs[kind]} ${money(amount)}` : verbs[kind]}
          </Button>
        </>
      }
    >
      <div class="pos-tip">
        {isMoney && <AmountDue amount={money(amount)} />}
        <ReasonField
          label="Why"
          usual={usual[kind]}
          value={reason}
          onInput={setReason}
          isMissing={isTried && reason.trim() === ""}
        />
        <Refused problem={problem} onApproved={onApproved} />
        {isMoney && <NumberPad onKey={(key) => setAmount((now) => enterMinor(now, key))} />}
      </div>
    </Sheet>
  );
}
