import { describe, expect, test } from "vitest";
import { ageOf, averageSeconds } from "./ageing.ts";

const minutes = (count: number): number => count * 60_000;

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
