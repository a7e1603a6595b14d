import { describe, expect, test } from "vitest";
import { currentDay, hourAtPlace, placeOfHour, shiftDay } from "./business-day.ts";
import { amountsOf, averageOf, changePpm, compare, currenciesIn, weekdayBefore } from "./compare.ts";
import { rowOf, storeOf } from "./testing-stores.ts";

const friday = "2026-11-20";
const now = "2026-11-20T19:30:00.000Z";
const now_ms = Date.parse(now);

describe("the business day", () => {
  test("begins at four", () => {
    expect([4, 23, 0, 3].map(placeOfHour)).toEqual([0, 19, 20, 23]);
    expect([0, 20].map(hourAtPlace)).toEqual(["04:00", "00:00"]);
    expect(shiftDay("2026-03-01", -7)).toBe("2026-02-22");
  });

  test("is the one that most stores are in", () => {
    const stores = ["Asia/Tokyo", "Europe/Berlin", "Europe/Vienna"].map((timeZone) => ({ timeZone }));
    expect(currentDay(stores, now_ms, "UTC")).toBe(friday);
    expect(currentDay([{ timeZone: "Asia/Tokyo" }], now_ms, "UTC")).toBe("2026-11-21");
    expect(currentDay([], Date.parse("2026-11-20T03:59:00Z"), "UTC")).toBe("2026-11-19");
  });
});

describe("comparing with the week before", () => {
  const altstadt = {
    store: storeOf("Altstadt", now),
    now: [rowOf("12", 900, { tips: 50 }), rowOf("18", 300), rowOf("19", 5000)],
    before: [rowOf("12", 1000, { tips: 100 }), rowOf("19", 9000), rowOf("21", 9000)],
  };

  test("takes only hours that are over, on both days", () => {
    expect(compare([altstadt], "USD", friday, now_ms)).toEqual({
      now: { net: 1200, orders: 2, tips: 50 },
      before: { net: 1000, orders: 1, tips: 100 },
      reach: "to 19:00",
    });
  });

  test("takes a store that is silent only as far as it was heard", () => {
    const silent = "2026-11-20T13:10:00.000Z";
    const store = storeOf("Station", now, { lastEntryAt: silent, lastContactAt: silent });
    const station = {
      store,
      now: [rowOf("12", 70)],
      before: [rowOf("12", 100), rowOf("14", 4000), rowOf("18", 4000)],
    };
    expect(compare([altstadt, station], "USD", friday, now_ms)).toEqual({
      now: { net: 1270, orders: 3, tips: 50 },
      before: { net: 1100, orders: 2, tips: 100 },
      reach: "same hours",
    });
  });

  test("takes whole days when the day is over, after midnight too", () => {
    const day = "2026-11-19";
    const hours = { ...altstadt, now: [rowOf("01", 20)], before: [rowOf("01", 10), rowOf("23", 10)] };
    expect(compare([hours], "USD", day, now_ms)).toEqual({
      now: { net: 20, orders: 1, tips: 0 },
      before: { net: 20, orders: 2, tips: 0 },
      reach: "",
    });
  });

  test("says why there is nothing to compare", () => {
    const empty = { ...altstadt, now: [], before: [] };
    expect(compare([empty], "USD", friday, now_ms)).toEqual({ missing: "nothing to compare with" });
    expect(compare([{ ...altstadt, before: [] }], "USD", friday, now_ms)).toEqual({
      missing: "no sales to compare with",
    });
    const early = Date.parse("2026-11-20T04:30:00Z");
    const store = storeOf("Altstadt", "2026-11-20T04:30:00.000Z");
    expect(compare([{ ...altstadt, store }], "USD", friday, early)).toEqual({
      missing: "too early to compare",
    });
  });

  test("never adds currencies", () => {
    const rows = [rowOf("12", 900), rowOf("12", 400, { currency: "EUR" })];
    expect([amountsOf(rows, "USD").net, amountsOf(rows, "EUR").net]).toEqual([900, 400]);
    expect(currenciesIn([...rows, rowOf("13", 1, { currency: "EUR", orders: 5 })])).toEqual([
      { code: "EUR", orders: 6 },
      { code: "USD", orders: 1 },
    ]);
  });
});

describe("figures", () => {
  test("change is exact and half-up, also downwards and out of a loss", () => {
    expect([changePpm(1042, 1000), changePpm(958, 1000), changePpm(1, 3)]).toEqual([
      42_000, -42_000, -666_667,
    ]);
    expect([changePpm(5, 0), changePpm(-50, -100)]).toEqual([null, 500_000]);
  });

  test("the average check is half-up, and none without orders", () => {
    expect([averageOf({ net: 5, orders: 2, tips: 0 }), averageOf({ net: 0, orders: 0, tips: 0 })]).toEqual([
      3,
      null,
    ]);
  });

  test("the day that is compared with has a name", () => {
    expect([weekdayBefore(friday, true), weekdayBefore(friday, false)]).toEqual([
      "last Friday",
      "the Friday before",
    ]);
  });
});
