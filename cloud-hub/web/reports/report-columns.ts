/** The columns of a report: how each figure reads on the screen, and how it is written for a spreadsheet. Pure. */
import type { SalesRow } from "@tillbox/shared/contract/report.ts";
import { formatMinor } from "@tillbox/shared/money.ts";
import {
  decimalOf,
  formatAmount,
  formatBusinessDay,
  formatCount,
  formatQuantity,
} from "@tillbox/shared/ui/format.ts";
import { placeOfHour } from "../business-day.ts";
import { currenciesIn } from "../compare.ts";
import type { Grouping } from "../route.ts";
import type { CsvTable } from "./csv.ts";

export type ReportColumn = {
  id: string;
  header: string;
  numeric: boolean;
  text: (row: SalesRow) => string;
  csv: (row: SalesRow) => string;
  sortBy: (row: SalesRow) => number | string;
  /** Sums to something that means something; absent where it does not. */
  sum?: (rows: readonly SalesRow[]) => number;
  /** A sum as it reads. */
  show?: (sum: number, currency: string) => string;
};

const methods: Readonly<Record<string, string>> = {
  cash: "Cash",
  card: "Card",
  wallet: "Wallet",
  gift_card: "Gift card",
  house_account: "House account",
  external: "External terminal",
};

export const groupingNames: Readonly<Record<Grouping, string>> = {
  day: "Day",
  store: "Store",
  hour: "Hour",
  item: "Item",
  method: "Method",
};

export const labelOf = (by: Grouping, { key, name }: Pick<SalesRow, "key" | "name">): string => {
  if (by === "day") return formatBusinessDay(key);
  if (by === "hour") return `${key.padStart(2, "0")}:00`;
  if (by === "method") return methods[key] ?? key;
  return name ?? key;
};

const keyColumn = (by: Grouping): ReportColumn => ({
  id: "key",
  header: groupingNames[by],
  numeric: false,
  text: (row) => labelOf(by, row),
  // A spreadsheet sorts days only when they are written with the year first.
  csv: (row) => (by === "day" ? row.key : labelOf(by, row)),
  sortBy: (row) => {
    if (by === "hour") return placeOfHour(Number(row.key));
    return by === "day" ? row.key : labelOf(by, row);
  },
});

type AmountField = "gross" | "net" | "tax" | "discounts" | "comps" | "tips";
/** Comps are told by newer hubs only. */
const amountIn = (row: SalesRow, id: AmountField): number => row[id] ?? 0;

const amountColumn = (id: AmountField, header: string): ReportColumn => ({
  id,
  header,
  numeric: true,
  text: (row) => formatAmount(amountIn(row, id), row.currency),
  csv: (row) => formatMinor(amountIn(row, id), row.currency),
  sortBy: (row) => amountIn(row, id),
  sum: (rows) => rows.reduce((total, row) => total + amountIn(row, id), 0),
  show: (sum, currency) => formatAmount(sum, currency),
});

const ordersColumn = (by: Grouping): ReportColumn => ({
  id: "orders",
  header: "Orders",
  numeric: true,
  text: (row) => formatCount(row.orders),
  csv: (row) => String(row.orders),
  sortBy: (row) => row.orders,
  // One order has several items, and may be paid in several ways: their orders do not add up.
  ...(by === "item" || by === "method"
    ? {}
    : {
        sum: (rows: readonly SalesRow[]) => rows.reduce((total, row) => total + row.orders, 0),
        show: (sum: number) => formatCount(sum),
      }),
});

const milliOf = (row: SalesRow): number => Math.round((row.quantity ?? 0) * 1000);
const quantityColumn: ReportColumn = {
  id: "quantity",
  header: "Quantity",
  numeric: true,
  text: (row) => formatQuantity(milliOf(row)),
  csv: (row) => decimalOf(milliOf(row), 3).replace(/\.?0+$/, ""),
  sortBy: milliOf,
  sum: (rows) => rows.reduce((total, row) => total + milliOf(row), 0),
  show: (sum) => formatQuantity(sum),
};
const currencyColumn: ReportColumn = {
  id: "currency",
  header: "Currency",
  numeric: false,
  text: (row) => row.currency,
  csv: (row) => row.currency,
  sortBy: (row) => row.currency,
};

/** `hasSeveral`: more than one currency, which then stands beside each row. */
export const columnsOf = (by: Grouping, hasSeveral: boolean): ReportColumn[] => [
  keyColumn(by),
  ...(hasSeveral ? [currencyColumn] : []),
  ...(by === "item" ? [quantityColumn] : []),
  ordersColumn(by),
  amountColumn("gross", by === "method" ? "Paid" : "Gross"),
  amountColumn("tax", "Tax"),
  amountColumn("net", "Net"),
  amountColumn("discounts", "Discounts"),
  ...(by === "item" ? [] : [amountColumn("comps", "Of which comps"), amountColumn("tips", "Tips")]),
];

/** Stores with menus of their own have ids of their own: what has one name is one item. */
export const mergeItems = (rows: readonly SalesRow[]): SalesRow[] => {
  const merged = new Map<string, SalesRow>();
  for (const row of rows) {
    const key = `${row.name ?? row.key}\n${row.currency}`;
    const known = merged.get(key);
    if (!known) merged.set(key, row);
    else
      merged.set(key, {
        ...known,
        orders: known.orders + row.orders,
        gross: known.gross + row.gross,
        net: known.net + row.net,
        tax: known.tax + row.tax,
        discounts: known.discounts + row.discounts,
        tips: known.tips + row.tips,
        quantity: (milliOf(known) + milliOf(row)) / 1000,
      });
  }
  return [...merged.values()];
};

export type Totals = { currency: string /** By column; empty where a sum means nothing. */; cells: string[] };

/** A row of totals for each currency; different ones are never added. */
export const totalsOf = (columns: readonly ReportColumn[], rows: readonly SalesRow[]): Totals[] =>
  currenciesIn(rows).map(({ code }) => {
    const own = rows.filter((row) => row.currency === code);
    const cells = columns.map((column, index) => {
      if (index === 0) return `Total ${code}`;
      return column.sum && column.show ? column.show(column.sum(own), code) : "";
    });
    return { currency: code, cells };
  });

/** What is shown, with the currency always written out. */
export const csvTable = (by: Grouping, rows: readonly SalesRow[]): CsvTable => {
  const columns = columnsOf(by, true);
  return {
    headers: columns.map(({ header }) => header),
    rows: rows.map((row) => columns.map((column) => column.csv(row))),
    isText: columns.map(({ numeric }) => !numeric),
  };
};
