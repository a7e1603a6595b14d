import type { CashSlip, DayDocument, PrintDocument } from "@tillbox/shared/contract/printer.ts";
import { describe, expect, it } from "vitest";
import { pageText } from "./decoded-page.ts";
import { paperOf } from "./elements.ts";
import { encode } from "./encoder.ts";
import { layout } from "./layout.ts";
import { faultsOf } from "./testing/page-check.ts";
import { count, found, linesOf, printed, usual } from "./testing/printed-page.ts";
import { sampleCashSlip, sampleZ } from "./testing/sample-reports.ts";

describe("a day's report", () => {
  const text = (
    change: Partial<DayDocument["figures"]> = {},
    more: Partial<DayDocument> = {},
    width: 80 | 58 = 80,
  ) => pageText(printed({ ...sampleZ, figures: { ...sampleZ.figures, ...change }, ...more }, { width }));
  it("names itself, its day, its range of the journal, and who closed it", () => {
    for (const said of [
      "Z report Z1-0042",
      "Business day 2026-03-12",
      "120412 – 123877",
      "Manager 1",
      "Signature",
    ])
      expect(text()).toContain(said);
    expect(text().replaceAll(/\s/g, "")).toContain(sampleZ.figures.chainHead);
  });
  it("tells what was sold and taken, every drawer, every open check, and the equation", () => {
    expect(text()).toMatch(/Receipts +214/);
    expect(text()).toMatch(/123 × Cash/);
    expect(text()).toMatch(/Short +2\.00/);
    expect(text()).toContain("Waiter 3, still open");
    expect(text()).toMatch(/#4711 · Table 12 · Waiter 3 +59\.00/);
    expect(text()).toMatch(/= Tenders +8,581\.78/);
    expect(text()).not.toContain("DIFFERENCE");
  });
  it("says a difference and a missing number where nobody can miss it", () => {
    const equation = { ...sampleZ.figures.equation, difference: 100 };
    const line = found(linesOf({ ...sampleZ, figures: { ...sampleZ.figures, equation } }), "DIFFERENCE 1.00");
    expect(line.runs.every((run) => run.inverse)).toBe(true);
    const series = [{ series: "R1", first: "R1-000001", last: "R1-000003", count: 2, gapFree: false }];
    expect(text({ series })).toContain("Numbers are missing in this series.");
  });
  it("as an X is no closing, has no number and nothing to sign", () => {
    const x = text({}, { number: null, grandTotals: null });
    expect(x).toContain("X report");
    expect(x).toContain("Not a closing.");
    for (const gone of ["Z1-0042", "Since the first Z", "Signature"]) expect(x).not.toContain(gone);
  });
  it("is printed letter by letter at both widths", () => {
    for (const width of [80, 58] as const) {
      const elements = layout(sampleZ, { ...usual, width });
      expect(faultsOf(elements, encode(elements, { width, codePage: null }), paperOf(width))).toEqual([]);
    }
  });
});

describe("a pulse without paper", () => {
  const pulse: PrintDocument = { kind: "drawer", orderId: "order-1", at: "2026-03-12T19:10:00.000Z" };
  it("opens the drawer where the printer has one, cuts nothing and prints nothing", () => {
    const items = printed(pulse, { settings: { openDrawer: true, copies: 3 } }).items;
    expect(items.map(({ type }) => type)).toEqual(["drawer"]);
    expect(printed(pulse).items).toEqual([]);
  });
});

describe("a slip of the drawer", () => {
  const openDrawer = { settings: { openDrawer: true } };
  it("says how much went in or out, why and by whom, and opens the drawer", () => {
    const said = pageText(printed(sampleCashSlip));
    for (const part of ["Paid out", "Till 1", "By Cashier 1", "Reason: Flowers for the tables", "-€12.50"])
      expect(said).toContain(part);
    expect(count(sampleCashSlip, "drawer", openDrawer)).toBe(1);
    expect(count({ ...sampleCashSlip, event: "no_sale", amount: null }, "drawer", openDrawer)).toBe(1);
  });
  it("of a session that is closed tells the count and what is short, and leaves the drawer shut", () => {
    const closed: CashSlip = {
      ...sampleCashSlip,
      event: "closed",
      amount: null,
      count: {
        float: 10_000,
        expected: 30_000,
        counted: 29_800,
        overShort: -200,
        denominations: [
          { value: 500, count: 3 },
          { value: 5000, count: 5 },
        ],
      },
    };
    const said = pageText(printed(closed));
    expect(said).toMatch(/5 × 50\.00 +250\.00[\s\S]*3 × 5\.00 +15\.00/);
    expect(said).toMatch(/Short +2\.00/);
    expect(count(closed, "drawer", openDrawer)).toBe(0);
  });
});
