import "./chart.css";

export interface BarRow {
  label: string;
  value: number;
  /** Already formatted. */
  text: string;
}

/** A bar for a share from 0 to 1, as in a table's column. */
export function Bar({ share, tone = "accent" }: { share: number; tone?: "accent" | "ink" }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
  return (
    <span class="ui-bar" data-tone={tone} aria-hidden="true">
      <i style={{ width: `${percent}%` }} />
    </span>
  );
}

/** Names with bars and figures, the greatest first as given. */
export function BarList({ rows, label }: { rows: readonly BarRow[]; label: string }) {
  const greatest = Math.max(0, ...rows.map((row) => row.value));
  return (
    <ol class="ui-bar-list" aria-label={label}>
      {rows.map((row) => (
        <li key={row.label}>
          <span>{row.label}</span>
          <Bar share={greatest > 0 ? row.value / greatest : 0} />
          <b>{row.text}</b>
        </li>
      ))}
    </ol>
  );
}
