/** The guest's paper: receipt, and the pro-forma bill that is none. Amounts stand in one right-aligned column; the total is large. */
import type { Receipt } from "@tillbox/shared/contract/printer.ts";
import { displayWidth } from "./display-width.ts";
import { type Cell, columns, feed, type PrintElement, rule, text } from "./elements.ts";
import { dateTimeText, type MoneyFormat, moneyFormat, quantityText, rateText } from "./formats.ts";
import { amountRow, type LayoutContext, largeRow, letterhead, pair } from "./layout-parts.ts";
import { taxMarks, taxTable } from "./tax-layout.ts";
import { guestWords, methodWords, orderTypeWords, tableWords } from "./words.ts";

/** Air between the lines, so that what belongs together stands together. */
const LINE_GAP = 5;

export function receipt(document: Receipt, context: LayoutContext): PrintElement[] {
  const money = moneyFormat(document.letterhead.currency, document.letterhead.locale);
  return [
    ...(document.proforma ? [notAReceipt, feed(14)] : []),
    ...letterhead(document.letterhead, context),
    ...facts(document, context),
    rule(),
    ...lines(document, context, money),
    rule(),
    ...sums(document, money),
    ...total(document, context, money),
    ...payments(document, money),
    ...taxTable(document, money),
    ...(document.taxExemption === undefined
      ? []
      : [feed(6), text(`No tax charged: ${document.taxExemption}`, { small: true })]),
    ...foot(document, context),
  ];
}

const notAReceipt = text("NOT A RECEIPT", {
  inverse: true,
  fill: true,
  bold: true,
  align: "center",
  tall: 2,
});

function facts(document: Receipt, context: LayoutContext): PrintElement[] {
  const { settings, paper } = context;
  const receiptTitle = `Receipt ${document.receiptNumber ?? ""}`.trim();
  const { invoice } = document;
  const title = document.proforma ? "Pro-forma bill" : invoice ? `Invoice ${invoice.number}` : receiptTitle;
  const at = dateTimeText(document.at, document.letterhead.timeZone, document.letterhead.locale);
  const guests = document.guests === null ? null : guestWords(document.guests);
  const table = settings.printTable === false ? null : tableWords(document.tableName);
  const place = [table ?? orderTypeWords[document.orderType], guests].filter((part) => part !== null);
  return [
    ...pair(title, `Order ${document.orderNumber}`, paper, { bold: true }),
    ...pair(place.join(" · "), settings.printTime === false ? "" : at, paper),
    ...(invoice ? [text(`For receipt ${document.receiptNumber ?? ""}`)] : []),
    text(`Served by ${document.waiter}`),
    ...(invoice ? [feed(12), ...invoice.billTo.map((row) => text(row ?? "erased", { bold: true }))] : []),
  ];
}

/**
 * Quantity, name, mark of the tax, amount; below in small print what belongs to the line. Weights would push all names to the
 * right, so they stand in the small print alone.
 */
function lines(document: Receipt, context: LayoutContext, money: MoneyFormat): PrintElement[] {
  const { locale } = document.letterhead;
  const quantities = document.lines.map((line) =>
    Number.isInteger(line.quantity) ? quantityText(line.quantity, locale) : "",
  );
  const quantityColumns = Math.max(1, ...quantities.map(displayWidth)) + 1;
  const amountColumns = Math.max(
    0,
    ...document.lines.map((line) => displayWidth(money.plain(line.lineTotal))),
  );
  const markColumns = Math.max(0, ...document.lines.map((line) => displayWidth(line.taxMark)));
  const indent = Math.ceil((quantityColumns * context.paper.smallColumns) / context.paper.columns);
  const uneven = unevenDiscounts(document);
  return document.lines.flatMap((line, index) => {
    const mark: Cell = { text: line.taxMark, columns: markColumns + 1, align: "right" };
    const cells: Cell[] = [
      { text: quantities[index] ?? "", columns: quantityColumns },
      { text: line.name },
      ...(markColumns > 0 ? [mark] : []),
      { text: money.plain(line.lineTotal), columns: amountColumns + 1, align: "right" },
    ];
    const details = lineDetails(line, uneven, locale, money);
    return [
      ...(index === 0 ? [] : [feed(LINE_GAP)]),
      columns(cells),
      ...details.map((detail) => text(detail, { small: true, indent })),
    ];
  });
}

