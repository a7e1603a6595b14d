/** Comma-separated values (RFC 4180), as spreadsheets open them: with a byte order mark, and text that begins like a formula made harmless. */

const formula = /^[=+\-@\t\r]/;

/** `text`: words of people; figures are written as they are. */
const cell = (value: string, isText: boolean): string => {
  const safe = isText && formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export type CsvTable = {
  headers: readonly string[];
  rows: readonly (readonly string[])[] /** By column. */;
  isText: readonly boolean[];
};

const linesOf = ({ headers, rows, isText }: CsvTable): string[] => [
  headers.map((header) => cell(header, true)).join(","),
  ...rows.map((row) => row.map((value, index) => cell(value, isText[index] ?? true)).join(",")),
];

/** Tables below each other, with an empty line between them. */
export const csvOf = (tables: readonly CsvTable[]): string =>
  `\uFEFF${tables.map((table) => `${linesOf(table).join("\r\n")}\r\n`).join("\r\n")}`;

/** Hands the text to the browser as a file. */
export const downloadCsv = (name: string, text: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};
