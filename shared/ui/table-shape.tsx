import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-nodes.ts";
import { type Words, words } from "./words.ts";

export type TableState = "free" | "seated" | "ordered" | "printed" | "reserved" | "late" | "cleaning";

export interface FloorTable {
  id: string;
  name: string;
  /** Upper left corner and size in plan units, about one CSS pixel at full size. */
  x: number;
  y: number;
  width: number;
  height: number;
  shape: "round" | "rect";
  /** Degrees, clockwise; the words stay upright. */
  rotation?: number;
  seats: number;
  state: TableState;
  /** What matters now: "26 m · $88". Without it a free table shows its seats, others their state's word. */
  detail?: string;
  /** Who is on it now, for the courtesy lock. */
  heldBy?: string;
}

const stateIcons: Readonly<Record<TableState, IconName | undefined>> = {
  free: undefined,
  seated: "seat",
  ordered: "menu",
  printed: "orders",
  reserved: "calendar-clock",
  late: "alarm",
  cleaning: "clean",
};

/** The icon that stands with a state's colour. */
export function tableStateIcon(state: TableState): IconName | undefined {
  return stateIcons[state];
}

/** What the second line of a table says. */
export function tableDetail(table: FloorTable, say: Words): string {
  if (table.detail) return table.detail;
  return table.state === "free" ? `${table.seats} ${say.seats}` : say[table.state];
}

/** What a screen reader says: "Table 12, Ordered, 38 m · $173". */
export function tableLabel(table: FloorTable, say: Words): string {
  const parts = [`${say.table} ${table.name}`, say[table.state], tableDetail(table, say), table.heldBy];
  return [...new Set(parts.filter(Boolean))].join(", ");
}

export interface TableShapeProps {
  table: FloorTable;
  /** Words grow by this while the plan shrinks, so that they stay readable: 1 to 1.3. */
  textScale?: number;
  selected?: boolean;
  tabIndex?: number;
  onSelect: () => void;
}

function Outline({ table, grow, class: name }: { table: FloorTable; grow: number; class: string }) {
  const { x, y, width, height, shape } = table;
  const [cx, cy] = [x + width / 2, y + height / 2];
  const turn = table.rotation ? `rotate(${table.rotation} ${cx} ${cy})` : undefined;
  if (shape === "round") {
    return (
      <ellipse class={name} cx={cx} cy={cy} rx={width / 2 + grow} ry={height / 2 + grow} transform={turn} />
    );
  }
  const box = { x: x - grow, y: y - grow, width: width + 2 * grow, height: height + 2 * grow, rx: 18 + grow };
  return <rect class={name} {...box} transform={turn} />;
}

function TableWords({
  name,
  icon,
  details,
}: {
  name: string;
  icon: IconName | undefined;
  details: readonly string[];
}) {
  const top = details.length > 1 ? -11 : -6;
  return (
    <>
      {icon && (
        <g transform={`translate(${-name.length * 6.75 - 12} ${top - 18})`}>
          <Icon name={icon} size={19} />
        </g>
      )}
      <text class="ui-table-name" x={icon ? 12 : 0} y={top}>
        {name}
      </text>
      {details.map((detail, index) => (
        <text
          key={detail}
          class="ui-table-detail"
          x={0}
          y={top + (details.length > 1 ? 21 : 23) + index * 16}
        >
          {detail}
        </text>
      ))}
    </>
  );
}

/** One table of the plan: its shape, its state as colour and icon, its number and what matters now. */
export function TableShape({
  table,
  textScale = 1,
  selected = false,
  tabIndex = 0,
  onSelect,
}: TableShapeProps) {
  const [cx, cy] = [table.x + table.width / 2, table.y + table.height / 2];
  const icon = stateIcons[table.state];
  const say = words.value;
  const narrow = textScale > 1.1 && table.width < 130;
  const details = narrow ? tableDetail(table, say).split(" · ") : [tableDetail(table, say)];
  return (
    <g
      role="button"
      class="ui-table"
      data-state={table.state}
      data-selected={selected || undefined}
      data-table={table.id}
      tabindex={tabIndex}
      aria-label={tableLabel(table, say)}
      aria-pressed={selected}
      onClick={onSelect}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        onSelect();
      }}
    >
      <Outline table={table} grow={7} class="ui-table-ring" />
      <Outline table={table} grow={0} class="ui-table-body" />
      <g transform={`translate(${cx} ${cy}) scale(${textScale})`}>
        <TableWords name={table.name} icon={icon} details={details} />
      </g>
      {table.heldBy && (
        <g class="ui-table-held" transform={`translate(${table.x + table.width - 14} ${table.y + 12})`}>
          <circle r="14" />
          <g transform="translate(-8 -8)">
            <Icon name="person" size={16} />
          </g>
        </g>
      )}
    </g>
  );
}
