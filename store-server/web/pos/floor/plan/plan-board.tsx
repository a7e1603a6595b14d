import type { Table } from "@tillbox/shared/contract/floor.ts";
import { TableShape } from "@tillbox/shared/ui/table-shape.tsx";
import { useRef } from "preact/hooks";
import { fitted, pairsOf, roomOf, step } from "./plan.ts";
import type { TableFields } from "./plan-intents.ts";

export type PlanBoardProps = {
  tables: readonly Table[];
  selectedId: string | null;
  label: string;
  onSelect(id: string | null): void;
  onEdit(id: string, fields: TableFields): void;
};

type Drag = { id: string; kind: "move" | "size"; from: { x: number; y: number }; table: Table };
type Point = { x: number; y: number };

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
const far = 5;

/** Where a pointer is, in units of the plan. */
const pointOf = (svg: SVGSVGElement, event: PointerEvent): Point => {
  const turned = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()?.inverse());
  return { x: turned.x, y: turned.y };
};

const middle = ({ x, y, width, height }: Table): Point => ({ x: x + width / 2, y: y + height / 2 });

function Neighbours({ tables }: { tables: readonly Table[] }) {
  return (
    <>
      {pairsOf(tables).map(([one, other]) => {
        const [a, b] = [middle(one), middle(other)];
        return (
          <line key={`${one.id} ${other.id}`} class="pos-plan-join" x1={a.x} y1={a.y} x2={b.x} y2={b.y} />
        );
      })}
    </>
  );
}

/** Dragging with the pointer: the table follows on the grid, the corner changes its size. */
const useDrag = ({ tables, onSelect, onEdit }: PlanBoardProps) => {
  const board = useRef<SVGSVGElement>(null);
  const drag = useRef<Drag | null>(null);
  const begin = (event: PointerEvent, id: string, kind: Drag["kind"]): void => {
    const table = tables.find((one) => one.id === id);
    if (!table || !board.current) return;
    event.stopPropagation();
    board.current.setPointerCapture(event.pointerId);
    drag.current = { id, kind, table, from: pointOf(board.current, event) };
    onSelect(id);
  };
  const move = (event: PointerEvent): void => {
    if (!drag.current || !board.current) return;
    const { id, kind, table, from } = drag.current;
    const to = pointOf(board.current, event);
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const fields =
      kind === "move"
        ? { x: fitted("x", table.x + dx), y: fitted("y", table.y + dy) }
        : { width: fitted("width", table.width + dx), height: fitted("height", table.height + dy) };
    const now = tables.find((one) => one.id === id);
    if (now && Object.entries(fields).some(([key, value]) => now[key as "x"] !== value)) onEdit(id, fields);
  };
  const end = (): void => {
    drag.current = null;
  };
  return { board, begin, move, end };
};

/** The room to be arranged: drag a table or walk it with the arrow keys; Shift takes larger steps. */
export function PlanBoard(props: PlanBoardProps) {
  const { tables, selectedId, label, onSelect, onEdit } = props;
  const room = roomOf(tables);
  const { board, begin, move, end } = useDrag(props);
  const selected = tables.find(({ id }) => id === selectedId);
  const walk = (event: KeyboardEvent): void => {
    const by = arrows[event.key];
    const id = (event.target as Element).closest("[data-table]")?.getAttribute("data-table");
    const table = tables.find((one) => one.id === id);
    if (!by || !table) return;
    event.preventDefault();
    const size = step * (event.shiftKey ? far : 1);
    onSelect(table.id);
    onEdit(table.id, { x: fitted("x", table.x + by.x * size), y: fitted("y", table.y + by.y * size) });
  };
  return (
    <svg
      ref={board}
      class="ui-floor-plan pos-plan-board"
      viewBox={`0 0 ${room.width} ${room.height}`}
      role="group"
      aria-label={label}
      onPointerDown={() => onSelect(null)}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={walk}
    >
      <Neighbours tables={tables} />
      {tables.map((table) => (
        <g key={table.id} class="pos-plan-table" onPointerDown={(event) => begin(event, table.id, "move")}>
          <TableShape
            table={{ ...table, state: "free" }}
            selected={table.id === selectedId}
            onSelect={() => onSelect(table.id)}
          />
        </g>
      ))}
      {selected && (
        <g
          class="pos-plan-handle"
          transform={`translate(${selected.x + selected.width} ${selected.y + selected.height})`}
          onPointerDown={(event) => begin(event, selected.id, "size")}
        >
          <circle r="24" class="pos-plan-reach" />
          <circle r="11" />
        </g>
      )}
    </svg>
  );
}
