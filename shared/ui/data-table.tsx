import "./data-table.css";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "./icon.tsx";
import { sortRows } from "./sort-rows.ts";

export interface Column<Row> {
  id: string;
  header: string;
  /** Figures stand at the end. */
  numeric?: boolean;
  cell: (row: Row) => ComponentChildren;
  /** With it the column sorts. */
  sortBy?: (row: Row) => number | string;
  width?: string;
}

export interface Sort {
  column: string;
  descending: boolean;
}

export interface DataTableProps<Row> {
  /** Names the table. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  initialSort?: Sort;
  /** Another order was chosen: for whoever exports what is shown. */
  onSort?: (sort: Sort) => void;
  onRow?: (row: Row) => void;
  /** Shown instead of rows; an `EmptyState`. */
  empty?: ComponentChildren;
  /** On a phone its headings take two lines and its figures stand closer, so that five columns fit. */
  snug?: boolean;
  /** A last row of totals, one cell per column. */
  footer?: readonly ComponentChildren[];
}

function Header<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>;
  sort: Sort | undefined;
  onSort: () => void;
}) {
  const on = sort?.column === column.id;
  const direction = sort?.descending ? "descending" : "ascending";
  return (
    <th
      scope="col"
      data-numeric={column.numeric || undefined}
      aria-sort={on ? direction : undefined}
      style={column.width ? { width: column.width } : undefined}
    >
      {column.sortBy ? (
        <button type="button" onClick={onSort}>
          {column.header}
          <Icon name={on ? (sort.descending ? "arrow-down" : "arrow-up") : "arrow-up-down"} size={15} />
        </button>
      ) : (
        column.header
      )}
    </th>
  );
}

/** A table that sorts by its headings: figures from the greatest first, then the other way round. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowKey, onRow } = props;
  const [sort, setSort] = useState<Sort | undefined>(props.initialSort);
  const by = columns.find((column) => column.id === sort?.column)?.sortBy;
  const shown = sort && by ? sortRows(rows, by, sort.descending) : rows;
  const turn = (column: Column<Row>) => {
    const same = sort?.column === column.id;
    const next = { column: column.id, descending: same ? !sort.descending : column.numeric === true };
    setSort(next);
    props.onSort?.(next);
  };
  if (rows.length === 0 && props.empty) return <>{props.empty}</>;
  return (
    <div class="ui-data-table" data-snug={props.snug || undefined}>
      <table>
        <caption class="visually-hidden">{props.caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Header key={column.id} column={column} sort={sort} onSort={() => turn(column)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr
              key={rowKey(row)}
              tabIndex={onRow ? 0 : undefined}
              data-link={onRow ? "" : undefined}
              onClick={() => onRow?.(row)}
              onKeyDown={(event) => event.key === "Enter" && onRow?.(row)}
            >
              {columns.map((column) => (
                <td key={column.id} data-numeric={column.numeric || undefined}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {props.footer && (
          <tfoot>
            <tr>
              {columns.map((column, index) => (
                <td key={column.id} data-numeric={column.numeric || undefined}>
                  {props.footer?.[index]}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
