/** X and Z on paper: sales, taxes, what was taken, drawers, what is still open, the equation, and the hash that ties it to the journal. */
import type { DayDocument } from "@tillbox/shared/contract/printer.ts";
import { overShortWords } from "./cash-layout.ts";
import { displayWidth } from "./display-width.ts";
import { columns, feed, type PrintElement, rule, text } from "./elements.ts";
import { dateTimeText, type MoneyFormat, moneyFormat, rateText } from "./formats.ts";
import { amountRow, type LayoutContext, largeRow, letterhead, pair } from "./layout-parts.ts";
import { methodWords, orderTypeWords, tableWords } from "./words.ts";

type Figures = DayDocument["figures"];
type Section = (figures: Figures, money: MoneyFormat, locale: string) => PrintElement[];

export function dayReport(document: DayDocument, context: LayoutContext): PrintElement[] {
  const { currency, locale } = document.letterhead;
  const money = moneyFormat(currency, locale);
  const { figures } = document;
  return [
    ...letterhead(document.letterhead, context),
    ...head(document, context),
    rule(),
    ...largeRow("Sales", money.withCurrency(figures.sales.gross), context.paper),
    ...sections.flatMap(([title, section]) => titled(title, section(figures, money, locale))),
    ...totals(document, money),
    ...foot(document),
  ];
}

function head(
  { number, by, at, figures, letterhead: { timeZone, locale } }: DayDocument,
  context: LayoutContext,
) {
  const time = (instant: string): string => dateTimeText(instant, timeZone, locale);
  return [
    text(number === null ? "X report" : `Z report ${number}`, { bold: true, tall: 2 }),
    feed(4),
    ...pair(`Business day ${figures.businessDay}`, "", context.paper, { bold: true }),
    ...pair("From", time(figures.fromAt), context.paper),
    ...pair("To", time(figures.toAt), context.paper),
    ...pair("Journal", `${figures.fromSeq} – ${figures.toSeq}`, context.paper),
    ...pair(number === null ? "Printed by" : "Closed by", by, context.paper),
    ...(number === null ? pair("Printed", time(at), context.paper) : []),
    ...(number === null ? [text("Not a closing. The day goes on.", { small: true })] : []),
  ];
}

const titled = (title: string, rows: PrintElement[]): PrintElement[] =>
  rows.length === 0 ? [] : [rule(), text(title, { bold: true }), ...rows];

/** A row with its count, left out where nothing was counted. */
const counted = (
  label: string,
  sum: { count: number; amount: number },
  money: MoneyFormat,
): PrintElement[] => (sum.count === 0 ? [] : [amountRow(`${sum.count} × ${label}`, money.plain(sum.amount))]);
const filled = (label: string, amount: number, money: MoneyFormat): PrintElement[] =>
  amount === 0 ? [] : [amountRow(label, money.plain(amount))];

const sales: Section = ({ sales: sold, byType }, money) => [
  amountRow("Receipts", String(sold.receipts)),
  ...(sold.guests === 0 ? [] : [amountRow("Guests", String(sold.guests))]),
  ...byType.map(({ type, receipts, gross }) =>
    amountRow(`${receipts} × ${orderTypeWords[type]}`, money.plain(gross), { indent: 2 }),
  ),
  amountRow("Net", money.plain(sold.net)),
  amountRow("Tax", money.plain(sold.tax)),
  ...filled("Service, within sales", sold.service, money),
  ...counted("discounted by", sold.discounts, money),
  ...counted("on the house", sold.comps, money),
];

function taxRows(rows: Figures["taxes"], money: MoneyFormat, locale: string): PrintElement[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => [
    `${row.name} ${rateText(row.rate, locale)}`,
    money.plain(row.net),
    money.plain(row.tax),
    money.plain(row.gross),
  ]);
  const table = [["Rate", "Net", "Tax", "Gross"], ...cells];
  const widths = [1, 2, 3].map((at) => Math.max(...table.map((line) => displayWidth(line[at] ?? ""))) + 2);
  return table.map(([name = "", ...amounts]) =>
    columns(
      [
        { text: name },
        ...amounts.map((amount, at) => ({ text: amount, columns: widths[at] ?? 0, align: "right" as const })),
      ],
      { small: true },
    ),
  );
}

const refunds: Section = ({ refunds: { count, gross, net, tax, taxes } }, money, locale) =>
  count === 0
    ? []
    : [
        amountRow(`${count} × refunded`, money.plain(0 - gross)),
        amountRow("Net", money.plain(0 - net), { indent: 2 }),
        amountRow("Tax", money.plain(0 - tax), { indent: 2 }),
        ...taxRows(taxes, money, locale),
      ];

const isTrade = ({ purpose }: Figures["tenderSums"][number]): boolean =>
  purpose !== "paid_in" && purpose !== "paid_out";
