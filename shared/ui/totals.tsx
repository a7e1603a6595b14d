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
          <dt>
            <bdi>{row.label}</bdi>
          </dt>
          <dd>
            <bdi>{row.amount}</bdi>
          </dd>
        </div>
      ))}
      <div class="ui-totals-big">
        <dt>{total.label}</dt>
        <dd>
          <bdi>{total.amount}</bdi>
        </dd>
      </div>
    </dl>
  );
}
