import { describe, expect, test } from "vitest";
import { formatRoute, parseRoute } from "../route.ts";
import { rowOf } from "../testing-stores.ts";
import { csvOf } from "./csv.ts";
import { ordered, ranges } from "./ranges.ts";
import { columnsOf, csvTable, labelOf, mergeItems, totalsOf } from "./report-columns.ts";

describe("usual spans", () => {
  test("end today, and weeks begin on Monday", () => {
    const spans = Object.fromEntries(
      ranges("2026-03-04").map(({ id, range }) => [id, `${range.from} ${range.to}`]),
    );
    expect(spans).toEqual({
      today: "2026-03-04 2026-03-04",
      yesterday: "2026-03-03 2026-03-03",
      week: "2026-03-02 2026-03-04",
      seven: "2026-02-26 2026-03-04",
      month: "2026-03-01 2026-03-04",
      "last-month": "2026-02-01 2026-02-28",
    });
    expect(ranges("2026-11-22")[2]?.range.from).toBe("2026-11-16");
  });

  test("are put in order, whichever end was picked last", () => {
    expect(ordered("2026-05-02", "2026-05-01")).toEqual({ from: "2026-05-01", to: "2026-05-02" });
  });
});

describe("columns", () => {
  test("name keys as people do", () => {
    expect(labelOf("day", { key: "2026-11-20" })).toBe("Fri 20 Nov");
    expect(labelOf("hour", { key: "09" })).toBe("09:00");
    expect(labelOf("method", { key: "gift_card" })).toBe("Gift card");
    expect(labelOf("item", { key: "id-1", name: "Soup" })).toBe("Soup");
  });

  test("hours stand in the order of the business day", () => {
    const [hour] = columnsOf("hour", false);
    expect(["00", "23", "04"].map((key) => hour?.sortBy(rowOf(key, 1)))).toEqual([20, 19, 0]);
  });

  test("one item of several stores is one row, exact to the thousandth", () => {
    const rows = [
      rowOf("a", 100, { name: "Ham", quantity: 0.1, tips: 1 }),
      rowOf("b", 50, { name: "Ham", quantity: 0.2 }),
      rowOf("c", 7, { name: "Ham", quantity: 1, currency: "EUR" }),
    ];
    expect(mergeItems(rows)).toEqual([
      rowOf("a", 150, { name: "Ham", quantity: 0.3, orders: 2, tips: 1 }),
      rows[2],
    ]);
  });

  test("totals stand apart for each currency, and leave out what does not add up", () => {
    const rows = [rowOf("cash", 1000), rowOf("card", 500), rowOf("card", 70, { currency: "EUR" })];
    const columns = columnsOf("method", true);
    const cells = totalsOf(columns, rows).map((total) =>
      Object.fromEntries(columns.map(({ id }, index) => [id, total.cells[index]])),
    );
    expect(cells).toMatchObject([
      { key: "Total USD", orders: "", gross: "15.00" },
      { key: "Total EUR", orders: "", gross: "0.70" },
    ]);
    const given = [rowOf("a", 1, { comps: 250 }), rowOf("b", 1), rowOf("c", 1, { comps: 150 })];
    const [sums] = totalsOf(columns, given);
    expect(sums?.cells[columns.findIndex(({ id }) => id === "comps")]).toBe("4.00");
    expect(columnsOf("item", false).map(({ id }) => id)).not.toContain("comps");
    const days = columnsOf("day", false);
    expect(totalsOf(days, rows)[0]?.cells[1]).toBe("2");
  });
});

describe("the export", () => {
  test("writes what is shown: days with the year first, amounts with a point, the currency always", () => {
    const rows = [
      rowOf("2026-11-20", 123456, { tax: 5, discounts: 900, comps: 400, tips: -50 }),
      rowOf("2026-11-21", 500, { currency: "JPY" }),
    ];
    expect(csvOf([csvTable("day", rows)])).toBe(
      "\uFEFFDay,Currency,Orders,Gross,Tax,Net,Discounts,Of which comps,Tips\r\n" +
        "2026-11-20,USD,1,1234.56,0.05,1234.56,9.00,4.00,-0.50\r\n" +
        "2026-11-21,JPY,1,500,0,500,0,0,0\r\n",
    );
  });

  test("keeps commas, quotes and line ends inside a cell, and makes formulas harmless but not figures", () => {
    const rows = [rowOf("a", -5, { name: '=HYPERLINK("x"), "y"', quantity: 1.5 })];
    expect(csvOf([csvTable("item", rows)]).split("\r\n")[1]).toBe(
      `"'=HYPERLINK(""x""), ""y""",USD,1.5,1,-0.05,0.00,-0.05,0.00`,
    );
  });

  test("puts tables below each other", () => {
    const table = { headers: ["A"], rows: [["1"]], isText: [true] };
    expect(csvOf([table, table])).toBe("\uFEFFA\r\n1\r\n\r\nA\r\n1\r\n");
  });
});

describe("the address", () => {
  test.each([
    "#today",
    "#today?day=2026-11-20",
    "#stores",
    "#reports?by=item&from=2026-11-01&to=2026-11-20&store=a",
  ])("%s comes back as it is", (hash) => {
    expect(formatRoute(parseRoute(hash))).toBe(hash);
  });

  test("with nonsense leads somewhere", () => {
    expect(parseRoute("#nowhere?x=1")).toEqual({ page: "today", day: null });
    expect(parseRoute("#reports?by=colour&from=yesterday")).toEqual({
      page: "reports",
      by: "day",
      from: null,
      to: null,
      storeId: null,
    });
  });
});
