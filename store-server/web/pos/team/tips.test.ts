import { expect, test } from "vitest";
import { ruleText, tipTable, tipTotals } from "./tips.ts";

const share = {
  userId: "w3",
  name: "Waiter 3",
  currency: "EUR",
  earned: 123_450,
  given: 24_690,
  received: 10_000,
  total: 108_760,
};
const cook = {
  userId: "c1",
  name: "Cook 1",
  currency: "EUR",
  earned: -50,
  given: -10,
  received: 14_680,
  total: 14_640,
};

test("the rule is said in a sentence", () => {
  const nameOf = (role: string) => role.toUpperCase();
  expect(ruleText({ percent: "0", by: "equal", weights: { waiter: 1 } }, nameOf)).toContain(
    "Nothing is pooled",
  );
  expect(ruleText({ percent: "20", by: "hours", weights: { waiter: 2, cook: 1, kiosk: 0 } }, nameOf)).toBe(
    "20 % of every tip goes into the pool of its day, divided by the hours that they worked. Shares: WAITER 2, COOK 1.",
  );
});

test("what is given into the pool comes out of it", () => {
  expect(tipTotals([share, cook])).toEqual({
    earned: 123_400,
    given: 24_680,
    received: 24_680,
    total: 123_400,
  });
});

test("a table for a spreadsheet has plain amounts, below zero too", () => {
  expect(tipTable({ from: "2026-11-23", to: "2026-11-29", items: [share, cook] }).split("\r\n")).toEqual([
    "Person,From,To,Currency,Tips,Into the pool,Out of the pool,Gets",
    "Waiter 3,2026-11-23,2026-11-29,EUR,1234.50,246.90,100.00,1087.60",
    "Cook 1,2026-11-23,2026-11-29,EUR,-0.50,-0.10,146.80,146.40",
    "",
  ]);
});