/** True where single lines are discounted; a discount on the whole order, spread over all lines, is shown once, below. */
function unevenDiscounts(document: Receipt): boolean {
  const discounted = document.lines.filter((line) => line.discountAmount > 0);
  return discounted.length > 0 && discounted.length < document.lines.length;
}

function lineDetails(
  line: Receipt["lines"][number],
  withDiscount: boolean,
  locale: string,
  money: MoneyFormat,
): string[] {
  const single = line.quantity === 1;
  return [
    ...(single || line.unitPrice === null
      ? []
      : [`${quantityText(line.quantity, locale)} × ${money.plain(line.unitPrice)}`]),
    ...line.modifiers,
    ...(line.notes ? [line.notes] : []),
    ...(withDiscount && line.discountAmount > 0
      ? [`Discounted by ${money.plain(line.discountAmount)}, see below`]
      : []),
  ];
}

/** Everything between the lines and the total, so that a guest can add it up; nothing where the lines are the total. */
function sums(document: Receipt, money: MoneyFormat): PrintElement[] {
  const added = document.taxes.filter((row) => !row.inclusive);
  const rows: PrintElement[] = discountRows(document).map(({ reason, amount }) =>
    amountRow(reason, money.plain(-amount)),
  );
  if (document.serviceCharge !== 0) rows.push(amountRow("Service", money.plain(document.serviceCharge)));
  const marks = taxMarks(document);
  for (const row of added) {
    const mark = marks.get(row.taxClassId);
    const label = `${row.name} ${rateText(row.rate, document.letterhead.locale)}`;
    rows.push(amountRow(mark === undefined ? label : `${label} (${mark})`, money.plain(row.tax)));
  }
  if (rows.length === 0) return [];
  return [amountRow("Subtotal", money.plain(document.subtotal)), ...rows, rule("double")];
}

/** The discounts by reason; what they do not explain of the discount total is shown too. */
function discountRows(document: Receipt): { reason: string; amount: number }[] {
  const rows = document.discounts.filter((discount) => discount.amount !== 0);
  const rest = document.discountTotal - rows.reduce((all, discount) => all + discount.amount, 0);
  return rest === 0 ? rows : [...rows, { reason: "Discount", amount: rest }];
}

const total = (document: Receipt, { paper }: LayoutContext, money: MoneyFormat): PrintElement[] =>
  largeRow("Total", money.withCurrency(document.total), paper);

function payments(document: Receipt, money: MoneyFormat): PrintElement[] {
  const paid = document.payments.reduce((all, payment) => all + payment.amount, 0);
  const rows = document.payments.flatMap((payment) => paymentRows(payment, money));
  const due = document.total - paid;
  if (due !== 0 && document.payments.length > 0) {
    rows.push(amountRow("Still due", money.withCurrency(due), { bold: true }));
  }
  return rows.length === 0 ? [] : [rule(), ...rows];
}

function paymentRows(payment: Receipt["payments"][number], money: MoneyFormat): PrintElement[] {
  const detail = (label: string, minor: number) => amountRow(label, money.plain(minor), { indent: 2 });
  return [
    amountRow(methodWords[payment.method] ?? payment.method, money.plain(payment.amount)),
    ...(payment.tip === 0 ? [] : [detail("Tip", payment.tip)]),
    ...(payment.rounding === 0 ? [] : [detail("Rounding", payment.rounding)]),
    ...(payment.tendered === null
      ? []
      : [detail("Given", payment.tendered), detail("Change", payment.change)]),
  ];
}

function foot(document: Receipt, context: LayoutContext): PrintElement[] {
  const elements: PrintElement[] = [];
  if (document.proforma) {
    elements.push(feed(14), text("Not a receipt. You get one when you have paid.", { align: "center" }));
  }
  if (document.letterhead.footer && context.settings.printFooter !== false) {
    elements.push(feed(18), text(document.letterhead.footer, { align: "center" }));
  }
  if (document.receiptNumber !== null && !document.proforma) {
    elements.push(feed(12), text(document.receiptNumber, { align: "center", small: true }));
  }
  return elements;
}
