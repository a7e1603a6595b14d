/** Which printer gets what: by role, stations and filters. Pure. */
import type { Printer } from "@tillbox/shared/contract/printer.ts";
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";

export type RoutedPrinter = Pick<Printer, "id" | "role" | "stations" | "filterSettings">;
export type RoutableLine = { stations: readonly string[]; categoryId: string | null };

const kitchenRoles = new Set<Printer["role"]>(["kitchen", "bar"]);

const accepts = (printer: RoutedPrinter, type: OrderType, categoryId: string | null): boolean => {
  const { menuTypes, categories } = printer.filterSettings;
  if (menuTypes && menuTypes.length > 0 && !menuTypes.includes(type)) return false;
  return !categories || categories.length === 0 || (categoryId !== null && categories.includes(categoryId));
};

/** A printer without stations takes every line that goes to any station; one with stations takes only theirs. */
const serves = (printer: RoutedPrinter, line: RoutableLine): boolean =>
  line.stations.length > 0 &&
  (printer.stations.length === 0 || line.stations.some((station) => printer.stations.includes(station)));

/** The lines of each kitchen printer, in the printers' order; printers without lines are left out. */
export const routeTickets = <P extends RoutedPrinter, L extends RoutableLine>(
  printers: readonly P[],
  lines: readonly L[],
  type: OrderType,
): { printer: P; lines: L[] }[] =>
  printers
    .filter((printer) => kitchenRoles.has(printer.role))
    .map((printer) => ({
      printer,
      lines: lines.filter((line) => serves(printer, line) && accepts(printer, type, line.categoryId)),
    }))
    .filter((ticket) => ticket.lines.length > 0);

/** The first receipt printer that takes this type of order. */
export const receiptPrinter = <P extends RoutedPrinter>(
  printers: readonly P[],
  type: OrderType,
): P | undefined =>
  printers.find((printer) => printer.role === "receipt" && accepts(printer, type, null)) ??
  printers.find((printer) => printer.role === "receipt");
