import { formatChange, formatCount, formatMoney, formatMoneyWhole } from "@tillbox/shared/ui/format.ts";
import { Stat } from "@tillbox/shared/ui/stat.tsx";
import type { Tone } from "@tillbox/shared/ui/tone.ts";
import {
  type Amounts,
  amountsOf,
  averageOf,
  type Compared,
  changePpm,
  compare,
  weekdayBefore,
} from "../compare.ts";
import { useHub } from "../hub.ts";
import type { TodayData } from "./today-data.ts";

/** Half a per cent is no news. */
const news_ppm = 5_000;
const toneOf = (ppm: number): Tone => (Math.abs(ppm) < news_ppm ? "plain" : ppm > 0 ? "good" : "bad");

type Change = { change: string; changeTone: Tone };

const changeOf = (
  compared: Compared,
  figure: (amounts: Amounts) => number | null,
  explain: (reach: string) => string,
): Change => {
  if ("missing" in compared) return { change: compared.missing, changeTone: "plain" };
  const [now, before] = [figure(compared.now), figure(compared.before)];
  const ppm = now === null || before === null ? null : changePpm(now, before);
  if (ppm === null) return { change: "nothing to compare with", changeTone: "plain" };
  const tone = toneOf(ppm);
  return { change: `${formatChange(ppm)}${explain(compared.reach)}`, changeTone: tone };
};

/** Net sales, orders, average check and tips, each beside the same weekday a week before. */
export function Figures({ data, currency }: { data: TodayData; currency: string }) {
  const { client } = useHub();
  const all = data.hours
    .map(({ now }) => amountsOf(now, currency))
    .reduce((a, b) => ({ net: a.net + b.net, orders: a.orders + b.orders, tips: a.tips + b.tips }), {
      net: 0,
      orders: 0,
      tips: 0,
    });
  const compared = compare(data.hours, currency, data.day, client.now());
  const last = weekdayBefore(data.day, data.isToday);
  const full = (reach: string) => ` on ${last}${reach === "" ? "" : `, ${reach}`}`;
  const brief = () => ` on ${last}`;
  const average = averageOf(all);
  return (
    <div class="hub-figures">
      <Stat
        label="Net sales"
        value={formatMoneyWhole(all.net, currency)}
        {...changeOf(compared, ({ net }) => net, full)}
      />
      <Stat
        label="Orders"
        value={formatCount(all.orders)}
        {...changeOf(compared, ({ orders }) => orders, brief)}
      />
      <Stat
        label="Average check"
        value={average === null ? "–" : formatMoney(average, currency)}
        {...changeOf(compared, averageOf, brief)}
      />
      <Stat
        label="Tips"
        value={formatMoneyWhole(all.tips, currency)}
        {...changeOf(compared, ({ tips }) => tips, brief)}
      />
    </div>
  );
}
