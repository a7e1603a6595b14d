import type { DiscountInput, OrderLine } from "@tillbox/shared/contract/order.ts";
import { ppmToPercent } from "@tillbox/shared/decimal.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { MoneyField, PercentField } from "@tillbox/shared/ui/field.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { giveDiscount } from "../../client/intents.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { isVoid } from "./lines.ts";
import { ReasonField } from "./reason-field.tsx";

const quickRates = [5, 10, 15, 20, 50, 100];
const reasons = ["Waited too long", "Complaint", "Regular guest", "Staff"];
const wholeCheck = "";

type Draft = {
  kind: "percent" | "amount";
  ratePpm: number | null;
  amount: number | null;
  itemId: string;
  reason: string;
};
const empty: Draft = { kind: "percent", ratePpm: null, amount: null, itemId: wholeCheck, reason: "" };

/** What the box is asked for; null while something is missing. */
export const discountOf = ({ kind, ratePpm, amount, itemId, reason }: Draft): DiscountInput | null => {
  const where = itemId === wholeCheck ? { scope: "order" as const } : { scope: "item" as const, itemId };
  const why = reason.trim();
  if (why === "") return null;
  if (kind === "percent")
    return ratePpm ? { ...where, kind, value: ppmToPercent(ratePpm), reason: why } : null;
  return amount ? { ...where, kind, value: amount, reason: why } : null;
};

function HowMuch({ draft, set, isTried }: { draft: Draft; set(draft: Draft): void; isTried: boolean }) {
  const { currency } = usePos().figures.value;
  const isMissing = isTried && (draft.kind === "percent" ? !draft.ratePpm : !draft.amount);
  return (
    <OptionGroup label="How much" {...(isMissing ? { error: "say how much" } : {})}>
      {draft.kind === "percent" ? (
        <>
          {quickRates.map((percent) => (
            <Chip
              key={percent}
              on={draft.ratePpm === percent * 10_000}
              onToggle={() => set({ ...draft, ratePpm: percent * 10_000 })}
            >
              {percent} %
            </Chip>
          ))}
          <div class="pos-wide">
            <PercentField
              label="Another percentage"
              value={draft.ratePpm}
              onInput={(ratePpm) => set({ ...draft, ratePpm })}
            />
          </div>
        </>
      ) : (
        <div class="pos-wide">
          <MoneyField
            label="Amount"
            quietLabel
            currency={currency}
            value={draft.amount}
            onInput={(amount) => set({ ...draft, amount })}
          />
        </div>
      )}
    </OptionGroup>
  );
}

const lineLabel = ({ name, quantity }: OrderLine): string => `${quantity} × ${name}`;

/** A percentage or an amount off the whole check or one line, always with a reason. */
export function DiscountSheet({ order, onClose }: { order: ShownOrder; onClose(): void }) {
  const { run, isBusy, problem, onApproved } = useSubmit();
  const [draft, set] = useState(empty);
  const [isTried, setTried] = useState(false);
  const give = (): void => {
    setTried(true);
    const discount = discountOf(draft);
    if (discount) void run(giveDiscount(order, discount), onClose);
  };
  const lines = order.items.filter((line) => !isVoid(line));
  return (
    <Sheet
      open
      title="Give a discount"
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button size="l" kind="primary" icon="discount" busy={isBusy} onClick={give}>
            Give the discount
          </Button>
        </>
      }
    >
      <div class="pos-stack">
        <SegmentedControl
          label="Kind"
          wide
          segments={[
            { id: "percent", label: "Percentage" },
            { id: "amount", label: "Amount" },
          ]}
          value={draft.kind}
          onSelect={(kind) => set({ ...draft, kind: kind === "amount" ? "amount" : "percent" })}
        />
        <Select
          label="Off what"
          value={draft.itemId}
          options={[
            { value: wholeCheck, label: "The whole check" },
            ...lines.map((line) => ({ value: line.id, label: lineLabel(line) })),
          ]}
          onSelect={(itemId) => set({ ...draft, itemId })}
        />
      </div>
      <HowMuch draft={draft} set={set} isTried={isTried} />
      <ReasonField
        label="Why"
        usual={reasons}
        value={draft.reason}
        onInput={(reason) => set({ ...draft, reason })}
        isMissing={isTried && draft.reason.trim() === ""}
      />
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}
