/** Taxes on a receipt: the letter that ties a line to its tax, and the table of rates, nets and taxes. */
import type { Receipt } from "@tillbox/shared/contract/printer.ts";
import { displayWidth } from "./display-width.ts";
import { type Cell, columns, type PrintElement, rule } from "./elements.ts";
import { type MoneyFormat, rateText } from "./formats.ts";

/**
 * The letter of each tax class: A for the first in `taxes`, B for the second, and so on; lines carry the same. Where the
 * lines carry other marks, there are none: better no letter than a wrong one.
 */
export function taxMarks(document: Pick<Receipt, "taxes" | "lines">): ReadonlyMap<string, string> {
  const classes = [...new Set(document.taxes.map((row) => row.taxClassId))];
  const marks = new Map(classes.map((id, index) => [id, String.fromCharCode(65 + index)]));
  const letters = new Set(marks.values());
  const agree = document.lines.every((line) => line.taxMark === "" || letters.has(line.taxMark));
  return agree && classes.length <= 26 ? marks : new Map();
}

/** Needed where tax is within the prices, or where several taxes were added; a single added one is said above the total. */
export function taxTable(document: Receipt, money: MoneyFormat): PrintElement[] {
  const rows = document.taxes;
  const said = rows.length <= 1 && rows.every((row) => !row.inclusive);
  if (said || rows.length === 0) return [];
  const marks = taxMarks(document);
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
