/** Taxes on a receipt: the letter that ties a line to its tax, and the table of rates, nets and taxes. */
import type { Receipt } from "@tillbox/shared/contract/printer.ts";
import { displayWidth } from "./display-width.ts";
import { type Cell, columns, type PrintElement, rule } from "./elements.ts";
import { type MoneyFormat, rateText } from "./formats.ts";

/**
 * The letter of each tax class: A for the first in `taxes`, B for the second, and so on; lines carry the same. Where the
 * lines carry other marks, or more money than the class was taxed for, there are none: better no letter than a wrong one.
 */
export function taxMarks(document: Pick<Receipt, "taxes" | "lines">): ReadonlyMap<string, string> {
  const bases = taxedAmounts(document.taxes);
  const marks = new Map([...bases.keys()].map((id, index) => [id, String.fromCharCode(65 + index)]));
  const left = new Map([...bases].map(([id, base]) => [marks.get(id) ?? "", base]));
  for (const line of document.lines) {
    if (line.taxMark === "") continue;
    left.set(line.taxMark, (left.get(line.taxMark) ?? -Infinity) - line.lineTotal + line.discountAmount);
  }
  const agree = marks.size <= 26 && [...left.values()].every((amount) => amount >= 0);
  return agree ? marks : new Map();
}

/** What each class was taxed for, as its lines state it: with the tax where it is within the prices. */
function taxedAmounts(taxes: Receipt["taxes"]): Map<string, number> {
  const amounts = new Map<string, number>();
  for (const row of taxes) {
    const known = amounts.get(row.taxClassId);
    amounts.set(row.taxClassId, (known ?? row.net) + (row.inclusive ? row.tax : 0));
  }
  return amounts;
}

/** Needed where tax is within the prices, or where several taxes were added; a single added one is said above the total. */
export function taxTable(
  document: Pick<Receipt, "taxes" | "lines" | "letterhead">,
  money: MoneyFormat,
  marks = taxMarks(document),
): PrintElement[] {
  const rows = document.taxes;
  const said = rows.length <= 1 && rows.every((row) => !row.inclusive);
  if (said || rows.length === 0) return [];
  const cells = rows.map((row) => [
    [marks.get(row.taxClassId), row.name, rateText(row.rate, document.letterhead.locale)]
      .filter((part) => part !== undefined)
      .join(" "),
    money.plain(row.net),
    money.plain(row.tax),
    money.plain(row.gross),
  ]);
  const table = [["Rate", "Net", "Tax", "Gross"], ...cells];
  const widths = [1, 2, 3].map(
    (index) => Math.max(...table.map((line) => displayWidth(line[index] ?? ""))) + 2,
  );
  return [rule(), ...table.map((line) => columns(tableCells(line, widths), { small: true }))];
}

const tableCells = (line: readonly string[], widths: readonly number[]): Cell[] =>
  line.map((content, index) =>
    index === 0
      ? { text: content }
      : { text: content, columns: widths[index - 1] ?? 0, align: "right" as const },
  );
