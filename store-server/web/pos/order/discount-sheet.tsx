import type { DiscountInput, OrderDiscount, OrderLine } from "@tillbox/shared/contract/order.ts";
import { percentToPpm, ppmToPercent } from "@tillbox/shared/decimal.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { MoneyField, PercentField } from "@tillbox/shared/ui/field.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import {
  changeDiscount,
  giveComp,
  giveDiscount,
  type OrderIntent,
  removeDiscount,
} from "../../client/intents.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { isVoid } from "./lines.ts";
import { ReasonField } from "./reason-field.tsx";

const quickRates = [5, 10, 15, 20, 50, 100];
const wholeCheck = "";

type Kind = "percent" | "amount" | "comp";
type Draft = {
  kind: Kind;
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
  if (kind === "comp") return null;
  if (kind === "percent")
    return ratePpm ? { ...where, kind, value: ppmToPercent(ratePpm), reason: why } : null;
  return amount ? { ...where, kind, value: amount, reason: why } : null;
};

function HowMuch({ draft, set, isTried }: { draft: Draft; set(draft: Draft): void; isTried: boolean }) {
  const { currency } = usePos().figures.value;
  if (draft.kind === "comp") return null;
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

/** What a discount that stands on the check already becomes when it is opened again. */
const draftOf = ({ kind, value, itemId, reason }: OrderDiscount): Draft => ({
  kind,
  ratePpm: kind === "percent" ? percentToPpm(String(value)) : null,
  amount: kind === "amount" ? Number(value) : null,
  itemId: itemId ?? wholeCheck,
  reason,
});

type GivenProps = {
  order: ShownOrder;
  isBusy: boolean;
  onChange(discount: OrderDiscount): void;
  onRemove(discount: OrderDiscount): void;
};

/** What is taken off already, each to be changed or taken away. A reward of points goes with the customer. */
function Given({ order, isBusy, onChange, onRemove }: GivenProps) {
  const { amount } = usePos().figures.value;
  const given = order.discounts.filter(({ reward }) => reward === null);
  const nameOf = (itemId: string | null): string =>
    order.items.find(({ id, combo }) => id === itemId || combo?.id === itemId)?.name ?? "the whole check";
  if (given.length === 0) return null;
  return (
    <OptionGroup label="Given already">
      {given.map((discount) => (
        <div key={discount.id} class="pos-given">
          <ListRow
            title={
              discount.comp
                ? "On the house"
                : discount.kind === "percent"
                  ? `${discount.value} %`
                  : "An amount"
            }
            detail={`${nameOf(discount.itemId)} · ${discount.reason}`}
            end={`−${amount(discount.amount)}`}
          />
          {!discount.comp && (
            <Button kind="quiet" onClick={() => onChange(discount)}>
              Change
            </Button>
          )}
          <Button kind="quiet" busy={isBusy} onClick={() => onRemove(discount)}>
            Take off
          </Button>
        </div>
      ))}
    </OptionGroup>
  );
}

const segments = [
  { id: "percent", label: "Percent" },
  { id: "amount", label: "Amount" },
  { id: "comp", label: "On the house" },
];

/** What the box is asked to do with the draft; null while something is missing. */
const intentOf = (order: ShownOrder, draft: Draft, changedId: string | null): OrderIntent | null => {
  const known = order.discounts.find(({ id }) => id === changedId);
  const reason = draft.reason.trim();
  if (draft.kind === "comp")
    return reason === "" ? null : giveComp(order, draft.itemId === wholeCheck ? null : draft.itemId, reason);
  const discount = discountOf(draft);
  if (!discount) return null;
  return known ? changeDiscount(order, known, discount) : giveDiscount(order, discount);
};

type FormProps = {
  order: ShownOrder;
  draft: Draft;
  set(draft: Draft): void;
  isNew: boolean;
  isTried: boolean;
};

function DiscountForm({ order, draft, set, isNew, isTried }: FormProps) {
  const { client } = usePos();
  const lines = order.items.filter((line) => !isVoid(line));
  const options = [
    { value: wholeCheck, label: "The whole check" },
    ...lines.map((line) => ({ value: line.id, label: lineLabel(line) })),
  ];
  return (
    <>
      <div class="pos-stack">
        <SegmentedControl
          label="Kind"
          wide
          segments={isNew ? segments : segments.slice(0, 2)}
          value={draft.kind}
          onSelect={(kind) => set({ ...draft, kind: kind as Kind, reason: "" })}
        />
        {isNew && (
          <Select
            label="Off what"
            value={draft.itemId}
            options={options}
            onSelect={(itemId) => set({ ...draft, itemId })}
          />
        )}
      </div>
      <HowMuch draft={draft} set={set} isTried={isTried} />
      <ReasonField
        label="Why"
        usual={client.store.setting(
          draft.kind === "comp" ? "order.comp_reasons" : "order.discount_reasons",
          [],
        )}
        value={draft.reason}
        onInput={(reason) => set({ ...draft, reason })}
        isMissing={isTried && draft.reason.trim() === ""}
      />
    </>
  );
}

const verbOf = (kind: Kind, isNew: boolean): string => {
  if (kind === "comp") return "Give it away";
  return isNew ? "Give the discount" : "Change it";
};

/** A percentage, an amount, or all of it, off the whole check or one line, always with a reason. */
export function DiscountSheet({ order, onClose }: { order: ShownOrder; onClose(): void }) {
  const { run, isBusy, problem, onApproved } = useSubmit();
  const [draft, set] = useState(empty);
  const [changedId, setChanged] = useState<string | null>(null);
  const [isTried, setTried] = useState(false);
  const give = (): void => {
    setTried(true);
    const intent = intentOf(order, draft, changedId);
    if (intent) void run(intent, onClose);
  };
  const change = (discount: OrderDiscount): void => {
    set(draftOf(discount));
    setChanged(discount.id);
  };
  const remove = (discount: OrderDiscount): void =>
    void run(removeDiscount(order, discount.id), () => setChanged(null));
  const icon = draft.kind === "comp" ? "gift" : "discount";
  return (
    <Sheet
      open
      title="Discounts and comps"
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button size="l" kind="primary" icon={icon} busy={isBusy} onClick={give}>
            {verbOf(draft.kind, changedId === null)}
          </Button>
        </>
      }
    >
      <Given order={order} isBusy={isBusy} onChange={change} onRemove={remove} />
      <DiscountForm order={order} draft={draft} set={set} isNew={changedId === null} isTried={isTried} />
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}
