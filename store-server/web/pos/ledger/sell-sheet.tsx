import type { GiftCard } from "@tillbox/shared/contract/gift-card.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { ReasonField } from "../order/reason-field.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { AmountField } from "./amount-field.tsx";
import { lastDay } from "./last-day.ts";
import { TenderFields, useTenderFields } from "./tender-fields.tsx";
import { ledgerIntent } from "./use-ledger.ts";

export type CardWithCode = GiftCard & { code: string };
const usualSums = [10, 25, 50, 100];

/** The code, this once, as it stands on the paper. */
export function CodeShown({ card }: { card: CardWithCode }) {
  const { money, locale } = usePos().figures.value;
  return (
    <div class="pos-gift-code" role="status">
      <Icon name="gift" size={34} />
      <p class="pos-gift-code-sum ltr">{money(card.balance)}</p>
      <p class="pos-gift-code-text ltr" data-testid="code">
        {card.code}
      </p>
      <p class="pos-calm">
        {card.number}
        {card.expiresOn === null ? "" : ` · good until ${lastDay(card.expiresOn, locale)}`}
      </p>
      <p class="pos-calm">
        The code is shown only now, and stands on the printed card. Whoever has it can spend it.
      </p>
    </div>
  );
}

function Sold({ card, onClose }: { card: CardWithCode; onClose(): void }) {
  return (
    <Sheet
      open
      place="end"
      title={card.kind === "store_credit" ? "Store credit granted" : "Gift card sold"}
      onClose={onClose}
      actions={
        <Button size="l" kind="primary" icon="check" wide onClick={onClose}>
          Done
        </Button>
      }
    >
      <CodeShown card={card} />
    </Sheet>
  );
}

const ways = [
  { id: "sold", label: "Paid for" },
  { id: "granted", label: "By the house" },
];
const grantReasons = ["Complaint", "Goodwill", "Goods returned"];

function Way({ isGranted, onChange }: { isGranted: boolean; onChange(isGranted: boolean): void }) {
  return (
    <div class="pos-stack">
      <SegmentedControl
        label="How it comes about"
        wide
        segments={ways}
        value={isGranted ? "granted" : "sold"}
        onSelect={(way) => onChange(way === "granted")}
      />
    </div>
  );
}

/** Sells a gift card, or grants store credit for a reason; its code is made by the box. */
export function SellSheet({ onClose }: { onClose(): void }) {
  const { money } = usePos().figures.value;
  const { ask, isBusy, problem, onApproved } = useSubmit();
  const [id] = useState(newId);
  const [isGranted, setGranted] = useState(false);
  const [reason, setReason] = useState("");
  const [amount, setAmount] = useState<number | null>(null);
  const [isTried, setTried] = useState(false);
  const [sold, setSold] = useState<CardWithCode | null>(null);
  const draft = useTenderFields(amount);
  if (sold) return <Sold card={sold} onClose={onClose} />;
  const why = reason.trim();
  const isWhole = isGranted ? why !== "" : !draft.isShort;
  const make = (): void => {
    setTried(true);
    if (!amount || !isWhole) return;
    const body = isGranted
      ? { id, kind: "store_credit", amount, reason: why }
      : { id, amount, tender: draft.tender };
    const label = isGranted ? "Grant store credit" : "Sell a gift card";
    void ask<CardWithCode>(ledgerIntent(label, id, "/api/gift-cards", body), setSold);
  };
  const verb = isGranted ? "Grant" : "Sell";
  const sum = isGranted ? money(amount ?? 0) : `for ${money(draft.handed)}`;
  return (
    <Sheet
      open
      place="end"
      title={isGranted ? "Grant store credit" : "Sell a gift card"}
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button size="l" kind="primary" icon="gift" busy={isBusy} onClick={make}>
            {amount ? `${verb} ${sum}` : verb}
          </Button>
        </>
      }
    >
      <Way isGranted={isGranted} onChange={setGranted} />
      <AmountField
        label="How much is on it"
        usual={usualSums}
        value={amount}
        onInput={setAmount}
        isMissing={isTried && !amount}
      />
      {isGranted ? (
        <ReasonField
          label="Why"
          usual={grantReasons}
          value={reason}
          onInput={setReason}
          isMissing={isTried && why === ""}
        />
      ) : (
        <TenderFields draft={draft} />
      )}
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}
