import type { Payment } from "@tillbox/shared/contract/order.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { MoneyField } from "@tillbox/shared/ui/field.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { addTip, voidPayment } from "../../client/money-intents.ts";
import { ReasonField } from "../order/reason-field.tsx";
import { methodOf } from "../pay/methods.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";

type Props = { order: ShownOrder; payment: Payment; onClose(): void };

const tipsAfter = new Set(["external", "card", "wallet"]);
/** What can be done with a payment: a tip on a card's slip, a void while the check is not paid in full. */
export const isOpenToTips = ({ status, method }: Payment): boolean =>
  status === "captured" && tipsAfter.has(method);
export const isVoidable = (
  order: Pick<ShownOrder, "receiptNumber" | "closedAt">,
  { status }: Payment,
): boolean => status === "captured" && order.receiptNumber === null && order.closedAt === null;

function Tip({ order, payment, onClose }: Props) {
  const { figures, notices } = usePos();
  const { currency, money } = figures.value;
  const { run, isBusy, problem, onApproved } = useSubmit();
  const [amount, setAmount] = useState<number | null>(null);
  const [isTried, setTried] = useState(false);
  const add = (): void => {
    setTried(true);
    if (!amount) return;
    void run(addTip(order, payment.id, amount), () => {
      notices.say(`Tip of ${money(amount)} added`, { icon: "check" });
      onClose();
    });
  };
  return (
    <OptionGroup
      label={payment.tip > 0 ? "One more tip on the slip" : "Tip on the slip"}
      {...(isTried && !amount ? { error: "say how much" } : {})}
    >
      <div class="pos-wide pos-stack">
        <MoneyField label="Tip" quietLabel currency={currency} value={amount} onInput={setAmount} />
        <Refused problem={problem} onApproved={onApproved} />
        <Button size="l" kind="primary" icon="plus" busy={isBusy} onClick={add}>
          Add the tip
        </Button>
      </div>
    </OptionGroup>
  );
}

const reasons = ["Wrong check", "Wrong amount", "Pays another way"];

function Void({ order, payment, onClose }: Props) {
  const { figures, notices } = usePos();
  const { money } = figures.value;
  const { run, isBusy, problem, onApproved } = useSubmit();
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const back = payment.amount + payment.tip + payment.rounding;
  const give = (): void => {
    setTried(true);
    if (reason.trim() === "") return;
    void run(voidPayment(order, payment.id, reason.trim()), () => {
      notices.say(`${money(back)} goes back`, { icon: "undo" });
      onClose();
    });
  };
  return (
    <div class="pos-stack">
      <ReasonField
        label="Take the payment back"
        usual={reasons}
        value={reason}
        onInput={setReason}
        isMissing={isTried && reason.trim() === ""}
      />
      <Refused problem={problem} onApproved={onApproved} />
      <Button size="l" kind="danger" icon="undo" busy={isBusy} onClick={give}>
        {`Give ${money(back)} back`}
      </Button>
    </div>
  );
}

/** One payment, and what can still be done with it. */
export function PaymentSheet(props: Props) {
  const { order, payment, onClose } = props;
  const { money, time } = usePos().figures.value;
  return (
    <Sheet
      open
      place="end"
      title={`${methodOf(payment.method).label}, ${money(payment.amount)}`}
      subtitle={`Check ${order.number} · ${time(payment.createdAt)}`}
      onClose={onClose}
      actions={
        <Button size="l" onClick={onClose}>
          Close
        </Button>
      }
    >
      {payment.tip > 0 && <p class="pos-calm">A tip of {money(payment.tip)} came with it.</p>}
      {isOpenToTips(payment) && <Tip {...props} />}
      {isVoidable(order, payment) && <Void {...props} />}
    </Sheet>
  );
}
