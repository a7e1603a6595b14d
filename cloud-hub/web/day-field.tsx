import { FieldFrame } from "@tillbox/shared/ui/field.tsx";
import { useId } from "preact/hooks";

export type DayFieldProps = {
  label: string;
  /** "2026-11-20". */
  value: string;
  min?: string;
  max?: string;
  quietLabel?: boolean;
  onPick: (day: string) => void;
};

/** A business day, by the system's own calendar. */
export function DayField({ label, value, min, max, quietLabel = false, onPick }: DayFieldProps) {
  const id = useId();
  return (
    <FieldFrame label={label} inputId={id} quietLabel={quietLabel}>
      <input
        id={id}
        type="date"
        dir="ltr"
        value={value}
        min={min}
        max={max}
        onChange={(event) => {
          const day = event.currentTarget.value;
          if (/^\d{4}-\d{2}-\d{2}$/.test(day)) onPick(day);
        }}
      />
    </FieldFrame>
  );
}
