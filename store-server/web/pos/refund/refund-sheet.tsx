import type { Refund, RefundPreview } from "@tillbox/shared/contract/refund.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { MoneyField } from "@tillbox/shared/ui/field.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { Toggle } from "@tillbox/shared/ui/toggle.tsx";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { refundOrder } from "../../client/money-intents.ts";
import { ReasonField } from "../order/reason-field.tsx";
import { methodOf } from "../pay/methods.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { emptyDraft, everything, type RefundDraft, refundOf, tipLeft } from "./refund-draft.ts";
import { RefundLines } from "./refund-lines.tsx";
import { usePreview } from "./use-preview.ts";

const reasons = ["Complaint", "Wrong item", "Charged twice", "Goods returned"];
type Parts = { order: ShownOrder; draft: RefundDraft; set(draft: RefundDraft): void };

function Lines({ order, draft, set, isTried }: Parts & { isTried: boolean }) {
  const all = everything(order);
  const isAll = [...all].every(([id, milli]) => draft.chosen.get(id) === milli);
  const isMissing = isTried && refundOf(order, draft) === null;
  return (
    <OptionGroup label="What comes back" {...(isMissing ? { error: "choose at least one" } : {})}>
      <div class="pos-wide">
        <Chip on={isAll} onToggle={() => set({ ...draft, chosen: isAll ? new Map() : all })}>
          Everything
        </Chip>
        <RefundLines order={order} goods={draft} onChange={(goods) => set({ ...draft, ...goods })} />
      </div>
    </OptionGroup>
  );
}

function Amount({ order, draft, set, isTried }: Parts & { isTried: boolean }) {
  const { currency, money } = usePos().figures.value;
  const isMissing = isTried && !draft.amount;
  return (
    <OptionGroup label="How much" {...(isMissing ? { error: "say how much" } : {})}>
      <div class="pos-wide">
        <MoneyField
          label="Amount"
          quietLabel
          currency={currency}
          value={draft.amount}
          onInput={(amount) => set({ ...draft, amount })}
        />
        <p class="pos-refund-note">
          {money(order.total - order.refunded)} are not refunded yet. No goods come back.
        </p>
      </div>
    </OptionGroup>
  );
}

function Means({ order, draft, set }: Parts) {
  const { money } = usePos().figures.value;
  const tip = tipLeft(order);
  return (
    <div class="pos-stack">
      <Select
        label="Pay it back"
        value={draft.method}
        options={[
          { value: "own", label: "The way it was paid" },
          { value: "cash", label: "In cash" },
          { value: "external", label: "On the terminal" },
        ]}
        onSelect={(method) => set({ ...draft, method: method as RefundDraft["method"] })}
      />
      {tip > 0 && (
        <Toggle
          label={`Give the tip of ${money(tip)} back too`}
          on={draft.withTip}
          onChange={(withTip) => set({ ...draft, withTip })}
        />
      )}
    </div>
  );
}

/** What goes out and by which means, as the box computes it. */
function GoesBack({ preview }: { preview: RefundPreview | null }) {
  const { money } = usePos().figures.value;
  if (preview === null) return null;
  return (
    <dl class="pos-refund-sum" aria-live="polite">
      {preview.tenders.map(({ paymentId, method, payout }) => (
        <div key={`${paymentId} ${method}`}>
          <dt>{methodOf(method).label}</dt>
          <dd>{money(payout)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Gives money back for a paid check: by line, by amount, or all that is left. */
export function RefundSheet({ order, onClose }: { order: ShownOrder; onClose(): void }) {
  const { figures, notices } = usePos();
  const { money } = figures.value;
  const { ask, isBusy, problem, onApproved } = useSubmit();
  const [draft, set] = useState(emptyDraft);
  const [isTried, setTried] = useState(false);
  const input = refundOf(order, draft);
  const preview = usePreview(order, input);
  const give = (): void => {
    setTried(true);
    if (!input || input.reason === "") return;
    void ask<{ refund: Refund }>(refundOrder(order, input), ({ refund }) => {
      notices.say(`Refund ${refund.number}: ${money(refund.total + refund.tip)} goes back`, { icon: "undo" });
      onClose();
    });
  };
  const parts = { order, draft, set };
  return (
    <Sheet
      open
      place="end"
      title="Refund"
      subtitle={`Receipt ${order.receiptNumber ?? ""}`}
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button size="l" kind="danger" icon="undo" busy={isBusy} onClick={give}>
            {preview ? `Give ${money(preview.payout)} back` : "Give it back"}
          </Button>
        </>
      }
    >
      <div class="pos-stack">
        <SegmentedControl
          label="Kind"
          wide
          segments={[
            { id: "items", label: "By item" },
            { id: "amount", label: "An amount" },
          ]}
          value={draft.kind}
          onSelect={(kind) => set({ ...draft, kind: kind === "amount" ? "amount" : "items" })}
        />
      </div>
      {draft.kind === "items" ? (
        <Lines {...parts} isTried={isTried} />
      ) : (
        <Amount {...parts} isTried={isTried} />
      )}
      <Means {...parts} />
      <ReasonField
        label="Why"
        usual={reasons}
        value={draft.reason}
        onInput={(reason) => set({ ...draft, reason })}
        isMissing={isTried && draft.reason.trim() === ""}
      />
      <GoesBack preview={preview} />
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}
