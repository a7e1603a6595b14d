import { expect, test } from "vitest";
import { hoursRows, hoursTable, hoursTotals } from "./hours.ts";
import { hoursCell, hoursDecimal, hoursText } from "./time-words.ts";

const item = (userId: string, businessDay: string, workedSeconds: number, open = 0) => ({
  userId,
  name: userId === "b" ? "Waiter 1" : "Waiter 2",
  businessDay,
  entries: 1,
  workedSeconds,
  breakSeconds: 1800,
  open,
});
const items = [
  item("a", "2026-11-24", 27_900),
  item("b", "2026-11-24", 3_600),
  item("a", "2026-11-25", 0, 1),
];

test("hours stand by person, with their days, and add up", () => {
  const rows = hoursRows({ items });
  expect(rows.map(({ name, days, worked, open }) => [name, days, worked, open])).toEqual([
    ["Waiter 1", 1, 3_600, 0],
    ["Waiter 2", 2, 27_900, 1],
  ]);
  expect(hoursTotals(rows)).toEqual({ worked: 31_500, breaks: 5_400, open: 1 });
});

test("a table for a spreadsheet has a row for each person and day", () => {
  expect(hoursTable({ items }).split("\r\n")).toEqual([
    "Person,Business day,Hours worked,Hours of breaks,Entries,Not ended",
    "Waiter 1,2026-11-24,1.00,0.50,1,0",
    "Waiter 2,2026-11-24,7.75,0.50,1,0",
    "Waiter 2,2026-11-25,0.00,0.50,1,1",
    "",
  ]);
});

test("hours are written for a sentence, a column and a spreadsheet", () => {
  expect([27_900, 2_700, 20].map(hoursText)).toEqual(["7 h 45", "45 min", "–"]);
  expect([27_900, 300, 0].map(hoursCell)).toEqual(["7:45", "0:05", "–"]);
  expect([27_900, 60, 3_599].map(hoursDecimal)).toEqual(["7.75", "0.02", "1.00"]);
});
