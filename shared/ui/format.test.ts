import { describe, expect, test } from "vitest";
import * as format from "./format.ts";

describe("money", () => {
  test("lines show no sign and always the decimals of the currency", () => {
    expect(format.formatAmount(1450, "USD")).toBe("14.50");
    expect(format.formatAmount(5, "EUR", "de")).toBe("0,05");
    expect(format.formatAmount(1450, "JPY")).toBe("1,450");
    expect(format.formatAmount(1450, "KWD")).toBe("1.450");
  });

  test("totals show the sign of the currency", () => {
    expect(format.formatMoney(17334, "USD")).toBe("$173.34");
    expect(format.formatMoney(17334, "EUR", "de").replace(/\s/u, " ")).toBe("173,34 €");
  });

  test("an amount below zero has a true minus", () => {
    expect(format.formatAmount(-200, "USD")).toBe("−2.00");
  });

  test("amounts that a float cannot hold are shown exactly", () => {
    expect(format.formatAmount(9_007_199_254_740_991, "USD")).toBe("90,071,992,547,409.91");
  });

  test("whole figures are rounded half-up", () => {
    expect(format.formatMoneyWhole(3_937_450, "USD")).toBe("$39,375");
    expect(format.formatAmountWhole(1_248_049, "USD")).toBe("12,480");
  });

  test("the same formatter serves a second call", () => {
    const made = Intl.NumberFormat;
    let count = 0;
    Intl.NumberFormat = new Proxy(made, {
      construct: (target, args) => {
        count += 1;
        return Reflect.construct(target, args) as object;
      },
    });
    try {
      for (let index = 0; index < 50; index += 1) format.formatAmount(index, "CHF", "de-CH");
    } finally {
      Intl.NumberFormat = made;
    }
    expect(count).toBeLessThanOrEqual(2);
  });
});

describe("what a person types", () => {
  test.each([
    ["12", 1200],
    ["12.5", 1250],
    ["12,50", 1250],
    ["12.", 1200],
    ["1'200.05", 120005],
    ["12.505", undefined],
    ["-3", undefined],
    ["", undefined],
    ["1e3", undefined],
  ])("the amount %j means %j minor units", (text, minor) => {
    expect(format.parseAmount(text, "USD")).toBe(minor);
  });

  test("yen have no decimals to type", () => {
    expect(format.parseAmount("1200", "JPY")).toBe(1200);
    expect(format.parseAmount("12.5", "JPY")).toBeUndefined();
  });

  test.each([
    ["19", 190_000],
    ["2,5 %", 25_000],
    ["0.0001", 1],
    ["100", 1_000_000],
    ["100.1", undefined],
    ["x", undefined],
  ])("the percentage %j means %j parts per million", (text, ppm) => {
    expect(format.parseRate(text)).toBe(ppm);
  });
});

describe("rates, quantities, times", () => {
  test("rates and changes are said in per cent", () => {
    expect(format.formatRate(190_000)).toBe("19 %");
    expect(format.formatRate(25_000, "de")).toBe("2,5 %");
    expect(format.formatChange(42_000)).toBe("+4.2 %");
    expect(format.formatChange(-40_000)).toBe("−4 %");
    expect(format.formatChange(0)).toBe("0 %");
  });

  test("quantities show decimals only where there are some", () => {
    expect(format.formatQuantity(2000)).toBe("2");
    expect(format.formatQuantity(350)).toBe("0.35");
  });

  test("minutes become hours on a table, seconds a stopwatch on a ticket", () => {
    expect([0, 12, 59, 60, 72].map(format.formatElapsed)).toEqual([
      "0 m",
      "12 m",
      "59 m",
      "1 h 00",
      "1 h 12",
    ]);
    expect([0, 535, 1330, 4325].map(format.formatStopwatch)).toEqual(["00:00", "08:55", "22:10", "1:12:05"]);
    expect([45, 125].map(format.formatCountdown)).toEqual(["45 s", "2:05 min"]);
  });

  test("times are those of the store, whatever zone the tablet is in", () => {
    const at = Date.UTC(2026, 10, 20, 18, 58);
    expect(format.formatTime(at, "Europe/Berlin")).toBe("19:58");
    expect(format.formatDayTime(at, "Europe/Berlin")).toBe("Friday, 19:58");
    expect(format.formatBusinessDay("2026-11-20")).toBe("Fri 20 Nov");
    expect(format.minutesBetween(at, at + 59_999)).toBe(0);
    expect(format.minutesBetween(at + 60_000, at)).toBe(0);
  });
});
