import type { Printer } from "@tillbox/shared/contract/printer.ts";
import { describe, expect, it } from "vitest";
import { type RoutedLine, receiptPrinter, routeTickets } from "./routing.ts";

const samplePrinter: Omit<Printer, "id"> = {
  version: 1,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
  name: "Printer",
  transport: { type: "screen" },
  role: "kitchen",
  stations: [],
  width: 80,
  codePage: null,
  backupPrinterId: null,
  filterSettings: {},
  printSettings: {},
};
const printer = (id: string, change: Partial<Printer> = {}): Printer => ({ ...samplePrinter, id, ...change });
const kitchen = printer("kitchen", { stations: ["hot", "cold"] });
const bar = printer("bar", { role: "bar", stations: ["bar"] });
const receipts = printer("receipts", { role: "receipt", stations: ["hot"] });
const pizza = { id: "pizza", stations: ["hot"], categoryId: "food" };
const salad = { id: "salad", stations: ["cold"], categoryId: "food" };
const wine = { id: "wine", stations: ["bar"], categoryId: "drinks" };
const gift = { id: "gift", stations: [], categoryId: "shop" };

const routed = (printers: Printer[], lines: (RoutedLine & { id: string })[] = [pizza, salad, wine]) =>
  routeTickets(printers, lines, "dine-in").map((ticket) => [
    ticket.printer.id,
    ticket.lines.map((line) => line.id),
  ]);

describe("tickets", () => {
  it("go to the printers of their stations, one ticket each, in the order of the lines", () => {
    expect(routed([kitchen, bar, receipts])).toEqual([
      ["kitchen", ["pizza", "salad"]],
      ["bar", ["wine"]],
    ]);
  });

  it("go to every printer that takes the line, as where the pass prints all", () => {
    const pass = printer("pass");
    expect(routed([kitchen, pass], [pizza])).toEqual([
      ["kitchen", ["pizza"]],
      ["pass", ["pizza"]],
    ]);
  });

  it("obey the filters for categories and types of order", () => {
    const food = printer("food", { filterSettings: { categories: ["food"] } });
    const away = printer("away", { filterSettings: { menuTypes: ["takeaway"] } });
    expect(routed([food, away])).toEqual([["food", ["pizza", "salad"]]]);
    expect(routeTickets([away], [pizza], "takeaway")).toHaveLength(1);
  });

  it("leave out lines that no printer takes", () => {
    expect(routed([kitchen], [pizza, wine, gift])).toEqual([["kitchen", ["pizza"]]]);
    expect(routed([printer("food", { filterSettings: { categories: ["food"] } })], [gift])).toEqual([]);
  });

  it("are none where the store has no printer for its kitchen", () => {
    expect(routed([receipts])).toEqual([]);
  });
});

describe("receipts", () => {
  it("go to the first printer of that role", () => {
    expect(receiptPrinter([kitchen, receipts, printer("second", { role: "receipt" })], "dine-in")?.id).toBe(
      "receipts",
    );
    expect(receiptPrinter([kitchen, bar], "dine-in")).toBeUndefined();
  });

  it("go to the printer that takes the type of the order", () => {
    const away = printer("away", { role: "receipt", filterSettings: { menuTypes: ["takeaway"] } });
    expect(receiptPrinter([away, receipts], "dine-in")?.id).toBe("receipts");
    expect(receiptPrinter([away, receipts], "takeaway")?.id).toBe("away");
    expect(receiptPrinter([away], "kiosk")).toBeUndefined();
  });
});
