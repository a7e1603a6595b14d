import "./totals.css";

export interface TotalRow {
  label: string;
  /** Already formatted, without the currency sign. */
  amount: string;
}

export interface TotalsProps {
  rows: readonly TotalRow[];
  /** The one big row, with the currency sign. */
  total: TotalRow;
}

/** What the check adds up to. */
export function Totals({ rows, total }: TotalsProps) {
  return (
    <dl class="ui-totals">
      {rows.map((row) => (
        <div key={row.label}>
          <dt>{row.label}</dt>
          <dd>{row.amount}</dd>
        </div>
      ))}
      <div class="ui-totals-big">
        <dt>{total.label}</dt>
        <dd>{total.amount}</dd>
      </div>
    </dl>
  );
}
