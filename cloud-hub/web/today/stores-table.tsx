import { Bar } from "@tillbox/shared/ui/bar-list.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { type Column, DataTable } from "@tillbox/shared/ui/data-table.tsx";
import { formatAmountWhole, formatChange, formatCount, formatMoneyWhole } from "@tillbox/shared/ui/format.ts";
import { amountsOf, changePpm, compare, type StoreHours, weekdayOf } from "../compare.ts";
import { sayAll, sayStore } from "../completeness.ts";
import { useHub } from "../hub.ts";
import { CompletePill } from "../page-parts.tsx";
import { inCurrency, netOf } from "./hours.ts";
import type { TodayData } from "./today-data.ts";

type Row = { hours: StoreHours; name: string; net: number; orders: number; ppm: number | null; why: string };

const rowOf = (hours: StoreHours, currency: string, day: string, now_ms: number): Row => {
  const { net, orders } = amountsOf(hours.now, currency);
  const compared = compare([hours], currency, day, now_ms);
  const ppm = "missing" in compared ? null : changePpm(compared.now.net, compared.before.net);
  const why = "missing" in compared ? compared.missing : compared.reach;
  return { hours, name: hours.store.name, net, orders, ppm, why };
};

function Change({ row }: { row: Row }) {
  if (row.ppm === null)
    return (
      <span class="hub-quiet" title={row.why}>
        –
      </span>
    );
  const tone = row.ppm > 0 ? "good" : row.ppm < 0 ? "bad" : undefined;
  return (
    <span class="hub-change" data-tone={tone} title={row.why}>
      {formatChange(row.ppm)}
    </span>
  );
}

function StoreName({ row, day, now_ms }: { row: Row; day: string; now_ms: number }) {
  return (
    <span class="hub-store">
      <bdi>{row.name}</bdi>
      <span class="hub-phone-only">
        <CompletePill size="s" brief say={sayStore(row.hours.store, day, now_ms)} />
      </span>
    </span>
  );
}

const columnsFor = (data: TodayData, currency: string, total: number, now_ms: number): Column<Row>[] => [
  {
    id: "store",
    header: "Store",
    cell: (row) => <StoreName row={row} day={data.day} now_ms={now_ms} />,
    sortBy: (row) => row.name,
  },
  {
    id: "net",
    header: "Net sales",
    numeric: true,
    cell: (row) => formatAmountWhole(row.net, currency),
    sortBy: (row) => row.net,
  },
  {
    id: "change",
    header: `vs ${weekdayOf(data.day)}`,
    numeric: true,
    cell: (row) => <Change row={row} />,
    sortBy: (row) => row.ppm ?? Number.NEGATIVE_INFINITY,
  },
  {
    id: "orders",
    header: "Orders",
    numeric: true,
    cell: (row) => formatCount(row.orders),
    sortBy: (row) => row.orders,
  },
  {
    id: "complete",
    header: "Complete to",
    cell: (row) => <CompletePill size="s" say={sayStore(row.hours.store, data.day, now_ms)} />,
  },
  {
    id: "share",
    header: "Share",
    width: "180px",
    cell: (row) => <Bar tone="ink" share={total > 0 ? row.net / total : 0} />,
  },
];

/** The stores that sell in this currency, and up to when each is known. */
export function StoresTable({ data, currency }: { data: TodayData; currency: string }) {
  const { client } = useHub();
  const now_ms = client.now();
  const own = inCurrency(data.hours, currency);
  const rows = own.map((hours) => rowOf(hours, currency, data.day, now_ms));
  const total = netOf(own, currency);
  const orders = rows.reduce((sum, row) => sum + row.orders, 0);
  const footer = [
    "All stores",
    formatMoneyWhole(total, currency),
    "",
    formatCount(orders),
    <CompletePill
      key="complete"
      size="s"
      say={sayAll(
        own.map(({ store }) => store),
        data.day,
        now_ms,
      )}
    />,
    "",
  ];
  return (
    <Card>
      <div class="hub-table" data-table="today">
        <DataTable
          caption="Sales by store"
          columns={columnsFor(data, currency, total, now_ms)}
          rows={rows}
          rowKey={(row) => row.hours.store.id}
          initialSort={{ column: "net", descending: true }}
          {...(rows.length > 1 ? { footer } : {})}
        />
      </div>
    </Card>
  );
}
