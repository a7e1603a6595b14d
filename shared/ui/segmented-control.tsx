import "./segmented-control.css";
import { useRef } from "preact/hooks";

export interface Segment {
  id: string;
  label: string;
  disabled?: boolean;
}

export interface SegmentedControlProps {
  /** Names the choice for a screen reader. */
  label: string;
  segments: readonly Segment[];
  value: string;
  wide?: boolean;
  onSelect: (id: string) => void;
}

/** Two to five ways to see the same thing; arrow keys move the choice. */
export function SegmentedControl({ label, segments, value, wide = false, onSelect }: SegmentedControlProps) {
  const box = useRef<HTMLDivElement>(null);
  const step = (by: number) => {
    const open = segments.filter((segment) => !segment.disabled);
    const at = open.findIndex((segment) => segment.id === value);
    const next = open[(at + by + open.length) % open.length];
    if (!next) return;
    onSelect(next.id);
    box.current?.querySelectorAll("button")[segments.indexOf(next)]?.focus();
  };
  return (
    <div
      ref={box}
      class="ui-segmented"
      role="radiogroup"
      aria-label={label}
      data-wide={wide || undefined}
      onKeyDown={(event) => {
        const forward =
          getComputedStyle(event.currentTarget).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
        if (!event.key.startsWith("Arrow")) return;
        event.preventDefault();
        step(event.key === forward || event.key === "ArrowDown" ? 1 : -1);
      }}
    >
      {segments.map((segment) => (
        <button
          key={segment.id}
          type="button"
          role="radio"
          aria-checked={segment.id === value}
          tabIndex={segment.id === value ? 0 : -1}
          disabled={segment.disabled}
          onClick={() => onSelect(segment.id)}
        >
          {segment.label}
        </button>
      ))}
    </div>
  );
}
