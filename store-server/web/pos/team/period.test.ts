import { expect, test } from "vitest";
import { daysOf, isPeriod, periodOf } from "./period.ts";

test.each([
  ["this-week", "2026-11-26", "2026-11-23", "2026-11-29"],
  ["this-week", "2026-11-29", "2026-11-23", "2026-11-29"],
  ["this-week", "2026-11-23", "2026-11-23", "2026-11-29"],
  ["last-week", "2026-01-01", "2025-12-22", "2025-12-28"],
  ["this-month", "2028-02-10", "2028-02-01", "2028-02-29"],
  ["last-month", "2026-01-15", "2025-12-01", "2025-12-31"],
  ["own", "2026-11-26", "2026-11-26", "2026-11-26"],
] as const)("%s of %s goes from %s to %s", (kind, today, from, to) => {
  expect(periodOf(kind, today)).toEqual({ from, to });
});

test("the days of a period are all of it, up to a limit", () => {
  expect(daysOf({ from: "2026-02-27", to: "2026-03-02" }, 31)).toEqual([
    "2026-02-27",
    "2026-02-28",
    "2026-03-01",
    "2026-03-02",
  ]);
  expect(daysOf({ from: "2026-01-01", to: "2026-12-31" }, 8)).toHaveLength(8);
});

test("days that end before they begin are no period", () => {
  expect(isPeriod({ from: "2026-11-26", to: "2026-11-25" })).toBe(false);
  expect(isPeriod({ from: "", to: "2026-11-25" })).toBe(false);
  expect(isPeriod({ from: "2026-11-25", to: "2026-11-25" })).toBe(true);
});
