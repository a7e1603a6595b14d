import "./choice.css";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-nodes.ts";

export interface CategoryTileProps {
  name: string;
  /** Any CSS colour; a bar beside the name. */
  color?: string;
  on: boolean;
  onSelect: () => void;
}

/** A category of the menu, always in the same place. */
export function CategoryTile({ name, color, on, onSelect }: CategoryTileProps) {
  return (
    <button type="button" class="ui-category" aria-pressed={on} onClick={onSelect}>
      <i style={color ? { background: color } : undefined} />
      <span>{name}</span>
    </button>
  );
}

export interface ChoiceTileProps {
  label: string;
  icon: IconName;
  on: boolean;
  disabled?: boolean;
  /** Why it cannot be taken now, or a second line. */
  note?: string;
  onSelect: () => void;
}

/** One of a few big choices, such as the way of paying. */
export function ChoiceTile({ label, icon, on, disabled, note, onSelect }: ChoiceTileProps) {
  return (
    <button type="button" class="ui-choice" aria-pressed={on} disabled={disabled} onClick={onSelect}>
      <Icon name={icon} size={25} />
      <span>{label}</span>
      {note && <small>{note}</small>}
    </button>
  );
}
