import type { DayEquation, DayFigures, GrandTotals } from "@tillbox/shared/contract/day.ts";
import type { ComponentChildren } from "preact";
import type { Figures } from "../../common/figures.ts";
import { methodOf } from "../pay/methods.ts";
import { usePos } from "../pos.ts";
import { equationRows } from "./equation-rows.ts";
import { overShortWord } from "./moves.ts";

type Row = { label: string; value: string; tone?: "strong" | "quiet" | "bad" };

function Rows({
  title,
  rows,
  children,
}: {
  title: string;
  rows: readonly Row[];
  children?: ComponentChildren;
}) {
  if (rows.length === 0 && children === undefined) return null;
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {rows.map(({ label, value, tone }, index) => (
          <div key={index} data-tone={tone}>
            <dt>
              <bdi>{label}</bdi>
            </dt>
            <dd class="ltr">{value}</dd>
          </div>
        ))}
      </dl>
      {children}
    </section>
  );
}

const typeWords = {
  "dine-in": "Dine-in",
  takeaway: "Takeaway",
  delivery: "Delivery",
  kiosk: "Kiosk",
} as const;
const unless0 = (label: string, minor: number, amount: Figures["amount"]): Row[] =>
  minor === 0 ? [] : [{ label, value: amount(minor) }];
const counted = (label: string, sum: { count: number; amount: number }, amount: Figures["amount"]): Row[] =>
  sum.count === 0 ? [] : [{ label: `${sum.count} × ${label}`, value: amount(sum.amount) }];

const salesRows = ({ sales, byType }: DayFigures, amount: Figures["amount"]): Row[] => [
  { label: "Receipts", value: String(sales.receipts) },
  ...(sales.guests === 0 ? [] : [{ label: "Guests", value: String(sales.guests) }]),
  ...byType.map(
    ({ type, receipts, gross }): Row => ({
      label: `${receipts} × ${typeWords[type]}`,
      value: amount(gross),
      tone: "quiet",
    }),
  ),
  { label: "Net", value: amount(sales.net) },
  { label: "Tax", value: amount(sales.tax) },
  ...unless0("Service, within sales", sales.service, amount),
  ...counted("discounted by", sales.discounts, amount),
  ...counted("on the house", sales.comps, amount),
];

const percent = (rate: string, locale: string): string =>
  new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 3 }).format(Number(rate));

const taxRows = ({ taxes }: DayFigures, { amount, locale }: Figures): Row[] =>
  taxes.map(({ name, rate, net, tax }) => ({
    label: `${name} ${percent(rate, locale)} of ${amount(net)}`,
    value: amount(tax),
  }));

const refundRows = ({ refunds }: DayFigures, amount: Figures["amount"]): Row[] =>
  refunds.count === 0
    ? []
    : [
        { label: `${refunds.count} × refunded`, value: amount(0 - refunds.gross) },
        { label: "Tax of it", value: amount(0 - refunds.tax), tone: "quiet" },
      ];

const takenRows = ({ tenderSums, equation, late }: DayFigures, amount: Figures["amount"]): Row[] => {
  const trade = tenderSums.filter(({ purpose }) => purpose !== "paid_in" && purpose !== "paid_out");
  const methods = [...new Set(trade.map(({ method }) => method))];
  return [
    ...methods.map((method): Row => {
      const own = trade.filter((tender) => tender.method === method);
      const count = own.reduce((sum, tender) => sum + tender.count, 0);
      return {
        label: `${count} × ${methodOf(method).label}`,
        value: amount(own.reduce((sum, tender) => sum + tender.given, 0)),
      };
    }),
    ...unless0("Tips, within it", equation.tips, amount),
    ...unless0("Cash rounding, within it", equation.rounding, amount),
    ...counted("late, from before this range", late, amount),
  ];
};

