/** Papers of gift cards and house accounts: the slip of what was paid, the invoice, and the card itself with its code. */
import type { GiftCardPaper, LedgerSlip } from "@tillbox/shared/contract/printer.ts";
import { feed, type PrintElement, rule, text } from "./elements.ts";
import { dateTimeText, dayText, type MoneyFormat, moneyFormat } from "./formats.ts";
import { amountRow, fittingScale, type LayoutContext, largeRow, letterhead, pair } from "./layout-parts.ts";
import { methodWords } from "./words.ts";

export function ledgerSlip(slip: LedgerSlip, context: LayoutContext): PrintElement[] {
  const { currency, timeZone, locale } = slip.letterhead;
  const money = moneyFormat(currency, locale);
  return [
    ...letterhead(slip.letterhead, context),
    ...pair(`${slip.title} ${slip.number}`, dateTimeText(slip.at, timeZone, locale), context.paper, {
      bold: true,
    }),
    ...slip.facts.map(({ label, value }) => text(`${label}: ${value ?? "erased"}`)),
    ...(slip.by === "" ? [] : [text(`By ${slip.by}`)]),
    rule(),
    ...slip.rows.map(({ label, amount }) => amountRow(label, money.plain(amount))),
    ...(slip.rows.length > 0 ? [rule("double")] : []),
    ...largeRow(slip.total.label, money.withCurrency(slip.total.amount), context.paper),
    ...(slip.tender ? handedOver(slip.tender, money) : []),
    ...(slip.after ? [rule(), amountRow(slip.after.label, money.plain(slip.after.amount))] : []),
    ...foot(slip, context),
  ];
}

function handedOver(tender: NonNullable<LedgerSlip["tender"]>, money: MoneyFormat): PrintElement[] {
  const { method, amount, rounding, tendered, change } = tender;
  const detail = (label: string, minor: number): PrintElement =>
    amountRow(label, money.plain(minor), { indent: 2 });
  return [
    rule(),
    amountRow(methodWords[method] ?? method, money.plain(amount)),
    ...(rounding === 0 ? [] : [detail("Rounding", rounding)]),
    ...(tendered === null ? [] : [detail("Given", tendered), detail("Change", change)]),
  ];
}

const foot = (slip: LedgerSlip, { settings }: LayoutContext): PrintElement[] =>
  slip.letterhead.footer && settings.printFooter !== false
    ? [feed(18), text(slip.letterhead.footer, { align: "center" })]
    : [];

/** The code stands as a QR code and in letters, as large as it fits in one line. */
export function giftCardPaper(card: GiftCardPaper, context: LayoutContext): PrintElement[] {
  const { currency, locale } = card.letterhead;
  const money = moneyFormat(currency, locale);
  const until = card.expiresOn === null ? null : `Good until ${dayText(card.expiresOn, locale)}`;
  return [
    ...letterhead(card.letterhead, context),
    text(card.title, { align: "center", bold: true, wide: 2, tall: 2 }),
    feed(10),
    text(money.withCurrency(card.amount), { align: "center", bold: true, wide: 3, tall: 3 }),
    feed(16),
    { type: "qr", data: card.code.replaceAll("-", ""), module: 8 },
    feed(12),
    text(card.code, {
      align: "center",
      bold: true,
      wide: fittingScale(card.code, context.paper.columns, 2),
      tall: 2,
    }),
    feed(12),
    ...(until === null ? [] : [text(until, { align: "center" })]),
    text("Show this code when you pay.\nWhoever has it can spend it.", { align: "center" }),
    feed(12),
    text(card.number, { align: "center", small: true }),
  ];
}
