/**
 * The columns of the menu as a table. Prices are written as people write them, in the store's currency; lists are separated by a bar.
 * A column that a file does not have leaves its field alone; an empty cell clears it. Pure.
 */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { formatMinor, parseMinor } from "@tillbox/shared/money.ts";
import { cellText } from "./csv.ts";

export type TableFacts = {
  currency: string;
  /** "Drinks > Wine" */
  categoryPath(id: string): string;
  taxClassName(id: string): string;
  /** By name or id; undefined where there is none. */
  taxClassId(text: string): string | undefined;
};
type Item = Omit<MenuItem, "version" | "createdAt" | "updatedAt">;
type Column = {
  /** The item's field; `category` is found or made by its path. */
  field: string;
  write(item: Item, facts: TableFacts): string;
  /** Throws `RangeError` with what is wrong with the cell. */
  read(cell: string, facts: TableFacts): unknown;
};

const text = (field: "id" | "name" | "sku" | "barcode" | "unit" | "description" | "image"): Column => ({
  field,
  write: (item) => item[field] ?? "",
  read: (cell) => (cell === "" ? null : cell),
});
const list = (field: keyof Item): Column => ({
  field,
  write: (item) => ((item[field] as string[] | undefined) ?? []).join("|"),
  read: (cell) =>
    cell
      .split("|")
      .map((each) => each.trim())
      .filter((each) => each !== ""),
});
const json = (field: keyof Item): Column => ({
  field,
  write: (item) => {
    const value = (item[field] as unknown[] | undefined) ?? [];
    return value.length === 0 ? "" : JSON.stringify(value);
  },
  read: (cell) => {
    if (cell === "") return [];
    try {
      return JSON.parse(cell) as unknown;
    } catch {
      throw new RangeError("must be JSON, as the export writes it");
    }
  },
});
const number = (cell: string): number => {
  if (!/^-?\d+([.,]\d+)?$/.test(cell)) throw new RangeError("must be a number");
  return Number(cell.replace(",", "."));
};
const yes = new Set(["yes", "true", "1"]);
const no = new Set(["no", "false", "0"]);

const price = (cell: string, { currency }: TableFacts): number => {
  if (cell === "") throw new RangeError("is missing");
  const plain = cell.replace(",", ".");
  if (!/^\d+(\.\d+)?$/.test(plain)) throw new RangeError('must be an amount like "12.50"');
  return parseMinor(plain, currency);
};

export const columns: Readonly<Record<string, Column>> = {
  id: { ...text("id"), read: (cell) => (cell === "" ? undefined : cell) },
  sku: text("sku"),
  barcode: text("barcode"),
  name: text("name"),
  category: {
    field: "category",
    write: (item, facts) => facts.categoryPath(item.categoryId),
    read: (cell) => cell,
  },
  price: {
    field: "price",
    write: (item, { currency }) => formatMinor(item.price, currency),
    read: price,
  },
  unit: text("unit"),
  tax_class: {
    field: "taxClassId",
    write: ({ taxClassId }, facts) => (taxClassId === null ? "" : facts.taxClassName(taxClassId)),
    read: (cell, facts) => {
      if (cell === "") return null;
      const id = facts.taxClassId(cell);
      if (id === undefined) throw new RangeError(`there is no tax class ${cell}`);
      return id;
    },
  },
  description: text("description"),
  allergens: list("allergens"),
  diets: list("diets"),
  stations: list("stations"),
  order_types: list("orderTypes"),
  dayparts: list("dayparts"),
  available: {
    field: "available",
    write: ({ available }) => (available ? "yes" : "no"),
    read: (cell) => {
      const word = cell.toLowerCase();
      if (word === "" || yes.has(word)) return true;
      if (no.has(word)) return false;
      throw new RangeError("must be yes or no");
    },
  },
  stock: {
    field: "stock",
    write: ({ stock }) => (stock === null ? "" : String(stock)),
    read: (cell) => (cell === "" ? null : number(cell)),
  },
  sort: {
    field: "sort",
    write: ({ sort }) => String(sort),
    read: (cell) => (cell === "" ? null : number(cell)),
  },
  image: text("image"),
  variants: json("variants"),
  modifier_groups: json("modifierGroups"),
  parts: json("parts"),
};

export type TableProblem = { path: string; message: string };
export type TableRow = { line: number; fields: Record<string, unknown> };

/** The head names the columns, in any order. Everything that is wrong is told with line and column. */
export const readTable = (
  rows: readonly { line: number; cells: readonly string[] }[],
  facts: TableFacts,
): { rows: TableRow[]; problems: TableProblem[] } => {
  const [head, ...body] = rows;
  const names = (head?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  const problems: TableProblem[] = names.flatMap((name, index) => {
    if (!Object.hasOwn(columns, name))
      return [{ path: `rows.1.${name || index + 1}`, message: "is not a known column" }];
    return names.indexOf(name) === index ? [] : [{ path: `rows.1.${name}`, message: "is there twice" }];
  });
  if (!head) problems.push({ path: "content", message: "is empty" });
  if (problems.length > 0) return { rows: [], problems };
  const read = body.map(({ line, cells }): TableRow => {
    const fields: Record<string, unknown> = {};
    names.forEach((name, index) => {
      const column = columns[name];
      try {
        if (column) fields[column.field] = column.read(cellText(cells[index] ?? ""), facts);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        problems.push({ path: `rows.${line}.${name}`, message: error.message });
      }
    });
    if (cells.length > names.length)
      problems.push({ path: `rows.${line}`, message: "has more cells than the head has columns" });
    return { line, fields };
  });
  return { rows: read, problems };
};

/** The column of a field, for a problem that the menu itself has with it. */
export const columnOf = (field: string): string =>
  Object.keys(columns).find((name) => columns[name]?.field === field) ??
  (field === "categoryId" ? "category" : field);

export const tableOf = (items: readonly Item[], facts: TableFacts): string[][] => [
  Object.keys(columns),
  ...items.map((item) => Object.values(columns).map((column) => column.write(item, facts))),
];
