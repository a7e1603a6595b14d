import { describe, expect, test } from "vitest";
import { sampleTable } from "../../../testing/samples.ts";
import { daysFrom, instantAt, nextQuarter } from "../party-times.ts";
import { fitted, freePlace, nextName, pairsOf, roomOf } from "./plan.ts";

describe("the floor editor", () => {
  test("keeps tables on the grid and within what the box takes", () => {
    expect([fitted("x", 123), fitted("x", -5), fitted("width", 3), fitted("height", 9999)]).toEqual([
      120, 0, 40, 1200,
    ]);
  });
  test("finds a place for a new table that covers no other, and the next number", () => {
    const tables = [
      sampleTable({ id: "a", name: "7", x: 40, y: 40, width: 300, height: 100 }),
      sampleTable({ id: "b", name: "Bar", x: 400, y: 40, width: 400, height: 500 }),
    ];
    expect(freePlace(tables)).toEqual({ x: 40, y: 160, width: 110, height: 110 });
    expect(nextName(tables)).toBe("8");
    expect(nextName([])).toBe("1");
    const full = [sampleTable({ x: 0, y: 0, width: 1000, height: 1000 })];
    expect(freePlace(full).y).toBeGreaterThanOrEqual(roomOf(full).height);
  });
  test("draws each pair of neighbours once", () => {
    const tables = [
      sampleTable({ id: "a", joinsWith: ["b"] }),
      sampleTable({ id: "b", joinsWith: ["a", "gone"] }),
    ];
    expect(pairsOf(tables).map(([one, other]) => [one.id, other.id])).toEqual([["a", "b"]]);
  });
});

describe("a time that somebody says", () => {
  test("is the store's own, in summer, in winter, and in the hour that a clock change skips", () => {
    expect(instantAt("2026-07-01", "19:30", "Europe/Zurich")).toBe("2026-07-01T17:30:00.000Z");
    expect(instantAt("2026-12-01", "19:30", "Europe/Zurich")).toBe("2026-12-01T18:30:00.000Z");
    expect(instantAt("2026-12-01", "00:15", "America/New_York")).toBe("2026-12-01T05:15:00.000Z");
    expect(instantAt("2026-03-29", "02:30", "Europe/Zurich")).toMatch(/T0[01]:30:00/);
  });
  test("begins with the next quarter of an hour, and today", () => {
    const at = Date.parse("2026-11-26T18:31:00Z");
    expect(nextQuarter(at, "Europe/Zurich")).toBe("19:45");
    expect(daysFrom(Date.parse("2026-11-26T23:30:00Z"), "Europe/Zurich", 2)).toEqual([
      "2026-11-27",
      "2026-11-28",
    ]);
  });
});
