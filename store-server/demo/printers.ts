/** Where things are made in the demo store, and its printers: pages on a screen, so that nothing has to be plugged in. */
import type { Printer, Station } from "@tillbox/shared/contract/printer.ts";

type Fields<T> = Omit<T, "version" | "createdAt" | "updatedAt">;
export type DemoStation = Fields<Station>;
export type DemoPrinter = Fields<Printer> & { sort: number };

export const demoStations: readonly DemoStation[] = [
  { id: "kitchen", name: "Kitchen", sort: 10 },
  { id: "pizza", name: "Pizza oven", sort: 20 },
  { id: "bar", name: "Bar", sort: 30 },
];

const onScreen = (
  printer: Pick<DemoPrinter, "id" | "name" | "role" | "sort"> & Partial<DemoPrinter>,
): DemoPrinter => ({
  transport: { type: "screen" },
  stations: [],
  width: 80,
  codePage: null,
  backupPrinterId: null,
  filterSettings: {},
  printSettings: {},
  ...printer,
});
const ticket = { printTime: true, printTable: true, printSpecialInstructions: true, autoCut: true };

/** In the order in which they have to be made: a backup before the printer that names it. */
export const demoPrinters: readonly DemoPrinter[] = [
  onScreen({
    id: "kitchen-printer",
    name: "Kitchen",
    role: "kitchen",
    stations: ["kitchen"],
    printSettings: ticket,
    sort: 10,
  }),
  onScreen({
    id: "pizza-printer",
    name: "Pizza oven",
    role: "kitchen",
    stations: ["pizza"],
    backupPrinterId: "kitchen-printer",
    printSettings: ticket,
    sort: 20,
  }),
  onScreen({
    id: "bar-printer",
    name: "Bar",
    role: "bar",
    stations: ["bar"],
    width: 58,
    backupPrinterId: "kitchen-printer",
    printSettings: ticket,
    sort: 30,
  }),
  onScreen({
    id: "receipt-printer",
    name: "Front desk",
    role: "receipt",
    printSettings: { printHeader: true, printFooter: true, printTime: true, printTable: true, autoCut: true },
    sort: 40,
  }),
];
