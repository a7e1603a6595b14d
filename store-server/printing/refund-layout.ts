/** The paper of a refund: a document of its own that names the receipt it belongs to, with the sum that goes back large. */
import type { RefundSlip } from "@tillbox/shared/contract/printer.ts";
import { feed, type PrintElement, rule, text } from "./elements.ts";
import { dateTimeText, type MoneyFormat, moneyFormat, quantityText } from "./formats.ts";
import { amountRow, type LayoutContext, largeRow, letterhead, pair } from "./layout-parts.ts";
import { taxTable } from "./tax-layout.ts";
import { methodWords } from "./words.ts";

export function refundSlip(document: RefundSlip, context: LayoutContext): PrintElement[] {
  const money = moneyFormat(document.letterhead.currency, document.letterhead.locale);
  return [
    ...letterhead(document.letterhead, context),
    ...facts(document, context),
    rule(),
    ...lines(document, money),
    ...(document.serviceCharge === 0 ? [] : [amountRow("Service", money.plain(0 - document.serviceCharge))]),
    ...addedTaxes(document, money),
    rule("double"),
    ...total(document, context, money),
    ...tenders(document, money),
    ...taxTable({ ...document, lines: [] }, money, new Map()),
    ...foot(document, context),
  ];
}

function facts(document: RefundSlip, context: LayoutContext): PrintElement[] {
  const { paper } = context;
  const { timeZone, locale } = document.letterhead;
  const title = document.creditNoteFor === null ? "Refund" : "Credit note";
  return [
    ...pair(`${title} ${document.number}`, `Order ${document.orderNumber}`, paper, { bold: true }),
    ...pair(`For receipt ${document.receiptNumber}`, dateTimeText(document.at, timeZone, locale), paper),
    ...(document.creditNoteFor === null ? [] : [text(`For invoice ${document.creditNoteFor}`)]),
    ...(document.billTo ?? []).map((row) => text(row ?? "erased")),
    text(`Refunded by ${document.refundedBy}`),
    text(`Reason: ${document.reason}`),
  ];
}

/** Goods that came back with their quantity; an amount without goods stands as what was taken off each line. */
function lines(document: RefundSlip, money: MoneyFormat): PrintElement[] {
  const { locale } = document.letterhead;
  return document.lines.map(({ name, quantity, amount }) =>
    amountRow(quantity === 0 ? name : `${quantityText(quantity, locale)} × ${name}`, money.plain(0 - amount)),
  );
}

const addedTaxes = (document: RefundSlip, money: MoneyFormat): PrintElement[] =>
  document.taxes.filter((row) => !row.inclusive).map((row) => amountRow(row.name, money.plain(0 - row.tax)));

const total = (document: RefundSlip, { paper }: LayoutContext, money: MoneyFormat): PrintElement[] =>
  largeRow("Refund", money.withCurrency(0 - document.total), paper);

function tenders(document: RefundSlip, money: MoneyFormat): PrintElement[] {
  const rows = document.tenders.flatMap(({ method, amount, tip, rounding }) => [
    amountRow(methodWords[method] ?? method, money.plain(amount)),
    ...(tip === 0 ? [] : [amountRow("Tip", money.plain(tip), { indent: 2 })]),
    ...(rounding === 0 ? [] : [amountRow("Rounding", money.plain(rounding), { indent: 2 })]),
    ...(tip === 0 && rounding === 0
      ? []
      : [amountRow("Given back", money.plain(amount + tip + rounding), { indent: 2 })]),
  ]);
  return rows.length === 0 ? [] : [rule(), ...rows];
}

/** Whoever takes cash from the till signs for it. */
function foot(document: RefundSlip, context: LayoutContext): PrintElement[] {
  const elements: PrintElement[] = [];
  if (document.tenders.some(({ method }) => method === "cash"))
    elements.push(feed(60), rule(), text("Signature", { small: true }));
  if (document.letterhead.footer && context.settings.printFooter !== false)
    elements.push(feed(18), text(document.letterhead.footer, { align: "center" }));
  elements.push(feed(12), text(document.number, { align: "center", small: true }));
  return elements;
}
