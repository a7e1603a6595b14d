/** Which printer gets what. Pure: printers and lines in, lists out. */
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import type { Printer } from "@tillbox/shared/contract/printer.ts";

export type RoutedPrinter = Pick<Printer, "role" | "stations" | "filterSettings">;
export type RoutedLine = { stations: readonly string[]; categoryId: string | null };

/** Roles that take tickets. A receipt printer takes none, whatever its stations. */
const ticketRoles: readonly Printer["role"][] = ["kitchen", "bar"];

const takesType = ({ filterSettings: { menuTypes } }: RoutedPrinter, type: OrderType): boolean =>
  menuTypes === undefined || menuTypes.length === 0 || menuTypes.includes(type);

const takes = ({ stations, filterSettings: { categories } }: RoutedPrinter, line: RoutedLine): boolean => {
  const station = stations.length === 0 || line.stations.some((each) => stations.includes(each));
  const category =
    categories === undefined ||
    categories.length === 0 ||
    (line.categoryId !== null && categories.includes(line.categoryId));
  return station && category;
};

/**
 * The lines for each kitchen or bar printer, in the order of the printers and of the lines. A line goes to every one that names a
 * station of it (a printer without stations: all lines) and whose filters let its category and the order's type pass.
 */
export const routeTickets = <P extends RoutedPrinter, L extends RoutedLine>(
  printers: readonly P[],
  lines: readonly L[],
  type: OrderType,
): { printer: P; lines: L[] }[] =>
  printers
    .filter((printer) => ticketRoles.includes(printer.role) && takesType(printer, type))
    .map((printer) => ({ printer, lines: lines.filter((line) => takes(printer, line)) }))
    .filter((ticket) => ticket.lines.length > 0);

/** The printer for receipts and pro-forma checks: the first of that role that takes the order's type. */
export const receiptPrinter = <P extends RoutedPrinter>(
  printers: readonly P[],
  type: OrderType,
): P | undefined => printers.find((printer) => printer.role === "receipt" && takesType(printer, type));

/** The printer that opens a drawer: the first receipt printer that has one, else the first of that role, for its slips. */
export const drawerPrinter = <P extends RoutedPrinter & Pick<Printer, "printSettings">>(
  printers: readonly P[],
): P | undefined => {
  const receipts = printers.filter((printer) => printer.role === "receipt");
  return receipts.find((printer) => printer.printSettings.openDrawer === true) ?? receipts[0];
};

/** The printer for X and Z: the first for reports, else the first for receipts. */
export const reportPrinter = <P extends RoutedPrinter>(printers: readonly P[]): P | undefined =>
  printers.find((printer) => printer.role === "report") ??
  printers.find((printer) => printer.role === "receipt");
