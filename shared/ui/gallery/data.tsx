import { Badge } from "../badge.tsx";
import { Bar, BarList } from "../bar-list.tsx";
import { Card } from "../card.tsx";
import { type Column, DataTable } from "../data-table.tsx";
import { formatAmountWhole, formatChange, formatCompact, formatMoneyWhole } from "../format.ts";
import { ChartLegend, LineChart } from "../line-chart.tsx";
import { ListRow } from "../list-row.tsx";
import { Pill } from "../pill.tsx";
import { Stat } from "../stat.tsx";
import { Part } from "./part.tsx";
import { hours, type StoreRow, salesBefore, salesToday, storeRows } from "./samples.ts";

const nothing = () => undefined;

const lines = [
  { name: "Today", values: salesToday, emphasis: true },
  { name: "Last Friday", values: salesBefore },
];

export function Figures() {
  return (
    <>
      <Stat label="Net sales" value="$39,374" change="+4.2 % on last Friday, same hour" changeTone="good" />
      <Stat label="Covers" value="1,286" change="+2.1 %" changeTone="good" />
      <Stat label="Average check" value="$30.62" change="+2.0 %" changeTone="good" />
      <Stat label="Kitchen time, p90" value="17:40" change="+1:55, Harbour grill" changeTone="bad" />
    </>
  );
}

export function SalesChart() {
  return (
    <Card title="Sales by hour" aside={<ChartLegend series={lines} />}>
      <LineChart
        title="Sales by hour"
        labels={hours}
        series={lines}
        formatTick={(value) => formatCompact(value).toLowerCase()}
        formatValue={(value) => formatMoneyWhole(value * 100, "USD")}
      />
    </Card>
  );
}

export function BestSellers() {
  const rows = [
    { label: "Margherita", value: 214, text: "214" },
    { label: "Tagliatelle", value: 181, text: "181" },
    { label: "Spritz", value: 166, text: "166" },
    { label: "Burrata", value: 139, text: "139" },
    { label: "Tiramisù", value: 102, text: "102" },
  ];
  return (
    <Card title="Best sellers">
      <BarList label="Best sellers" rows={rows} />
    </Card>
  );
}

const columns: readonly Column<StoreRow>[] = [
  { id: "store", header: "Store", cell: (row) => row.name, sortBy: (row) => row.name },
  {
    id: "net",
    header: "Net sales",
    numeric: true,
    cell: (row) => formatAmountWhole(row.netMinor, "USD"),
    sortBy: (row) => row.netMinor,
  },
  {
    id: "change",
    header: "vs last Friday",
    numeric: true,
    cell: (row) => (
      <span style={{ color: row.changePpm < 0 ? "var(--tomato)" : "var(--accent)" }}>
        {formatChange(row.changePpm)}
      </span>
    ),
    sortBy: (row) => row.changePpm,
  },
  {
    id: "complete",
    header: "Complete to",
    cell: (row) => (
      <Pill size="s" dot tone={row.behind ? "attention" : "good"}>
        {row.completeTo}
      </Pill>
    ),
  },
  { id: "share", header: "Share", width: "200px", cell: (row) => <Bar share={row.share} tone="ink" /> },
];

export function StoresTable() {
  return (
    <Card>
      <DataTable
        caption="Sales by store"
        columns={columns}
        rows={storeRows}
        rowKey={(row) => row.name}
        initialSort={{ column: "net", descending: true }}
        onRow={nothing}
      />
    </Card>
  );
}

export function NeedsYou() {
  return (
    <Card label="Needs you">
      <ListRow start={<Badge tone="bad">7</Badge>} title="Mains late" end="+12 m" onSelect={nothing} />
      <ListRow start={<Badge tone="good">4</Badge>} title="Ready at the pass" end="1 m" onSelect={nothing} />
      <ListRow start={<Badge tone="printed">5</Badge>} title="Wants to pay" end="3 m" onSelect={nothing} />
    </Card>
  );
}

export function Tonight() {
  return (
    <>
      <Card label="Next">
        <ListRow start={<Badge tone="attention">8</Badge>} title="Booking, 4 guests" end="20:15" />
        <ListRow start={<Badge>–</Badge>} title="Waiting, 2 guests" end="9 m" />
      </Card>
      <Card label="Tonight">
        <ListRow title="Covers" end="86 of 120" />
        <ListRow title="My tables" end="5 · $502" />
      </Card>
    </>
  );
}

export function DataParts() {
  return (
    <>
      <Part title="Figure, chart, table">
        <div class="gallery-grid">
          <Figures />
        </div>
        <SalesChart />
        <StoresTable />
      </Part>
      <Part title="Card, list row, bar list">
        <div class="gallery-grid">
          <NeedsYou />
          <BestSellers />
          <Card label="Printers">
            <ListRow
              title="Kitchen"
              detail="192.168.1.40 · 80 mm"
              end={<Pill tone="good">ready</Pill>}
              opens
              onSelect={nothing}
            />
            <ListRow
              title="Bar"
              detail="no paper"
              end={<Pill tone="bad">stopped</Pill>}
              opens
              onSelect={nothing}
            />
            <ListRow title="Label" detail="switched off" disabled opens onSelect={nothing} />
          </Card>
        </div>
      </Part>
    </>
  );
}
