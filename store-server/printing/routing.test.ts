import type { Printer } from "@tillbox/shared/contract/printer.ts";
import { describe, expect, it } from "vitest";
import { type RoutedLine, receiptPrinter, routeTickets } from "./routing.ts";
import { samplePrinter } from "./testing/sample-documents.ts";

const printer = (id: string, change: Partial<Printer> = {}): Printer => ({ ...samplePrinter, id, ...change });
const kitchen = printer("kitchen", { stations: ["hot", "cold"] });
const bar = printer("bar", { role: "bar", stations: ["bar"] });
const receipts = printer("receipts", { role: "receipt", stations: ["hot"] });
const pizza = { id: "pizza", stationId: "hot", categoryId: "food" };
const salad = { id: "salad", stationId: "cold", categoryId: "food" };
const wine = { id: "wine", stationId: "bar", categoryId: "drinks" };
const gift = { id: "gift", stationId: null, categoryId: "shop" };

const routed = (
  printers: Printer[],
  lines: (RoutedLine & { id: string })[] = [pizza, salad, wine],
  type = "dine-in" as const,
) => {
  const { tickets, unrouted } = routeTickets(printers, lines, type);
  return {
    tickets: tickets.map((ticket) => [ticket.printer.id, ticket.lines.map((line) => line.id)]),
    unrouted: unrouted.map((line) => line.id),
  };
};

describe("tickets", () => {
  it("go to the printers of their stations, one ticket each, in the order of the lines", () => {
    expect(routed([kitchen, bar, receipts])).toEqual({
      tickets: [
        ["kitchen", ["pizza", "salad"]],
        ["bar", ["wine"]],
      ],
      unrouted: [],
    });
  });

  it("go to every printer that takes the line, as where the pass prints all", () => {
    const pass = printer("pass");
    expect(routed([kitchen, pass], [pizza]).tickets).toEqual([
      ["kitchen", ["pizza"]],
      ["pass", ["pizza"]],
    ]);
  });

  it("obey the filters for categories and types of order", () => {
    const food = printer("food", { filterSettings: { categories: ["food"] } });
    const away = printer("away", { filterSettings: { menuTypes: ["takeaway"] } });
    expect(routed([food, away]).tickets).toEqual([["food", ["pizza", "salad"]]]);
    expect(routeTickets([away], [pizza], "takeaway").tickets).toHaveLength(1);
  });

  it("name the lines that no printer takes", () => {
    expect(routed([kitchen], [pizza, wine, gift]).unrouted).toEqual(["wine", "gift"]);
    const food = printer("food", { filterSettings: { categories: ["food"] } });
    expect(routed([food], [{ ...gift, categoryId: null }]).unrouted).toEqual(["gift"]);
  });

  it("are none where the store has no printer for its kitchen", () => {
    expect(routed([receipts])).toEqual({ tickets: [], unrouted: [] });
  });
});

describe("receipts", () => {
  it("go to the first printer of that role", () => {
    expect(receiptPrinter([kitchen, receipts, printer("second", { role: "receipt" })])?.id).toBe("receipts");
    expect(receiptPrinter([kitchen, bar])).toBeNull();
  });

  it("go to the printer that takes the type of the order", () => {
    const away = printer("away", { role: "receipt", filterSettings: { menuTypes: ["takeaway"] } });
    expect(receiptPrinter([away, receipts], "dine-in")?.id).toBe("receipts");
    expect(receiptPrinter([away, receipts], "takeaway")?.id).toBe("away");
    expect(receiptPrinter([away], "kiosk")).toBeNull();
  });
});
