import "./rail.css";
import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-nodes.ts";

export interface RailItem {
  id: string;
  label: string;
  icon: IconName;
  /** A count that wants to be seen: orders that are ready. */
  count?: number;
}

export interface RailProps {
  items: readonly RailItem[];
  current?: string;
  onSelect: (id: string) => void;
  /** Items at the lower end: Lock. */
  foot?: readonly RailItem[];
  /** Who is signed in; an `Avatar`. */
  person?: ComponentChildren;
  /** Names the navigation for a screen reader. */
  label?: string;
}

function RailButton({
  item,
  current,
  onSelect,
}: {
  item: RailItem;
  current: boolean;
  onSelect: (id: string) => void;
}) {
  return (
    <button
      type="button"
      class="ui-rail-item"
      aria-current={current ? "page" : undefined}
      onClick={() => onSelect(item.id)}
    >
      <Icon name={item.icon} size={23} />
      <span class="ui-rail-label">{item.label}</span>
      {item.count !== undefined && item.count > 0 && <span class="ui-rail-count">{item.count}</span>}
    </button>
  );
}

/** The app's rail at the start edge; a bar at the bottom of a phone. */
export function Rail({ items, current, onSelect, foot = [], person, label = "Tillbox" }: RailProps) {
  return (
    <nav class="ui-rail" aria-label={label}>
      <div class="ui-rail-mark" aria-hidden="true">
        tb
      </div>
      {items.map((item) => (
        <RailButton key={item.id} item={item} current={item.id === current} onSelect={onSelect} />
      ))}
      <div class="ui-rail-space" />
      {foot.map((item) => (
        <RailButton key={item.id} item={item} current={item.id === current} onSelect={onSelect} />
      ))}
      {person && <div class="ui-rail-person">{person}</div>}
    </nav>
  );
}

/** The frame of a screen: rail and content; the content alone scrolls. `frame` colours the edge of demo and training. */
export function AppShell(props: { rail?: ComponentChildren; frame?: string; children: ComponentChildren }) {
  return (
    <div class="ui-shell" data-frame={props.frame ? "" : undefined}>
      {props.frame && <div class="ui-shell-frame">{props.frame}</div>}
      {props.rail}
      <main class="ui-shell-main">{props.children}</main>
    </div>
  );
}
