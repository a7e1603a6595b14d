import type { HubStore } from "@tillbox/shared/contract/hub.ts";
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
import { capital, currenciesOf, inCurrency } from "./hours.ts";
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

/** The currency that is shown: as chosen, else the one with the most orders. */
const currencyOf = (data: TodayData, chosen: string | null): string => {
  const currencies = currenciesOf(data.hours);
  return currencies.find((code) => code === chosen) ?? currencies[0] ?? data.stores[0]?.currency ?? "USD";
};

const hasSales = (data: TodayData): boolean => data.stores.some(({ lastEntryAt }) => lastEntryAt !== null);

const storesText = (stores: readonly HubStore[], currency: string | null): string => {
  if (stores.length === 1) return stores[0]?.name ?? "";
  return currency === null ? `all ${stores.length} stores` : `${stores.length} stores in ${currency}`;
};

type Chosen = { currency: string; choose: (currency: string) => void };

function CurrencyChoice({ data, chosen: { currency, choose } }: { data: TodayData; chosen: Chosen }) {
  const currencies = currenciesOf(data.hours);
  if (currencies.length < 2) return null;
  return (
    <SegmentedControl
      label="Currency"
      segments={currencies.map((code) => ({ id: code, label: code }))}
      value={currency}
      onSelect={choose}
    />
  );
}

function Head({ data, chosen }: { data: TodayData; chosen: Chosen }) {
  const { client } = useHub();
  const hasSeveral = currenciesOf(data.hours).length > 1;
  const shown = inCurrency(data.hours, chosen.currency).map(({ store }) => store);
  const who = storesText(shown, hasSeveral ? chosen.currency : null);
  return (
    <PageHeader title={data.isToday ? "Today" : formatBusinessDay(data.day)} end={<DayPicker data={data} />}>
      <CurrencyChoice data={data} chosen={chosen} />
      <Pill>{data.isToday ? `${formatBusinessDay(data.day)} · ${who}` : capital(who)}</Pill>
      <CompletePill say={sayAll(shown, data.day, client.now())} />
    </PageHeader>
  );
}

function Body({ data, currency }: { data: TodayData; currency: string }) {
  const unreadable = sayUnreadable(data.stores);
  return (
    <>
      {unreadable !== null && <Banner tone="bad">{unreadable}</Banner>}
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
  const [wanted, choose] = useState<string | null>(null);
  const fresh = useFresh<TodayData>(`today ${day}`, (before) => loadToday(client, day, before));
  const { data } = fresh;
  const chosen = data && hasSales(data) ? { currency: currencyOf(data, wanted), choose } : null;
  return (
    <div class="hub-page">
      {data && chosen ? <Head data={data} chosen={chosen} /> : <PageHeader title="Today" />}
      <WithData fresh={fresh}>
        {(shown) => (chosen ? <Body data={shown} currency={chosen.currency} /> : <NoSalesYet />)}
      </WithData>
    </div>
  );
}
