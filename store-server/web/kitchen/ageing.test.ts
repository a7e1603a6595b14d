import { describe, expect, test } from "vitest";
import { ageOf, ageOfTicket, averageSeconds } from "./ageing.ts";

const minutes = (count: number): number => count * 60_000;

describe("a ticket is late", () => {
  const sentAt = "2026-03-02T12:00:00.000Z";
  const at = (count: number, isDelayed: boolean, isOldest = true) =>
    ageOfTicket({ sentAt, isDelayed, isOldest }, Date.parse(sentAt) + minutes(count), 15);
  test("when the box says so, whatever this screen's clock and threshold", () => {
    expect([at(1, true), at(14, false), at(15, false), at(15, true)]).toEqual([
      "late",
      "attention",
      "attention",
      "late",
    ]);
  });
  test("also where the box is not heard for a quarter longer", () => {
    expect([at(18, false), at(18.75, false)]).toEqual(["attention", "late"]);
  });
  test("but not for what was sent later to an order that is late", () => {
    expect([at(2, true, false), at(15, true, false)]).toEqual(["new", "late"]);
  });
});

describe("the age of a ticket", () => {
  test.each([
    [0, "new"],
    [2.99, "new"],
    [3, "fine"],
    [11.24, "fine"],
    [11.25, "attention"],
    [14.99, "attention"],
    [15, "late"],
    [90, "late"],
  ] as const)("is after %s of 15 minutes: %s", (elapsed, age) => {
    expect(ageOf(minutes(elapsed), 15)).toBe(age);
  });

  test("follows the store's own threshold, and a clock that runs behind makes nothing late", () => {
    expect(ageOf(minutes(15), 30)).toBe("fine");
    expect(ageOf(minutes(-3), 15)).toBe("new");
  });
});

describe("the average", () => {
  const now = Date.parse("2026-11-20T20:00:00Z");
  const done = (sentAt: string, doneAt: string) => ({
    sentAt: `2026-11-20T${sentAt}Z`,
    doneAt: `2026-11-20T${doneAt}Z`,
  });

  test("counts what was done in the last hour", () => {
    const finished = [
      done("19:40:00", "19:50:00"),
      done("19:50:00", "19:59:20"),
      done("17:00:00", "18:30:00"),
    ];
    expect(averageSeconds(finished, now)).toBe(580);
  });

  test("is unknown while nothing was done", () => {
    expect(averageSeconds([], now)).toBeNull();
    expect(averageSeconds([done("17:00:00", "18:30:00")], now)).toBeNull();
  });
});
