import { useId } from "preact/hooks";
import { FieldFrame } from "./field.tsx";
import { Icon } from "./icon.tsx";

export interface SelectOption {
  value: string;
  label: string;
}

export interface SelectProps {
  label: string;
  value: string;
  options: readonly SelectOption[];
  hint?: string;
  error?: string;
  disabled?: boolean;
  onSelect: (value: string) => void;
}

/** One of many, by the system's own list, which every tablet already does best. */
export function Select(props: SelectProps) {
  const id = useId();
  return (
    <FieldFrame {...props} inputId={id}>
      <select
        id={id}
        value={props.value}
        disabled={props.disabled}
        aria-invalid={props.error ? true : undefined}
        aria-describedby={props.error || props.hint ? `${id}-text` : undefined}
        style={{ appearance: "none" }}
        onChange={(event) => props.onSelect(event.currentTarget.value)}
      >
        {props.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" />
    </FieldFrame>
  );
}
