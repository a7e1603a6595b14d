import { localHour } from "@tillbox/shared/time.ts";
import { BarList } from "@tillbox/shared/ui/bar-list.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import {
  currencyDigits,
  formatCompact,
  formatMoneyWhole,
  formatQuantity,
} from "@tillbox/shared/ui/format.ts";
import { ChartLegend, LineChart } from "@tillbox/shared/ui/line-chart.tsx";
import { hoursInDay, placeOfHour } from "../business-day.ts";
import { weekdayBefore } from "../compare.ts";
import { useHub } from "../hub.ts";
import { bestSellers, capital, hourLines, inCurrency } from "./hours.ts";
import type { TodayData } from "./today-data.ts";

/** Hours that are over at all the stores. */
const hoursOver = ({ isToday, hours }: TodayData, currency: string, now_ms: number): number => {
  if (!isToday) return hoursInDay;
  const at = new Date(now_ms).toISOString();
  return Math.min(
    ...inCurrency(hours, currency).map(({ store }) => placeOfHour(localHour(at, store.timeZone))),
  );
};

export function HoursChart({ data, currency }: { data: TodayData; currency: string }) {
  const { client } = useHub();
  const { labels, now, before } = hourLines(data.hours, currency, hoursOver(data, currency, client.now()));
  const series = [
    { name: data.isToday ? "Today" : "This day", values: now, emphasis: true },
    { name: capital(weekdayBefore(data.day, data.isToday)), values: before },
  ];
  const scale = 10 ** currencyDigits(currency);
  if (labels.length === 0)
    return (
      <Card title="Net sales by hour">
        <EmptyState icon="activity" title="No sales yet on this day">
          The line begins with the first sale.
        </EmptyState>
      </Card>
    );
  return (
    <Card title="Net sales by hour" aside={<ChartLegend series={series} />}>
      <LineChart
        title="Net sales by hour"
        labels={labels}
        height={236}
        series={series}
        formatTick={(value) => formatCompact(value / scale).toLowerCase()}
        formatValue={(value) => formatMoneyWhole(value, currency)}
      />
    </Card>
  );
}

export function BestSellers({ data, currency }: { data: TodayData; currency: string }) {
  const rows = bestSellers(data.items, currency, 5).map(({ name, quantity }) => ({
    label: name,
    value: quantity,
    text: formatQuantity(Math.round(quantity * 1000)),
  }));
  return (
    <Card title="Best sellers">
      {rows.length === 0 ? (
        <EmptyState icon="chart" title="Nothing sold yet" />
      ) : (
        <BarList label="Best sellers" rows={rows} />
      )}
    </Card>
  );
}
