import "./chip.css";
import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-nodes.ts";

export interface ChipProps {
  children: ComponentChildren;
  on?: boolean;
  icon?: IconName;
  /** What it adds: "+2.00". */
  note?: string;
  disabled?: boolean;
  /** `radio` inside a group of which exactly one holds. */
  role?: "radio" | "checkbox";
  onToggle: () => void;
}

/** A choice to put on or off: a modifier, a filter. */
export function Chip({ children, on = false, icon, note, disabled, role = "checkbox", onToggle }: ChipProps) {
  return (
    <button
      type="button"
      class="ui-chip"
      role={role}
      aria-checked={on}
      disabled={disabled}
      onClick={onToggle}
    >
      {on ? <Icon name="check" size={18} /> : icon && <Icon name={icon} size={18} />}
      <bdi>{children}</bdi>
      {note && (
        <small>
          <bdi>{note}</bdi>
        </small>
      )}
    </button>
  );
}
