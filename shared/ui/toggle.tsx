import "./toggle.css";
import { useId } from "preact/hooks";

export interface ToggleProps {
  label: string;
  /** What it does, below the label. */
  hint?: string;
  on: boolean;
  busy?: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}

/** On or off, at once. The whole row is the target. */
export function Toggle({ label, hint, on, busy = false, disabled, onChange }: ToggleProps) {
  const id = useId();
  return (
    <button
      type="button"
      role="switch"
      class="ui-toggle"
      aria-checked={on}
      aria-busy={busy || undefined}
      aria-describedby={hint ? id : undefined}
      disabled={disabled}
      onClick={() => !busy && onChange(!on)}
    >
      <span>
        <span>{label}</span>
        {hint && <small id={id}>{hint}</small>}
      </span>
      <i />
    </button>
  );
}
