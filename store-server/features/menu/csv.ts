/** Tables as text, RFC 4180: what a spreadsheet writes and reads. Pure. */

/** The sign that the first line has most of; spreadsheets of some countries write semicolons. */
const separatorOf = (text: string): string => {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const count = (sign: string): number => first.split(sign).length - 1;
  return [",", ";", "\t"].toSorted((one, other) => count(other) - count(one))[0] ?? ",";
};

/** Rows of cells; `line` is the line in the text at which a row begins, from 1. Empty rows are left out. */
export const parseCsv = (text: string): { line: number; cells: string[] }[] => {
  const clean = text.replace(/^\uFEFF/, "");
  const separator = separatorOf(clean);
  const rows: { line: number; cells: string[] }[] = [];
  let [line, started, cell, isQuoted] = [1, 1, "", false];
  let cells: string[] = [];
  const endRow = (): void => {
    cells.push(cell);
    if (cells.some((each) => each.trim() !== "")) rows.push({ line: started, cells });
    [cells, cell] = [[], ""];
  };
  for (let at = 0; at < clean.length; at += 1) {
    const sign = clean[at] ?? "";
    if (sign === "\n") line += 1;
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (clean[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell === "") isQuoted = true;
    else if (sign === separator) {
      cells.push(cell);
      cell = "";
    } else if (sign === "\n" || (sign === "\r" && clean[at + 1] !== "\n")) {
      endRow();
      started = line;
    } else if (sign !== "\r") cell += sign;
  }
  if (cell !== "" || cells.length > 0) endRow();
  return rows;
};

/** A spreadsheet takes these for the beginning of a formula; an apostrophe tells it not to, and is taken off again by `cellText`. */
const formula = /^[=+\-@\t\r']/;

const quoted = (cell: string): string => {
  const safe = formula.test(cell) && !/^-?\d+([.,]\d+)?$/.test(cell) ? `'${cell}` : cell;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const cellText = (cell: string): string => {
  const text = cell.trim();
  return text.startsWith("'") ? text.slice(1) : text;
};

export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");
