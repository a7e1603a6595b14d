import { Button } from "@tillbox/shared/ui/button.tsx";
import { FieldFrame } from "@tillbox/shared/ui/field.tsx";
import { useId, useRef } from "preact/hooks";

export type DayFieldProps = {
  label: string;
  /** "2026-11-20". */
  value: string;
  min?: string;
  max?: string;
  onPick: (day: string) => void;
};

/** A calendar gives an empty text while the day is being typed. */
const pickIn = (input: HTMLInputElement, onPick: (day: string) => void): void => {
  if (/^\d{4}-\d{2}-\d{2}$/.test(input.value)) onPick(input.value);
};

/** A business day, by the system's own calendar. */
export function DayField({ label, value, min, max, onPick }: DayFieldProps) {
  const id = useId();
  return (
    <FieldFrame label={label} inputId={id}>
      <input
        id={id}
        type="date"
        dir="ltr"
        value={value}
        min={min}
        max={max}
        onChange={(event) => pickIn(event.currentTarget, onPick)}
      />
    </FieldFrame>
  );
}

/** The same as a button, where the day itself stands beside it. */
export function DayButton({ value, max, onPick }: Pick<DayFieldProps, "value" | "max" | "onPick">) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <span class="hub-day">
      <input
        ref={input}
        type="date"
        tabIndex={-1}
        aria-hidden="true"
        value={value}
        max={max}
        onChange={(event) => pickIn(event.currentTarget, onPick)}
      />
      <Button icon="bookings" label="Choose the business day" onClick={() => input.current?.showPicker()}>
        Day
      </Button>
    </span>
  );
}
