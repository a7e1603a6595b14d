import { minorDigits } from "@tillbox/shared/money.ts";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { MoneyField } from "@tillbox/shared/ui/field.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { usePos } from "../pos.ts";

type Props = {
  label: string;
  value: number | null;
  onInput(amount: number | null): void;
  /** Round sums in whole units, one tap each. */
  usual?: readonly number[];
  /** Sums that are right as they are, by name: "All that is owed". */
  exact?: readonly { label: string; amount: number }[];
  isMissing: boolean;
};

/** A sum: a usual one by one tap, or any other. */
export function AmountField({ label, value, onInput, usual = [], exact = [], isMissing }: Props) {
  const { currency, moneyShort, money } = usePos().figures.value;
  const unit = 10 ** minorDigits(currency);
  const sums = [
    ...exact.map(({ label: name, amount }) => ({ amount, text: `${name} · ${money(amount)}` })),
    ...usual.map((whole) => ({ amount: whole * unit, text: moneyShort(whole * unit) })),
  ];
  return (
    <OptionGroup label={label} {...(isMissing ? { error: "say how much" } : {})}>
      {sums.map(({ amount, text }) => (
        <Chip key={text} on={value === amount} onToggle={() => onInput(value === amount ? null : amount)}>
          {text}
        </Chip>
      ))}
      <div class="pos-wide">
        <MoneyField label="Another amount" quietLabel currency={currency} value={value} onInput={onInput} />
      </div>
    </OptionGroup>
  );
}
