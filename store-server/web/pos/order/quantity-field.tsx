import { FieldFrame } from "@tillbox/shared/ui/field.tsx";
import { formatQuantity } from "@tillbox/shared/ui/format.ts";
import { useId, useState } from "preact/hooks";

/** "0.35" is 350 thousandths; 0 while nothing valid is typed. */
export const parseQuantity = (text: string): number => {
  const match = /^(\d{1,5})?(?:[.,](\d{0,3}))?$/.exec(text.trim());
  return match ? Number((match[1] ?? "0") + (match[2] ?? "").padEnd(3, "0")) : 0;
};

type Props = { unit: string; quantityMilli: number; onInput(quantityMilli: number): void };

/** How much, of goods by weight or length. */
export function QuantityField({ unit, quantityMilli, onInput }: Props) {
  const id = useId();
  const [text, setText] = useState(quantityMilli === 0 ? "" : formatQuantity(quantityMilli));
  return (
    <FieldFrame label={`Amount in ${unit}`} quietLabel inputId={id} after={unit}>
      <input
        id={id}
        class="ui-field-number"
        inputMode="decimal"
        autocomplete="off"
        dir="ltr"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          onInput(parseQuantity(event.currentTarget.value));
        }}
      />
    </FieldFrame>
  );
}