const taken: Section = ({ tenderSums, equation, late }, money) => {
  const trade = tenderSums.filter(isTrade);
  const methods = [...new Set(trade.map(({ method }) => method))];
  return [
    ...methods.map((method) => {
      const own = trade.filter((tender) => tender.method === method);
      const count = own.reduce((sum, tender) => sum + tender.count, 0);
      const given = own.reduce((sum, tender) => sum + tender.given, 0);
      return amountRow(`${count} × ${methodWords[method] ?? method}`, money.plain(given));
    }),
    ...filled("Tips, within it", equation.tips, money),
    ...filled("Cash rounding, within it", equation.rounding, money),
    ...counted("late, from before this range", late, money),
  ];
};

const cash: Section = ({ tenderSums, drawers, cashOutsideDrawers, noSales }, money) => {
  const moved = (purpose: string) => tenderSums.filter((tender) => tender.purpose === purpose);
  return [
    ...moved("paid_in").map(({ count, given }) => amountRow(`${count} × paid in`, money.plain(given))),
    ...moved("paid_out").map(({ count, given }) => amountRow(`${count} × paid out`, money.plain(given))),
    ...(noSales === 0 ? [] : [amountRow("Opened without a sale", String(noSales))]),
    ...filled("Cash outside of drawers", cashOutsideDrawers, money),
    ...drawers.flatMap((drawer) => [
      text(`${drawer.name}${drawer.status === "open" ? ", still open" : ""}`),
      amountRow("Expected", money.plain(drawer.expected), { indent: 2 }),
      ...(drawer.counted === null ? [] : [amountRow("Counted", money.plain(drawer.counted), { indent: 2 })]),
      ...(drawer.overShort === null
        ? []
        : [
            amountRow(...overShortWords(drawer.overShort, money), {
              indent: 2,
              bold: drawer.overShort !== 0,
            }),
          ]),
    ]),
  ];
};

const watched: Section = ({ voids, cancelled, series }, money) => [
  ...counted("voided", voids, money),
  ...counted("cancelled", cancelled, money),
  ...series.flatMap(({ first, last, count, gapFree }) => [
    amountRow(first === last ? first : `${first} – ${last}`, String(count)),
    ...(gapFree ? [] : [text("Numbers are missing in this series.", { bold: true })]),
  ]),
];

const open: Section = ({ openChecks }, money) => {
  const due = openChecks.reduce((sum, check) => sum + check.due, 0);
  if (openChecks.length === 0) return [];
  return [
    ...openChecks.flatMap((check) => {
      const place = [`#${check.number}`, tableWords(check.tableName), check.waiter].filter(
        (part) => part !== null && part !== "",
      );
      return [
        amountRow(place.join(" · "), money.plain(check.due)),
        ...(check.paid === 0 ? [] : [amountRow("Paid in part", money.plain(check.paid), { indent: 2 })]),
      ];
    }),
    amountRow(`${openChecks.length} open, due`, money.plain(due), { bold: true }),
  ];
};

const equation: Section = ({ equation: sides }, money) => [
  amountRow("Receipts", money.plain(sides.receipts)),
  ...filled("− Refunds", sides.refunds, money),
  ...filled("+ Tips", sides.tips, money),
  ...filled("+ Rounding", sides.rounding, money),
  ...filled("+ Gift cards sold", sides.giftCardsSold, money),
  ...filled("+ Accounts settled", sides.accountsSettled, money),
  ...filled("+ Not booked yet", sides.unallocated, money),
  ...filled("− On house accounts", sides.houseAccountSales, money),
  ...filled("+ Paid on open checks", sides.openChecksAfter, money),
  ...filled("− Paid on them before", sides.openChecksBefore, money),
  amountRow("= Tenders", money.plain(sides.tenders), { bold: true }),
  ...(sides.difference === 0
    ? []
    : [
        text(`DIFFERENCE ${money.plain(sides.difference)}`, {
          inverse: true,
          fill: true,
          bold: true,
          tall: 2,
        }),
      ]),
];

const sections: readonly [string, Section][] = [
  ["Sales", sales],
  ["Taxes", ({ taxes }, money, locale) => taxRows(taxes, money, locale)],
  ["Refunds", refunds],
  ["Taken", taken],
  ["Cash", cash],
  ["Watched", watched],
  ["Open checks, carried over", open],
  ["Equation", equation],
];

const totals = ({ grandTotals }: DayDocument, money: MoneyFormat): PrintElement[] =>
  grandTotals === null
    ? []
    : titled("Since the first Z", [
        amountRow("Receipts", String(grandTotals.receipts)),
        amountRow("Sales", money.plain(grandTotals.sales)),
        amountRow("Refunds", money.plain(grandTotals.refunds)),
        amountRow("Tax", money.plain(grandTotals.tax)),
      ]);

/** The hash breaks into groups that a person can compare. */
function foot({ figures, number }: DayDocument): PrintElement[] {
  const groups = figures.chainHead.match(/.{1,8}/g) ?? [];
  return [
    rule(),
    text(`Journal entry ${figures.toSeq}, SHA-256`, { small: true }),
    text(groups.slice(0, 4).join(" "), { small: true }),
    text(groups.slice(4).join(" "), { small: true }),
    ...(number === null ? [] : [feed(60), rule(), text("Signature", { small: true })]),
  ];
}