const cashRows = (figures: DayFigures, amount: Figures["amount"]): Row[] => {
  const moved = (purpose: string, label: string): Row[] =>
    figures.tenderSums
      .filter((tender) => tender.purpose === purpose)
      .map(({ count, given }) => ({ label: `${count} × ${label}`, value: amount(given) }));
  return [
    ...moved("paid_in", "paid in"),
    ...moved("paid_out", "paid out"),
    ...(figures.noSales === 0 ? [] : [{ label: "Opened without a sale", value: String(figures.noSales) }]),
    ...unless0("Cash outside of drawers", figures.cashOutsideDrawers, amount),
    ...figures.drawers.map(({ name, status, expected, overShort }): Row => {
      if (status === "open") return { label: `${name}, still open`, value: amount(expected) };
      const found = overShort ?? 0;
      return {
        label: `${name}, ${overShortWord(found).toLowerCase()}`,
        value: amount(Math.abs(found)),
        ...(found < 0 ? { tone: "bad" as const } : {}),
      };
    }),
  ];
};

const watchedRows = ({ voids, cancelled, series }: DayFigures, amount: Figures["amount"]): Row[] => [
  ...counted("voided", voids, amount),
  ...counted("cancelled", cancelled, amount),
  ...series.map(
    ({ first, last, count, gapFree }): Row => ({
      label: `${first === last ? first : `${first} – ${last}`}${gapFree ? "" : ", numbers are missing"}`,
      value: String(count),
      ...(gapFree ? {} : { tone: "bad" as const }),
    }),
  ),
];

const equationSection = (sides: DayEquation, amount: Figures["amount"]): Row[] => [
  ...equationRows(sides, amount).map(({ label, amount: value }): Row => ({ label, value })),
  { label: "Taken", value: amount(sides.tenders), tone: "strong" },
  ...(sides.difference === 0
    ? []
    : [{ label: "Difference", value: amount(sides.difference), tone: "bad" as const }]),
];

type Props = {
  title: string;
  figures: DayFigures;
  grandTotals?: GrandTotals;
  /** "Closed 23:12 by Manager 1" or how far it goes. */
  when: string;
};

/** A day's report as it looks on paper. */
export function ReportPaper({ title, figures, grandTotals, when }: Props) {
  const written = usePos().figures.value;
  const { amount, money, day } = written;
  return (
    <article class="pos-report" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <p>{day(figures.businessDay)}</p>
        <p>{when}</p>
        <p class="ltr">
          Entries {figures.fromSeq} – {figures.toSeq}
        </p>
      </header>
      <p class="pos-report-total">
        <span>Sales</span>
        <strong class="ltr">{money(figures.sales.gross)}</strong>
      </p>
      <Rows title="Sales" rows={salesRows(figures, amount)} />
      <Rows title="Taxes" rows={taxRows(figures, written)} />
      <Rows title="Refunds" rows={refundRows(figures, amount)} />
      <Rows title="Taken" rows={takenRows(figures, amount)} />
      <Rows title="Cash" rows={cashRows(figures, amount)} />
      <Rows title="Watched" rows={watchedRows(figures, amount)} />
      <Rows
        title="Open checks, carried over"
        rows={figures.openChecks.map(({ number, tableName, waiter, due }) => ({
          label: [`#${number}`, tableName === null ? null : `Table ${tableName}`, waiter]
            .filter(Boolean)
            .join(" · "),
          value: amount(due),
        }))}
      />
      <Rows title="Equation" rows={equationSection(figures.equation, amount)} />
      {grandTotals && (
        <Rows
          title="Since the first Z"
          rows={[
            { label: "Receipts", value: String(grandTotals.receipts) },
            { label: "Sales", value: amount(grandTotals.sales) },
            { label: "Refunds", value: amount(grandTotals.refunds) },
            { label: "Tax", value: amount(grandTotals.tax) },
          ]}
        />
      )}
      <footer>
        <span>Journal entry {figures.toSeq}, SHA-256</span>
        <code class="ltr">{figures.chainHead.match(/.{1,8}/g)?.join(" ")}</code>
      </footer>
    </article>
  );
}
