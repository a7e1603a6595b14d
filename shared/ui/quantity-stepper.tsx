import "./quantity-stepper.css";
import { Icon } from "./icon.tsx";
import { words } from "./words.ts";

export interface QuantityStepperProps {
  /** Names what is counted. */
  label: string;
  value: number;
  min?: number;
  max?: number;
  size?: "m" | "l";
  disabled?: boolean;
  onChange: (value: number) => void;
}

/** One more, one fewer; the figure does not move. */
export function QuantityStepper(props: QuantityStepperProps) {
  const { label, value, min = 1, max = 99, size = "m", disabled = false, onChange } = props;
  return (
    <div class="ui-stepper" role="group" aria-label={label} data-size={size}>
      <button
        type="button"
        aria-label={`${words.value.fewer}, ${label}`}
        disabled={disabled || value <= min}
        onClick={() => onChange(value - 1)}
      >
        <Icon name="minus" size={22} />
      </button>
      <output aria-live="polite">{value}</output>
      <button
        type="button"
        aria-label={`${words.value.more}, ${label}`}
        disabled={disabled || value >= max}
        onClick={() => onChange(value + 1)}
      >
        <Icon name="plus" size={22} />
      </button>
    </div>
  );
}
