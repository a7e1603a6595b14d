/** Which printer gets what. Pure: printers and lines in, lists out. */
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import type { Printer } from "@tillbox/shared/contract/printer.ts";

/** What routing has to know of a line. */
export type RoutedLine = { stationId: string | null; categoryId: string | null };

/** Roles that take tickets. A receipt printer takes none, whatever its stations. */
const ticketRoles: readonly Printer["role"][] = ["kitchen", "bar"];

/**
 * The lines for each printer of a station, in the order of the printers and of the lines. A line goes to every kitchen or bar
 * printer that names its station (a printer without stations: all of them) and whose filters let its category and the order's
 * type pass. `unrouted` are the lines that no printer takes; where the store has no such printer at all, kitchen screens
 * do the work, and nothing is unrouted.
 */
export function routeTickets<L extends RoutedLine>(
  printers: readonly Printer[],
  lines: readonly L[],
  orderType: OrderType,
): { tickets: { printer: Printer; lines: L[] }[]; unrouted: L[] } {
  const kitchens = printers.filter((printer) => ticketRoles.includes(printer.role));
  const tickets = kitchens
    .filter((printer) => printer.filterSettings.menuTypes?.includes(orderType) ?? true)
    .map((printer) => ({ printer, lines: lines.filter((line) => takes(printer, line)) }))
    .filter((ticket) => ticket.lines.length > 0);
  const routed = new Set(tickets.flatMap((ticket) => ticket.lines));
  return { tickets, unrouted: kitchens.length === 0 ? [] : lines.filter((line) => !routed.has(line)) };
}

function takes(printer: Printer, line: RoutedLine): boolean {
  const { categories } = printer.filterSettings;
  const station =
    printer.stations.length === 0 || (line.stationId !== null && printer.stations.includes(line.stationId));
  const category =
    categories === undefined || (line.categoryId !== null && categories.includes(line.categoryId));
  return station && category;
}

/** The printer for receipts and pro-forma bills: the first of that role that takes the order's type; null where there is none. */
export function receiptPrinter(printers: readonly Printer[], orderType?: OrderType): Printer | null {
  const receipts = printers.filter((printer) => printer.role === "receipt");
  const fitting = receipts.find(
    ({ filterSettings }) =>
      orderType === undefined || (filterSettings.menuTypes?.includes(orderType) ?? true),
  );
  return fitting ?? null;
}
