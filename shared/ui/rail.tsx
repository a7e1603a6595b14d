import "./rail.css";
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-nodes.ts";
import { ListRow } from "./list-row.tsx";
import { Sheet } from "./sheet.tsx";
import { type Size, useSize } from "./use-size.ts";
import { words } from "./words.ts";

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
  /** The person as an entry behind More, where a bar has no room for the avatar. */
  personItem?: RailItem;
  /** Names the navigation for a screen reader. */
  label?: string;
}

function RailButton({
  item,
  current,
  name,
  onSelect,
}: {
  item: RailItem;
  current: boolean;
  /** Of what opens a dialog, for a screen reader: its label alone says too little. */
  name?: string;
  onSelect: (id: string) => void;
}) {
  return (
    <button
      type="button"
      class="ui-rail-item"
      aria-current={current ? "page" : undefined}
      aria-haspopup={name ? "dialog" : undefined}
      aria-label={name}
      onClick={() => onSelect(item.id)}
    >
      <Icon name={item.icon} size={23} />
      <span class="ui-rail-label">{item.label}</span>
      {item.count !== undefined && item.count > 0 && <span class="ui-rail-count">{item.count}</span>}
    </button>
  );
}

const barSlot_px = 70;
const railSlot_px = 64;
/** Padding, the mark, and room for a label of two lines. */
const railRest_px = 96;
const railPerson_px = 62;

/** How many entries there is room for: side by side in a bar, one under the other in a rail. */
const slotsIn = ({ width, height }: Size, hasPerson: boolean): number =>
  width > height
    ? Math.floor(width / barSlot_px)
    : Math.floor((height - railRest_px - (hasPerson ? railPerson_px : 0)) / railSlot_px);

type Divided = { shown: readonly RailItem[]; foot: readonly RailItem[]; hidden: readonly RailItem[] };

/** What has no room stands behind More: the last entries, and in a bar the foot and the person too. */
const divide = ({ items, foot = [], person, personItem }: RailProps, size: Size): Divided => {
  const slots = slotsIn(size, person !== undefined && person !== null);
  if (size.width > size.height) {
    const all = [...items, ...(personItem ? [personItem] : []), ...foot];
    const fits = all.length <= slots && !personItem;
    return fits
      ? { shown: items, foot, hidden: [] }
      : { shown: all.slice(0, slots - 1), foot: [], hidden: all.slice(slots - 1) };
  }
  if (items.length + foot.length <= slots) return { shown: items, foot, hidden: [] };
  const room = Math.max(1, slots - foot.length - 1);
  return { shown: items.slice(0, room), foot, hidden: items.slice(room) };
};

const countOf = (items: readonly RailItem[]): number => items.reduce((sum, { count = 0 }) => sum + count, 0);

function More({ items, current, onSelect }: Pick<RailProps, "items" | "current" | "onSelect">) {
  const [isOpen, setOpen] = useState(false);
  const isHere = items.some(({ id }) => id === current);
  const label = words.value.moreEntries;
  const select = (id: string): void => {
    setOpen(false);
    onSelect(id);
  };
  return (
    <>
      <RailButton
        item={{ id: "more", label, icon: "more", count: countOf(items) }}
        current={isHere}
        name={words.value.morePages}
        onSelect={() => setOpen(true)}
      />
      <Sheet open={isOpen} place="end" title={label} onClose={() => setOpen(false)}>
        <div class="ui-rail-more">
          {items.map(({ id, label: name, icon, count = 0 }) => (
            <ListRow
              key={id}
              start={<Icon name={icon} size={23} />}
              title={name}
              {...(count > 0 ? { end: <span class="ui-rail-more-count">{count}</span> } : {})}
              opens
              onSelect={() => select(id)}
            />
          ))}
        </div>
      </Sheet>
    </>
  );
}

/** The app's rail at the start edge; a bar at the bottom of a phone. It never scrolls: what has no room stands behind More. */
export function Rail(props: RailProps) {
  const { current, onSelect, person, label = "Tillbox" } = props;
  const ref = useRef<HTMLElement>(null);
  const { shown, foot, hidden } = divide(props, useSize(ref, { width: 84, height: 900 }));
  return (
    <nav ref={ref} class="ui-rail" aria-label={label}>
      <div class="ui-rail-mark" aria-hidden="true">
        tb
      </div>
      {shown.map((item) => (
        <RailButton key={item.id} item={item} current={item.id === current} onSelect={onSelect} />
      ))}
      {hidden.length > 0 && (
        <More items={hidden} onSelect={onSelect} {...(current === undefined ? {} : { current })} />
      )}
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
