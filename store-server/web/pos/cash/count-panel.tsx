import type { Drawer } from "@tillbox/shared/contract/drawer.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { enterDigits, type PadKey } from "@tillbox/shared/ui/number-entry.ts";
import { NumberPad } from "@tillbox/shared/ui/number-pad.tsx";
import { AmountDue } from "@tillbox/shared/ui/pay-part.tsx";
import { QuantityStepper } from "@tillbox/shared/ui/quantity-stepper.tsx";
import { useState } from "preact/hooks";
import { countDrawer } from "../../client/cash-intents.ts";
import { Connection } from "../connection.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { type Counts, countedList, countedTotal, denominationsOf } from "./denominations.ts";

type RowProps = {
  value: number;
  count: number;
  isChosen: boolean;
  onChoose(): void;
  onCount(count: number): void;
};

function DenominationRow({ value, count, isChosen, onChoose, onCount }: RowProps) {
  const { moneyShort, amount } = usePos().figures.value;
  const name = moneyShort(value);
  return (
    <div class="pos-denomination" data-on={isChosen || undefined}>
      <button type="button" aria-pressed={isChosen} onClick={onChoose}>
        <bdi>{name}</bdi>
        <span>{count === 0 ? "" : amount(value * count)}</span>
      </button>
      <QuantityStepper
        label={name}
        min={0}
        max={99_999}
        value={count}
        onChange={(next) => {
          onChoose();
          onCount(next);
        }}
      />
    </div>
  );
}

/** A blind count: every note and coin, without a word about what should be there. */
export function CountPanel({ drawer }: { drawer: Drawer }) {
  const { figures } = usePos();
  const { money, currency } = figures.value;
  const { run, isBusy, problem, onApproved } = useSubmit();
  const values = denominationsOf(currency);
  const [counts, setCounts] = useState<Counts>(new Map());
  const [chosen, setChosen] = useState(values[0] ?? 1);
  const setCount = (value: number, count: number): void => setCounts(new Map(counts).set(value, count));
  const press = (key: PadKey): void =>
    setCount(chosen, Number(enterDigits(String(counts.get(chosen) || ""), key, 5)));
  const total = countedTotal(counts);
  const finish = (): void => void run(countDrawer(drawer.id, countedList(values, counts)), () => undefined);
  return (
    <section class="pos-take pos-count-panel" aria-label="Count">
      <div class="pos-due">
        <AmountDue amount={money(total)} detail="counted" />
        <Connection />
      </div>
      <div class="pos-cash">
        <div class="pos-denominations">
          {values.map((value) => (
            <DenominationRow
              key={value}
              value={value}
              count={counts.get(value) ?? 0}
              isChosen={value === chosen}
              onChoose={() => setChosen(value)}
              onCount={(count) => setCount(value, count)}
            />
          ))}
        </div>
        <NumberPad corner="clear" onKey={press} />
      </div>
      <div class="pos-take-end">
        <Refused problem={problem} onApproved={onApproved} />
        <Button
          kind="primary"
          size="xl"
          wide
          icon="check"
          busy={isBusy}
          disabled={counts.size === 0}
          onClick={finish}
        >
          {counts.size === 0 ? "Count notes and coins" : `Done: ${money(total)} counted`}
        </Button>
      </div>
    </section>
  );
}
