import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { formatBusinessDay } from "@tillbox/shared/ui/format.ts";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { useState } from "preact/hooks";
import { shiftDay } from "../business-day.ts";
import { sayAll, sayUnreadable } from "../completeness.ts";
import { DayButton } from "../day-field.tsx";
import { useHub } from "../hub.ts";
import { CompletePill, NoSalesYet, WithData } from "../page-parts.tsx";
import { useFresh } from "../refresh.ts";
import { BestSellers, HoursChart } from "./charts.tsx";
import { Figures } from "./figures.tsx";
import { currenciesOf } from "./hours.ts";
import { StoresTable } from "./stores-table.tsx";
import { loadToday, type TodayData } from "./today-data.ts";

function DayPicker({ data }: { data: TodayData }) {
  const { router } = useHub();
  const go = (day: string): void => router.go({ page: "today", day });
  return (
    <div class="hub-days">
      <IconButton
        icon="back"
        mirrored
        kind="plain"
        label="Day before"
        onClick={() => go(shiftDay(data.day, -1))}
      />
      <DayButton value={data.day} onPick={go} />
      <IconButton
        icon="chevron-right"
        mirrored
        kind="plain"
        label="Day after"
        disabled={data.isToday}
        onClick={() => go(shiftDay(data.day, 1))}
      />
    </div>
  );
}

const selling = (data: TodayData) => data.stores.filter(({ lastEntryAt }) => lastEntryAt !== null);

function Head({ data }: { data: TodayData | null }) {
  const { client } = useHub();
  const count = data?.stores.length ?? 0;
  return (
    <PageHeader
      title={data && !data.isToday ? formatBusinessDay(data.day) : "Today"}
      {...(data && selling(data).length > 0 ? { end: <DayPicker data={data} /> } : {})}
    >
      {data && count > 0 && (
        <Pill>
          {data.isToday ? `${formatBusinessDay(data.day)} · ` : ""}
          {count === 1 ? data.stores[0]?.name : `all ${count} stores`}
        </Pill>
      )}
      {data && selling(data).length > 0 && <CompletePill say={sayAll(data.stores, data.day, client.now())} />}
    </PageHeader>
  );
}

function Body({ data }: { data: TodayData }) {
  const currencies = currenciesOf(data.hours);
  const [chosen, setChosen] = useState<string | null>(null);
  if (selling(data).length === 0) return <NoSalesYet />;
  const currency =
    currencies.find((code) => code === chosen) ?? currencies[0] ?? data.stores[0]?.currency ?? "USD";
  const unreadable = sayUnreadable(data.stores);
  return (
    <>
      {unreadable !== null && <Banner tone="bad">{unreadable}</Banner>}
      {currencies.length > 1 && (
        <SegmentedControl
          label="Currency"
          segments={currencies.map((code) => ({ id: code, label: code }))}
          value={currency}
          onSelect={setChosen}
        />
      )}
      <Figures data={data} currency={currency} />
      <div class="hub-two">
        <HoursChart data={data} currency={currency} />
        <BestSellers data={data} currency={currency} />
      </div>
      <StoresTable data={data} currency={currency} />
    </>
  );
}

/** How all stores do on one business day, as it happens. */
export function TodayPage({ day }: { day: string | null }) {
  const { client } = useHub();
  const fresh = useFresh<TodayData>(`today ${day}`, (before) => loadToday(client, day, before));
  return (
    <div class="hub-page">
      <Head data={fresh.data} />
      <WithData fresh={fresh}>{(data) => <Body data={data} />}</WithData>
    </div>
  );
}
