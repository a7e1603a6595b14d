/** The slips of a drawer: cash in and out with a line to sign, an opening without a sale, and what a count found. */
import type { CashSlip } from "@tillbox/shared/contract/printer.ts";
import { feed, type PrintElement, rule, text } from "./elements.ts";
import { dateTimeText, type MoneyFormat, moneyFormat } from "./formats.ts";
import { amountRow, type LayoutContext, largeRow, letterhead, pair } from "./layout-parts.ts";

const titles: Readonly<Record<CashSlip["event"], string>> = {
  paid_in: "Paid in",
  paid_out: "Paid out",
  no_sale: "No sale",
  closed: "Drawer closed",
};

export function cashSlip(slip: CashSlip, context: LayoutContext): PrintElement[] {
  const { currency, timeZone, locale } = slip.letterhead;
  const money = moneyFormat(currency, locale);
  const title = titles[slip.event];
  return [
    ...letterhead(slip.letterhead, context),
    ...pair(title, slip.drawerName, context.paper, { bold: true }),
    ...pair(`By ${slip.by}`, dateTimeText(slip.at, timeZone, locale), context.paper),
    ...(slip.reason === null ? [] : [text(`Reason: ${slip.reason}`)]),
    ...(slip.amount === null
      ? []
      : [rule(), ...largeRow(title, money.withCurrency(slip.amount), context.paper)]),
    ...(slip.count ? counted(slip.count, context, money) : []),
    ...(slip.event === "no_sale" ? [] : [feed(60), rule(), text("Signature", { small: true })]),
  ];
}

/** "Over 1.50", "Short 0.20", "Exact". */
export const overShortWords = (amount: number, money: MoneyFormat): [string, string] => {
  if (amount === 0) return ["Exact", money.plain(0)];
  return amount > 0 ? ["Over", money.plain(amount)] : ["Short", money.plain(0 - amount)];
};

function counted(
  count: NonNullable<CashSlip["count"]>,
  context: LayoutContext,
  money: MoneyFormat,
): PrintElement[] {
  const notes = [...count.denominations].sort((left, right) => right.value - left.value);
  return [
    rule(),
    ...notes.map(({ value, count: pieces }) =>
      amountRow(`${pieces} × ${money.plain(value)}`, money.plain(value * pieces)),
    ),
    ...(notes.length > 0 ? [rule()] : []),
    amountRow("Float", money.plain(count.float)),
    amountRow("Expected", money.plain(count.expected)),
    amountRow("Counted", money.plain(count.counted), { bold: true }),
    rule("double"),
    ...largeRow(...overShortWords(count.overShort, money), context.paper),
  ];
}
