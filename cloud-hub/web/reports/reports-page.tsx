import type { HubStore } from "@tillbox/shared/contract/hub.ts";
import type { SalesReport, SalesRow } from "@tillbox/shared/contract/report.ts";
import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { type Column, DataTable, type Sort } from "@tillbox/shared/ui/data-table.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { sortRows } from "@tillbox/shared/ui/sort-rows.ts";
import { useState } from "preact/hooks";
import { currentDay } from "../business-day.ts";
import { currenciesIn } from "../compare.ts";
import { sayAll, sayStore, sayUnreadable } from "../completeness.ts";
import { ownZone, readStores, useHub } from "../hub.ts";
import { CompletePill, NoSalesYet, WithData } from "../page-parts.tsx";
import { useFresh } from "../refresh.ts";
import { formatRoute, type Route } from "../route.ts";
import { csvOf, downloadCsv } from "./csv.ts";
import { defaultRange, type Range } from "./ranges.ts";
import { columnsOf, csvTable, mergeItems, totalsOf } from "./report-columns.ts";
import { ReportControls } from "./report-controls.tsx";

export type ReportsRoute = Extract<Route, { page: "reports" }>;
type ReportData = { stores: HubStore[]; range: Range; today: string; items: SalesRow[] };

const inReport = ({ stores }: ReportData, { storeId }: ReportsRoute): HubStore[] =>
  storeId === null ? stores : stores.filter(({ id }) => id === storeId);

/** As the hub orders them, so that the first look is the one that is wanted most. */
const firstSort = ({ by }: ReportsRoute): Sort =>
  by === "day" || by === "hour"
    ? { column: "key", descending: by === "day" }
    : { column: "gross", descending: true };

function ReportTable({
  data,
  route,
  onSort,
}: {
  data: ReportData;
  route: ReportsRoute;
  onSort: (sort: Sort) => void;
}) {
  const { client } = useHub();
  const { items } = data;
  const columns = columnsOf(route.by, currenciesIn(items).length > 1);
  const shown = columns.map(
    ({ id, header, numeric, text, sortBy }): Column<SalesRow> => ({
      id,
      header,
      numeric,
      cell: (row) => <bdi>{text(row)}</bdi>,
      sortBy,
    }),
  );
  const totals = totalsOf(columns, items);
  const footer = columns.map(({ id }, index) => (
    <span key={id} class="hub-totals">
      {totals.map(({ currency, cells }) => (
        <span key={currency}>{cells[index]}</span>
      ))}
    </span>
  ));
  return (
    <Card>
      <div class="hub-table" data-table={route.by}>
        <DataTable
          key={route.by}
          caption={`Sales by ${route.by}`}
          columns={shown}
          rows={items}
          rowKey={(row) => `${row.key} ${row.currency}`}
          initialSort={firstSort(route)}
          onSort={onSort}
          footer={footer}
          empty={
            <EmptyState icon="chart" title="No sales in these days">
              Choose other days, or another store.
            </EmptyState>
          }
        />
      </div>
      <footer class="hub-counts">
        <span>Completeness</span>
        {inReport(data, route).map((store) => (
          <span key={store.id}>
            <bdi>{store.name}</bdi>
            <CompletePill size="s" say={sayStore(store, data.range.to, client.now())} />
          </span>
        ))}
      </footer>
    </Card>
  );
}

/** The rows in the order in which they stand on the screen, and up to when each store's figures count. */
const exportReport = (data: ReportData, route: ReportsRoute, sort: Sort, now_ms: number): void => {
  const by = columnsOf(route.by, true).find(({ id }) => id === sort.column);
  const rows = by ? sortRows(data.items, (row) => by.sortBy(row), sort.descending) : data.items;
  const stores = inReport(data, route).map((store) => [
    store.name,
    store.lastEntryAt ?? "",
    sayStore(store, data.range.to, now_ms).text,
  ]);
  const completeness = { headers: ["Store", "Complete to", ""], rows: stores, isText: [true, true, true] };
  const { from, to } = data.range;
  downloadCsv(`sales-by-${route.by}_${from}_${to}.csv`, csvOf([csvTable(route.by, rows), completeness]));
};

function Report({
  data,
  route,
  onSort,
}: {
  data: ReportData;
  route: ReportsRoute;
  onSort: (sort: Sort) => void;
}) {
  if (data.stores.every(({ lastEntryAt }) => lastEntryAt === null)) return <NoSalesYet />;
  const unreadable = sayUnreadable(inReport(data, route));
  return (
    <>
      {unreadable !== null && <Banner tone="bad">{unreadable}</Banner>}
      <ReportControls route={route} range={data.range} today={data.today} stores={data.stores} />
      <ReportTable data={data} route={route} onSort={onSort} />
    </>
  );
}

/** Sales of chosen days, by day, store, hour, item or method. */
export function ReportsPage({ route }: { route: ReportsRoute }) {
  const { client } = useHub();
  const [sorts, setSorts] = useState<Readonly<Record<string, Sort>>>({});
  const fresh = useFresh<ReportData>(formatRoute(route), async () => {
    const stores = await readStores(client);
    const today = currentDay(stores, client.now(), ownZone);
    const usual = defaultRange(today);
    const range = { from: route.from ?? usual.from, to: route.to ?? usual.to };
    const query = new URLSearchParams({ ...range, groupBy: route.by });
    if (route.storeId !== null) query.set("storeId", route.storeId);
    const { items } = await client.get<SalesReport>(`/api/reports/sales?${query}`);
    return { stores, today, range, items: route.by === "item" ? mergeItems(items) : items };
  });
  const { data } = fresh;
  const save = (): void => {
    if (data) exportReport(data, route, sorts[route.by] ?? firstSort(route), client.now());
  };
  return (
    <div class="hub-page">
      <PageHeader
        title="Reports"
        end={
          <Button icon="download" disabled={!data || data.items.length === 0} onClick={save}>
            Export CSV
          </Button>
        }
      >
        {data && data.stores.length > 0 && (
          <CompletePill say={sayAll(inReport(data, route), data.range.to, client.now())} />
        )}
      </PageHeader>
      <WithData fresh={fresh}>
        {(shown) => (
          <Report data={shown} route={route} onSort={(sort) => setSorts({ ...sorts, [route.by]: sort })} />
        )}
      </WithData>
    </div>
  );
}
