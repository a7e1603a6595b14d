import type { PaymentMethod } from "@tillbox/shared/contract/order-words.ts";
import type { TipReport } from "@tillbox/shared/contract/tip.ts";
import { BarList } from "@tillbox/shared/ui/bar-list.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { type Column, DataTable } from "@tillbox/shared/ui/data-table.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { formatAmount, formatMoney } from "@tillbox/shared/ui/format.ts";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { Stat } from "@tillbox/shared/ui/stat.tsx";
import { useEffect, useState } from "preact/hooks";
import { saveTable } from "../../common/save-file.ts";
import { useRead } from "../customers/use-read.ts";
import { methodOf } from "../pay/methods.ts";
import { usePos } from "../pos.ts";
import { PeriodBar, usePeriod } from "./period-bar.tsx";
import { ReportFailed } from "./read-failed.tsx";
import { TipRuleSheet } from "./tip-rule-sheet.tsx";
import { ruleText, tipTable, tipTotals } from "./tips.ts";
import { useRoles } from "./use-team.ts";

type Share = TipReport["items"][number];
/** Payments come in a crowd when a party pays. */
const settle_ms = 400;

/** Counts up with every payment, anywhere. */
const usePaymentNews = (): number => {
  const { client } = usePos();
  const [count, setCount] = useState(0);
  useEffect(() => client.on("payment:update", () => setCount((before) => before + 1)), [client]);
  return count;
};

/** Where nothing is pooled, nothing is said of a pool. */
const useColumns = (isPooled: boolean): Column<Share>[] => {
  const { locale } = usePos().figures.value;
  const figure = (id: "earned" | "given" | "received" | "total", header: string): Column<Share> => ({
    id,
    header,
    numeric: true,
    sortBy: (share) => share[id],
    cell: (share) => {
      const text = formatAmount(share[id], share.currency, locale);
      return id === "total" ? <b>{text}</b> : text;
    },
  });
  return [
    { id: "name", header: "Person", sortBy: ({ name }) => name, cell: ({ name }) => <bdi>{name}</bdi> },
    figure("total", "Gets"),
    figure("earned", "Tips"),
    ...(isPooled ? [figure("given", "Into the pool"), figure("received", "Out of the pool")] : []),
  ];
};

/** Everything of one currency; nearly every store has only one. */
function Currency({ report, currency }: { report: TipReport; currency: string }) {
  const { locale, day } = usePos().figures.value;
  const items = report.items.filter((share) => share.currency === currency);
  const sums = tipTotals(items);
  const isPooled = sums.given !== 0 || sums.received !== 0;
  const columns = useColumns(isPooled);
  const amount = (value: number): string => formatAmount(value, currency, locale);
  const money = (value: number): string => formatMoney(value, currency, locale);
  return (
    <>
      <div class="pos-team-stats">
        <Stat label="Tips" value={money(sums.earned)} />
        <Stat label="Pooled" value={money(sums.given)} change={`${report.rule.percent} % of every tip`} />
      </div>
      <Card>
        <DataTable
          caption="Tips by person"
          columns={columns}
          rows={items}
          rowKey={({ userId }) => userId}
          initialSort={{ column: "total", descending: true }}
          snug
          footer={[
            "All",
            ...[sums.total, sums.earned, ...(isPooled ? [sums.given, sums.received] : [])].map(amount),
          ]}
        />
      </Card>
      <div class="pos-team-charts">
        <Card title="By method">
          <BarList
            label="Tips by method"
            rows={report.byMethod
              .filter((row) => row.currency === currency)
              .map(({ method, amount: value }) => ({
                label: methodOf(method as PaymentMethod).label,
                value,
                text: amount(value),
              }))}
          />
        </Card>
        <Card title="By day">
          <BarList
            label="Tips by business day"
            rows={report.byDay
              .filter((row) => row.currency === currency)
              .map(({ businessDay, amount: value }) => ({
                label: day(businessDay),
                value,
                text: amount(value),
              }))}
          />
        </Card>
      </div>
    </>
  );
}

function Rule({ report, onChanged }: { report: TipReport; onChanged(): void }) {
  const { client } = usePos();
  const [isOpen, setOpen] = useState(false);
  const roles = useRoles().value?.items ?? [];
  const nameOf = (id: string): string => roles.find((role) => role.id === id)?.name ?? id;
  return (
    <div class="pos-tip-rule">
      <p>{ruleText(report.rule, nameOf)}</p>
      {client.session.may("settings.manage") && (
        <Button icon="edit" onClick={() => setOpen(true)}>
          Change how
        </Button>
      )}
      {isOpen && (
        <TipRuleSheet
          rule={report.rule}
          roles={roles}
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false);
            onChanged();
          }}
        />
      )}
    </div>
  );
}

/** Who was given what, and what they get once the pool is shared. */
export function TipsPanel() {
  const use = usePeriod();
  const news = usePaymentNews();
  const { from, to } = use.period;
  const { value, problem, again } = useRead<TipReport>(
    `/api/analytics/tips?from=${from}&to=${to}`,
    news,
    news === 0 ? 0 : settle_ms,
  );
  const report = value?.from === from && value.to === to ? value : null;
  const currencies = [...new Set(report?.items.map(({ currency }) => currency) ?? [])];
  const save = (): void => (report ? saveTable(`tips-${from}-to-${to}.csv`, tipTable(report)) : undefined);
  return (
    <div class="pos-team-list pos-team-wide">
      <PeriodBar use={use} onExport={currencies.length > 0 ? save : null} />
      {problem && <ReportFailed what="The tips" problem={problem} onRetry={again} />}
      {report && <Rule report={report} onChanged={again} />}
      {report && currencies.length === 0 && (
        <EmptyState icon="cash" title="No tips on these days">
          A tip comes with a payment or after it. Choose other days to look back.
        </EmptyState>
      )}
      {report &&
        currencies.map((currency) => <Currency key={currency} report={report} currency={currency} />)}
      {!report && !problem && <Skeleton shape="box" height="320px" />}
    </div>
  );
}
