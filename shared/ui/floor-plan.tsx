import "./floor-plan.css";
import { useRef, useState } from "preact/hooks";
import { neighbour } from "./floor-walk.ts";
import { Icon } from "./icon.tsx";
import {
  type FloorTable,
  TableShape,
  type TableState,
  tableDetail,
  tableLabel,
  tableStateIcon,
} from "./table-shape.tsx";
import { type Size, useSize } from "./use-size.ts";
import { words } from "./words.ts";

export interface FloorPlanProps {
  tables: readonly FloorTable[];
  /** Size of the room in plan units; the tables' extent unless told. */
  width?: number;
  height?: number;
  selectedId?: string;
  /** Names the room for a screen reader. */
  label: string;
  onSelect: (tableId: string) => void;
}

/* Below this the words of a table would be under 14 px even when they have grown. */
const leastScale = 0.74;

const legend: readonly TableState[] = [
  "free",
  "seated",
  "ordered",
  "printed",
  "reserved",
  "late",
  "cleaning",
];

function Plan({
  tables,
  selectedId,
  label,
  onSelect,
  extent,
  scale,
}: FloorPlanProps & { extent: Size; scale: number }) {
  const [focusId, setFocusId] = useState<string>();
  const tabbed = tables.find((table) => table.id === (focusId ?? selectedId)) ?? tables[0];
  return (
    <svg
      class="ui-floor-plan"
      viewBox={`0 0 ${extent.width} ${extent.height}`}
      role="group"
      aria-label={label}
      onKeyDown={(event) => {
        const id = (event.target as Element).closest("[data-table]")?.getAttribute("data-table");
        const from = tables.find((table) => table.id === id);
        const next = from && neighbour(tables, from, event.key);
        if (!next) return;
        event.preventDefault();
        setFocusId(next.id);
        event.currentTarget.querySelector<SVGElement>(`[data-table="${CSS.escape(next.id)}"]`)?.focus();
      }}
    >
      {tables.map((table) => (
        <TableShape
          key={table.id}
          table={table}
          textScale={Math.min(1.3, Math.max(1, 0.98 / scale))}
          selected={table.id === selectedId}
          tabIndex={table === tabbed ? 0 : -1}
          onSelect={() => onSelect(table.id)}
        />
      ))}
    </svg>
  );
}

function Cards({ tables, selectedId, onSelect }: FloorPlanProps) {
  return (
    <ul class="ui-floor-cards">
      {tables.map((table) => {
        const icon = tableStateIcon(table.state);
        return (
          <li key={table.id}>
            <button
              type="button"
              class="ui-table-card"
              data-state={table.state}
              aria-label={tableLabel(table, words.value)}
              aria-pressed={table.id === selectedId}
              onClick={() => onSelect(table.id)}
            >
              <span>
                {icon && <Icon name={icon} size={18} />}
                {table.name}
              </span>
              <small>{tableDetail(table, words.value)}</small>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function extentOf({ tables, width, height }: FloorPlanProps): Size {
  const edge = 60;
  return {
    width: width ?? Math.max(0, ...tables.map((table) => table.x + table.width)) + edge,
    height: height ?? Math.max(0, ...tables.map((table) => table.y + table.height)) + edge,
  };
}

/** The room. Arrow keys walk from table to table; where the room is too narrow to read, its tables become a grid. */
export function FloorPlan(props: FloorPlanProps) {
  const room = useRef<HTMLDivElement>(null);
  const extent = extentOf(props);
  const size = useSize(room, extent);
  const scale = Math.min(size.width / extent.width, size.height / extent.height);
  return (
    <div class="ui-floor">
      <div ref={room} class="ui-floor-room">
        {scale < leastScale ? <Cards {...props} /> : <Plan {...props} extent={extent} scale={scale} />}
      </div>
      <ul class="ui-floor-legend">
        {legend.map((state) => {
          const icon = tableStateIcon(state);
          return (
            <li key={state} data-state={state}>
              <i>{icon && <Icon name={icon} size={14} />}</i>
              {words.value[state]}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
