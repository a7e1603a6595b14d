import { describe, expect, test } from "vitest";
import { rowOf, storeOf } from "../testing-stores.ts";
import { bestSellers, currenciesOf, hourLines } from "./hours.ts";

const store = storeOf("Altstadt", "2026-11-20T19:58:00.000Z");

describe("the lines of the chart", () => {
  test("run from the first to the last hour in which either day sold, and stop where the day is", () => {
    const stores = [
      { store, now: [rowOf("11", 100), rowOf("13", 50)], before: [rowOf("12", 80)] },
      { store, now: [rowOf("11", 1)], before: [rowOf("00", 9)] },
    ];
    const lines = hourLines(stores, "USD", 10);
    expect([lines.labels[0], lines.labels.at(-1), lines.labels.length]).toEqual(["11:00", "00:00", 14]);
    expect(lines.now.slice(0, 5)).toEqual([101, 0, 50, null, null]);
    expect(lines.before).toEqual([0, 80, ...Array.from({ length: 11 }, () => 0), 9]);
  });

  test("leave out the hour that runs, unless it is the first", () => {
    const stores = [{ store, now: [rowOf("11", 100), rowOf("12", 5)], before: [rowOf("12", 80)] }];
    expect(hourLines(stores, "USD", 8).now).toEqual([100, null]);
    expect(hourLines(stores, "USD", 9).now).toEqual([100, 5]);
    const first = [{ store, now: [rowOf("12", 5)], before: [rowOf("12", 80), rowOf("13", 80)] }];
    expect(hourLines(first, "USD", 8).now).toEqual([5, null]);
  });

  test("are empty without sales", () => {
    expect(hourLines([{ store, now: [], before: [] }], "USD", 24)).toEqual({
      labels: [],
      now: [],
      before: [],
    });
  });
});

describe("best sellers", () => {
  test("count a dish of several stores together, in one currency, the most sold first", () => {
    const rows = [
      rowOf("a", 1, { name: "Soup", quantity: 2 }),
      rowOf("b", 1, { name: "Ham", quantity: 0.1 }),
      rowOf("c", 1, { name: "Ham", quantity: 0.2 }),
      rowOf("d", 1, { name: "Soup", quantity: 3 }),
      rowOf("e", 1, { name: "Soup", quantity: 9, currency: "EUR" }),
      rowOf("open:Cake", 1, { quantity: 1 }),
    ];
    expect(bestSellers(rows, "USD", 2)).toEqual([
      { name: "Soup", quantity: 5 },
      { name: "open:Cake", quantity: 1 },
    ]);
    expect(bestSellers(rows, "USD", 9).at(-1)).toEqual({ name: "Ham", quantity: 0.3 });
  });

  test("the currency that is used most comes first", () => {
    const rows = [rowOf("11", 1), rowOf("12", 1, { currency: "EUR", orders: 2 })];
    expect(currenciesOf([{ store, now: rows, before: [] }])).toEqual(["EUR", "USD"]);
  });
});
