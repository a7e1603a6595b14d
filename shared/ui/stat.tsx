import "./stat.css";
import type { Tone } from "./tone.ts";

export interface StatProps {
  label: string;
  /** Already formatted: "$39,374". */
  value: string;
  /** The comparison: "+4.2 % on last Friday, same hour". */
  change?: string;
  changeTone?: Tone;
}

/** A figure first, its comparison next to it. */
export function Stat({ label, value, change, changeTone = "plain" }: StatProps) {
  return (
    <section class="ui-stat">
      <h3>{label}</h3>
      <p class="ui-stat-value ltr">{value}</p>
      {change && (
        <p class="ui-stat-change" data-tone={changeTone}>
          <bdi>{change}</bdi>
        </p>
      )}
    </section>
  );
}
